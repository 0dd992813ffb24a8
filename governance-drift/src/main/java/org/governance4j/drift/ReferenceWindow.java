package org.governance4j.drift;

import java.util.Arrays;
import org.governance4j.DriftEvent;
import org.governance4j.InvalidData;

/**
 * What the detectors have in common that compare the newest values with the first ones: a reference
 * sample that is filled once and then fixed, and a sliding window behind it.
 *
 * <p>A subclass is asked once when the reference is full, then with every value, and once the
 * window is full for its statistic. After a reported change everything is learned anew.
 */
abstract class ReferenceWindow<C extends DetectorConfig> extends Detector<C> {

  /** The reference in the order of its arrival. */
  final double[] reference;

  /** The newest values; {@link #next} is the place of the oldest once it is full. */
  final double[] window;

  /** How many values the reference holds. */
  int learned;

  /** How many values the window holds. */
  int held;

  /** Where the next value goes. */
  int next;

  private final double threshold;
  private double referenceMean;
  private double statistic;
  private long changeIndex;
  private double after;

  ReferenceWindow(C config, int referenceSize, int windowSize, double threshold) {
    super(config);
    this.reference = new double[referenceSize];
    this.window = new double[windowSize];
    this.threshold = threshold;
    this.statistic = Double.NaN;
    this.changeIndex = -1;
  }

  /** Whether a value is in the range. */
  boolean takes(double value) {
    return Math.abs(value) <= Range.LIMIT;
  }

  /** The reference is full. */
  abstract void learn();

  /** The place {@link #next} of the window, which is free, will hold this value. */
  abstract void enter(double value);

  /** The value at the place {@link #next}, the oldest, leaves the window. */
  abstract void leave();

  /** The window became empty; the reference, if it is full, stays what it is. */
  abstract void clear();

  /** The statistic of the full window. */
  abstract double statistic();

  /** ln p of a statistic, or NaN. */
  double logP(double value) {
    return Double.NaN;
  }

  @Override
  public final int update(double value) {
    if (!takes(value)) {
      return REFUSED;
    }
    if (status != NONE) {
      begin();
    }
    seen++;
    if (learned < reference.length) {
      reference[learned++] = value;
      referenceMean += (value - referenceMean) / learned;
      if (learned == reference.length) {
        learn();
      }
      return NONE;
    }
    if (held == window.length) {
      leave();
    } else {
      held++;
    }
    enter(value);
    window[next] = value;
    next = next + 1 == window.length ? 0 : next + 1;
    if (held < window.length) {
      return NONE;
    }
    statistic = statistic();
    if (statistic > threshold) {
      locate();
      status = DRIFT | (after > referenceMean ? UP : DOWN);
    }
    return status;
  }

  @Override
  public final DriftEvent lastEvent() {
    double logP = Double.isNaN(statistic) ? Double.NaN : logP(statistic);
    if (status == NONE) {
      double mean = held > 0 ? windowMean() : learned > 0 ? referenceMean : Double.NaN;
      return calmEvent(statistic, threshold, logP, mean);
    }
    return event(changeIndex, statistic, threshold, logP, referenceMean, after);
  }

  @Override
  public final void reset() {
    begin();
    seen = 0;
  }

  @Override
  final void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(learned);
    out.put(reference, learned);
    out.put(referenceMean);
    out.put(statistic);
    out.put(changeIndex);
    out.put(after);
    out.put(held);
    out.put(next);
    for (int i = 0; i < held; i++) {
      out.put(window[place(i)]);
    }
  }

  @Override
  final void read(StateReader in) {
    begin();
    seen = in.integer64("seen", 0, Long.MAX_VALUE / 2);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    learned = in.integer("learned", 0, reference.length);
    in.finite("reference value", reference, learned);
    for (int i = 0; i < learned; i++) {
      requireTaken(reference[i]);
    }
    referenceMean = in.finite("referenceMean");
    double last = in.any("statistic");
    changeIndex = in.integer64("changeIndex", -1, seen);
    after = in.any("after");
    int stored = in.integer("held", 0, learned < reference.length ? 0 : window.length);
    int end = in.integer("next", 0, window.length - 1);
    if (learned == reference.length) {
      learn();
    }
    // Every value returns to the place it had, so that sums are added up in the same order.
    next = (end - stored + window.length) % window.length;
    for (int i = 0; i < stored; i++) {
      double value = in.finite("window value");
      requireTaken(value);
      held++;
      enter(value);
      window[next] = value;
      next = next + 1 == window.length ? 0 : next + 1;
    }
    statistic = last;
  }

  /** The place in {@link #window} of the i-th value from the oldest. */
  final int place(int i) {
    int at = next - held + i;
    return at < 0 ? at + window.length : at;
  }

  private void requireTaken(double value) {
    if (!takes(value)) {
      throw new InvalidData("detector state: a value is out of the range of " + name());
    }
  }

  private double windowMean() {
    double mean = 0;
    for (int i = 0; i < held; i++) {
      mean += (window[i] - mean) / (i + 1);
    }
    return mean;
  }

  /**
   * Of all ends of the window the one whose mean is farthest from the reference's, by its standard
   * error: the likeliest beginning of a shift of the mean.
   */
  private void locate() {
    double sum = 0;
    double best = -1;
    int from = 0;
    for (int i = held - 1; i >= 0; i--) {
      sum += window[place(i)] - referenceMean;
      double evidence = Math.abs(sum) / Math.sqrt(held - i);
      if (evidence > best) {
        best = evidence;
        from = i;
        after = referenceMean + sum / (held - i);
      }
    }
    changeIndex = seen - held + from;
  }

  /** Copies the reference in ascending order; heap sort, as the library's may allocate. */
  final void sortReference(double[] into) {
    System.arraycopy(reference, 0, into, 0, into.length);
    for (int root = into.length / 2 - 1; root >= 0; root--) {
      sink(into, root, into.length);
    }
    for (int end = into.length - 1; end > 0; end--) {
      double largest = into[0];
      into[0] = into[end];
      into[end] = largest;
      sink(into, 0, end);
    }
  }

  private static void sink(double[] heap, int root, int size) {
    double value = heap[root];
    int at = root;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= value) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }

  private void begin() {
    Arrays.fill(reference, 0);
    learned = 0;
    referenceMean = 0;
    held = 0;
    next = 0;
    statistic = Double.NaN;
    changeIndex = -1;
    after = Double.NaN;
    status = NONE;
    clear();
  }
}
