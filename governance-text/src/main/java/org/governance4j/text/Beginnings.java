package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where patterns of a union are cut off. Each place is a pattern of the union, numbered from {@code
 * first} on, so that the state that sees a beginning tells where to go on.
 *
 * @param cuts in the order of their places
 */
record Beginnings(List<Cut> cuts, int first) {

  /** How many places there are before the ones of a cut pattern. */
  int before(int cut) {
    return cuts.subList(0, cut).stream().mapToInt(c -> c.nexts().length).sum();
  }

  /** Adds the beginnings to a union. */
  void addTo(Program.Builder union) {
    for (int i = 0; i < cuts.size(); i++) {
      cuts.get(i).addTo(union, first + before(i));
    }
  }

  /** The cut pattern of every place. */
  int[] owners() {
    int[] owners = new int[before(cuts.size())];
    for (int i = 0; i < cuts.size(); i++) {
      Arrays.fill(owners, before(i), before(i + 1), i);
    }
    return owners;
  }

  /**
   * A pattern that is cut off.
   *
   * @param nexts the instructions behind the cuts
   * @param whole looks for the pattern in a whole text
   * @param rests goes on from each of the cuts; null if that is too large, so that the whole text
   *     has to be searched
   */
  record Cut(
      int number, Program program, int[] nexts, Detector whole, @Nullable AnchoredTable rests) {

    static Cut of(int number, Program program, int[] nexts, Budget budget) {
      Program.Builder rests = new Program.Builder();
      List<int[]> apart = new ArrayList<>();
      for (int entry : rests.addRests(program, nexts, 0)) {
        apart.add(new int[] {entry});
      }
      return new Cut(
          number,
          program,
          nexts,
          Detector.of(program, budget.forTrial()),
          AnchoredTable.build(rests.build(), apart, budget.forTrial()));
    }

    /** The instructions behind the cuts. */
    static int[] nexts(Program program, boolean[] behind) {
      List<Integer> nexts = new ArrayList<>();
      for (int pc = 0; pc < program.size(); pc++) {
        if (behind[pc]) {
          nexts.add(program.next(pc));
        }
      }
      return nexts.stream().mapToInt(Integer::intValue).distinct().toArray();
    }

    void addTo(Program.Builder union, int firstPlace) {
      addTo(union, program, nexts, firstPlace, number);
    }

    /** Adds the beginning of a pattern to a union. */
    static void addTo(
        Program.Builder union, Program program, int[] nexts, int firstPlace, int number) {
      int[] places = new int[program.size()];
      Arrays.fill(places, -1);
      for (int i = 0; i < nexts.length; i++) {
        places[nexts[i]] = firstPlace + i;
      }
      union.add(program, places, number);
    }
  }
}
