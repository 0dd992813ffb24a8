package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * ADWIN written down as the paper says it, with the whole window in a list and every mean and
 * variance computed from its values: slow and plain, to hold the real one against.
 */
final class NaiveAdwin {

  private final Adwin config;
  private final List<Double> window = new ArrayList<>();
  private final List<Integer> bucketSizes = new ArrayList<>();
  private int updates;

  NaiveAdwin(Adwin config) {
    this.config = config;
  }

  boolean update(double value) {
    window.add(value);
    bucketSizes.add(1);
    compress();
    updates++;
    if (updates % config.clock() != 0 || window.size() <= config.gracePeriod()) {
      return false;
    }
    boolean dropped = false;
    while (someCutHolds()) {
      window.subList(0, bucketSizes.remove(0)).clear();
      dropped = true;
    }
    return dropped;
  }

  int width() {
    return window.size();
  }

  double mean() {
    return mean(window);
  }

  double variance() {
    double mean = mean(window);
    return window.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / window.size();
  }

  private void compress() {
    for (int size = 1; ; size *= 2) {
      int oldest = bucketSizes.indexOf(size);
      int newest = bucketSizes.lastIndexOf(size);
      if (oldest < 0 || newest - oldest + 1 <= config.maxBuckets()) {
        return;
      }
      bucketSizes.remove(oldest);
      bucketSizes.set(oldest, 2 * size);
    }
  }

  private boolean someCutHolds() {
    double d = Math.log(2 * Math.log(window.size()) / config.delta());
    double variance = variance();
    int n0 = 0;
    for (int size : bucketSizes) {
      n0 += size;
      int n1 = window.size() - n0;
      if (n0 >= config.minWindowLength() && n1 >= config.minWindowLength()) {
        double m =
            1.0 / (n0 - config.minWindowLength() + 1) + 1.0 / (n1 - config.minWindowLength() + 1);
        double bound = Math.sqrt(2 * m * variance * d) + 2.0 / 3 * d * m;
        double apart = mean(window.subList(0, n0)) - mean(window.subList(n0, window.size()));
        if (Math.abs(apart) > bound) {
          return true;
        }
      }
    }
    return false;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
