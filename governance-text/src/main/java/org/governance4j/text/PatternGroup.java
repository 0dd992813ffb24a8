package org.governance4j.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Patterns that share one pass over the text.
 *
 * @param detector tells whether any occurs
 * @param collector tells which occur
 */
record PatternGroup(Detector detector, LazyAutomaton collector) {

  /** Distributes patterns over as few groups as the budget allows, halving what is too large. */
  static List<PatternGroup> of(List<PatternSet.Pattern> patterns) {
    Budget budget = Budget.forSet();
    List<PatternGroup> groups = new ArrayList<>();
    List<Integer> small = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).term() != null || fits(patterns.get(i))) {
        small.add(i);
      } else {
        Determinizer states = determinizer(patterns, List.of(i));
        LazyAutomaton automaton = new LazyAutomaton(states);
        groups.add(new PatternGroup(automaton, automaton));
      }
    }
    List<PatternGroup> united = new ArrayList<>();
    unite(patterns, small, budget, united);
    // Tables first: they are the quickest.
    united.addAll(groups);
    return united;
  }

  /** Whether a pattern alone has a small automaton: one that has not would spoil any union. */
  private static boolean fits(PatternSet.Pattern pattern) {
    Program program = Program.of(pattern.node());
    Determinizer states = new Determinizer(program, Alphabet.of(program));
    return TableDetector.build(states, Budget.forRegex()) != null;
  }

  private static void unite(
      List<PatternSet.Pattern> patterns,
      List<Integer> members,
      Budget budget,
      List<PatternGroup> groups) {
    if (members.isEmpty()) {
      return;
    }
    Determinizer states = determinizer(patterns, members);
    TableDetector table = TableDetector.build(states, budget);
    if (table != null) {
      groups.add(new PatternGroup(table, new LazyAutomaton(states)));
    } else if (members.size() == 1 || !budget.spend(0)) {
      LazyAutomaton automaton = new LazyAutomaton(states);
      groups.add(new PatternGroup(automaton, automaton));
    } else {
      int half = members.size() / 2;
      unite(patterns, members.subList(0, half), budget, groups);
      unite(patterns, members.subList(half, members.size()), budget, groups);
    }
  }

  private static Determinizer determinizer(
      List<PatternSet.Pattern> patterns, List<Integer> members) {
    Program.Builder program = new Program.Builder();
    List<Term> terms = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int member : members) {
      PatternSet.Pattern pattern = patterns.get(member);
      if (pattern.term() != null) {
        terms.add(pattern.term());
        numbers.add(member);
      } else {
        program.add(pattern.node(), member);
      }
    }
    program.add(terms, numbers.stream().mapToInt(Integer::intValue).toArray());
    Program united = program.build();
    return new Determinizer(united, Alphabet.of(united));
  }
}
