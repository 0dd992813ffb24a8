package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.special.Erf;
import org.governance4j.spi.Settings;

/**
 * frouros' STEPD: one-sided p-values of the magnitude of the statistic, also where the correction
 * for continuity has made it negative, and an infinite one where all values are the same.
 */
final class FrourosStepd extends Follower {
  static final String NAME = "frouros:STEPD";
  static final List<String> KEYS = List.of("alpha_d", "alpha_w", "min_num_instances");
  private static final int MAX_WINDOW = 1 << 24;

  /** The normal distribution's tail is 0 from here on. */
  private static final double END_OF_TAIL = 40;

  private final double drift;
  private final double warning;
  private final double[] window;
  private long n;
  private int at;
  private int held;
  private double sum;
  private long nonZero;
  private double statistic;

  FrourosStepd(Settings settings) {
    super(NAME);
    double alphaD = Arguments.positive(settings, "alpha_d", .003);
    double alphaW = Arguments.positive(settings, "alpha_w", .05);
    Arguments.below("alpha_d", alphaD, "alpha_w", alphaW);
    drift = quantile(alphaD);
    warning = quantile(alphaW);
    window = new double[Arguments.count(settings, "min_num_instances", 30, 1, MAX_WINDOW)];
    begin();
  }

  /** Above which a standard normal variable is with less than a probability, by bisection. */
  private static double quantile(double probability) {
    if (probability > .5) {
      return -1;
    }
    double low = 0;
    double high = END_OF_TAIL;
    for (double middle = 20; low < middle && middle < high; middle = (low + high) / 2) {
      if (Erf.erfc(middle / Math.sqrt(2)) / 2 < probability) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  @Override
  int step(double value) {
    n++;
    sum += value;
    if (held == window.length) {
      nonZero -= window[at] != 0 ? 1 : 0;
    } else {
      held++;
    }
    window[at] = value;
    nonZero += value != 0 ? 1 : 0;
    at = at + 1 == window.length ? 0 : at + 1;
    if (n < 2L * window.length) {
      return NONE;
    }
    double p = sum / n;
    double older = n - held;
    double inverse = 1 / older + 1.0 / held;
    // 0/0 and the root of a negative number are NaN, which is above nothing.
    statistic =
        Math.abs(
            (Math.abs((sum - nonZero) / older - nonZero / (double) held) - .5 * inverse)
                / Math.sqrt(p * (1 - p) * inverse));
    if (statistic > drift) {
      return DRIFT;
    }
    return statistic > warning ? WARNING : NONE;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    n = 0;
    at = 0;
    held = 0;
    sum = 0;
    nonZero = 0;
    statistic = Double.NaN;
  }

  @Override
  double statistic() {
    return statistic;
  }

  @Override
  double threshold() {
    return drift;
  }

  @Override
  double mean() {
    return n == 0 ? Double.NaN : sum / n;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("correct_total", sum);
  }
}
