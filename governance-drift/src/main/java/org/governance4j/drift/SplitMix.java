package org.governance4j.drift;

/**
 * The SplitMix64 generator of Steele, Lea and Flood (OOPSLA 2014, doi:10.1145/2660193.2660195),
 * with a state that can be kept. One owner.
 */
final class SplitMix {

  /** What the state grows by. */
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** All that it is. */
  long state;

  SplitMix(long seed) {
    state = seed;
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** What a state gives: every bit of it depends on every bit of the state. */
  static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** From 0 to below 1, a multiple of 2<sup>−53</sup>. */
  double uniform() {
    return (next() >>> 11) * 0x1p-53;
  }
}
