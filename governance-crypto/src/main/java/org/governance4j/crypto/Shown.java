package org.governance4j.crypto;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists for messages. */
final class Shown {
  private static final int MOST = 10;

  private Shown() {}

  /** The first of them, and a sign that there are more. */
  static String few(Collection<?> values) {
    return values.stream()
        .limit(MOST)
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "[", values.size() > MOST ? ", …]" : "]"));
  }
}
