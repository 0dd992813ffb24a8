package org.governance4j.drift.compat;

import org.apache.commons.math3.distribution.NormalDistribution;

/** MOA's STEPD: the two-sided test of equal proportions with continuity correction. */
final class MoaStepd extends MoaDetector {

  private final double driftLimit;
  private final double warningLimit;
  private final boolean[] recent;
  private int filled;
  private int oldest;
  private int recentRight;
  private long older;
  private long olderRight;
  private boolean changed;

  MoaStepd(String name, int window, double driftLevel, double warningLevel) {
    super(name);
    this.recent = new boolean[window];
    this.driftLimit = limit(driftLevel);
    this.warningLimit = limit(warningLevel);
  }

  private static double limit(double level) {
    return -new NormalDistribution(0, 1).inverseCumulativeProbability(level / 2);
  }

  @Override
  void clear() {
    filled = 0;
    oldest = 0;
    recentRight = 0;
    older = 0;
    olderRight = 0;
    changed = false;
  }

  @Override
  int take(double value) {
    if (changed) {
      clear();
    }
    boolean right = value == 0;
    if (filled == recent.length) {
      older++;
      if (recent[oldest]) {
        olderRight++;
        recentRight--;
      }
    } else {
      filled++;
    }
    recent[oldest] = right;
    oldest = oldest + 1 == recent.length ? 0 : oldest + 1;
    if (right) {
      recentRight++;
    }
    if (older < recent.length) {
      return NONE;
    }
    double parts = 1.0 / older + 1.0 / filled;
    double p = (double) (olderRight + recentRight) / (older + filled);
    double apart =
        Math.abs((double) olderRight / older - (double) recentRight / filled) - parts / 2;
    double z = Math.abs(apart / Math.sqrt(p * (1 - p) * parts));
    changed = z > driftLimit;
    return changed ? DRIFT : z > warningLimit ? WARNING : NONE;
  }
}
