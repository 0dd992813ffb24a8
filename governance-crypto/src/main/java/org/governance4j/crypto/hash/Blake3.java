package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * BLAKE3: a hash, keyed hash and key derivation function with output of any length, after the
 * specification of O'Connor, Aumasson, Neves and Wilcox-O'Hearn, "BLAKE3: one function, fast
 * everywhere" (2020).
 *
 * <p>The input is cut into chunks of 1,024 bytes, the leaves of a binary tree whose left subtrees
 * are complete. On the stack are the chaining values of the complete subtrees so far, largest at
 * the bottom: one for each bit of the number of finished chunks. A chunk is finished only once
 * input behind it is seen, because the last one may be the root.
 *
 * <p>{@link #digest()} does not change the state: more input may follow. One instance per input,
 * for one thread; about 40 KiB once more than a chunk was given.
 */
public final class Blake3 {

  /** The length of a digest unless told otherwise, in bytes. */
  public static final int DIGEST_BYTES = 32;

  /** The length of a key, in bytes. */
  public static final int KEY_BYTES = 32;

  static final int CHUNK_BYTES = 1024;
  static final int BLOCKS = CHUNK_BYTES / Blake3Block.BYTES;

  /** A part that one thread works on: 1,024 chunks, so its root is a node of the whole tree. */
  static final int PART_BYTES = 1 << 20;

  /** Of an input of less than 2^63 bytes. */
  private static final int MAX_DEPTH = 54;

  private final int[] key;
  private final int flags;

  /** The chunk that the bytes given to this instance begin with. */
  private final long first;

  private final int[][] stack = new int[MAX_DEPTH][];
  private int depth;

  /** Finished chunks, counted from the first. */
  private long finished;

  private final byte[] pending = new byte[CHUNK_BYTES];
  private int length;
  private final int[] message = new int[16];
  private final int[] output = new int[16];
  private @Nullable Blake3Lanes lanes;

  private Blake3(int[] key, int flags, long first) {
    this.key = key;
    this.flags = flags;
    this.first = first;
  }

  /** A hash. */
  public static Blake3 hash() {
    return new Blake3(Blake3Block.plainKey(), 0, 0);
  }

  /** A hash of an input from one of its parts on, for {@link #partValue} or {@link #behind}. */
  static Blake3 hashFrom(long offset) {
    return new Blake3(Blake3Block.plainKey(), 0, offset / CHUNK_BYTES);
  }

  /**
   * A keyed hash, which is a message authentication code.
   *
   * @param key 32 bytes, which are copied
   * @throws IllegalArgumentException if the key has another length
   */
  public static Blake3 keyed(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a BLAKE3 key has " + KEY_BYTES + " bytes, not " + key.length);
    }
    return new Blake3(words(key), Blake3Block.KEYED_HASH, 0);
  }

  /**
   * Derives keys from the key material that is given as input.
   *
   * @param context what the derived key is for: a constant of the application, never input
   */
  public static Blake3 derive(String context) {
    Blake3 purpose = new Blake3(Blake3Block.plainKey(), Blake3Block.DERIVE_KEY_CONTEXT, 0);
    purpose.update(context.getBytes(UTF_8));
    return new Blake3(words(purpose.digest()), Blake3Block.DERIVE_KEY_MATERIAL, 0);
  }

  /**
   * The hash of a whole input, 32 bytes.
   *
   * @param threads how many threads work on it at most, beside the waiting caller if more than one
   * @throws IllegalArgumentException if the number of threads is not positive
   * @throws CancellationException if the caller is interrupted while it waits; it stays interrupted
   */
  public static byte[] hash(byte[] input, int threads) {
    int parts = parts(input.length);
    int[][] values = new int[parts][];
    List<Workers.Work> work = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      int part = i;
      work.add(
          context -> {
            Blake3 hash = hashFrom((long) part * PART_BYTES);
            hash.part(input, part * PART_BYTES, PART_BYTES);
            values[part] = hash.partValue();
          });
    }
    try {
      Workers.run(threads, work);
    } catch (InterruptedIOException e) {
      CancellationException stopped = new CancellationException("interrupted while hashing");
      stopped.initCause(e);
      throw stopped;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
    Blake3 rest = hashFrom((long) parts * PART_BYTES);
    rest.update(input, parts * PART_BYTES, input.length - parts * PART_BYTES);
    return rest.behind(values);
  }

  /** How many whole parts an input has before the part with its last byte. */
  static int parts(long length) {
    return Math.toIntExact(Math.max(0, length - 1) / PART_BYTES);
  }

  /** Adds bytes to the input. */
  public Blake3 update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  /**
   * Adds bytes to the input.
   *
   * @param offset of the first byte
   * @param count how many bytes
   * @throws IndexOutOfBoundsException if the array has not so many
   */
  public Blake3 update(byte[] bytes, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    int at = offset;
    int end = offset + count;
    if (length > 0 || count <= CHUNK_BYTES) {
      at = fill(bytes, at, end);
      if (at == end) {
        return this;
      }
      finishPending();
    }
    int whole = (end - at - 1) / CHUNK_BYTES;
    part(bytes, at, whole * CHUNK_BYTES);
    fill(bytes, at + whole * CHUNK_BYTES, end);
    return this;
  }

  /** The first 32 bytes of output. */
  public byte[] digest() {
    return digest(DIGEST_BYTES);
  }

  /**
   * The first bytes of output, of which there are as many as are asked for; a shorter output is the
   * beginning of a longer one.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public byte[] digest(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the length of a digest cannot be negative: " + bytes);
    }
    return digest(bytes, stack, depth);
  }

  /** Adds whole chunks of which none is the last of the input, to an instance without a rest. */
  void part(byte[] in, int offset, int count) {
    int at = offset;
    for (int left = count / CHUNK_BYTES; left > 0; ) {
      Blake3Lanes wide = lanes;
      if (wide == null) {
        wide = new Blake3Lanes(key, flags);
        lanes = wide;
      }
      int n = Math.min(left, Blake3Lanes.LANES);
      wide.chunks(in, at, n, first + finished);
      for (int done = 0; done < n; ) {
        int run = Integer.highestOneBit(n - done);
        if (finished != 0) {
          run = (int) Math.min(run, Long.lowestOneBit(finished));
        }
        push(wide.subtree(done, run), run);
        done += run;
      }
      at += n * CHUNK_BYTES;
      left -= n;
    }
  }

  /** The chaining value of a whole part that was given with {@link #part}. */
  int[] partValue() {
    if (depth != 1 || length != 0) {
      throw new IllegalStateException("not a complete subtree: " + finished + " chunks");
    }
    return stack[0];
  }

  /** The digest of an input that has these parts before the bytes that were given here. */
  byte[] behind(int[][] parts) {
    Blake3 before = hashFrom(0);
    for (int[] part : parts) {
      before.push(part, PART_BYTES / CHUNK_BYTES);
    }
    System.arraycopy(stack, 0, before.stack, before.depth, depth);
    return digest(DIGEST_BYTES, before.stack, before.depth + depth);
  }

  private int fill(byte[] bytes, int from, int end) {
    int n = Math.min(CHUNK_BYTES - length, end - from);
    System.arraycopy(bytes, from, pending, length, n);
    length += n;
    return from + n;
  }

  private void finishPending() {
    int last = lastBlock();
    push(value(last, Blake3Block.CHUNK_END), 1);
    length = 0;
  }

  /** Merges the subtrees that became complete with this one. */
  private void push(int[] value, int chunks) {
    finished += chunks;
    int[] merged = value;
    for (long trees = finished / chunks; (trees & 1) == 0; trees >>= 1) {
      depth--;
      merged = parent(stack[depth], merged);
    }
    stack[depth] = merged;
    depth++;
  }

  private int[] parent(int[] left, int[] right) {
    System.arraycopy(left, 0, message, 0, 8);
    System.arraycopy(right, 0, message, 8, 8);
    Blake3Block.compress(key, message, 0, Blake3Block.BYTES, flags | Blake3Block.PARENT, output);
    return Arrays.copyOf(output, 8);
  }

  private int lastBlock() {
    return Math.max(0, length - 1) / Blake3Block.BYTES;
  }

  /** The chaining value of the pending chunk before a block, loading that block; or behind it. */
  private int[] value(int block, int endFlag) {
    int[] value = key;
    for (int b = 0; b <= block; b++) {
      load(b);
      if (b < block || endFlag != 0) {
        int all = flags | start(b) | (b == block ? endFlag : 0);
        Blake3Block.compress(value, message, first + finished, blockLength(b), all, output);
        value = Arrays.copyOf(output, 8);
      }
    }
    return value;
  }

  private static int start(int block) {
    return block == 0 ? Blake3Block.CHUNK_START : 0;
  }

  private int blockLength(int block) {
    return Math.min(Blake3Block.BYTES, length - block * Blake3Block.BYTES);
  }

  private void load(int block) {
    int from = block * Blake3Block.BYTES;
    if (length < from + Blake3Block.BYTES) {
      Arrays.fill(pending, length, from + Blake3Block.BYTES, (byte) 0);
    }
    for (int w = 0; w < 16; w++) {
      message[w] = (int) Blake3Lanes.WORDS.get(pending, from + 4 * w);
    }
  }

  private byte[] digest(int bytes, int[][] trees, int count) {
    int block = lastBlock();
    int[] value = value(block, 0);
    int blockLength = blockLength(block);
    int rootFlags = flags | start(block) | Blake3Block.CHUNK_END;
    if (count > 0) {
      value = value(block, Blake3Block.CHUNK_END);
      for (int i = count - 1; i > 0; i--) {
        value = parent(trees[i], value);
      }
      System.arraycopy(trees[0], 0, message, 0, 8);
      System.arraycopy(value, 0, message, 8, 8);
      value = key;
      blockLength = Blake3Block.BYTES;
      rootFlags = flags | Blake3Block.PARENT;
    }
    byte[] out = new byte[bytes];
    byte[] word = new byte[4];
    for (int at = 0; at < bytes; at += Blake3Block.BYTES) {
      long counter = at / Blake3Block.BYTES;
      Blake3Block.compress(
          value, message, counter, blockLength, rootFlags | Blake3Block.ROOT, output);
      for (int i = 0; i < Math.min(Blake3Block.BYTES, bytes - at); i += 4) {
        Blake3Lanes.WORDS.set(word, 0, output[i / 4]);
        System.arraycopy(word, 0, out, at + i, Math.min(4, bytes - at - i));
      }
    }
    return out;
  }

  private static int[] words(byte[] bytes) {
    int[] words = new int[bytes.length / 4];
    for (int w = 0; w < words.length; w++) {
      words[w] = (int) Blake3Lanes.WORDS.get(bytes, 4 * w);
    }
    return words;
  }
}
