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
record PatternGroup(Detector detector, Collector collector) {

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
        alone.add(lazy(List.of(new Member(i, pattern, null)), patterns.size()));
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
      int[] nexts = Beginnings.Cut.nexts(program, behind);
      Program.Builder beginning = new Program.Builder();
      Beginnings.Cut.addTo(beginning, program, nexts, 0, 0);
      if (TableDetector.build(determinizer(beginning.build()), trials.forBeginning()) != null) {
        return new Member(
            number,
            pattern,
            nexts.length == 0 ? null : Beginnings.Cut.of(number, program, nexts, trials));
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
    Beginnings beginnings = beginnings(members, patterns.size());
    Determinizer union = determinizer(union(members, beginnings));
    TableDetector table = TableDetector.build(union, budget, beginnings);
    if (table != null) {
      groups.add(new PatternGroup(table, new Collector(new LazyAutomaton(union), beginnings)));
    } else if (members.size() == 1 || !budget.spend(0)) {
      groups.add(lazy(members, patterns.size()));
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

  /** Patterns as they are, in an automaton that is made as texts ask for it. */
  private static PatternGroup lazy(List<Member> members, int first) {
    List<Member> whole =
        members.stream().map(m -> new Member(m.number(), m.pattern(), null)).toList();
    Beginnings none = beginnings(whole, first);
    LazyAutomaton automaton = new LazyAutomaton(determinizer(union(whole, none)));
    return new PatternGroup(automaton, new Collector(automaton, none));
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
