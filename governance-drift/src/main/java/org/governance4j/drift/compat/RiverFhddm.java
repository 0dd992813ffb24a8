package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * river's FHDDM and, with a short window, FHDDMS. It reports a falling share of ones: whoever feeds
 * errors as 1, as its documentation says, is told of improvements.
 */
final class RiverFhddm extends Follower {
  static final String NAME = "river:FHDDM";
  static final List<String> KEYS =
      List.of("sliding_window_size", "confidence_level", "short_window_size");

  private final double[] window;
  private final int shortSize;
  private final double epsilon;
  private final double shortEpsilon;
  private int at;
  private int held;
  private double ones;
  private double share;
  private double max;
  private double shortMax;

  RiverFhddm(Settings settings) {
    super(NAME);
    int size = Arguments.count(settings, "sliding_window_size", 100, 1, 1 << 24);
    double level = Arguments.number(settings, "confidence_level", 1e-6, Double.MIN_VALUE, 1);
    shortSize =
        settings.find("short_window_size").isEmpty()
            ? 0
            : Arguments.count(settings, "short_window_size", 0, 1);
    window = new double[size];
    epsilon = Math.sqrt(StrictMath.log(1 / level) / (2.0 * size));
    shortEpsilon = Math.sqrt(StrictMath.log(1 / level) / (2.0 * shortSize));
    begin();
  }

  @Override
  int step(double value) {
    if (held == window.length) {
      ones -= window[at];
    } else {
      held++;
    }
    window[at] = value;
    ones += value;
    at = at + 1 == window.length ? 0 : at + 1;
    if (held < window.length) {
      return NONE;
    }
    if (shortSize > window.length) {
      return REFUSED;
    }
    share = ones / window.length;
    max = Math.max(max, share);
    boolean drift = max - share > epsilon;
    if (shortSize > 0) {
      double recent = recent();
      shortMax = Math.max(shortMax, recent);
      drift |= shortMax - recent > shortEpsilon;
    }
    return status(drift, false);
  }

  /** Summed anew for each value: the library's sum of numbers other than 0 and 1, to the bit. */
  private double recent() {
    double sum = 0;
    int from = Math.floorMod(at - shortSize, window.length);
    for (int i = 0; i < shortSize; i++) {
      sum += window[from];
      from = from + 1 == window.length ? 0 : from + 1;
    }
    return sum / shortSize;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    at = 0;
    held = 0;
    ones = 0;
    share = Double.NaN;
    max = 0;
    shortMax = 0;
  }

  @Override
  double statistic() {
    return max - share;
  }

  @Override
  double threshold() {
    return epsilon;
  }

  @Override
  double mean() {
    return share;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("u_max", max);
  }
}
