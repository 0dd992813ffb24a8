package org.governance4j.text;

import java.util.Random;

/** Expressions of every construct and texts that they have a chance to match. */
final class RandomRegex {

  private static final String[] ATOMS = {
    "a",
    "b",
    "c",
    "k",
    "S",
    "x",
    "1",
    "_",
    " ",
    "é",
    "😀",
    "\\.",
    "\\x41",
    "\\x{1F600}",
    "\\101",
    "\\n",
    "\\t",
    "\\-",
    ".",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\pL",
    "\\PL",
    "\\p{Greek}",
    "\\p{Lu}",
    "\\p{^Lu}",
    "\\Qa.b\\E",
    "\\Q*\\E",
    "[abc]",
    "[^abc]",
    "[a-k]",
    "[^\\d]",
    "[\\w-]",
    "[]a]",
    "[^]a]",
    "[a-]",
    "[[:alpha:]]",
    "[[:^digit:]_]",
    "[\\pN\\s]",
    "[α-ω]",
    "[\\x{10000}-\\x{10FFFF}]",
    "[^\\x00-\\x7F]",
    "\\x{D83D}",
    "[\\n\\t ]",
    "[A-Z]",
    "λ"
  };

  private static final String[] PLACES = {"^", "$", "\\A", "\\z", "\\b", "\\B", "(?m:^)", "(?m:$)"};

  private static final String[] REPEATS = {
    "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}", "{2,}", "{1,}?", "{0,2}?", "{0}",
    "{,2}"
  };

  private static final String[] GROUPS = {"(", "(?:", "(?i:", "(?s:", "(?m:", "(?U:", "(?i-s:"};

  private static final int[] TEXT = {
    'a', 'a', 'a', 'b', 'b', 'c', 'k', 'K', 's', 'S', 'x', '1', '2', '_', ' ', '.', '-', '\n', '\t',
    'A', 'B', '*', 0x212A, 0x17F, 0x130, 0x131, 0xE9, 0x3B1, 0x3BB, 0x39B, 0x1F600, 0xD83D, 0xDE00
  };

  private final Random random;
  private int names;

  RandomRegex(long seed) {
    random = new Random(seed);
  }

  String pattern() {
    names = 0;
    return choice(random.nextInt(4));
  }

  private String choice(int depth) {
    StringBuilder text = new StringBuilder(sequence(depth));
    while (random.nextInt(4) == 0) {
      text.append('|').append(sequence(depth));
    }
    return text.toString();
  }

  private String sequence(int depth) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(20) == 0) {
        text.append(random.nextBoolean() ? "(?i)" : "(?s-i)");
      }
      text.append(atom(depth));
    }
    return text.toString();
  }

  private String atom(int depth) {
    String atom;
    int kind = random.nextInt(10);
    if (kind < 3 && depth > 0) {
      String group = random.nextInt(8) == 0 ? "(?P<n" + names++ + ">" : pick(GROUPS);
      atom = group + choice(depth - 1) + ")";
    } else if (kind == 3) {
      atom = pick(PLACES);
    } else {
      atom = pick(ATOMS);
    }
    return random.nextInt(3) == 0 ? atom + pick(REPEATS) : atom;
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  /** With a character lost, doubled or replaced, so that it is likely invalid. */
  String damaged(String pattern) {
    int[] code = pattern.codePoints().toArray();
    if (code.length == 0) {
      return pattern;
    }
    int at = random.nextInt(code.length);
    String strange = "()[]{}*+?|\\^-:<>P1x";
    String before = new String(code, 0, at);
    String after = new String(code, at + 1, code.length - at - 1);
    String here = Character.toString(code[at]);
    return switch (random.nextInt(3)) {
      case 0 -> before + after;
      case 1 -> before + here + here + after;
      default -> before + strange.charAt(random.nextInt(strange.length())) + after;
    };
  }

  String longText() {
    return text() + text() + text() + text() + text() + text();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(TEXT[random.nextInt(TEXT.length)]);
    }
    return text.toString();
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }
}
