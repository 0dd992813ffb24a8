package org.governance4j.crypto.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses many chunks, or many pairs of chaining values, at once.
 *
 * <p>The sixteen words of the state and of the message are rows, and column i of all rows is one
 * compression: every step of the algorithm is then a loop over a row whose turns do not depend on
 * each other, which the JIT compiler turns into vector instructions. Each quarter round is such a
 * loop of its own in a small method: a method of more than 8,000 bytecodes would never be compiled.
 *
 * <p>For one thread.
 */
final class Blake3Lanes {

  /** Columns. State and message are then 16 KiB, half of what a first-level cache holds. */
  static final int LANES = 128;

  static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] key;
  private final int flags;
  private final int[][] state = new int[16][LANES];
  private final int[][] message = new int[16][LANES];
  private final int[][] values = new int[8][LANES];
  private final int[] low = new int[LANES];
  private final int[] high = new int[LANES];

  Blake3Lanes(int[] key, int flags) {
    this.key = key;
    this.flags = flags;
  }

  /**
   * Compresses whole chunks, none of which is the root.
   *
   * @param n how many, at most {@link #LANES}
   * @param first the number of the first chunk in the input
   */
  void chunks(byte[] in, int offset, int n, long first) {
    for (int i = 0; i < n; i++) {
      low[i] = (int) (first + i);
      high[i] = (int) ((first + i) >>> 32);
    }
    startWith(key, n);
    for (int block = 0; block < Blake3.BLOCKS; block++) {
      load(in, offset + block * Blake3Block.BYTES, n);
      int position =
          block == 0
              ? Blake3Block.CHUNK_START
              : block == Blake3.BLOCKS - 1 ? Blake3Block.CHUNK_END : 0;
      System.arraycopy(low, 0, state[12], 0, n);
      System.arraycopy(high, 0, state[13], 0, n);
      compress(flags | position, n);
    }
    store(0, n);
  }

  /**
   * The chaining value of the complete subtree over some of the chunks compressed last.
   *
   * @param from the first of them
   * @param n how many, a power of two
   */
  int[] subtree(int from, int n) {
    for (int pairs = n / 2; pairs > 0; pairs /= 2) {
      for (int w = 0; w < 8; w++) {
        int[] left = message[w];
        int[] right = message[w + 8];
        int[] value = values[w];
        for (int i = 0; i < pairs; i++) {
          left[i] = value[from + 2 * i];
          right[i] = value[from + 2 * i + 1];
        }
      }
      startWith(key, pairs);
      Arrays.fill(state[12], 0, pairs, 0);
      Arrays.fill(state[13], 0, pairs, 0);
      compress(flags | Blake3Block.PARENT, pairs);
      store(from, pairs);
    }
    int[] root = new int[8];
    for (int w = 0; w < 8; w++) {
      root[w] = values[w][from];
    }
    return root;
  }

  private void startWith(int[] value, int n) {
    for (int w = 0; w < 8; w++) {
      Arrays.fill(state[w], 0, n, value[w]);
    }
  }

  private void store(int from, int n) {
    for (int w = 0; w < 8; w++) {
      System.arraycopy(state[w], 0, values[w], from, n);
    }
  }

  /** The next block of every chunk; a block is one cache line, so chunk by chunk. */
  private void load(byte[] in, int offset, int n) {
    int[][] m = message;
    for (int i = 0; i < n; i++) {
      int at = offset + i * Blake3.CHUNK_BYTES;
      for (int w = 0; w < 16; w++) {
        m[w][i] = (int) WORDS.get(in, at + 4 * w);
      }
    }
  }

  /** The counter is in its two rows already. */
  private void compress(int allFlags, int n) {
    for (int w = 0; w < 4; w++) {
      Arrays.fill(state[8 + w], 0, n, Blake3Block.iv(w));
    }
    Arrays.fill(state[14], 0, n, Blake3Block.BYTES);
    Arrays.fill(state[15], 0, n, allFlags);
    int[][] v = state;
    int[][] m = message;
    for (int round = 0; round < Blake3Block.ROUNDS; round++) {
      int s = round * 16;
      mix(v[0], v[4], v[8], v[12], m[at(s)], m[at(s + 1)], n);
      mix(v[1], v[5], v[9], v[13], m[at(s + 2)], m[at(s + 3)], n);
      mix(v[2], v[6], v[10], v[14], m[at(s + 4)], m[at(s + 5)], n);
      mix(v[3], v[7], v[11], v[15], m[at(s + 6)], m[at(s + 7)], n);
      mix(v[0], v[5], v[10], v[15], m[at(s + 8)], m[at(s + 9)], n);
      mix(v[1], v[6], v[11], v[12], m[at(s + 10)], m[at(s + 11)], n);
      mix(v[2], v[7], v[8], v[13], m[at(s + 12)], m[at(s + 13)], n);
      mix(v[3], v[4], v[9], v[14], m[at(s + 14)], m[at(s + 15)], n);
    }
    for (int w = 0; w < 8; w++) {
      xor(v[w], v[w + 8], n);
    }
  }

  private static int at(int place) {
    return Blake3Block.schedule(place);
  }

  private static void mix(int[] a, int[] b, int[] c, int[] d, int[] x, int[] y, int n) {
    for (int i = 0; i < n; i++) {
      int va = a[i] + b[i] + x[i];
      int vd = Integer.rotateRight(d[i] ^ va, 16);
      int vc = c[i] + vd;
      int vb = Integer.rotateRight(b[i] ^ vc, 12);
      va += vb + y[i];
      vd = Integer.rotateRight(vd ^ va, 8);
      vc += vd;
      vb = Integer.rotateRight(vb ^ vc, 7);
      a[i] = va;
      b[i] = vb;
      c[i] = vc;
      d[i] = vd;
    }
  }

  private static void xor(int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] ^= b[i];
    }
  }
}
