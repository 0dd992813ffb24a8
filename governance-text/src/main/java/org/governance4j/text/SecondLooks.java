package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes on where the beginnings of patterns were seen, until it is clear whether the whole follows.
 * As a rule that takes a few characters. Together these looks may take a few steps per character of
 * a text, so that a text of nothing but beginnings costs no more than a linear search; beyond that,
 * and for patterns that are too large to be gone on with, the whole text is searched for each
 * pattern.
 *
 * <p>How it stands is one number, so that nothing is allocated: the steps that are left and, above
 * them, which large patterns were seen to begin. Immutable.
 */
final class SecondLooks {

  /** How it stands when a pattern was found. */
  static final long FOUND = -1;

  private static final int STEPS_PER_CHARACTER = 4;
  private static final int STEPS_AT_LEAST = 64;
  private static final int MAX_LARGE = 31;
  private static final long STEPS = 0xFFFF_FFFFL;

  private final @Nullable AnchoredTable rests;
  // By the row that saw beginnings: which large patterns begin there.
  private final int[] large;
  private final Detector[] larges;
  private final Detector[] all;

  private SecondLooks(
      @Nullable AnchoredTable rests, int[] large, List<Detector> larges, List<Detector> all) {
    this.rests = rests;
    this.large = large;
    this.larges = larges.toArray(new Detector[0]);
    this.all = all.toArray(new Detector[0]);
  }

  /**
   * What to do after each row.
   *
   * @param rows the numbers of the places of {@code beginnings} that each row has seen
   * @return null if too many patterns are too large to be gone on with
   */
  static @Nullable SecondLooks after(List<int[]> rows, Beginnings beginnings, Budget budget) {
    List<Beginnings.Cut> cuts = beginnings.cuts();
    Program.Builder program = new Program.Builder();
    List<Integer> entries = new ArrayList<>();
    for (Beginnings.Cut cut : cuts) {
      if (cut.rests() != null) {
        for (int entry : program.addRests(cut.program(), cut.nexts(), 0)) {
          entries.add(entry);
        }
      } else {
        for (int i = 0; i < cut.nexts().length; i++) {
          entries.add(-1);
        }
      }
    }
    List<int[]> starts = new ArrayList<>();
    for (int[] row : rows) {
      starts.add(
          Arrays.stream(row)
              .map(place -> entries.get(place - beginnings.first()))
              .filter(entry -> entry >= 0)
              .sorted()
              .toArray());
    }
    AnchoredTable rests =
        rows.isEmpty() ? null : AnchoredTable.build(program.build(), starts, budget.forTrial());
    List<Integer> large = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      if (rests == null || cuts.get(i).rests() == null) {
        large.add(i);
      }
    }
    if (large.size() > MAX_LARGE) {
      return null;
    }
    int[] owners = beginnings.owners();
    int[] bits = new int[rows.size()];
    for (int i = 0; i < bits.length; i++) {
      for (int place : rows.get(i)) {
        int number = large.indexOf(owners[place - beginnings.first()]);
        bits[i] |= number < 0 ? 0 : 1 << number;
      }
    }
    return new SecondLooks(
        rests,
        bits,
        large.stream().map(i -> cuts.get(i).whole()).toList(),
        cuts.stream().map(Beginnings.Cut::whole).toList());
  }

  /** How it stands before a text. */
  static long begin(int length) {
    return Math.min(STEPS, (long) STEPS_PER_CHARACTER * length + STEPS_AT_LEAST);
  }

  /** How it stands after a look. */
  long look(String text, int at, int row, long standing) {
    long now = standing | (long) large[row] << 32;
    int left = (int) Math.min(Integer.MAX_VALUE, now & STEPS);
    if (rests == null || left == 0) {
      return now;
    }
    int taken = rests.run(text, at, row, left);
    return taken == AnchoredTable.FOUND ? FOUND : now - Math.min(left, taken);
  }

  /** Whether a pattern occurs that the looks could not settle. */
  boolean settle(String text, long standing) {
    if ((standing & STEPS) == 0) {
      return any(all, -1L, text);
    }
    return any(larges, standing >>> 32, text);
  }

  private static boolean any(Detector[] detectors, long wanted, String text) {
    for (int i = 0; i < detectors.length; i++) {
      if ((wanted >>> Math.min(i, 63) & 1) != 0 && detectors[i].matches(text)) {
        return true;
      }
    }
    return false;
  }
}
