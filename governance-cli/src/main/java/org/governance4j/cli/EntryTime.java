package org.governance4j.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of RFC 3339, which may have any number of fraction digits; the JDK's types have nine.
 *
 * @param second the second it is in
 * @param fraction the digits behind the point, without zeros at their end
 */
record EntryTime(Instant second, String fraction) implements Comparable<EntryTime> {
  private static final Pattern FRACTION =
      Pattern.compile("(T\\d\\d:\\d\\d:\\d\\d)\\.(\\d+)", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a time.
   *
   * @throws DateTimeException if it is none
   */
  static EntryTime parse(String text) {
    Matcher found = FRACTION.matcher(text);
    if (!found.find()) {
      return new EntryTime(OffsetDateTime.parse(text).toInstant(), "");
    }
    String digits = found.group(2);
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    String whole = text.substring(0, found.end(1)) + text.substring(found.end());
    return new EntryTime(OffsetDateTime.parse(whole).toInstant(), digits.substring(0, end));
  }

  /** Digits behind a point are in the order of their text, once the zeros at the end are gone. */
  @Override
  public int compareTo(EntryTime other) {
    int order = second.compareTo(other.second);
    return order != 0 ? order : fraction.compareTo(other.fraction);
  }
}
