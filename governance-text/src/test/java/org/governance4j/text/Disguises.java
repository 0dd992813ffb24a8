package org.governance4j.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Disguises terms as people do. Its characters come from the JDK's normaliser, categories and
 * character names and from lists of its own, not from the tables of the matcher. What both have in
 * common is Unicode's data for compatibility forms, and what their author knows of leet.
 */
final class Disguises {

  enum Technique {
    CASE,
    COMPATIBILITY,
    MARKS,
    INVISIBLE,
    LOOKALIKE,
    LEET,
    REPEAT,
    SPACED,
    SIGNS,
    TORN,
    TOGETHER
  }

  private static final Map<Character, String> LEET =
      Map.of(
          'a', "4@", 'e', "3\u20AC", 'i', "1!|", 'l', "1|", 'o', "0", 's', "5$", 't', "7+", 'b',
          "8", 'g', "9");

  private static final String[] NAMED = {
    "a CYRILLIC SMALL LETTER A",
    "a GREEK SMALL LETTER ALPHA",
    "A GREEK CAPITAL LETTER ALPHA",
    "A CYRILLIC CAPITAL LETTER A",
    "A CHEROKEE LETTER GO",
    "B CYRILLIC CAPITAL LETTER VE",
    "B GREEK CAPITAL LETTER BETA",
    "c CYRILLIC SMALL LETTER ES",
    "C CYRILLIC CAPITAL LETTER ES",
    "c GREEK LUNATE SIGMA SYMBOL",
    "d CYRILLIC SMALL LETTER KOMI DE",
    "D CHEROKEE LETTER A",
    "e CYRILLIC SMALL LETTER IE",
    "E CYRILLIC CAPITAL LETTER IE",
    "E GREEK CAPITAL LETTER EPSILON",
    "e CYRILLIC SMALL LETTER UKRAINIAN IE",
    "g LATIN SMALL LETTER SCRIPT G",
    "h CYRILLIC SMALL LETTER SHHA",
    "H CYRILLIC CAPITAL LETTER EN",
    "H GREEK CAPITAL LETTER ETA",
    "h ARMENIAN SMALL LETTER HO",
    "i CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I",
    "i GREEK SMALL LETTER IOTA",
    "I GREEK CAPITAL LETTER IOTA",
    "i LATIN SMALL LETTER DOTLESS I",
    "j CYRILLIC SMALL LETTER JE",
    "k GREEK SMALL LETTER KAPPA",
    "K CYRILLIC CAPITAL LETTER KA",
    "K GREEK CAPITAL LETTER KAPPA",
    "k CYRILLIC SMALL LETTER KA",
    "l CYRILLIC LETTER PALOCHKA",
    "l LATIN SMALL LETTER L WITH STROKE",
    "M CYRILLIC CAPITAL LETTER EM",
    "M GREEK CAPITAL LETTER MU",
    "N GREEK CAPITAL LETTER NU",
    "n ARMENIAN SMALL LETTER VO",
    "n GREEK SMALL LETTER ETA",
    "o CYRILLIC SMALL LETTER O",
    "o GREEK SMALL LETTER OMICRON",
    "O CYRILLIC CAPITAL LETTER O",
    "o ARMENIAN SMALL LETTER OH",
    "o LATIN SMALL LETTER O WITH STROKE",
    "o GREEK SMALL LETTER SIGMA",
    "p CYRILLIC SMALL LETTER ER",
    "p GREEK SMALL LETTER RHO",
    "P CYRILLIC CAPITAL LETTER ER",
    "q CYRILLIC SMALL LETTER QA",
    "r CYRILLIC SMALL LETTER GHE",
    "s CYRILLIC SMALL LETTER DZE",
    "S CYRILLIC CAPITAL LETTER DZE",
    "T CYRILLIC CAPITAL LETTER TE",
    "T GREEK CAPITAL LETTER TAU",
    "t CYRILLIC SMALL LETTER TE",
    "u ARMENIAN SMALL LETTER SEH",
    "u GREEK SMALL LETTER UPSILON",
    "U ARMENIAN CAPITAL LETTER SEH",
    "v CYRILLIC SMALL LETTER IZHITSA",
    "v GREEK SMALL LETTER NU",
    "w CYRILLIC SMALL LETTER WE",
    "w GREEK SMALL LETTER OMEGA",
    "x CYRILLIC SMALL LETTER HA",
    "X GREEK CAPITAL LETTER CHI",
    "y CYRILLIC SMALL LETTER U",
    "Y GREEK CAPITAL LETTER UPSILON",
    "y CYRILLIC SMALL LETTER STRAIGHT U",
    "Z GREEK CAPITAL LETTER ZETA",
    "l LATIN CAPITAL LETTER I"
  };

  private final Random random;
  private final Map<Character, List<String>> compatible = new HashMap<>();
  private final Map<Character, List<String>> alike = new HashMap<>();
  private final List<String> marks = new ArrayList<>();
  private final List<String> invisible = new ArrayList<>();

