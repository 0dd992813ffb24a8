package org.governance4j.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.InvalidData;
import org.jspecify.annotations.Nullable;

/** Instants as entries write them: {@code 2026-01-02T03:04:05.678Z}, always to the millisecond. */
final class Rfc3339 {

  // The production date-time of RFC 3339 section 5.6; java.time would also take times without
  // seconds, offsets with seconds and years of more digits.
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final int LONGEST = 64;
  private static final String SHAPE = "0000-00-00T00:00:00.000Z";

  private Rfc3339() {}

  /**
   * Reads any date-time of RFC 3339 but a leap second, cut to the nanosecond.
   *
   * @param member how the message names the text
   * @throws InvalidData if the text is anything else
   */
  static Instant parse(String member, String text) {
    try {
      return isWritten(text) ? written(text) : other(member, text);
    } catch (DateTimeException e) {
      throw invalid(member, text, e);
    }
  }

  /** Whether a text has the one shape that is written here, which most entries have. */
  private static boolean isWritten(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SHAPE.charAt(i) == '0' ? c < '0' || c > '9' : c != SHAPE.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Instant written(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 23) * 1_000_000)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static Instant other(String member, String text) {
    Matcher matcher = DATE_TIME.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      throw invalid(member, text, null);
    }
    String fraction = matcher.group(2);
    String kept = fraction == null ? "" : fraction.substring(0, Math.min(10, fraction.length()));
    String iso = (matcher.group(1) + kept + matcher.group(3)).toUpperCase(Locale.ROOT);
    return OffsetDateTime.parse(iso).toInstant();
  }

  /**
   * Writes an instant in UTC, cut to the millisecond.
   *
   * @throws IllegalArgumentException if its year is not 0 to 9999
   */
  static String format(Instant time) {
    int milli = time.getNano() / 1_000_000;
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      throw new IllegalArgumentException("the year of a time must be 0 to 9999: " + time);
    }
    char[] text = SHAPE.toCharArray();
    digits(text, 3, utc.getYear());
    digits(text, 6, utc.getMonthValue());
    digits(text, 9, utc.getDayOfMonth());
    digits(text, 12, utc.getHour());
    digits(text, 15, utc.getMinute());
    digits(text, 18, utc.getSecond());
    digits(text, 22, milli);
    return new String(text);
  }

  private static void digits(char[] text, int last, int value) {
    int at = last;
    for (int rest = value; rest > 0; rest /= 10) {
      text[at--] = (char) ('0' + rest % 10);
    }
  }

  private static InvalidData invalid(
      String member, String text, @Nullable DateTimeException cause) {
    return new InvalidData(
        member
            + ": expected an RFC 3339 time such as 2026-01-02T03:04:05.678Z, found "
            + Describe.quote(text),
        cause);
  }
}
