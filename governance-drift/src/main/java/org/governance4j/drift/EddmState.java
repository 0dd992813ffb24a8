package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The distances of one {@link Eddm} stream; one owner, not safe for more than one thread.
 *
 * <p>The sum of the distances is the distance of the last error from the first, so only their
 * squares are added up. Whether mean + 2·deviation is still in its zone is told without division or
 * root, as in {@link DdmChart}: with d distances of sum t and sum of squares u, it is below h
 * exactly if t &lt; h·d and 4(d·u − t²) &lt; (h·d − t)².
 */
final class EddmState extends Detector<Eddm> {

  /** More than rounding, relative to a limit, can move it. */
  private static final double BAND = 1e-11;

  private final long warmStart;
  private final double alpha;
  private final double beta;
  private long begin;
  private long errors;
  private long firstAt;
  private long lastAt;
  private double squares;
  private double highest;
  private long calm;
  private long calmErrors;
  private double low;
  private double high;

  EddmState(Eddm config) {
    super(config);
    this.warmStart = config.warmStart();
    this.alpha = config.alpha();
    this.beta = config.beta();
    begin();
  }

  @Override
  public int update(double value) {
    if (value != 0) {
      return value == 1 ? error() : REFUSED;
    }
    int before = status;
    if (before < DRIFT) {
      seen++;
      return before;
    }
    return noError();
  }

  @Override
  public DriftEvent lastEvent() {
    long n = seen - begin;
    double rate = n == 0 ? Double.NaN : (double) errors / n;
    boolean judged = highest > 0;
    double statistic = judged ? level() / highest : Double.NaN;
    double threshold = judged ? beta : Double.NaN;
    if (status == NONE) {
      return new DriftEvent(
          name(), NONE, seen - 1, -1, statistic, threshold, Double.NaN, Double.NaN, rate);
    }
    double before = calm == 0 ? Double.NaN : (double) calmErrors / calm;
    double after = (double) (errors - calmErrors) / (n - calm);
    return new DriftEvent(
        name(), status, seen - 1, begin + calm, statistic, threshold, Double.NaN, before, after);
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
    out.put(firstAt);
    out.put(lastAt);
    out.put(squares);
    out.put(highest);
    out.put(calm);
    out.put(calmErrors);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP);
    begin = in.integer64("begin", 0, seen);
    errors = in.integer64("errors", 0, seen - begin);
    firstAt = in.integer64("firstAt", 0, seen);
    lastAt = in.integer64("lastAt", firstAt, seen);
    squares = in.finite("squares");
    highest = in.finite("highest");
    calm = in.integer64("calm", 0, seen - begin);
    calmErrors = in.integer64("calmErrors", 0, Math.min(calm, errors));
    forgetZone();
  }

  private int noError() {
    if ((status & DRIFT) != 0) {
      begin();
    }
    seen++;
    return status;
  }

  private int error() {
    if ((status & DRIFT) != 0) {
      begin();
    }
    seen++;
    long k = ++errors;
    if (k == 1) {
      firstAt = seen;
      lastAt = seen;
      return status;
    }
    double distance = seen - lastAt;
    lastAt = seen;
    squares += distance * distance;
    if (k < warmStart) {
      return status;
    }
    double d = k - 1;
    double t = seen - firstAt;
    double du = d * squares;
    double spread = 4 * (du - t * t);
    double rounding = 4e-15 * du;
    double above = t - low * d;
    double below = high * d - t;
    if ((above > 0 || spread - rounding > above * above)
        && below > 0
        && spread + rounding < below * below) {
      return status;
    }
    status = classify();
    return status;
  }

  private int classify() {
    double level = level();
    if (level >= highest) {
      highest = level;
    }
    if (level < alpha * highest) {
      if (status == NONE) {
        calm = seen - begin - 1;
        calmErrors = errors - 1;
      }
      low = beta * highest * (1 + BAND);
      high = alpha * highest * (1 - BAND);
      return level < beta * highest ? DRIFT | UP : WARNING | UP;
    }
    low = alpha * highest * (1 + BAND);
    high = highest * (1 - BAND);
    return NONE;
  }

  /** Mean of the distances and two of their standard deviations. */
  private double level() {
    double d = errors - 1;
    double mean = (lastAt - firstAt) / d;
    return mean + 2 * Math.sqrt(Math.max(0, squares / d - mean * mean));
  }

  private void begin() {
    begin = seen;
    errors = 0;
    firstAt = 0;
    lastAt = 0;
    squares = 0;
    highest = 0;
    calm = 0;
    calmErrors = 0;
    forgetZone();
    status = NONE;
  }

  /** No zone is right for sure: the next error is classified. */
  private void forgetZone() {
    low = Double.NaN;
    high = Double.NaN;
  }
}
