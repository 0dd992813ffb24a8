package org.governance4j.drift;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the serving threads to the drift worker: a bounded ring for many producers and
 * one consumer, made of flat arrays that are allocated once.
 *
 * <p><b>Protocol.</b> A producer claims position p by moving the tail from p to p + 1, if p is
 * below the limit: the head, which is the consumer's, plus the capacity. It fills the slot and then
 * publishes it with one word that holds p + 1 and the kind. No two positions have the same word, so
 * the consumer, which goes by position, knows what is there without ever writing to it. It moves
 * the head when it is done with a slot. (After D. Vyukov's bounded queue, whose consumer writes the
 * number of the next lap into every slot.)
 *
 * <p><b>Cache lines.</b> What one side writes and the other reads at once costs more than all the
 * copying. Producers therefore look at the head only when the limit they remember is reached, which
 * is once a lap while there is room; the limit lies beside the tail, which they need anyway. The
 * consumer writes nothing to a slot but null over its id, and must not look at the tail while there
 * is something to do. Texts stay where they are until a lap later, at most {@value #LONGEST_TEXT}
 * characters each. Slots are not padded: a consumer that lets work gather is many lines behind, and
 * fewer lines are filled per slot.
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

  /** Flag: the verdict is due to a broken rule or an undefined input. */
  static final long VIOLATED = 32;

  /** The longest text that is kept. */
  static final int LONGEST_TEXT = 256;

  /** Stands for a text that is longer; told by reference. */
  @SuppressWarnings("StringOperationCanBeSimplified") // no literal may be the same object
  static final String OVERLONG = new String("overlong");

  /** Flag: not every value is there, see {@link #absent}. */
  private static final long INCOMPLETE = 64;

  private static final int KIND_BITS = 7;
  private static final long KIND = (1 << KIND_BITS) - 1;
  private static final int ATTEMPTS = 64;
  private static final long CLOSED = Long.MIN_VALUE;
  private static final int LINE = 8;
  // Two lines apart, as processors fetch pairs of lines.
  private static final int TAIL = 2 * LINE;
  private static final int LIMIT = TAIL + 1;
  private static final int HEAD = 4 * LINE;
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private final ModelSchema schema;
  private final int[] columns;
  private final int[] textColumns;
  private final boolean allNumbers;
  private final int capacity;
  private final int mask;
  private final int absentWords;
  private final long[] cursors = new long[6 * LINE];
  private final long[] words;
  private final long[] absent;
  private final double[] values;
  private final @Nullable String[] ids;
  private final @Nullable String[] texts;
  // Another instance that equals the schema, remembered so that the deep comparison is done once.
  // Racy on purpose: a schema is immutable, and a thread that misses it only compares again.
  private ModelSchema twin;

  /**
   * Allocates the ring.
   *
   * @param columns the indices of the numeric fields that are copied
   * @param textColumns the indices of the fields whose texts are handed over
   * @param capacity a power of two
   */
  HandOver(ModelSchema schema, int[] columns, int[] textColumns, int capacity) {
    this.schema = schema;
    this.twin = schema;
    this.columns = columns.clone();
    this.textColumns = textColumns.clone();
    this.allNumbers = Arrays.equals(columns, IntStream.range(0, schema.numbers()).toArray());
    this.capacity = capacity;
    this.mask = capacity - 1;
    this.absentWords = (columns.length + 63) >>> 6;
    this.words = new long[capacity];
    this.absent = new long[Math.multiplyExact(capacity, absentWords)];
    // A label needs room for its value.
    this.values = new double[Math.multiplyExact(capacity, Math.max(1, columns.length))];
    this.ids = new String[capacity];
    this.texts = new String[Math.multiplyExact(capacity, textColumns.length)];
    cursors[LIMIT] = capacity;
  }

  /** Copies a prediction and its verdict into the ring; false when that was not possible. */
  boolean offer(Prediction prediction, Verdict verdict) {
    long action = verdict == Verdict.ALLOW ? 0 : actionOf(verdict);
    boolean foreign = !isOurs(prediction.schema());
    String id = shortId(prediction.id());
    long position = claim();
    if (position < 0) {
      return false;
    }
    int slot = (int) position & mask;
    long kind = action | UNREADABLE;
    try {
      ids[slot] = id;
      kind = action | (foreign ? FOREIGN : copy(prediction, slot));
    } catch (RuntimeException e) {
      // A buffer that its owner shrank under the view. The consumer counts it; the verdict stands.
      kind = action | UNREADABLE;
    } finally {
      publish(slot, position, kind);
    }
    return true;
  }

  /** Puts a label into the ring; false when that was not possible. */
  boolean offerLabel(String requestId, double value) {
    String id = shortId(requestId);
    long position = claim();
    if (position < 0) {
      return false;
    }
    int slot = (int) position & mask;
    ids[slot] = id;
    values[slot * stride()] = value;
    publish(slot, position, LABEL);
    return true;
  }

  /** Refuses every later claim. */
  void close() {
    LONGS.getAndBitwiseOr(cursors, TAIL, CLOSED);
  }

  boolean closed() {
    return (long) LONGS.getVolatile(cursors, TAIL) < 0;
  }

  int capacity() {
    return capacity;
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
    return (long) LONGS.getAcquire(words, slot) >>> KIND_BITS == position + 1 ? slot : -1;
  }

  /** Consumer only: how many slots are filled from the next one on, at most so many. */
  int filled(int most) {
    long position = cursors[HEAD];
    int count = 0;
    while (count < most) {
      long word = (long) LONGS.getAcquire(words, (int) (position + count) & mask);
      if (word >>> KIND_BITS != position + count + 1) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Consumer only: the slot that is so many after the next one. */
  int slot(int ahead) {
    return (int) (cursors[HEAD] + ahead) & mask;
  }

  /** Consumer only: frees the slot that {@link #next} returned. */
  void release(int slot) {
    ids[slot] = null;
    LONGS.setRelease(cursors, HEAD, cursors[HEAD] + 1);
  }

  /** What the slot holds: an action with its flags, or {@link #LABEL}. */
  long kind(int slot) {
    return words[slot] & KIND & ~INCOMPLETE;
  }

  @Nullable String id(int slot) {
    return ids[slot];
  }

  double value(int slot, int column) {
    return values[slot * stride() + column];
  }

  boolean absent(int slot, int column) {
    return (words[slot] & INCOMPLETE) != 0
        && (absent[slot * absentWords + (column >>> 6)] & (1L << column)) != 0;
  }

  /**
   * A text of that prediction; null where it is missing, {@link #OVERLONG} where it is too long.
   */
  @Nullable String text(int slot, int column) {
    return texts[slot * textColumns.length + column];
  }

  /** Whether the verdict is due to a broken rule or an undefined input. */
  static boolean violated(Verdict verdict) {
    if (verdict instanceof Verdict.Deny deny) {
      return deny.cause() == Verdict.Cause.POLICY || deny.cause() == Verdict.Cause.UNDEFINED_INPUT;
    }
    return verdict instanceof Verdict.Escalate;
  }

  private static long actionOf(Verdict verdict) {
    return verdict.action().ordinal() | (violated(verdict) ? VIOLATED : 0);
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
      if (position >= (long) LONGS.getAcquire(cursors, LIMIT) && position >= newLimit()) {
        return -1; // the consumer is a whole lap behind
      }
      if (LONGS.compareAndSet(cursors, TAIL, position, position + 1)) {
        return position;
      }
    }
    return -1;
  }

  /**
   * Remembers how far producers may go now. A slower thread may put back an older limit, which is
   * too low at most, so that somebody asks again.
   */
  private long newLimit() {
    long limit = (long) LONGS.getAcquire(cursors, HEAD) + capacity;
    LONGS.setRelease(cursors, LIMIT, limit);
    return limit;
  }

  private void publish(int slot, long position, long kind) {
    LONGS.setRelease(words, slot, (position + 1) << KIND_BITS | kind);
  }

  private int stride() {
    return Math.max(1, columns.length);
  }

  /** Copies the values; the flag to be published with them. */
  private long copy(Prediction prediction, int slot) {
    int at = slot * stride();
    if (allNumbers) {
      prediction.copyNumbers(values, at);
    } else {
      for (int column = 0; column < columns.length; column++) {
        values[at + column] = prediction.number(columns[column]);
      }
    }
    if (textColumns.length > 0) {
      copyTexts(prediction, slot);
    }
    // NaN may be a value; only then is it worth asking whether the field is there.
    return anyNaN(at) ? markAbsent(prediction, slot) : 0;
  }

  /**
   * Hands over the references of the texts, which nobody can change. A reference that is there from
   * the lap before is not written again: categories are often shared constants, and a store of a
   * reference costs the collector's barrier.
   */
  @SuppressWarnings("ReferenceEquality")
  private void copyTexts(Prediction prediction, int slot) {
    int at = slot * textColumns.length;
    for (int column = 0; column < textColumns.length; column++) {
      String text = prediction.text(textColumns[column]);
      if (texts[at + column] != text) {
        texts[at + column] = text == null || text.length() <= LONGEST_TEXT ? text : OVERLONG;
      }
    }
  }

  /**
   * Whether one of the values may be NaN: as a sum, because one test per value takes longer than
   * copying them, and as four sums, because an addition waits for the one before. Infinities may
   * sum up to NaN as well, which costs a second look.
   */
  private boolean anyNaN(int from) {
    int to = from + columns.length;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i <= to - 4; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < to; i++) {
      a += values[i];
    }
    return Double.isNaN(a + b + (c + d));
  }

  private long markAbsent(Prediction prediction, int slot) {
    int from = slot * absentWords;
    Arrays.fill(absent, from, from + absentWords, 0);
    long flag = 0;
    for (int column = 0; column < columns.length; column++) {
      if (!prediction.has(columns[column])) {
        absent[from + (column >>> 6)] |= 1L << column;
        flag = INCOMPLETE;
      }
    }
    return flag;
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
