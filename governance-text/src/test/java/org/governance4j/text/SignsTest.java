package org.governance4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignsTest {

  /** Scripts of which letters outside Latin forms stand for themselves, as the table says. */
  private static final Set<Character.UnicodeScript> WHOLE =
      EnumSet.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HANGUL,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.ARABIC,
          Character.UnicodeScript.ARMENIAN,
          Character.UnicodeScript.HEBREW,
          Character.UnicodeScript.LAO);

  private final Signs signs = Signs.table();

  // The normaliser is the outside reference: NFKD, marks dropped, lower case. JDK 17 knows Unicode
  // 13, JDK 25 Unicode 16; decompositions of assigned characters never change.
  // @Rule("T16")
  @Test
  void letters_are_read_as_the_normaliser_of_the_platform_reads_them() {
    List<String> different = new ArrayList<>();
    int forms = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (!Character.isLetterOrDigit(c) || addedAfterUnicode14(c)) {
        continue;
      }
      String expected = read(c);
      String table = table(c);
      boolean latin = expected.chars().anyMatch(l -> Signs.isLatin(l));
      if (!latin && (WHOLE.contains(Character.UnicodeScript.of(c)) || expected.isEmpty())) {
        continue;
      }
      forms += expected.equals(Character.toString(c)) ? 0 : 1;
      if (!expected.equals(table)) {
        different.add(String.format("U+%04X %s, not %s", c, table, expected));
      }
    }
    assertTrue(forms > 3_000, forms + " forms compared");
    assertEquals(List.of(), different.stream().limit(50).toList(), different.size() + " differ");
  }

  // @Rule("T16")
  @Test
  void what_is_invisible_or_a_mark_for_the_platform_stands_for_nothing() {
    List<String> different = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean nothing =
          switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
            default -> false;
          };
      boolean moved = c == 0x1734; // A spacing mark since Unicode 14: part of a word.
      if (nothing
          && !moved
          && !addedAfterUnicode14(c)
          && signs.kind(signs.of(c)) != Signs.IGNORED) {
        different.add(String.format("U+%04X", c));
      }
    }
    assertEquals(List.of(), different);
  }

  // @Rule("T16")
  @Test
  void no_lookalike_is_itself_a_letter_of_a_term_in_ascii() {
    for (int c = 'a'; c <= 'z'; c++) {
      for (int other = 'a'; other <= 'z'; other++) {
        int reading = signs.reading(signs.of(c), c, other);
        boolean smallL = c == 'l' && other == 'i';
        assertEquals(
            c == other ? Signs.PLAIN : smallL ? Signs.SMALL_L : Signs.NOT,
            reading,
            (char) c + " as " + (char) other);
      }
    }
  }

  /** Whether this platform is newer than the tables and the character, too: its page is empty. */
  private boolean addedAfterUnicode14(int codePoint) {
    return Runtime.version().feature() > 18
        && signs.kind(signs.of(codePoint)) == Signs.WORD
        && signs.of(codePoint) == Signs.WORD;
  }

  private static String read(int codePoint) {
    if (codePoint == 0xDF || codePoint == 0x1E9E) {
      return "ss"; // CaseFolding.txt, status F
    }
    if (codePoint == 0x2BC) {
      return ""; // written as an apostrophe
    }
    StringBuilder text = new StringBuilder();
    String folded = Character.toString(codePoint);
    folded = Normalizer.normalize(folded, Normalizer.Form.NFKD);
    folded.codePoints().map(Character::toLowerCase).forEach(text::appendCodePoint);
    folded = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder letters = new StringBuilder();
    folded
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) && c != 0x2BC && c != 0x2BE)
        .map(Character::toLowerCase)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }

  private String table(int codePoint) {
    int sign = signs.of(codePoint);
    StringBuilder letters = new StringBuilder();
    if (signs.kind(sign) == Signs.WORD) {
      for (int k = 0; k < Math.max(1, signs.letters(sign)); k++) {
        letters.appendCodePoint(signs.letter(sign, codePoint, k));
      }
    }
    return letters.toString();
  }
}
