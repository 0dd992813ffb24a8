package org.governance4j.crypto.hash;

/** The compression function of BLAKE3 (specification, section 2.2) for one block. */
final class Blake3Block {

  static final int BYTES = 64;
  static final int ROUNDS = 7;

  // Table 3 of the specification.
  static final int CHUNK_START = 1;
  static final int CHUNK_END = 1 << 1;
  static final int PARENT = 1 << 2;
  static final int ROOT = 1 << 3;
  static final int KEYED_HASH = 1 << 4;
  static final int DERIVE_KEY_CONTEXT = 1 << 5;
  static final int DERIVE_KEY_MATERIAL = 1 << 6;

  private static final int[] IV = {
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19
  };

  private static final int[] PERMUTATION = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

  private static final int[] SCHEDULE = schedules();

  private Blake3Block() {}

  static int iv(int word) {
    return IV[word];
  }

  /** The key of the plain hash: the initial value. */
  static int[] plainKey() {
    return IV.clone();
  }

  /** Which message word is used at a place, sixteen places in a round. */
  static int schedule(int place) {
    return SCHEDULE[place];
  }

  /**
   * Compresses a block.
   *
   * @param value the eight words of the input chaining value
   * @param m the sixteen words of the message
   * @param out sixteen words; the first eight are the next chaining value, all are root output
   */
  static void compress(int[] value, int[] m, long counter, int length, int flags, int[] out) {
    int[] v = out;
    System.arraycopy(value, 0, v, 0, 8);
    System.arraycopy(IV, 0, v, 8, 4);
    v[12] = (int) counter;
    v[13] = (int) (counter >>> 32);
    v[14] = length;
    v[15] = flags;
    int[] s = SCHEDULE;
    for (int i = 0; i < ROUNDS * 16; i += 16) {
      mix(v, 0, 4, 8, 12, m[s[i]], m[s[i + 1]]);
      mix(v, 1, 5, 9, 13, m[s[i + 2]], m[s[i + 3]]);
      mix(v, 2, 6, 10, 14, m[s[i + 4]], m[s[i + 5]]);
      mix(v, 3, 7, 11, 15, m[s[i + 6]], m[s[i + 7]]);
      mix(v, 0, 5, 10, 15, m[s[i + 8]], m[s[i + 9]]);
      mix(v, 1, 6, 11, 12, m[s[i + 10]], m[s[i + 11]]);
      mix(v, 2, 7, 8, 13, m[s[i + 12]], m[s[i + 13]]);
      mix(v, 3, 4, 9, 14, m[s[i + 14]], m[s[i + 15]]);
    }
    for (int w = 0; w < 8; w++) {
      v[w] ^= v[w + 8];
      v[w + 8] ^= value[w];
    }
  }

  private static void mix(int[] v, int a, int b, int c, int d, int x, int y) {
    int va = v[a] + v[b] + x;
    int vd = Integer.rotateRight(v[d] ^ va, 16);
    int vc = v[c] + vd;
    int vb = Integer.rotateRight(v[b] ^ vc, 12);
    va += vb + y;
    vd = Integer.rotateRight(vd ^ va, 8);
    vc += vd;
    vb = Integer.rotateRight(vb ^ vc, 7);
    v[a] = va;
    v[b] = vb;
    v[c] = vc;
    v[d] = vd;
  }

  private static int[] schedules() {
    int[] all = new int[ROUNDS * 16];
    for (int i = 0; i < 16; i++) {
      all[i] = i;
    }
    for (int i = 16; i < all.length; i++) {
      all[i] = all[i / 16 * 16 - 16 + PERMUTATION[i % 16]];
    }
    return all;
  }
}
