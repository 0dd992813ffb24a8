package org.governance4j.drift;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the serving threads to the drift worker: a bounded ring for many producers and
 * one consumer, made of flat arrays that are allocated once.
 *
 * <p><b>Protocol</b> (D. Vyukov's bounded queue). Every slot carries a sequence number. A producer
 * may claim position p if its slot's number is p, by moving the tail from p to p + 1; it fills the
 * slot and sets the number to p + 1, which is what the consumer waits for. The consumer reads the
 * slot in place and sets the number to p + capacity, which frees it for the next lap.
 *
 * <p><b>Progress.</b> A producer makes at most {@value #ATTEMPTS} attempts to claim a position and
 * then gives up, so every call ends after a bounded number of steps whatever other threads do; it
 * never waits for the consumer. A claimed slot is always published, also when its prediction could
 * not be read: the consumer cannot be stuck behind a producer that failed.
 *
 * <p><b>Closing</b> sets the sign bit of the tail. Every later claim fails, every earlier one
 * counts, and there is nothing in between.
 */
final class HandOver {

  /** Kind of a slot: the low bits are the action of the verdict. */
  static final long ACTION = 3;

  /** Kind of a slot: a late label, its value in the first column. */
  static final long LABEL = 4;

  /** Flag: the prediction belongs to another schema; only its verdict is here. */
  static final long FOREIGN = 8;

  /** Flag: the prediction could not be read; only its verdict is here. */
  static final long UNREADABLE = 16;

  /** The longest id that is kept; ids come from outside, and the ring must not hoard text. */
  static final int LONGEST_ID = 256;

  private static final int ATTEMPTS = 64;
  private static final long CLOSED = Long.MIN_VALUE;
  private static final int LINE = 8;
  private static final int KIND = 1;
  private static final int ABSENT = 2;
  // Two lines apart, as processors fetch pairs of lines.
  private static final int TAIL = 2 * LINE;
  private static final int HEAD = 4 * LINE;
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private final ModelSchema schema;
  private final int[] columns;
  private final int capacity;
  private final int mask;
  private final int headerStride;
  private final int valueStride;
  private final long[] cursors = new long[6 * LINE];
  private final long[] headers;
  private final double[] values;
  private final @Nullable String[] ids;
  // Another instance that equals the schema, remembered so that the deep comparison is done once.
  // Racy on purpose: a schema is immutable, and a thread that misses it only compares again.
  private ModelSchema twin;

  /**
   * Allocates the ring.
   *
   * @param columns the indices of the numeric fields that are copied
   * @param capacity a power of two
   */
  HandOver(ModelSchema schema, int[] columns, int capacity) {
    this.schema = schema;
    this.twin = schema;
    this.columns = columns.clone();
    this.capacity = capacity;
    this.mask = capacity - 1;
    int words = ABSENT + ((columns.length + 63) >>> 6);
    this.headerStride = (words + LINE - 1) / LINE * LINE;
    this.valueStride = Math.max(1, columns.length);
    this.headers = new long[Math.multiplyExact(capacity, headerStride)];
    this.values = new double[Math.multiplyExact(capacity, valueStride)];
    this.ids = new String[capacity];
    for (int slot = 0; slot < capacity; slot++) {
      headers[slot * headerStride] = slot;
    }
  }

  /** Copies a prediction and its verdict into the ring; false when that was not possible. */
  boolean offer(Prediction prediction, Verdict verdict) {
    long action = verdict == Verdict.ALLOW ? 0 : verdict.action().ordinal();
    boolean foreign = !isOurs(prediction.schema());
    String id = shortId(prediction.id());
    long position = claim();
    if (position < 0) {
      return false;
    }
    int slot = (int) position & mask;
    int header = slot * headerStride;
    headers[header + KIND] = action | UNREADABLE;
    try {
      ids[slot] = id;
      if (foreign) {
        headers[header + KIND] = action | FOREIGN;
      } else {
        copy(prediction, header + ABSENT, slot * valueStride);
        headers[header + KIND] = action;
      }
    } catch (RuntimeException e) {
      // A buffer that its owner shrank under the view. The consumer counts it; the verdict stands.
      headers[header + KIND] = action | UNREADABLE;
    } finally {
      LONGS.setRelease(headers, header, position + 1);
    }
    return true;
  }

  /** Puts a label into the ring; false when that was not possible. */
  boolean offerLabel(String requestId, double value) {
    long position = claim();
    if (position < 0) {
      return false;
    }
    int slot = (int) position & mask;
    int header = slot * headerStride;
    headers[header + KIND] = LABEL;
    ids[slot] = shortId(requestId);
    values[slot * valueStride] = value;
    LONGS.setRelease(headers, header, position + 1);
    return true;
  }

  /** Refuses every later claim. */
  void close() {
    LONGS.getAndBitwiseOr(cursors, TAIL, CLOSED);
  }

  boolean closed() {
    return (long) LONGS.getVolatile(cursors, TAIL) < 0;
  }

  /** How many positions were claimed so far. */
  long claimed() {
    return (long) LONGS.getVolatile(cursors, TAIL) & ~CLOSED;
  }

  /** How many positions the consumer is done with. */
  long done() {
    return (long) LONGS.getAcquire(cursors, HEAD);
  }

  /** Consumer only: the slot that is next and filled, or -1. */
  int next() {
    long position = cursors[HEAD];
    int slot = (int) position & mask;
    long sequence = (long) LONGS.getAcquire(headers, slot * headerStride);
    return sequence == position + 1 ? slot : -1;
  }

  /** Consumer only: frees the slot that {@link #next} returned. */
  void release(int slot) {
    long position = cursors[HEAD];
    ids[slot] = null;
    LONGS.setRelease(headers, slot * headerStride, position + capacity);
    LONGS.setRelease(cursors, HEAD, position + 1);
  }

  long kind(int slot) {
    return headers[slot * headerStride + KIND];
  }

  @Nullable String id(int slot) {
    return ids[slot];
  }

  double value(int slot, int column) {
    return values[slot * valueStride + column];
  }

  boolean absent(int slot, int column) {
    return (headers[slot * headerStride + ABSENT + (column >>> 6)] & (1L << column)) != 0;
  }

  private static @Nullable String shortId(@Nullable String id) {
    return id == null || id.length() > LONGEST_ID ? null : id;
  }

  private long claim() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long position = (long) LONGS.getVolatile(cursors, TAIL);
      if (position < 0) {
        return -1;
      }
      int header = ((int) position & mask) * headerStride;
      long ahead = (long) LONGS.getAcquire(headers, header) - position;
      if (ahead < 0) {
        return -1; // the consumer is a whole lap behind
      }
      if (ahead == 0 && LONGS.compareAndSet(cursors, TAIL, position, position + 1)) {
        return position;
      }
    }
    return -1;
  }

  private void copy(Prediction prediction, int absentAt, int valuesAt) {
    for (int from = 0; from < columns.length; from += Long.SIZE) {
      int to = Math.min(from + Long.SIZE, columns.length);
      long absent = 0;
      for (int column = from; column < to; column++) {
        double value = prediction.number(columns[column]);
        values[valuesAt + column] = value;
        // NaN may be a value; only then is it worth asking whether the field is there.
        if (Double.isNaN(value) && !prediction.has(columns[column])) {
          absent |= 1L << column;
        }
      }
      headers[absentAt + (from >>> 6)] = absent;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object is the usual case, and quickly told
  private boolean isOurs(ModelSchema other) {
    if (other == schema || other == twin) {
      return true;
    }
    if (!schema.equals(other)) {
      return false;
    }
    twin = other;
    return true;
  }
}
