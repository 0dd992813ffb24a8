package org.governance4j.drift.compat;

import org.governance4j.spi.Settings;

/** Draws without replacement; mutable, one owner. */
interface Sampler {

  /** Starts the sequence anew. */
  void seed();

  /** Positions below {@code n}, all different, {@code into.length} of them. */
  void sample(int n, int[] into);

  /** By the settings {@code seed} and {@code sampler}. */
  static Sampler of(Settings settings) {
    long seed = settings.integer("seed", 42, Long.MIN_VALUE, Long.MAX_VALUE);
    String kind = settings.find("sampler").orElse("splitmix64");
    return switch (kind) {
      case "splitmix64" -> new SplitMix(seed);
      case "python" -> new PythonRandom(seed);
      default ->
          throw new IllegalArgumentException(
              "setting 'sampler' must be splitmix64 or python: " + kind);
    };
  }

  /** The first steps of a Fisher-Yates shuffle driven by SplitMix64. */
  final class SplitMix implements Sampler {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private final long seed;
    private long state;
    private int[] positions = {};

    SplitMix(long seed) {
      this.seed = seed;
      this.state = seed;
    }

    @Override
    public void seed() {
      state = seed;
    }

    @Override
    public void sample(int n, int[] into) {
      if (positions.length != n) {
        positions = new int[n];
      }
      for (int i = 0; i < n; i++) {
        positions[i] = i;
      }
      for (int i = 0; i < into.length; i++) {
        int j = i + (int) ((next() >>> 33) % (n - i));
        into[i] = positions[j];
        positions[j] = positions[i];
      }
    }

    private long next() {
      state += GOLDEN;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }
}
