package org.governance4j.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The two text rules by hand: one pass over the text with an automaton of the eight blocked terms
 * (A. Aho, M. Corasick, CACM 18, 1975) that folds case and counts digits; the two patterns are run
 * only if there are at least two digits, as neither matches with fewer.
 */
final class TextTwin {

  /** Texts that a rule blocks: each term, in another case, and one match of each pattern. */
  static final List<String> BLOCKED =
      List.of(
          " Idiot",
          " sTUPID",
          " KILL YOURSELF",
          " worthless",
          " Guaranteed Profit",
          " Password is",
          " Social Security",
          " hate YOU",
          " DE89370400440532013000",
          " 078-05-1120");

  private static final List<String> TERMS =
      List.of(
          "idiot",
          "stupid",
          "kill yourself",
          "worthless",
          "guaranteed profit",
          "password is",
          "social security",
          "hate you");
  private static final int CLASSES = 32; // none, a to z, space, digit; a power of two
  private static final int SPACE = 27;
  private static final int DIGIT = 28;
  private static final Pattern IBAN = Pattern.compile("\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b");
  private static final Pattern SSN = Pattern.compile("\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b");

  private final byte[] classes = new byte[128];
  private final short[] transitions;
  private final int firstMatch;

  TextTwin() {
    for (char c = 'a'; c <= 'z'; c++) {
      classes[c] = (byte) (c - 'a' + 1);
      classes[c - 'a' + 'A'] = classes[c];
    }
    classes[' '] = SPACE;
    for (char c = '0'; c <= '9'; c++) {
      classes[c] = DIGIT;
    }
    int states = 1 + TERMS.stream().mapToInt(String::length).sum();
    transitions = new short[states * CLASSES];
    firstMatch = build(states);
  }

  boolean allows(String text) {
    int state = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        c = Character.toLowerCase(c); // the Kelvin sign is a k
      }
      int kind = c < 128 ? classes[c] : 0;
      if (kind == DIGIT) {
        digits++;
      }
      state = transitions[state + kind];
      if (state >= firstMatch) {
        return false;
      }
    }
    return digits < 2 || !IBAN.matcher(text).find() && !SSN.matcher(text).find();
  }

  /**
   * Fills the table of transitions, whose states are offsets of rows. States that end a term come
   * last: they all lead to the row past the table, as nothing is asked of them.
   */
  private int build(int states) {
    int[][] child = new int[states][CLASSES];
    boolean[] ends = new boolean[states];
    int made = 1;
    for (String term : TERMS) {
      int state = 0;
      for (char c : term.toCharArray()) {
        if (child[state][classes[c]] == 0) {
          child[state][classes[c]] = made++;
        }
        state = child[state][classes[c]];
      }
      ends[state] = true;
    }
    int match = made * CLASSES;
    int[] fallback = new int[states];
    ArrayDeque<Integer> order = new ArrayDeque<>();
    order.add(0);
    int[][] step = new int[states][];
    while (!order.isEmpty()) {
      int state = order.remove();
      step[state] = state == 0 ? new int[CLASSES] : step[fallback[state]].clone();
      for (int kind = 0; kind < CLASSES; kind++) {
        int next = child[state][kind];
        if (next != 0) {
          fallback[next] = state == 0 ? 0 : step[fallback[state]][kind];
          step[state][kind] = next;
          ends[next] |= ends[fallback[next]];
          order.add(next);
        }
      }
    }
    for (int state = 0; state < made; state++) {
      int[] row = step[state];
      int at = state * CLASSES;
      Arrays.setAll(row, kind -> ends[row[kind]] ? match : row[kind] * CLASSES);
      for (int kind = 0; kind < CLASSES; kind++) {
        transitions[at + kind] = (short) row[kind];
      }
    }
    return match;
  }
}
