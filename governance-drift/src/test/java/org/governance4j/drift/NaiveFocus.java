package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;

/**
 * The likelihood ratio straight from the formula, over every place: O(n) a value. For streams whose
 * deviation is known.
 */
final class NaiveFocus {

  private final Focus config;
  private final List<Double> sums = new ArrayList<>(List.of(0.0));
  double largest;
  int direction;

  /** The likeliest place of a change in that direction, too few values after it or not. */
  int place = -1;

  NaiveFocus(Focus config) {
    this.config = config;
  }

  void update(double value) {
    int n = sums.size();
    double total = sums.get(n - 1) + value;
    sums.add(total);
    boolean known = !Double.isNaN(config.mean());
    largest = 0;
    for (int t = known ? 0 : config.minSegment(); t <= n - config.minSegment(); t++) {
      if (ratio(t) > largest) {
        largest = ratio(t);
        direction = direction(t);
      }
    }
    double likeliest = 0;
    for (int t = known ? 0 : config.minSegment(); largest > 0 && t < n; t++) {
      if (direction(t) == direction && ratio(t) > likeliest) {
        likeliest = ratio(t);
        place = t;
      }
    }
  }

  private double before(int t) {
    return Double.isNaN(config.mean()) ? sums.get(t) / t : config.mean();
  }

  private double after(int t) {
    int n = sums.size() - 1;
    return (sums.get(n) - sums.get(t)) / (n - t);
  }

  private int direction(int t) {
    return after(t) > before(t) ? DriftDetector.UP : DriftDetector.DOWN;
  }

  /** 0 where the level went to the side that is not looked at. */
  private double ratio(int t) {
    if (config.side() == (direction(t) == DriftDetector.UP ? Side.DOWN : Side.UP)) {
      return 0;
    }
    int n = sums.size() - 1;
    if (!Double.isNaN(config.mean())) {
      return (n - t) * k(after(t), config.mean());
    }
    double pooled = sums.get(n) / n;
    return t * k(before(t), pooled) + (n - t) * k(after(t), pooled);
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
