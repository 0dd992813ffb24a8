package org.governance4j.text;

import static java.util.Locale.ROOT;

import org.jspecify.annotations.Nullable;

/**
 * The classes that a regular expression names: Perl's, POSIX's, and Unicode's as the running JDK
 * knows them.
 */
final class NamedClasses {

  static final CodePointSet DIGIT = CodePointSet.range('0', '9');
  static final CodePointSet SPACE = CodePointSet.ranges('\t', '\n', '\f', '\r', ' ', ' ');
  static final CodePointSet WORD = CodePointSet.ranges('0', '9', 'A', 'Z', 'a', 'z', '_', '_');

  private NamedClasses() {}

  static @Nullable CodePointSet posix(String name) {
    return switch (name) {
      case "alnum" -> CodePointSet.ranges('0', '9', 'A', 'Z', 'a', 'z');
      case "alpha" -> CodePointSet.ranges('A', 'Z', 'a', 'z');
      case "ascii" -> CodePointSet.range(0, 0x7F);
      case "blank" -> CodePointSet.ranges('\t', '\t', ' ', ' ');
      case "cntrl" -> CodePointSet.ranges(0, 0x1F, 0x7F, 0x7F);
      case "digit" -> DIGIT;
      case "graph" -> CodePointSet.range('!', '~');
      case "lower" -> CodePointSet.range('a', 'z');
      case "print" -> CodePointSet.range(' ', '~');
      case "punct" -> CodePointSet.ranges('!', '/', ':', '@', '[', '`', '{', '~');
      case "space" -> CodePointSet.ranges('\t', '\r', ' ', ' ');
      case "upper" -> CodePointSet.range('A', 'Z');
      case "word" -> WORD;
      case "xdigit" -> CodePointSet.ranges('0', '9', 'A', 'F', 'a', 'f');
      default -> null;
    };
  }

  /** A general category, its group of one letter, a script, or {@code Any}. */
  static @Nullable CodePointSet unicode(String name) {
    if (name.equals("Any")) {
      return CodePointSet.ALL;
    }
    int categories = categories(name);
    if (categories != 0) {
      return UnicodeRuns.CATEGORIES.where(type -> (categories >> type & 1) != 0);
    }
    if (name.length() <= 2) {
      return null;
    }
    for (Character.UnicodeScript script : Character.UnicodeScript.values()) {
      if (script != Character.UnicodeScript.UNKNOWN
          && script.name().equals(name.toUpperCase(ROOT))) {
        return UnicodeRuns.SCRIPTS.where(value -> value == script.ordinal());
      }
    }
    return null;
  }

  /** The bits of the JDK's category numbers, none for an unknown name. */
  private static int categories(String name) {
    return switch (name) {
      case "L" -> categories("Lu") | categories("Ll") | categories("Lt") | bits("Lm", "Lo");
      case "M" -> bits("Mn", "Mc") | categories("Me");
      case "N" -> bits("Nd", "Nl") | categories("No");
      case "P" -> bits("Pc", "Pd") | bits("Ps", "Pe") | bits("Pi", "Pf") | categories("Po");
      case "S" -> bits("Sm", "Sc") | bits("Sk", "So");
      case "Z" -> bits("Zs", "Zl") | categories("Zp");
      case "C" -> bits("Cc", "Cf") | bits("Cs", "Co");
      case "Lu" -> 1 << Character.UPPERCASE_LETTER;
      case "Ll" -> 1 << Character.LOWERCASE_LETTER;
      case "Lt" -> 1 << Character.TITLECASE_LETTER;
      case "Lm" -> 1 << Character.MODIFIER_LETTER;
      case "Lo" -> 1 << Character.OTHER_LETTER;
      case "Mn" -> 1 << Character.NON_SPACING_MARK;
      case "Me" -> 1 << Character.ENCLOSING_MARK;
      case "Mc" -> 1 << Character.COMBINING_SPACING_MARK;
      case "Nd" -> 1 << Character.DECIMAL_DIGIT_NUMBER;
      case "Nl" -> 1 << Character.LETTER_NUMBER;
      case "No" -> 1 << Character.OTHER_NUMBER;
      case "Zs" -> 1 << Character.SPACE_SEPARATOR;
      case "Zl" -> 1 << Character.LINE_SEPARATOR;
      case "Zp" -> 1 << Character.PARAGRAPH_SEPARATOR;
      case "Cc" -> 1 << Character.CONTROL;
      case "Cf" -> 1 << Character.FORMAT;
      case "Co" -> 1 << Character.PRIVATE_USE;
      case "Cs" -> 1 << Character.SURROGATE;
      case "Pd" -> 1 << Character.DASH_PUNCTUATION;
      case "Ps" -> 1 << Character.START_PUNCTUATION;
      case "Pe" -> 1 << Character.END_PUNCTUATION;
      case "Pc" -> 1 << Character.CONNECTOR_PUNCTUATION;
      case "Po" -> 1 << Character.OTHER_PUNCTUATION;
      case "Pi" -> 1 << Character.INITIAL_QUOTE_PUNCTUATION;
      case "Pf" -> 1 << Character.FINAL_QUOTE_PUNCTUATION;
      case "Sm" -> 1 << Character.MATH_SYMBOL;
      case "Sc" -> 1 << Character.CURRENCY_SYMBOL;
      case "Sk" -> 1 << Character.MODIFIER_SYMBOL;
      case "So" -> 1 << Character.OTHER_SYMBOL;
      default -> 0;
    };
  }

  private static int bits(String one, String other) {
    return categories(one) | categories(other);
  }

  /** What {@link Assertion#isUnicodeWord} holds for. */
  static CodePointSet unicodeWord() {
    int types = categories("L") | categories("Nd") | bits("Mn", "Mc") | categories("Pc");
    return UnicodeRuns.CATEGORIES.where(type -> (types >> type & 1) != 0);
  }
}
