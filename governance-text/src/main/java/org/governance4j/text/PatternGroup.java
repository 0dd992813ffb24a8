package org.governance4j.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patterns that share one pass over the text.
 *
 * @param detector tells whether any occurs
 * @param collector tells which occur
 */
record PatternGroup(Detector detector, LazyAutomaton collector) {

  // A word of bits tells which beginnings were seen.
  private static final int MAX_SUSPECTS = 64;

  /** After how many code points to cut a pattern off, in the order in which it is tried. */
  private static final int[] DEPTHS = {Integer.MAX_VALUE, 12, 8, 6, 5, 4};

  /** Distributes patterns over as few groups as the budget allows, halving what is too large. */
  static List<PatternGroup> of(List<PatternSet.Pattern> patterns) {
    Budget budget = Budget.forSet();
    Budget trials = Budget.forSet();
    List<PatternGroup> alone = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      PatternSet.Pattern pattern = patterns.get(i);
      Member member =
          pattern.term() != null ? new Member(i, pattern, null, null) : member(i, pattern, trials);
      if (member != null) {
        members.add(member);
      } else {
        LazyAutomaton automaton = new LazyAutomaton(exact(List.of(i), patterns));
        alone.add(new PatternGroup(automaton, automaton));
      }
    }
    List<PatternGroup> groups = new ArrayList<>();
    unite(patterns, members, budget, groups);
    groups.addAll(alone);
    return groups;
  }

  /** A regular expression as a member, or null if its automaton would spoil any union. */
  private static @Nullable Member member(int number, PatternSet.Pattern pattern, Budget trials) {
    Program program = Program.of(pattern.node());
    for (int depth : DEPTHS) {
      boolean[] cut = PrefixCut.of(program, depth);
      if (cut == null) {
        return null;
      }
      Program beginning = new Program.Builder().add(program, cut, 0).build();
      if (TableDetector.build(determinizer(beginning), trials.forBeginning()) != null) {
        boolean whole = true;
        for (boolean here : cut) {
          whole &= !here;
        }
        return whole
            ? new Member(number, pattern, null, null)
            : new Member(number, pattern, cut, Detector.of(program, trials.forTrial()));
      }
    }
    return null;
  }

  private static void unite(
      List<PatternSet.Pattern> patterns,
      List<Member> members,
      Budget budget,
      List<PatternGroup> groups) {
    if (members.isEmpty()) {
      return;
    }
    List<Integer> numbers = members.stream().map(Member::number).toList();
    List<Detector> seconds = members.stream().filter(Member::isCut).map(Member::second).toList();
    TableDetector table =
        seconds.size() > MAX_SUSPECTS
            ? null
            : TableDetector.build(
                union(members, patterns.size()), budget, patterns.size(), seconds);
    if (table != null) {
      groups.add(new PatternGroup(table, new LazyAutomaton(exact(numbers, patterns))));
    } else if (members.size() == 1 || !budget.spend(0)) {
      LazyAutomaton automaton = new LazyAutomaton(exact(numbers, patterns));
      groups.add(new PatternGroup(automaton, automaton));
    } else {
      int half = members.size() / 2;
      unite(patterns, members.subList(0, half), budget, groups);
      unite(patterns, members.subList(half, members.size()), budget, groups);
    }
  }

  /** All members, those that are cut off numbered from {@code suspects}. */
  private static Determinizer union(List<Member> members, int suspects) {
    Program.Builder program = new Program.Builder();
    List<Term> terms = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int next = suspects;
    for (Member member : members) {
      Term term = member.pattern().term();
      boolean[] cut = member.cut();
      if (term != null) {
        terms.add(term);
        numbers.add(member.number());
      } else if (cut != null) {
        program.add(Program.of(member.pattern().node()), cut, next++);
      } else {
        program.add(member.pattern().node(), member.number());
      }
    }
    return determinizer(program.add(terms, ints(numbers)).build());
  }

  /** Patterns as they are. */
  private static Determinizer exact(List<Integer> members, List<PatternSet.Pattern> patterns) {
    return union(
        members.stream().map(i -> new Member(i, patterns.get(i), null, null)).toList(),
        patterns.size());
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Determinizer determinizer(Program program) {
    return new Determinizer(program, Alphabet.of(program));
  }

  /** A pattern in a union: whole, or cut off and then looked for by a second detector. */
  private record Member(
      int number, PatternSet.Pattern pattern, boolean @Nullable [] cut, @Nullable Detector second) {
    boolean isCut() {
      return second != null;
    }
  }
}
