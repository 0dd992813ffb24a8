package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * The likelihood ratio straight from the formula, over every place: O(n) a value. For streams whose
 * deviation is known.
 */
final class NaiveFocus {

  private final Focus config;
  private final List<Double> sums = new ArrayList<>(List.of(0.0));
  double largest;
  int place = -1;
  int direction;

  NaiveFocus(Focus config) {
    this.config = config;
  }

  void update(double value) {
    int n = sums.size();
    double total = sums.get(n - 1) + value;
    sums.add(total);
    boolean known = !Double.isNaN(config.mean());
    largest = 0;
    place = -1;
    for (int t = known ? 0 : config.minSegment(); t <= n - config.minSegment(); t++) {
      double after = (total - sums.get(t)) / (n - t);
      double before = known ? config.mean() : sums.get(t) / t;
      boolean up = after > before;
      if (config.side() == (up ? Side.DOWN : Side.UP)) {
        continue;
      }
      double pooled = known ? before : total / n;
      double ratio = (known ? 0 : t * k(before, pooled)) + (n - t) * k(after, pooled);
      if (ratio > largest) {
        largest = ratio;
        place = t;
        direction = up ? org.governance4j.DriftDetector.UP : org.governance4j.DriftDetector.DOWN;
      }
    }
  }

  private double k(double p, double q) {
    if (config.family() == Focus.Family.NORMAL) {
      double z = (p - q) / config.deviation();
      return z * z / 2;
    }
    return term(p, q) + term(1 - p, 1 - q);
  }

  private static double term(double p, double q) {
    return p <= 0 ? 0 : p * Math.log(p / q);
  }
}
