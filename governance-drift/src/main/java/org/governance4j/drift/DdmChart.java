package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The control chart of {@link Ddm}, which {@link Rddm} shares: p + s of the error rate p and its
 * standard deviation s, held against the lowest p + s so far. Only counts are kept.
 *
 * <p>As long as p + s stays within a zone, nothing changes: above the lowest p + s and below the
 * warning limit, or above the warning limit and below the drift limit. That is told without a
 * division or a root: with k errors in n values, p + s &lt; h exactly if k &lt; h·n and k(n − k)
 * &lt; n(h·n − k)². Whatever is outside, or so near to a limit that rounding may decide, goes to
 * {@link #classify}, which evaluates the formulas as they are stated.
 *
 * <p>While the rate falls, nearly every value is a new lowest p + s. From one at a rate of at most
 * 2/3, p and s both fall with each value that is no error: the next one is the lowest, without
 * being calculated, until an error comes or somebody asks.
 */
abstract class DdmChart<C extends DetectorConfig> extends Detector<C> {

  /** Far more than the rounding of p + s, which is below 1, and far less than it ever moves by. */
  private static final double BAND = 1e-14;

  /** A limit below any rate with an error in it. */
  private static final double BEFORE_ERRORS = 1e-18;

  private final long warmStart;
  private final double warningThreshold;
  private final double driftThreshold;

  /** How many values of the stream lie before those that are looked at. */
  long begin;

  long errors;

  /** Nothing but the zone matters before so many values are seen. */
  long deadline;

  /** How many of the values looked at lie before the warning zone, and the errors among them. */
  long calm;

  long calmErrors;
  private long lowestN;
  private long lowestErrors;
  private double lowestRate;
  private double lowestDeviation;
  private double low;
  private double high;

  /** Whether the lowest p + s is that after the value seen last, whichever is noted. */
  private boolean falling;

  DdmChart(C config, int warmStart, double warningThreshold, double driftThreshold) {
    super(config);
    this.warmStart = warmStart;
    this.warningThreshold = warningThreshold;
    this.driftThreshold = driftThreshold;
    restart(0);
  }

  /** Whether p + s is clearly where it was. */
  final boolean inZone() {
    double n = seen - begin;
    double k = errors;
    double spread = k * (n - k);
    double above = k - low * n;
    double below = high * n - k;
    return (above > 0 || spread > n * above * above) && below > 0 && spread < n * below * below;
  }

  /** Whether the value that was just counted is lower still, and nothing else matters. */
  final boolean stillFalling(int error) {
    return falling && error == 0 && seen < deadline;
  }

  /** The status by the formulas, with the value that was just counted; sets the zone. */
  final int classify(int error) {
    long n = seen - begin;
    deadline = n <= warmStart ? begin + warmStart + 1 : Long.MAX_VALUE;
    if (n <= warmStart || errors == 0) {
      low = Double.NEGATIVE_INFINITY;
      high = n <= warmStart ? Double.POSITIVE_INFINITY : BEFORE_ERRORS;
      return NONE;
    }
    if (falling) {
      noteLowest(n - 1, errors - error);
      falling = false;
    }
    double now = register(n);
    if (lowestN == n && warningThreshold >= 1 && errors <= n - n / 3 - 1) {
      falling = true;
      low = Double.POSITIVE_INFINITY; // no zone: the limits fall too
      return NONE;
    }
    double warning = lowestRate + warningThreshold * lowestDeviation;
    double drift = driftLimit();
    if (now > warning) {
      if (status == NONE) {
        calm = n - 1;
        calmErrors = errors - error;
      }
      low = warning + BAND;
      high = drift - BAND;
      return now > drift ? DRIFT | UP : WARNING | UP;
    }
    low = lowestRate + lowestDeviation + BAND;
    high = warning - BAND;
    return NONE;
  }

  /** Looks only at values after so many of the stream, and has counted none of them. */
  final void restart(long at) {
    begin = at;
    errors = 0;
    calm = 0;
    calmErrors = 0;
    forgetLowest();
    low = Double.NEGATIVE_INFINITY;
    high = Double.POSITIVE_INFINITY;
    deadline = at + warmStart + 1;
    status = NONE;
  }

  /**
   * Notes the lowest p + s, once an error was seen: before, s is 0 and says nothing.
   *
   * @return p + s, NaN as long as it says nothing
   */
  final double register(long n) {
    if (n <= warmStart || errors == 0) {
      return Double.NaN;
    }
    double p = rate(errors, n);
    double s = deviation(p, n);
    if (p + s <= lowestRate + lowestDeviation) {
      noteLowest(n, errors);
    }
    return p + s;
  }

  @Override
  public final DriftEvent lastEvent() {
    noteFallen();
    long n = seen - begin;
    double rate = n == 0 ? Double.NaN : rate(errors, n);
    boolean judged = lowestN > 0;
    double statistic = judged ? rate + deviation(rate, n) : Double.NaN;
    double threshold = judged ? driftLimit() : Double.NaN;
    if (status == NONE) {
      return calmEvent(statistic, threshold, Double.NaN, rate);
    }
    double before = calm == 0 ? Double.NaN : rate(calmErrors, calm);
    double after = rate(errors - calmErrors, n - calm);
    return event(begin + calm, statistic, threshold, Double.NaN, before, after);
  }

  @Override
  public final void reset() {
    seen = 0;
    forget();
  }

  /** Forgets everything but the configuration. */
  void forget() {
    restart(0);
  }

  @Override
  void write(StateWriter out) {
    noteFallen();
    out.put(seen);
    out.put(status);
    out.put(begin);
    out.put(errors);
    out.put(calm);
    out.put(calmErrors);
    out.put(lowestN);
    out.put(lowestErrors);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP);
    begin = in.integer64("begin", 0, seen);
    long n = seen - begin;
    errors = in.integer64("errors", 0, n);
    calm = in.integer64("calm", 0, n);
    calmErrors = in.integer64("calmErrors", 0, Math.min(calm, errors));
    long at = in.integer64("lowestN", 0, n);
    long atErrors = in.integer64("lowestErrors", 0, Math.min(at, errors));
    forgetLowest();
    if (at > 0) {
      noteLowest(at, atErrors);
    }
    // No zone is right for sure: the next value is classified.
    low = Double.NaN;
    high = Double.NaN;
    deadline = seen + 1;
  }

  private double driftLimit() {
    return lowestRate + driftThreshold * lowestDeviation;
  }

  private void noteFallen() {
    if (falling) {
      noteLowest(seen - begin, errors);
    }
  }

  private void noteLowest(long n, long errors) {
    lowestN = n;
    lowestErrors = errors;
    lowestRate = rate(errors, n);
    lowestDeviation = deviation(lowestRate, n);
  }

  private void forgetLowest() {
    falling = false;
    lowestN = 0;
    lowestErrors = 0;
    lowestRate = Double.POSITIVE_INFINITY;
    lowestDeviation = 0;
  }

  private static double rate(long errors, long n) {
    return (double) errors / n;
  }

  private static double deviation(double rate, long n) {
    return Math.sqrt(rate * (1 - rate) / n);
  }
}
