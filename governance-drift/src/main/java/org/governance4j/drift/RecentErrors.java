package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * A window of the most recent errors beside the older ones, for tests that compare the two rates;
 * everything is counted exactly.
 */
abstract class RecentErrors<C extends DetectorConfig> extends Detector<C> {

  private static final double LOG_2 = Math.log(2);

  /** A fast comparison within this factor of its limit is left to the formula. */
  private static final double NEAR = 1 - 1e-12;

  final int windowSize;
  final BitRing ring;
  final double warningZ;
  final double driftZ;

  /** The square of the smallest z that may be a warning. */
  final double least;

  long begin;
  int recent;
  long older;

  RecentErrors(C config, int windowSize, int bits, double alphaWarning, double alphaDrift) {
    super(config);
    this.windowSize = windowSize;
    this.ring = new BitRing(bits);
    this.warningZ = NormalTail.quantile(Math.log(alphaWarning) - LOG_2);
    this.driftZ = NormalTail.quantile(Math.log(alphaDrift) - LOG_2);
    this.least = warningZ * warningZ * NEAR;
  }

  /** How many older values there are; not above 0 as long as the recent window is not full. */
  abstract long olderCount();

  /** The statistic of the two rates, NaN if all values are equal. */
  abstract double z();

  /** The status by the formula. */
  final int judge() {
    double z = z();
    return z > driftZ ? DRIFT | UP : z > warningZ ? WARNING | UP : NONE;
  }

  final void begin() {
    begin = seen;
    recent = 0;
    older = 0;
    ring.clear();
    status = NONE;
  }

  @Override
  public final DriftEvent lastEvent() {
    long n = olderCount();
    boolean judged = n >= windowSize;
    double after = (double) recent / windowSize;
    double z = judged ? z() : Double.NaN;
    double threshold = judged ? driftZ : Double.NaN;
    if (status == NONE) {
      long taken = Math.min(windowSize, seen - begin);
      return calmEvent(z, threshold, Double.NaN, taken == 0 ? Double.NaN : (double) recent / taken);
    }
    double before = (double) older / n;
    long rise = ring.riseWithin(seen - windowSize, seen, (before + after) / 2);
    return event(rise, z, threshold, NormalTail.log(z, true), before, after);
  }

  @Override
  public final void reset() {
    seen = 0;
    begin();
  }

  @Override
  final void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(begin);
    out.put(recent);
    out.put(older);
    ring.write(out);
  }

  @Override
  final void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP);
    begin = in.integer64("begin", 0, seen);
    recent = in.integer("recent", 0, (int) Math.min(windowSize, seen - begin));
    older = in.integer64("older", 0, Math.max(0, seen - begin - windowSize));
    ring.read(in);
  }
}
