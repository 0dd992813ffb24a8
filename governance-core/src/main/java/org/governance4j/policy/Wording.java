package org.governance4j.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.governance4j.json.CanonicalJson;

/**
 * How names, values and lists are written in messages: on one line, cut short, and without anything
 * that could forge a line of a log.
 */
final class Wording {
  private static final int MAX_TEXT = 80;
  private static final int MAX_LISTED = 20;
  private static final int MAX_COMPARED = 64;

  private Wording() {}

  /** The text in quotes. */
  static String quote(String text) {
    int end = Math.min(text.length(), MAX_TEXT);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--; // half a character has no form in a record
    }
    StringBuilder out = new StringBuilder(end + 3).append('"');
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      out.append(breaks || unpaired(text, i) ? '?' : c);
    }
    return out.append(end < text.length() ? "…\"" : "\"").toString();
  }

  /** Whether a half of a surrogate pair stands alone: canonical JSON refuses to write it. */
  private static boolean unpaired(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /** The names in brackets; a long list ends with the number of those left out. */
  static String list(Collection<String> names) {
    List<String> shown = new ArrayList<>();
    for (String name : names) {
      if (shown.size() == MAX_LISTED) {
        shown.add("and " + (names.size() - MAX_LISTED) + " more");
        break;
      }
      shown.add(quote(name));
    }
    return "[" + String.join(", ", shown) + "]";
  }

  /** The number, as JSON writes it where JSON can. */
  static String number(double value) {
    return Double.isFinite(value) ? CanonicalJson.number(value) : Double.toString(value);
  }

  /** What is known, and which of it was probably meant. */
  static String known(String word, Collection<String> known) {
    String nearest = "";
    int least = Math.max(1, word.length() / 3) + 1;
    if (word.length() <= MAX_COMPARED) {
      for (String candidate : known) {
        if (Math.abs(candidate.length() - word.length()) < least) {
          int distance = distance(word, candidate);
          if (distance < least) {
            least = distance;
            nearest = candidate;
          }
        }
      }
    }
    String hint = nearest.isEmpty() ? "" : " (did you mean " + quote(nearest) + "?)";
    return hint + "; known are " + list(known);
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
