package org.governance4j.drift;

import java.util.Arrays;

/**
 * The window of one {@link Kswin} stream; one owner, not safe for more than one thread.
 *
 * <p>The window is kept twice: in the order of arrival, in a ring, and sorted, each sorted value
 * with its place in the ring. The statistic is then one walk over the sorted window that counts up
 * at the newest values, down at the drawn ones, and passes the others.
 */
final class KswinState extends WindowDetector<Kswin> {

  private static final byte NEWEST = 1;
  private static final byte DRAWN = -1;
  private static final double[] NO_WORK = {};

  private final int size;
  private final int part;
  private final int critical;
  private final double[] ring;
  private final double[] sorted;
  private final int[] place;
  private final byte[] role;
  private final int[] order;
  private final int[] drawn;
  private final double[] inverse;
  private final SplitMix random;
  private int filled;
  private int oldest;
  private int reached;

  KswinState(Kswin config) {
    super(config);
    this.size = config.windowSize();
    this.part = config.statSize();
    this.critical = KolmogorovSmirnov.criticalOfEqualSizes(part, config.alpha());
    this.ring = new double[size];
    this.sorted = new double[size];
    this.place = new int[size];
    this.role = new byte[size];
    this.order = new int[size - part];
    this.drawn = new int[part];
    this.random = new SplitMix(config.seed());
    this.inverse = new double[part];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i < part; i++) {
      inverse[i] = 1.0 / (order.length - i);
    }
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (status != NONE) {
      keepNewest();
    }
    seen++;
    if (filled < size) {
      insert(value, filled, filled);
      ring[filled++] = value;
      return filled < size ? NONE : test();
    }
    int slot = oldest;
    replace(ring[slot], slot, value);
    ring[slot] = value;
    oldest = slot + 1 == size ? 0 : slot + 1;
    return test();
  }

  @Override
  public void reset() {
    forgetEvent();
    seen = 0;
    filled = 0;
    oldest = 0;
    reached = 0;
    random.state = config.seed();
  }

  @Override
  double logP() {
    return KolmogorovSmirnov.logProbability(part, part, (long) reached * part, NO_WORK);
  }

  @Override
  void write(StateWriter out) {
    writeEvent(out);
    out.put(random.state);
    out.put(reached);
    out.put(filled);
    for (int i = 0; i < filled; i++) {
      out.put(ring[at(i)]);
    }
  }

  @Override
  void read(StateReader in) {
    readEvent(in);
    random.state = in.integer64("generator", Long.MIN_VALUE, Long.MAX_VALUE);
    reached = in.integer("reached", 0, part);
    int stored = in.integer("filled", 0, size);
    oldest = 0;
    for (filled = 0; filled < stored; filled++) {
      double value = in.finite("value");
      insert(value, filled, filled);
      ring[filled] = value;
    }
  }

  private int test() {
    draw();
    reached = statistic();
    statistic = (double) reached / part;
    threshold = (double) critical / part;
    if (reached < critical) {
      return NONE;
    }
    return drift(seen - part, mean(0, size - part), mean(size - part, size));
  }

  /** Gives every place of the ring its role: newest, drawn, or none. */
  private void draw() {
    Arrays.fill(role, (byte) 0);
    for (int i = size - part; i < size; i++) {
      role[at(i)] = NEWEST;
    }
    int older = order.length;
    for (int i = 0; i < part; i++) {
      int word = (int) (random.next() >>> 33);
      // word % (older − i) without a division: half a unit is far more than the product is off.
      int quotient = (int) ((word + .5) * inverse[i]);
      int j = i + word - quotient * (older - i);
      role[at(order[j])] = DRAWN;
      order[j] = order[i];
      drawn[i] = j;
    }
    // Back to the identity: the state then needs no more than the generator.
    for (int i = 0; i < part; i++) {
      order[i] = i;
      order[drawn[i]] = drawn[i];
    }
  }

  /** D times the size of the samples. */
  private int statistic() {
    int apart = 0;
    int largest = 0;
    int last = size - 1;
    for (int k = 0; k < last; k++) {
      apart += role[place[k]];
      if (sorted[k] != sorted[k + 1]) {
        largest = Math.max(largest, Math.abs(apart));
      }
    }
    return largest;
  }

  /** Puts a value among the first so many sorted ones. */
  private void insert(double value, int slot, int count) {
    int to = upper(value, count);
    System.arraycopy(sorted, to, sorted, to + 1, count - to);
    System.arraycopy(place, to, place, to + 1, count - to);
    sorted[to] = value;
    place[to] = slot;
  }

  /** Takes the value of a place out of the sorted window and puts another in, moving no more. */
  private void replace(double old, int slot, double value) {
    int from = upper(old, size) - 1;
    while (place[from] != slot) {
      from--;
    }
    int to = upper(value, size);
    if (to > from) {
      to--;
      System.arraycopy(sorted, from + 1, sorted, from, to - from);
      System.arraycopy(place, from + 1, place, from, to - from);
    } else {
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
      System.arraycopy(place, to, place, to + 1, from - to);
    }
    sorted[to] = value;
    place[to] = slot;
  }

  /** How many of the first sorted values are at most this one. */
  private int upper(double value, int count) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void keepNewest() {
    status = NONE;
    for (int i = 0; i < part; i++) {
      sorted[i] = ring[at(size - part + i)];
    }
    System.arraycopy(sorted, 0, ring, 0, part);
    oldest = 0;
    filled = 0;
    for (int i = 0; i < part; i++) {
      insert(ring[i], i, i);
    }
    filled = part;
  }

  /** The place of the value that is i-th from the oldest. */
  private int at(int i) {
    int slot = oldest + i;
    return slot < size ? slot : slot - size;
  }

  private double mean(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += ring[at(i)];
    }
    return sum / (to - from);
  }
}
