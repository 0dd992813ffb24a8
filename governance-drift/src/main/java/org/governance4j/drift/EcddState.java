package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The averages of one {@link Ecdd} stream; one owner, not safe for more than one thread. */
final class EcddState extends Detector<Ecdd> {

  /** A fast comparison within this factor of its limit is left to the formula. */
  private static final double NEAR = 1 - 1e-9;

  /** Averages below are zero: still smaller ones would be slow to compute with, for good. */
  private static final double TINY = 1e-290;

  private final double lambda;
  private final double keep;
  private final double keepSquared;
  private final double scale;
  private final double least;
  private final long warmStart;
  private long begin;
  private long errors;
  private double average;
  private double decay;
  private long calm;
  private long calmErrors;

  EcddState(Ecdd config) {
    super(config);
    this.lambda = config.lambda();
    this.keep = 1 - lambda;
    this.keepSquared = keep * keep;
    this.scale = lambda / (2 - lambda);
    double warning = config.warningThreshold();
    this.least = warning * warning * scale * NEAR;
    this.warmStart = config.warmStart();
    begin();
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      begin();
    }
    seen++;
    errors += error;
    double z = keep * average + lambda * error;
    average = z < TINY ? 0 : z;
    double rest = decay * keepSquared;
    decay = rest < TINY ? 0 : rest;
    double n = seen - begin;
    double k = errors;
    double excess = n * average - k;
    if (excess <= 0) {
      calm = seen - begin;
      calmErrors = errors;
    }
    // The square of z − p > limit·σ, multiplied by n².
    if (excess * Math.abs(excess) > least * (1 - rest) * (k * (n - k)) && n >= warmStart) {
      status = judge();
      return status;
    }
    status = NONE;
    return NONE;
  }

  @Override
  public DriftEvent lastEvent() {
    long n = seen - begin;
    boolean judged = n >= warmStart;
    double p = n == 0 ? Double.NaN : (double) errors / n;
    double statistic = judged ? average - p : Double.NaN;
    double threshold = judged ? config.driftThreshold() * deviation() : Double.NaN;
    if (status == NONE) {
      return calmEvent(statistic, threshold, Double.NaN, p);
    }
    double before = calm == 0 ? Double.NaN : (double) calmErrors / calm;
    double after = (double) (errors - calmErrors) / (n - calm);
    return event(begin + calm, statistic, threshold, Double.NaN, before, after);
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
    out.put(errors);
    out.put(average);
    out.put(decay);
    out.put(calm);
    out.put(calmErrors);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP);
    begin = in.integer64("begin", 0, seen);
    errors = in.integer64("errors", 0, seen - begin);
    average = in.finite("average");
    decay = in.finite("decay");
    calm = in.integer64("calm", 0, seen - begin);
    calmErrors = in.integer64("calmErrors", 0, Math.min(calm, errors));
  }

  private int judge() {
    double excess = average - (double) errors / (seen - begin);
    double deviation = deviation();
    // Without a deviation all values were equal, and what is left of the excess is rounding.
    if (!(deviation > 0 && excess > config.warningThreshold() * deviation)) {
      return NONE;
    }
    return excess > config.driftThreshold() * deviation ? DRIFT | UP : WARNING | UP;
  }

  private double deviation() {
    double p = (double) errors / (seen - begin);
    return Math.sqrt(p * (1 - p) * scale * (1 - decay));
  }

  private void begin() {
    begin = seen;
    errors = 0;
    average = 0;
    decay = 1;
    calm = 0;
    calmErrors = 0;
    status = NONE;
  }
}
