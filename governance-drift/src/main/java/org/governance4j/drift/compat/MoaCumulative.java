package org.governance4j.drift.compat;

/**
 * MOA's CusumDM, PageHinkleyDM and GeometricMovingAverageDM: three ways to add up how far the
 * values lie above their mean. None is the published test: the mean takes the value in first, and
 * MOA's Page-Hinkley keeps no running minimum.
 */
final class MoaCumulative extends MoaDetector {

  /** Which sum. */
  enum Sum {
    /** Never below 0. */
    CUSUM,
    /** Fading by the factor alpha. */
    PAGE_HINKLEY,
    /** A weighted mean of the excesses. */
    GEOMETRIC
  }

  private final Sum kind;
  private final int minInstances;
  private final double delta;
  private final double lambda;
  private final double alpha;
  private long next;
  private double mean;
  private double sum;
  private boolean changed;

  MoaCumulative(
      String name, Sum kind, int minInstances, double delta, double lambda, double alpha) {
    super(name);
    this.kind = kind;
    this.minInstances = minInstances;
    this.delta = delta;
    this.lambda = lambda;
    this.alpha = alpha;
    clear();
  }

  @Override
  void clear() {
    restart();
    estimation = 0;
  }

  private void restart() {
    next = 1;
    mean = 0;
    sum = 0;
    changed = false;
  }

  @Override
  int take(double value) {
    if (changed) {
      restart();
    }
    mean += (value - mean) / next;
    sum =
        switch (kind) {
          case CUSUM -> Math.max(0, sum + value - mean - delta);
          case PAGE_HINKLEY -> alpha * sum + (value - mean - delta);
          case GEOMETRIC -> alpha * sum + (1 - alpha) * (value - mean);
        };
    next++;
    estimation = mean;
    changed = next >= minInstances && sum > lambda;
    return changed ? DRIFT : NONE;
  }
}
