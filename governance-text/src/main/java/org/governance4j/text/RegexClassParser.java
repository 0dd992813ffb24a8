package org.governance4j.text;

import org.jspecify.annotations.Nullable;

/** Reads the classes and escapes of RE2's syntax; {@link #end} is where the last one read ends. */
final class RegexClassParser {

  private final String pattern;
  private int at;

  RegexClassParser(String pattern) {
    this.pattern = pattern;
  }

  int end() {
    return at;
  }

  private IllegalArgumentException refused(int position, String why) {
    return RegexParser.refusal(pattern, position, why);
  }

  /** The class in brackets that opens at {@code start}. */
  CodePointSet bracket(int start, boolean fold) {
    at = start + 1;
    boolean negated = peek() == '^';
    if (negated) {
      at++;
    }
    CodePointSet.Builder set = new CodePointSet.Builder();
    boolean first = true;
    while (at >= pattern.length() || pattern.charAt(at) != ']' || first) {
      if (at >= pattern.length()) {
        throw refused(start, "a class that is not closed");
      }
      first = false;
      CodePointSet named =
          pattern.startsWith("[:", at) ? posix(fold) : peek() == '\\' ? named(at, fold) : null;
      if (named != null) {
        set.add(named);
        continue;
      }
      int from = at;
      int low = member();
      int high = low;
      if (peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
        at++;
        high = member();
        if (high < low) {
          throw refused(from, "a range that ends before it starts");
        }
      }
      CodePointSet range = CodePointSet.range(low, high);
      set.add(fold ? range.folded() : range);
    }
    at++;
    CodePointSet built = set.build();
    return negated ? built.complement() : built;
  }

  private char peek() {
    return at < pattern.length() ? pattern.charAt(at) : 0;
  }

  private int member() {
    if (peek() == '\\') {
      return escaped(at);
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private @Nullable CodePointSet posix(boolean fold) {
    int close = pattern.indexOf(":]", at + 2);
    if (close < 0) {
      return null;
    }
    boolean negated = pattern.charAt(at + 2) == '^';
    String name = pattern.substring(at + (negated ? 3 : 2), close);
    CodePointSet set = NamedClasses.posix(name);
    if (set == null) {
      throw refused(at, "no POSIX class is called '" + name + "'");
    }
    at = close + 2;
    return adjusted(set, negated, fold);
  }

  /** Perl's or Unicode's class whose backslash is at {@code start}, or null if it is none. */
  @Nullable CodePointSet named(int start, boolean fold) {
    char c = start + 1 < pattern.length() ? pattern.charAt(start + 1) : 0;
    CodePointSet perl =
        switch (c) {
          case 'd', 'D' -> NamedClasses.DIGIT;
          case 's', 'S' -> NamedClasses.SPACE;
          case 'w', 'W' -> NamedClasses.WORD;
          default -> null;
        };
    if (perl != null) {
      at = start + 2;
      return adjusted(perl, Character.isUpperCase(c), fold);
    }
    return c == 'p' || c == 'P' ? unicode(start, c == 'P', fold) : null;
  }

  private CodePointSet unicode(int start, boolean negated, boolean fold) {
    at = start + 2;
    if (at >= pattern.length()) {
      throw refused(start, "a Unicode class without a name");
    }
    String name;
    if (peek() == '{') {
      int close = pattern.indexOf('}', at);
      if (close < 0) {
        throw refused(start, "the name of a Unicode class is not closed");
      }
      name = pattern.substring(at + 1, close);
      at = close + 1;
    } else {
      int c = pattern.codePointAt(at);
      name = Character.toString(c);
      at += Character.charCount(c);
    }
    boolean inverted = name.startsWith("^");
    CodePointSet set = NamedClasses.unicode(inverted ? name.substring(1) : name);
    if (set == null) {
      throw refused(start, "no Unicode category or script is called '" + name + "'");
    }
    return adjusted(set, negated != inverted, fold);
  }

  private static CodePointSet adjusted(CodePointSet set, boolean negated, boolean fold) {
    CodePointSet wide = fold ? set.folded() : set;
    return negated ? wide.complement() : wide;
  }

  /** The code point whose escape begins with the backslash at {@code start}. */
  int escaped(int start) {
    if (start + 1 >= pattern.length()) {
      throw refused(start, "a backslash at the end");
    }
    char c = pattern.charAt(start + 1);
    at = start + 2;
    switch (c) {
      case 'a':
        return 7;
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'v':
        return 0xB;
      case 'x':
        return hexadecimal(start);
      default:
        break;
    }
    if (c >= '0' && c <= '7') {
      if (c != '0' && (peek() < '0' || peek() > '7')) {
        throw refused(start, "back-references are not part of RE2's syntax");
      }
      int value = c - '0';
      for (int more = 0; more < 2 && peek() >= '0' && peek() <= '7'; more++) {
        value = 8 * value + pattern.charAt(at++) - '0';
      }
      return value;
    }
    if (c < 0x80 && (!Assertion.isWord(c) || c == '_')) {
      return c;
    }
    throw refused(start, "not an escape of RE2's syntax");
  }

  private int hexadecimal(int start) {
    boolean braced = peek() == '{';
    int close = braced ? pattern.indexOf('}', at) : Math.min(at + 2, pattern.length());
    int from = braced ? at + 1 : at;
    if (close <= from || !braced && close - from < 2) {
      throw refused(start, "not a hexadecimal code point");
    }
    int value = 0;
    for (int i = from; i < close; i++) {
      char c = pattern.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      value = 16 * value + digit;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw refused(start, "not a hexadecimal code point up to 10FFFF");
      }
    }
    at = braced ? close + 1 : close;
    return value;
  }
}
