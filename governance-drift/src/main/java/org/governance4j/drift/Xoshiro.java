package org.governance4j.drift;

/**
 * The generator xoshiro256++ of Blackman and Vigna (ACM TOMS 47, 2021, doi:10.1145/3460772), seeded
 * by SplitMix64 as they advise: the same numbers on every JDK. One owner.
 */
final class Xoshiro {

  private static final double UNIT = 0x1p-53;

  /** The step of SplitMix64. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

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
    long from = mix(seed) + GOLDEN * stream;
    long state = mix(from) + GOLDEN;
    a = mix(state);
    state += GOLDEN;
    b = mix(state);
    state += GOLDEN;
    c = mix(state);
    state += GOLDEN;
    d = mix(state);
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

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
