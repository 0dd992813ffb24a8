package org.governance4j.drift.compat;

import java.util.Arrays;

/**
 * {@code random.Random(seed).sample} of CPython 3.11 and later: the Mersenne Twister MT19937,
 * seeded by an array, numbers below a bound by rejection, and one of two ways to draw, by how much
 * of the population is asked for.
 *
 * <p>Matsumoto, Nishimura: Mersenne Twister. ACM TOMACS 8 (1998), doi:10.1145/272991.272995.
 */
final class PythonRandom implements Sampler {
  private static final int N = 624;
  private static final int M = 397;

  private final long seed;
  private final int[] state = new int[N];
  private int at;
  private int[] pool = {};
  private boolean[] taken = {};

  PythonRandom(long seed) {
    this.seed = seed;
    seed();
  }

  @Override
  public void seed() {
    // The sign is dropped; a seed of more than 32 bits is two words, the lower one first.
    long magnitude = Math.abs(seed);
    int low = (int) magnitude;
    int high = (int) (magnitude >>> 32);
    seed(high == 0 ? new int[] {low} : new int[] {low, high});
  }

  private void seed(int[] key) {
    state[0] = 19_650_218;
    for (int i = 1; i < N; i++) {
      state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
    int i = 1;
    int j = 0;
    for (int k = 0; k < N; k++) {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1_664_525)) + key[j] + j;
      j = (j + 1) % key.length;
      i = next(i);
    }
    for (int k = 1; k < N; k++) {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1_566_083_941)) - i;
      i = next(i);
    }
    state[0] = 0x80000000;
    at = N;
  }

  private int next(int i) {
    if (i + 1 < N) {
      return i + 1;
    }
    state[0] = state[N - 1];
    return 1;
  }

  private int next32() {
    if (at == N) {
      for (int i = 0; i < N; i++) {
        int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7FFFFFFF);
        state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
      }
      at = 0;
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  private int below(int bound) {
    int bits = 32 - Integer.numberOfLeadingZeros(bound);
    int drawn = next32() >>> (32 - bits);
    while (drawn >= bound) {
      drawn = next32() >>> (32 - bits);
    }
    return drawn;
  }

  @Override
  public void sample(int n, int[] into) {
    if (n <= poolLimit(into.length)) {
      fromPool(n, into);
    } else {
      byRejection(n, into);
    }
  }

  /** Up to which population CPython copies it. */
  private static long poolLimit(int k) {
    long limit = 21;
    if (k > 5) {
      // 4 to the ceiling of the logarithm to base 4.
      long power = 1;
      while (power < 3L * k) {
        power *= 4;
      }
      limit += power;
    }
    return limit;
  }

  private void fromPool(int n, int[] into) {
    if (pool.length != n) {
      pool = new int[n];
    }
    for (int i = 0; i < n; i++) {
      pool[i] = i;
    }
    for (int i = 0; i < into.length; i++) {
      int j = below(n - i);
      into[i] = pool[j];
      pool[j] = pool[n - i - 1];
    }
  }

  private void byRejection(int n, int[] into) {
    if (taken.length != n) {
      taken = new boolean[n];
    }
    Arrays.fill(taken, false);
    for (int i = 0; i < into.length; i++) {
      int j = below(n);
      while (taken[j]) {
        j = below(n);
      }
      taken[j] = true;
      into[i] = j;
    }
  }
}
