package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The sums of one {@link HddmA} stream; one owner, not safe for more than one thread.
 *
 * <p>The bounds are compared by their squares, without a division or a root. What holds, or nearly
 * holds, is decided by the formulas as they are stated.
 */
final class HddmAState extends Detector<HddmA> {

  /** More than rounding can move a mean in [0, 1]. */
  private static final double BAND = 1e-13;

  private final boolean watchUp;
  private final boolean watchDown;
  private final HddmBounds bounds;
  private final double cutFactor;
  private final double least;
  private long begin;
  private double sum;
  private long upN;
  private double upSum;
  private double upLimit;
  private long downN;
  private double downSum;
  private double downLimit;

  HddmAState(HddmA config) {
    super(config);
    this.watchUp = config.mode() != Side.DOWN;
    this.watchDown = config.mode() != Side.UP;
    this.bounds =
        new HddmBounds(config.mode(), config.driftConfidence(), config.warningConfidence());
    this.cutFactor = bounds.cut;
    this.least = bounds.least;
    begin();
  }

  @Override
  public int update(double value) {
    if (!(value >= 0 && value <= 1)) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      begin();
    }
    seen++;
    long count = seen - begin;
    double n = count;
    double s = sum + value;
    sum = s;
    int found = NONE;
    if (watchUp) {
      double room = (upLimit + BAND) * n - s;
      if (room >= 0 && room * room >= cutFactor * n) {
        cutUp(count, s);
      }
      double a = upN;
      double apart = a * s - upSum * n;
      if (apart * Math.abs(apart) > least * ((n - a) * a) * n) {
        found = judge(s / n - upSum / a, a, n, UP);
      }
    }
    if (watchDown) {
      double room = s - (downLimit - BAND) * n;
      if (room >= 0 && room * room >= cutFactor * n) {
        cutDown(count, s);
      }
      double a = downN;
      double apart = downSum * n - a * s;
      if (apart * Math.abs(apart) > least * ((n - a) * a) * n) {
        int down = judge(downSum / a - s / n, a, n, DOWN);
        found = (down & DRIFT) > (found & DRIFT) || found == NONE ? down : found;
      }
    }
    status = found;
    return found;
  }

  @Override
  public DriftEvent lastEvent() {
    long n = seen - begin;
    double mean = n == 0 ? Double.NaN : sum / n;
    if (status == NONE) {
      return calmEvent(Double.NaN, Double.NaN, Double.NaN, mean);
    }
    boolean up = (status & UP) != 0;
    long cut = up ? upN : downN;
    double cutSum = up ? upSum : downSum;
    double before = cutSum / cut;
    double m = (double) (n - cut) / ((double) cut * n);
    double statistic = Math.abs(mean - before);
    double after = (sum - cutSum) / (n - cut);
    return event(
        begin + cut, statistic, bounds.threshold(m), bounds.logP(statistic, m), before, after);
  }

  @Override
  public void reset() {
    seen = 0;
    begin();
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(begin);
    out.put(sum);
    out.put(upN);
    out.put(upSum);
    out.put(downN);
    out.put(downSum);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP | DOWN);
    begin = in.integer64("begin", 0, seen);
    long n = seen - begin;
    sum = in.finite("sum");
    upN = in.integer64("upN", 0, n);
    upSum = in.finite("upSum");
    downN = in.integer64("downN", 0, n);
    downSum = in.finite("downSum");
    upLimit = upN == 0 ? Double.POSITIVE_INFINITY : upSum / upN + bound(upN);
    downLimit = downN == 0 ? Double.NEGATIVE_INFINITY : downSum / downN - bound(downN);
  }

  private int judge(double apart, double a, double n, int side) {
    return bounds.judge(apart, (n - a) / (a * n), side);
  }

  private void cutUp(long n, double s) {
    double limit = s / n + bound(n);
    if (limit <= upLimit) {
      upN = n;
      upSum = s;
      upLimit = limit;
    }
  }

  private void cutDown(long n, double s) {
    double limit = s / n - bound(n);
    if (limit >= downLimit) {
      downN = n;
      downSum = s;
      downLimit = limit;
    }
  }

  private double bound(long n) {
    return Math.sqrt(cutFactor / n);
  }

  private void begin() {
    begin = seen;
    sum = 0;
    upN = 0;
    upSum = 0;
    upLimit = Double.POSITIVE_INFINITY;
    downN = 0;
    downSum = 0;
    downLimit = Double.NEGATIVE_INFINITY;
    status = NONE;
  }
}
