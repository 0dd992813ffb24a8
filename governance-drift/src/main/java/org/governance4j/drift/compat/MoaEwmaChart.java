package org.governance4j.drift.compat;

/** MOA's EWMAChartDM: the limit polynomial for a run length of 400. */
final class MoaEwmaChart extends MoaDetector {

  private final int minInstances;
  private final double lambda;
  private long next;
  private double sum;
  private double smoothed;
  private boolean changed;

  MoaEwmaChart(String name, int minInstances, double lambda) {
    super(name);
    this.minInstances = minInstances;
    this.lambda = lambda;
    clear();
  }

  @Override
  void clear() {
    restart();
    estimation = 0;
  }

  private void restart() {
    next = 1;
    sum = 0;
    smoothed = 0;
    changed = false;
  }

  @Override
  int take(double value) {
    if (changed) {
      restart();
    }
    sum += value;
    double p = sum / next;
    double deviation =
        Math.sqrt(p * (1 - p) * lambda * (1 - Math.pow(1 - lambda, 2.0 * next)) / (2 - lambda));
    next++;
    smoothed += lambda * (value - smoothed);
    double limit =
        3.97
            - 6.56 * p
            + 48.73 * Math.pow(p, 3)
            - 330.13 * Math.pow(p, 5)
            + 848.18 * Math.pow(p, 7);
    estimation = p;
    if (next < minInstances) {
      return NONE;
    }
    if (next > minInstances && smoothed > p + limit * deviation) {
      changed = true;
      return DRIFT;
    }
    return smoothed > p + .5 * limit * deviation ? WARNING : NONE;
  }
}
