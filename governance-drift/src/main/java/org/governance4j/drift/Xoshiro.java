package org.governance4j.drift;

/**
 * The generator xoshiro256++ of Blackman and Vigna (ACM TOMS 47, 2021, doi:10.1145/3460772), seeded
 * by SplitMix64 as they advise: the same numbers on every JDK. One owner.
 */
final class Xoshiro {

  private static final double UNIT = 0x1p-53;

  private long a;
  private long b;
  private long c;
  private long d;

  /**
   * The generator of one of many streams of a seed.
   *
   * @param seed any
   * @param stream which of them, any
   */
  Xoshiro(long seed, long stream) {
    long from = SplitMix.mix(seed) + SplitMix.GOLDEN * stream;
    SplitMix words = new SplitMix(SplitMix.mix(from));
    a = words.next();
    b = words.next();
    c = words.next();
    d = words.next();
  }

  /** Of given words, not all 0. */
  Xoshiro(long a, long b, long c, long d) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  long nextLong() {
    long result = Long.rotateLeft(a + d, 23) + a;
    long t = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = Long.rotateLeft(d, 45);
    return result;
  }

  /** From 0 to 1, 1 excluded. */
  double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }
}
