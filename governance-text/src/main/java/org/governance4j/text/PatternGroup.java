package org.governance4j.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Patterns that share one pass over the text.
 *
 * @param detector tells whether any occurs
 * @param collector tells which occur
 */
record PatternGroup(Detector detector, LazyAutomaton collector) {

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
          pattern.term() != null ? new Member(i, pattern, null) : member(i, pattern, trials);
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
      boolean[] behind = PrefixCut.of(program, depth);
      if (behind == null) {
        return null;
      }
      Beginnings.Cut cut = Beginnings.Cut.of(number, program, behind);
      Program.Builder beginning = new Program.Builder();
      cut.addTo(beginning, 0);
      if (TableDetector.build(determinizer(beginning.build()), trials.forBeginning()) != null) {
        return new Member(number, pattern, cut.nexts().length == 0 ? null : cut.prepared(trials));
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
    Beginnings beginnings = beginnings(members, patterns.size());
    TableDetector table =
        TableDetector.build(determinizer(union(members, beginnings)), budget, beginnings);
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

  private static Beginnings beginnings(List<Member> members, int first) {
    return new Beginnings(
        members.stream().map(Member::cut).filter(Objects::nonNull).toList(), first);
  }

  private static Program union(List<Member> members, Beginnings beginnings) {
    Program.Builder program = new Program.Builder();
    List<Term> terms = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (Member member : members) {
      Term term = member.pattern().term();
      if (term != null) {
        terms.add(term);
        numbers.add(member.number());
      } else if (member.cut() == null) {
        program.add(member.pattern().node(), member.number());
      }
    }
    beginnings.addTo(program);
    return program.add(terms, ints(numbers)).build();
  }

  /** Patterns as they are. */
  private static Determinizer exact(List<Integer> members, List<PatternSet.Pattern> patterns) {
    List<Member> whole = members.stream().map(i -> new Member(i, patterns.get(i), null)).toList();
    return determinizer(union(whole, beginnings(whole, patterns.size())));
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Determinizer determinizer(Program program) {
    return new Determinizer(program, Alphabet.of(program));
  }

  /** A pattern in a union: whole, or cut off. */
  private record Member(int number, PatternSet.Pattern pattern, Beginnings.@Nullable Cut cut) {}
}
