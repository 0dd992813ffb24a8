package org.governance4j.crypto;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a part of a trusted root may be relied on.
 *
 * @param start the first moment; without one it is never relied on, because nobody has said since
 *     when it may be
 * @param end the last moment, itself included; null if none is set
 */
record Validity(@Nullable Instant start, @Nullable Instant end) {

  static Validity read(@Nullable ProtoJson range) {
    if (range == null) {
      return new Validity(null, null);
    }
    Instant start = range.optionalTime("start");
    Instant end = range.optionalTime("end");
    if (start != null && end != null && end.isBefore(start)) {
      throw range.invalid("end", "is before the start");
    }
    return new Validity(start, end);
  }

  boolean covers(Instant time) {
    return start != null && !time.isBefore(start) && (end == null || !time.isAfter(end));
  }

  @Override
  public String toString() {
    return (start == null ? "never" : start.toString()) + " to " + (end == null ? "now" : end);
  }
}
