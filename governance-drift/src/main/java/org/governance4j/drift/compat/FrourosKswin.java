package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** frouros' KSWIN: the p-value alone; the sampler goes on over changes. */
final class FrourosKswin extends Follower {
  static final String NAME = "frouros:KSWIN";
  static final List<String> KEYS =
      List.of("alpha", "seed", "min_num_instances", "num_test_instances", "sampler");
  private static final int MAX_WINDOW = 1 << 24;

  private final double alpha;
  private final Sampler sampler;
  private final Kswin window;
  private double pValue;

  FrourosKswin(Settings settings) {
    super(NAME);
    alpha = Arguments.positive(settings, "alpha", .0001);
    int windowSize = Arguments.count(settings, "min_num_instances", 100, 1, MAX_WINDOW);
    int recent = Arguments.count(settings, "num_test_instances", 30, 1, EqualSizeKs.MAX_SIZE);
    if (windowSize < recent) {
      throw new IllegalArgumentException(
          "setting 'num_test_instances' must be at most 'min_num_instances', "
              + windowSize
              + ": "
              + recent);
    }
    sampler = Sampler.of(settings);
    window = new Kswin(windowSize, recent, sampler);
    begin();
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
    return status(pValue <= alpha, false);
  }

  @Override
  void restart() {
    window.clear();
    pValue = Double.NaN;
  }

  @Override
  void begin() {
    restart();
    sampler.seed();
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
    return Map.of();
  }
}
