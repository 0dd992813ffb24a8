package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * river's KSWIN: a small p-value and a distance above .1; after a change the window is empty and
 * the sampler starts anew.
 */
final class RiverKswin extends Follower {
  static final String NAME = "river:KSWIN";
  static final List<String> KEYS =
      List.of("alpha", "window_size", "stat_size", "seed", "window", "sampler");
  private static final double LEAST_DISTANCE = .1;
  private static final int MAX_WINDOW = 1 << 24;

  private final double alpha;
  private final double[] given;
  private final Sampler sampler;
  private final Kswin window;
  private double pValue;

  RiverKswin(Settings settings) {
    super(NAME);
    alpha = Arguments.number(settings, "alpha", .005, 0, 1);
    int windowSize = Arguments.count(settings, "window_size", 100, 1, MAX_WINDOW);
    int recent = Arguments.count(settings, "stat_size", 30, 1, EqualSizeKs.MAX_SIZE);
    if (windowSize < recent) {
      throw new IllegalArgumentException(
          "setting 'stat_size' must be at most 'window_size', " + windowSize + ": " + recent);
    }
    given = settings.find("window").map(RiverKswin::numbers).orElse(new double[0]);
    sampler = Sampler.of(settings);
    window = new Kswin(windowSize, recent, sampler);
    begin();
  }

  private static double[] numbers(String list) {
    String[] parts = list.split(",");
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Settings one = Settings.empty().with("window", parts[i].strip());
      numbers[i] = Arguments.number(one, "window", 0);
    }
    return numbers;
  }

  @Override
  int step(double value) {
    if (!window.add(value)) {
      return NONE;
    }
    if (!window.hasEnough()) {
      return REFUSED;
    }
    pValue = window.compare();
    return status(pValue <= alpha && window.distance() > LEAST_DISTANCE, false);
  }

  @Override
  void restart() {
    pValue = 0;
    window.clear();
    sampler.seed();
  }

  @Override
  void begin() {
    restart();
    for (double value : given) {
      window.add(value);
    }
  }

  @Override
  double statistic() {
    return pValue;
  }

  @Override
  double threshold() {
    return alpha;
  }

  @Override
  double mean() {
    return window.mean();
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("p_value", pValue);
  }
}
