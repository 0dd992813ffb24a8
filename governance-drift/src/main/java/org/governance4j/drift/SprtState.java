package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The current test of one {@link Sprt} stream; one owner, not safe for more than one thread. */
final class SprtState extends Detector<Sprt> {

  private final double atZero;
  private final double slope;
  private final double accept;
  private final double reject;
  private double ratio;
  private double lowest;

  /** How many values of the stream came before the lowest point of the ratio. */
  private long lowestAt;

  SprtState(Sprt config) {
    super(config);
    // StrictMath: what the state adds up must be the same on every JDK.
    double p0 = config.p0();
    double p1 = config.p1();
    this.atZero = StrictMath.log1p(-p1) - StrictMath.log1p(-p0);
    this.slope = StrictMath.log(p1) - StrictMath.log(p0) - atZero;
    this.reject = StrictMath.log((1 - config.beta()) / config.alpha());
    this.accept = StrictMath.log(config.beta() / (1 - config.alpha()));
  }

  @Override
  public int update(double value) {
    if (!(value >= 0 && value <= 1)) {
      return REFUSED;
    }
    if (status != NONE) {
      status = NONE;
      begin();
    }
    seen++;
    ratio += atZero + slope * value;
    if (ratio < lowest) {
      lowest = ratio;
      lowestAt = seen;
      if (ratio <= accept) {
        begin();
      }
    } else if (ratio >= reject) {
      status = DRIFT | (slope > 0 ? UP : DOWN);
    }
    return status;
  }

  private void begin() {
    ratio = 0;
    lowest = 0;
    lowestAt = seen;
  }

  @Override
  public DriftEvent lastEvent() {
    if (status == NONE) {
      double statistic = seen == 0 ? Double.NaN : ratio;
      return calmEvent(
          statistic,
          reject,
          Math.min(0, -statistic),
          seen == lowestAt ? Double.NaN : meanSinceLowest());
    }
    return event(lowestAt, ratio, reject, -ratio, config.p0(), meanSinceLowest());
  }

  /** Λ; 0 right after a test was ended by accepting the old rate. */
  double ratio() {
    return ratio;
  }

  /** From the ratio, which is linear in the values. */
  private double meanSinceLowest() {
    double mean = ((ratio - lowest) / (seen - lowestAt) - atZero) / slope;
    return Math.max(0, Math.min(1, mean));
  }

  @Override
  public void reset() {
    seen = 0;
    status = NONE;
    begin();
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(ratio);
    out.put(lowest);
    out.put(lowestAt);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    ratio = in.finite("ratio");
    lowest = in.finite("lowest");
    lowestAt = in.integer64("lowestAt", 0, seen);
  }
}
