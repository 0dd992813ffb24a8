package org.governance4j.crypto.x509;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times of DER: in UTC, with seconds. */
final class DerTime {
  private static final int MAX_FRACTION_DIGITS = 9;

  private DerTime() {}

  /** UTCTime, in the years from 1950 to 2049, or GeneralizedTime without a fraction (RFC 5280). */
  static Instant read(Der from) throws BadDer {
    if (from.next(Der.UTC_TIME)) {
      String text = from.ascii(Der.UTC_TIME);
      if (text.length() != 13) {
        throw malformed();
      }
      return parse((text.charAt(0) < '5' ? "20" : "19") + text, 15);
    }
    String text = from.ascii(Der.GENERALIZED_TIME);
    return parse(text, 15);
  }

  /** GeneralizedTime that may have a fraction of seconds without trailing zeros (RFC 3161). */
  static Instant readFine(Der from) throws BadDer {
    String text = from.ascii(Der.GENERALIZED_TIME);
    return parse(text, 17 + MAX_FRACTION_DIGITS);
  }

  private static Instant parse(String text, int maxLength) throws BadDer {
    int length = text.length();
    if (length < 15 || length > maxLength || text.charAt(length - 1) != 'Z') {
      throw malformed();
    }
    int nanos = 0;
    if (length > 15) {
      String fraction = text.substring(15, length - 1);
      if (text.charAt(14) != '.'
          || fraction.isEmpty()
          || fraction.length() > MAX_FRACTION_DIGITS
          || fraction.endsWith("0")) {
        throw malformed();
      }
      nanos = number(fraction + "0".repeat(MAX_FRACTION_DIGITS - fraction.length()), 0, 9);
    }
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 4, 6),
              number(text, 6, 8),
              number(text, 8, 10),
              number(text, 10, 12),
              number(text, 12, 14),
              nanos)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw malformed();
    }
  }

  private static int number(String text, int from, int to) throws BadDer {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw malformed();
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  private static BadDer malformed() {
    return new BadDer("a time is malformed");
  }
}
