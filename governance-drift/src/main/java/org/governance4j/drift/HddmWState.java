package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The averages of one {@link HddmW} stream; one owner, not safe for more than one thread.
 *
 * <p>As in {@link HddmAState}, bounds are compared by their squares first.
 */
final class HddmWState extends Detector<HddmW> {

  private static final double BAND = 1e-13;

  /** Averages below are zero: still smaller ones would be slow to compute with, for good. */
  private static final double TINY = 1e-290;

  private final boolean watchUp;
  private final boolean watchDown;
  private final HddmBounds bounds;
  private final double cutFactor;
  private final double warningFactor;
  private final double driftFactor;
  private final double least;
  private final double lambda;
  private final double keep;
  private final double lambdaSquared;
  private final double keepSquared;
  private long begin;
  private double average;
  private double weight;
  private final Cut up = new Cut(1);
  private final Cut down = new Cut(-1);

  /**
   * What was averaged up to the cut, and after it; weights are sums of squared weights. Calm is the
   * position after the last value at which the averages were apart by less than half a warning.
   */
  private static final class Cut {
    private final double sign;
    private long calm;
    private double before;
    private double beforeWeight;
    private double after;
    private double afterWeight;
    private double limit;

    Cut(double sign) {
      this.sign = sign;
    }

    void forget() {
      calm = 0;
      before = 0;
      beforeWeight = 0;
      after = 0;
      afterWeight = 0;
      limit = Double.POSITIVE_INFINITY;
    }

    void write(StateWriter out) {
      out.put(calm);
      out.put(before);
      out.put(beforeWeight);
      out.put(after);
      out.put(afterWeight);
    }
  }

  HddmWState(HddmW config) {
    super(config);
    this.watchUp = config.mode() != Side.DOWN;
    this.watchDown = config.mode() != Side.UP;
    this.bounds =
        new HddmBounds(config.mode(), config.driftConfidence(), config.warningConfidence());
    this.cutFactor = bounds.cut;
    this.warningFactor = bounds.warning;
    this.driftFactor = bounds.drift;
    this.least = bounds.least;
    this.lambda = config.lambda();
    this.keep = 1 - lambda;
    this.lambdaSquared = lambda * lambda;
    this.keepSquared = keep * keep;
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
    double weighted = lambda * value;
    if (weight == 0) {
      average = value;
      weight = 1;
    } else {
      double next = keep * average + weighted;
      average = next < TINY ? 0 : next;
      weight = keepSquared * weight + lambdaSquared;
    }
    int found = watchUp ? watch(up, value, weighted) : NONE;
    if (watchDown) {
      int other = watch(down, value, weighted);
      found = (other & DRIFT) > (found & DRIFT) || found == NONE ? other : found;
    }
    status = found;
    return found;
  }

  @Override
  public DriftEvent lastEvent() {
    if (status == NONE) {
      double current = weight == 0 ? Double.NaN : average;
      return calmEvent(Double.NaN, Double.NaN, Double.NaN, current);
    }
    Cut cut = (status & UP) != 0 ? up : down;
    double statistic = Math.abs(cut.after - cut.before);
    double weights = cut.beforeWeight + cut.afterWeight;
    double threshold = bounds.threshold(weights);
    double logP = bounds.logP(statistic, weights);
    return event(cut.calm, statistic, threshold, logP, cut.before, cut.after);
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
    out.put(average);
    out.put(weight);
    up.write(out);
    down.write(out);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP | DOWN);
    begin = in.integer64("begin", 0, seen);
    average = in.finite("average");
    weight = in.finite("weight");
    read(in, up);
    read(in, down);
  }

  private void read(StateReader in, Cut cut) {
    cut.calm = in.integer64("calm", 0, seen);
    cut.before = in.finite("before");
    cut.beforeWeight = in.finite("beforeWeight");
    cut.after = in.finite("after");
    cut.afterWeight = in.finite("afterWeight");
    cut.limit =
        cut.beforeWeight == 0
            ? Double.POSITIVE_INFINITY
            : cut.sign * cut.before + Math.sqrt(cutFactor * cut.beforeWeight);
  }

  private int watch(Cut cut, double value, double weighted) {
    double level = cut.sign * average;
    double room = cut.limit + BAND - level;
    if (room >= 0 && room * room >= cutFactor * weight && cut(cut, level)) {
      return NONE;
    }
    if (cut.afterWeight == 0) {
      cut.after = value;
      cut.afterWeight = 1;
    } else {
      double next = keep * cut.after + weighted;
      cut.after = next < TINY ? 0 : next;
      cut.afterWeight = keepSquared * cut.afterWeight + lambdaSquared;
    }
    double apart = cut.sign * (cut.after - cut.before);
    double weights = cut.beforeWeight + cut.afterWeight;
    double square = apart * Math.abs(apart);
    double bound = least * weights;
    if (square < bound) {
      if (square < bound / 4) {
        cut.calm = seen;
      }
      return NONE;
    }
    // What the bounds' judge does, without a call on the way of many values.
    int side = cut.sign > 0 ? UP : DOWN;
    if (apart >= Math.sqrt(weights * driftFactor)) {
      return DRIFT | side;
    }
    return apart >= Math.sqrt(weights * warningFactor) ? WARNING | side : NONE;
  }

  private boolean cut(Cut cut, double level) {
    double limit = level + Math.sqrt(cutFactor * weight);
    if (!(limit < cut.limit)) {
      return false;
    }
    cut.calm = seen;
    cut.before = average;
    cut.beforeWeight = weight;
    cut.after = 0;
    cut.afterWeight = 0;
    cut.limit = limit;
    return true;
  }

  private void begin() {
    begin = seen;
    average = 0;
    weight = 0;
    up.forget();
    down.forget();
    status = NONE;
  }
}
