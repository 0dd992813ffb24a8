package org.governance4j.drift;

import java.util.stream.LongStream;

/** Seeds of random properties: fixed ones and a fresh one, which is printed with its test. */
final class Seeds {

  private Seeds() {}

  static LongStream some() {
    return LongStream.concat(LongStream.range(0, 40), LongStream.of(System.nanoTime()));
  }
}
