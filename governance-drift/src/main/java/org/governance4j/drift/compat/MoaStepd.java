package org.governance4j.drift.compat;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * MOA's STEPD: the two-sided test of equal proportions with continuity correction. Meant for 0 and
 * 1; what leaves the recent window is cut to a whole byte first, as in MOA.
 */
final class MoaStepd extends MoaDetector {

  private static final double LEAST = 1.4e-16;

  private final double driftLimit;
  private final double warningLimit;
  private final double[] recent;
  private int filled;
  private int oldest;
  private double recentWrong;
  private long older;
  private double olderWrong;
  private boolean changed;

  MoaStepd(String name, int window, double driftLevel, double warningLevel) {
    super(name);
    this.recent = new double[window];
    this.driftLimit = limit(driftLevel);
    this.warningLimit = limit(warningLevel);
  }

  private static double limit(double level) {
    // Below the least of them MOA's probability rounds to 1.
    return Math.max(LEAST, -new NormalDistribution(0, 1).inverseCumulativeProbability(level / 2));
  }

  @Override
  void clear() {
    filled = 0;
    oldest = 0;
    recentWrong = 0;
    older = 0;
    olderWrong = 0;
    changed = false;
  }

  @Override
  int take(double value) {
    if (changed) {
      clear();
    }
    if (filled == recent.length) {
      older++;
      olderWrong += recent[oldest];
      recentWrong -= recent[oldest];
    } else {
      filled++;
    }
    recent[oldest] = (byte) value;
    oldest = oldest + 1 == recent.length ? 0 : oldest + 1;
    recentWrong += value;
    if (older < recent.length) {
      return NONE;
    }
    double parts = 1.0 / older + 1.0 / filled;
    double p = (older + filled - olderWrong - recentWrong) / (older + filled);
    double apart =
        Math.abs((older - olderWrong) / older - (filled - recentWrong) / filled) - .5 * parts;
    double z = Math.abs(apart / Math.sqrt(p * (1 - p) * parts));
    changed = z > driftLimit;
    return changed ? DRIFT : z > warningLimit ? WARNING : NONE;
  }
}