  Disguises(Random random) {
    this.random = random;
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      int type = Character.getType(c);
      if (type == Character.UNASSIGNED
          || type == Character.SURROGATE
          || type == Character.PRIVATE_USE) {
        continue;
      }
      String form = Character.toString(c);
      String read = Normalizer.normalize(form, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
      if (read.length() == 1 && read.charAt(0) >= 'a' && read.charAt(0) <= 'z') {
        compatible.computeIfAbsent(read.charAt(0), k -> new ArrayList<>()).add(form);
      } else if (type == Character.NON_SPACING_MARK && c < 0x370) {
        marks.add(form);
      } else if (type == Character.FORMAT && (c < 0x600 || c >= 0x2000 && c < 0x2070)
          || c >= 0xFE00 && c <= 0xFE0F
          || c >= 0xE0020 && c <= 0xE007F) {
        invisible.add(form);
      } else if (c < 0x2000) {
        String name = String.valueOf(Character.getName(c));
        for (String prefix : List.of("LATIN LETTER SMALL CAPITAL ")) {
          if (name.startsWith(prefix) && name.length() == prefix.length() + 1) {
            look(name.charAt(prefix.length()), form);
          }
        }
      }
    }
    for (String named : NAMED) {
      look(named.charAt(0), Character.toString(Character.codePointOf(named.substring(2))));
    }
  }

  private void look(char letter, String form) {
    alike.computeIfAbsent(Character.toLowerCase(letter), k -> new ArrayList<>()).add(form);
  }

  /** The term in a disguise of one or two techniques; unchanged where they do not apply. */
  String disguise(String term, List<Technique> techniques) {
    List<List<String>> words = new ArrayList<>();
    for (String word : term.split(" ")) {
      List<String> letters = new ArrayList<>();
      word.chars().forEach(c -> letters.add(Character.toString(c)));
      words.add(letters);
    }
    List<Technique> inOrder = techniques.stream().sorted().toList();
    for (Technique technique : inOrder) {
      int sure = random.nextInt(Math.max(1, term.replace(" ", "").length()));
      int index = 0;
      boolean all = random.nextInt(3) == 0;
      for (List<String> word : words) {
        for (int i = 0; i < word.size(); i++) {
          boolean chosen = index++ == sure || all || random.nextInt(3) == 0;
          if (chosen) {
            word.set(i, letter(word.get(i), technique));
          }
        }
      }
    }
    StringBuilder text = new StringBuilder();
    boolean together = inOrder.contains(Technique.TOGETHER);
    for (List<String> word : words) {
      Technique layout =
          inOrder.stream()
              .filter(t -> t.compareTo(Technique.SPACED) >= 0)
              .filter(t -> t != Technique.TOGETHER)
              .reduce((a, b) -> random.nextBoolean() ? a : b)
              .orElse(Technique.TOGETHER);
      if (text.length() > 0 && !together) {
        text.append(layout == Technique.SPACED ? pick("   ", "  ", "\n") : pick(" ", " ", "-"));
      }
      text.append(laid(word, layout));
    }
    return text.toString();
  }

  private String letter(String letter, Technique technique) {
    int last = letter.codePointBefore(letter.length());
    char c = letter.length() == 1 ? Character.toLowerCase(letter.charAt(0)) : 0;
    return switch (technique) {
      case CASE -> letter.toUpperCase(Locale.ROOT);
      case COMPATIBILITY -> any(compatible.getOrDefault(c, List.of(letter)));
      case LOOKALIKE -> any(alike.getOrDefault(c, List.of(letter)));
      case LEET -> {
        String signs = LEET.get(c);
        yield signs == null ? letter : String.valueOf(signs.charAt(random.nextInt(signs.length())));
      }
      case MARKS -> letter + several(marks, 1 + random.nextInt(random.nextInt(8) + 1));
      case INVISIBLE -> letter + several(invisible, 1 + random.nextInt(3));
      case REPEAT -> letter + Character.toString(last).repeat(2 + random.nextInt(4));
      default -> letter;
    };
  }

  private String laid(List<String> word, Technique layout) {
    return switch (layout) {
      case SPACED -> String.join(pick(" ", " ", "\n", "\u00A0", "\u2009"), word);
      case SIGNS -> String.join(pick(".", "-", "_", "*", "~", "/", "\u00B7"), word);
      case TORN -> {
        int at = word.size() < 4 ? 0 : 1 + random.nextInt(word.size() - 1);
        String left = String.join("", word.subList(0, at));
        String right = String.join("", word.subList(at, word.size()));
        yield at == 0 ? right : left + pick(".", "-", "_", "*", "~", "/") + right;
      }
      default -> String.join("", word);
    };
  }

  private String several(List<String> from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(any(from));
    }
    return text.toString();
  }

  private String any(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String pick(String... from) {
    return any(Arrays.asList(from));
  }
}
