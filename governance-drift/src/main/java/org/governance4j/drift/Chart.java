package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * What the control charts for the mean have in common: the reference that values are standardised
 * with, given or learned from the first values.
 *
 * <p>A subclass takes a value at once if {@link #cold} is not set; otherwise it asks {@link
 * #prepare} first.
 */
abstract class Chart<C extends DetectorConfig> extends Detector<C> {

  /** The smallest scale: the largest value in it, and sums of them, are still finite. */
  private static final double SMALLEST_SD = 1 / Range.LIMIT;

  private final boolean known;
  private final long minInstances;

  /** Whether the next value needs {@link #prepare}. */
  boolean cold;

  /** The reference mean, or while it is being learned the mean of the values so far. */
  double mean;

  /** The reference standard deviation, 0 while it is being learned. */
  double sd;

  /** 1 / sd. */
  double scale;

  private boolean learning;

  /** How many values were learned from; no conversion from an integer delays the mean. */
  private double learned;

  private double squares;

  /**
   * Without a reference.
   *
   * @param mean NaN if the reference is to be learned
   */
  Chart(C config, double mean, double sd, int minInstances) {
    super(config);
    this.known = !Double.isNaN(mean);
    this.minInstances = minInstances;
    if (known) {
      this.mean = mean;
      this.sd = sd;
      this.scale = 1 / sd;
    }
    forget();
  }

  /** Checks what {@link Chart#Chart} takes. */
  static void requireReference(double mean, double sd, int minInstances) {
    if (Double.isNaN(mean) != Double.isNaN(sd)) {
      throw new IllegalArgumentException(
          "mean and sd must both be given or both be left out: " + mean + ", " + sd);
    }
    if (!Double.isNaN(mean)) {
      if (!(Math.abs(mean) <= Range.LIMIT)) {
        throw new IllegalArgumentException(
            "mean must be from -" + Range.LIMIT + " to " + Range.LIMIT + ": " + mean);
      }
      if (!(sd >= SMALLEST_SD && sd <= Range.LIMIT)) {
        throw new IllegalArgumentException(
            "sd must be from " + SMALLEST_SD + " to " + Range.LIMIT + ": " + sd);
      }
    }
    if (minInstances < 2) {
      throw new IllegalArgumentException("minInstances must be at least 2: " + minInstances);
    }
  }

  static void requireThreshold(String name, double threshold) {
    if (!(threshold > 0 && threshold <= 1e100)) {
      throw new IllegalArgumentException(name + " must be above 0, at most 1e100: " + threshold);
    }
  }

  /** Sets the statistic to that of an empty stream. */
  abstract void clear();

  /**
   * Begins anew after a report, and learns from the value if there is no reference yet.
   *
   * @return whether the value was learned from, and is not to be charted
   */
  final boolean prepare(double value) {
    if (status != NONE) {
      begin();
    }
    if (!learning) {
      cold = false;
      return false;
    }
    seen++;
    learned++;
    double deviation = value - mean;
    // The division does not wait for the value before, which a quotient of the deviation would.
    mean += deviation * (1 / learned);
    squares += deviation * (value - mean);
    // Values that are all the same have no scale: the first that differs ends the wait.
    if (learned >= minInstances && squares / (learned - 1) > SMALLEST_SD * SMALLEST_SD) {
      sd = Math.sqrt(squares / (learned - 1));
      scale = 1 / sd;
      learning = false;
    }
    return true;
  }

  /** Notes a status that the next value must begin anew after. */
  final int report(int found) {
    status = found;
    cold = true;
    return found;
  }

  /** The event while nothing is charted or reported. */
  final DriftEvent calmEvent(double statistic, double threshold, double logP) {
    boolean empty = learning && learned == 0;
    return calmEvent(
        learning ? Double.NaN : statistic,
        threshold,
        learning ? Double.NaN : logP,
        empty ? Double.NaN : mean);
  }

  @Override
  public final void reset() {
    begin();
    seen = 0;
  }

  final void begin() {
    status = NONE;
    forget();
    clear();
  }

  private void forget() {
    learning = !known;
    cold = learning;
    learned = 0;
    squares = 0;
    if (learning) {
      mean = 0;
      sd = 0;
      scale = 0;
    }
  }

  final void writeReference(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(learning);
    out.put((long) learned);
    out.put(mean);
    out.put(squares);
    out.put(sd);
  }

  final void readReference(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    learning = in.flag("learning") && !known;
    learned = in.integer64("learned", 0, seen);
    mean = in.finite("mean");
    squares = in.finite("squares");
    sd = in.finite("sd");
    scale = learning ? 0 : 1 / sd;
    cold = learning || status != NONE;
  }
}
