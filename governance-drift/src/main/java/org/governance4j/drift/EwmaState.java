package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The average of one {@link Ewma} stream; one owner, not safe for more than one thread. */
final class EwmaState extends Chart<Ewma> {

  private final double alpha;
  private final double rest;
  private final double upLimit;
  private final double downLimit;
  private final double widest;
  private double average;

  /** (1 − alpha)²ᵗ, or 0 once it no longer changes the limit. */
  private double fading;

  /** alpha/(2 − alpha) · (1 − fading) · threshold². */
  private double limit;

  /** How many values the average has been on its side of the reference mean, and their z's sum. */
  private long run;

  private double sum;

  EwmaState(Ewma config) {
    super(config, config.mean(), config.sd(), config.minInstances());
    this.alpha = config.alpha();
    this.rest = 1 - alpha;
    this.upLimit = config.mode() == Side.DOWN ? Double.POSITIVE_INFINITY : 0;
    this.downLimit = config.mode() == Side.UP ? Double.NEGATIVE_INFINITY : 0;
    this.widest = alpha / (2 - alpha) * (config.threshold() * config.threshold());
    clear();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (cold && prepare(value)) {
      return NONE;
    }
    seen++;
    double z = (value - mean) * scale;
    double was = average;
    double is = alpha * z + rest * was;
    // Below this it could only fade into numbers so small that the processor is slow with them.
    average = Math.abs(is) < 1e-200 ? 0 : is;
    if (fading != 0) {
      widen();
    }
    // On which side the average is changes at random, so a branch would be mispredicted: the run is
    // cleared by a mask if the signs differ.
    long same = ~((Double.doubleToRawLongBits(is) ^ Double.doubleToRawLongBits(was)) >> 63);
    run = (run & same) + 1;
    sum = Double.longBitsToDouble(Double.doubleToRawLongBits(sum) & same) + z;
    if (is * is > limit && (is > upLimit || is < downLimit)) {
      return report(DRIFT | (is > 0 ? UP : DOWN));
    }
    return NONE;
  }

  private void widen() {
    fading *= rest * rest;
    if (fading < 1e-20) {
      fading = 0;
    }
    limit = widest * (1 - fading);
  }

  @Override
  public DriftEvent lastEvent() {
    double sigma = Math.sqrt(limit) / config.threshold();
    double signed = sigma == 0 ? Double.NaN : average / sigma;
    double statistic =
        switch (config.mode()) {
          case BOTH -> Math.abs(signed);
          case UP -> signed;
          case DOWN -> -signed;
        };
    double logP = NormalTail.log(statistic, config.mode() == Side.BOTH);
    if (status == NONE) {
      return calmEvent(statistic, config.threshold(), logP);
    }
    double after = mean + sd * (sum / run);
    return event(seen - run, statistic, config.threshold(), logP, mean, after);
  }

  @Override
  void clear() {
    average = 0;
    fading = 1;
    limit = 0;
    run = 0;
    sum = 0;
  }

  @Override
  void write(StateWriter out) {
    writeReference(out);
    out.put(average);
    out.put(fading);
    out.put(run);
    out.put(sum);
  }

  @Override
  void read(StateReader in) {
    readReference(in);
    average = in.finite("average");
    fading = in.finite("fading");
    limit = widest * (1 - fading);
    run = in.integer64("run", 0, seen);
    sum = in.finite("sum");
  }
}
