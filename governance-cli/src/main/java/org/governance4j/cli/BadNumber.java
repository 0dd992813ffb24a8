package org.governance4j.cli;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Says what stands in a line that is no number, and what to do about it. */
final class BadNumber {
  /** More of a line says no more. */
  private static final int SHOWN = 80;

  /** Words for a number that is not there, which name no column. */
  private static final Set<String> MISSING =
      Set.of("nan", "na", "n/a", "null", "none", "inf", "infinity");

  private BadNumber() {}

  /**
   * The message.
   *
   * @param text the line, decoded and without the white space around it
   * @param bytes the line
   * @param number of the line, from 1
   */
  static String message(String text, byte[] bytes, long number) {
    return "expected a finite decimal number, found \""
        + escaped(text)
        + "\""
        + (number == 1 ? begins(text, bytes) : other(text));
  }

  /** What the first bytes of a file tell of it. */
  private static String begins(String text, byte[] bytes) {
    if (starts(bytes, 0x1f, 0x8b)) {
      return "; the input is compressed by gzip: gunzip -c FILE";
    }
    if (starts(bytes, 0xef, 0xbb, 0xbf)) {
      return "; the input begins with a byte order mark: tail -c +4 FILE";
    }
    if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) {
      return "; the input begins with a byte order mark of UTF-16: iconv -f UTF-16 -t UTF-8 FILE";
    }
    String hint = other(text);
    boolean name = !text.isEmpty() && Character.isLetter(text.codePointAt(0));
    return !hint.isEmpty() || !name || MISSING.contains(text.toLowerCase(Locale.ROOT))
        ? hint
        : "; without a header: tail -n +2 FILE";
  }

  private static boolean starts(byte[] bytes, int... first) {
    boolean starts = bytes.length >= first.length;
    for (int i = 0; i < first.length && starts; i++) {
      starts = (bytes[i] & 0xff) == first[i];
    }
    return starts;
  }

  /** How to cut out a column, if there are several. */
  private static String other(String text) {
    String cut =
        text.indexOf('\t') >= 0
            ? "cut -f2"
            : text.indexOf(';') >= 0
                ? "cut -d';' -f2"
                : text.indexOf(',') >= 0 ? "cut -d, -f2" : "";
    return cut.isEmpty()
        ? ""
        : "; one number a line, of the second column for example: " + cut + " FILE | tail -n +2";
  }

  /** At most so many characters, and nothing in them that cannot be seen. */
  private static String escaped(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (c == '\t') {
        line.append("\\t");
      } else if (c == '\r') {
        line.append("\\r");
      } else if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        line.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        line.append(c);
      }
    }
    return line.append(text.length() > SHOWN ? "…" : "").toString();
  }
}
