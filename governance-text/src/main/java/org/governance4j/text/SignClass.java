package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What all code points of one column of the automaton have in common.
 *
 * @param kind a kind of {@link Readings}
 * @param article whether it is a letter that is a word by itself: a, i
 * @param several whether it is a letter and stands for several
 * @param spellings what it may stand for, each a list of {@link Readings#symbol symbols}
 */
record SignClass(int kind, boolean article, boolean several, List<int[]> spellings) {

  /** Equal for equal classes; arrays have no value equality. */
  List<Object> key() {
    List<Object> key = new ArrayList<>(List.of(kind, article, several));
    spellings.forEach(s -> key.add(Arrays.stream(s).boxed().toList()));
    return key;
  }

  /** Reads a code point, as far as it can be a part of terms of these letters. */
  static SignClass of(int codePoint, Readings readings, Set<Integer> letters) {
    int[] bases = readings.bases(codePoint);
    int kind = readings.kind(codePoint);
    List<int[]> spellings = new ArrayList<>();
    if (kind == Readings.WORD) {
      int[] spelling = new int[bases.length];
      boolean useful = true;
      for (int i = 0; i < bases.length; i++) {
        spelling[i] = Readings.symbol(bases[i], true);
        useful &= letters.contains(bases[i]);
      }
      if (useful) {
        spellings.add(spelling);
      }
    }
    for (int symbol : readings.lookalikes(codePoint)) {
      if (letters.contains(symbol >> 1)) {
        spellings.add(new int[] {symbol});
      }
    }
    spellings.sort(Arrays::compare);
    boolean article = bases.length == 1 && (bases[0] == 'a' || bases[0] == 'i');
    return new SignClass(
        kind, kind == Readings.WORD && article, bases.length > 1, List.copyOf(spellings));
  }
}
