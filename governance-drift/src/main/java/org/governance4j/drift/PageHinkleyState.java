package org.governance4j.drift;

import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/** The sums of one {@link PageHinkley} stream; one owner, not safe for more than one thread. */
final class PageHinkleyState implements DriftDetector {

  private static final String NAME = "PageHinkley";

  private final PageHinkley config;
  private final double delta;
  private final double alpha;
  private final double upLimit;
  private final double downLimit;
  private final long minObservations;
  private long seen;
  private long n;
  private double mean;
  private double up;
  private double down;
  private double lowest;
  private long lowestAt;
  private double lowestMean;
  private double highest;
  private long highestAt;
  private double highestMean;
  private int status;

  PageHinkleyState(PageHinkley config) {
    this.config = config;
    this.delta = config.delta();
    this.alpha = config.alpha();
    // A side that is switched off is one that nothing can exceed.
    this.upLimit =
        config.side() == PageHinkley.Side.DOWN ? Double.POSITIVE_INFINITY : config.threshold();
    this.downLimit =
        config.side() == PageHinkley.Side.UP ? Double.POSITIVE_INFINITY : config.threshold();
    this.minObservations = config.minObservations();
    begin();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      throw Range.refused(NAME, value);
    }
    if (status != NONE) {
      begin();
    }
    seen++;
    n++;
    // 1/n does not wait for the mean of the value before: the division is off the critical path.
    mean += (1.0 / n) * (value - mean);
    double deviation = value - mean;
    up = alpha * up + deviation - delta;
    down = alpha * down + deviation + delta;
    if (up < lowest) {
      lowest = up;
      lowestAt = n;
      lowestMean = mean;
    }
    if (down > highest) {
      highest = down;
      highestAt = n;
      highestMean = mean;
    }
    if ((up - lowest > upLimit || highest - down > downLimit) && n >= minObservations) {
      status = DRIFT | (up - lowest > upLimit ? UP : DOWN);
    }
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    double climbed = up - lowest;
    double fallen = highest - down;
    boolean rising =
        switch (config.side()) {
          case UP -> true;
          case DOWN -> false;
          case BOTH -> (status & DOWN) == 0 && ((status & UP) != 0 || climbed >= fallen);
        };
    double statistic = n == 0 ? Double.NaN : rising ? climbed : fallen;
    if (status == NONE) {
      double current = n == 0 ? Double.NaN : mean;
      return new DriftEvent(
          NAME, NONE, seen - 1, -1, statistic, config.threshold(), Double.NaN, current);
    }
    long at = rising ? lowestAt : highestAt;
    double before = rising ? lowestMean : highestMean;
    double after = (mean * n - before * at) / (n - at);
    return new DriftEvent(
        NAME,
        status,
        seen - 1,
        seen - n + at,
        statistic,
        config.threshold(),
        at == 0 ? Double.NaN : before,
        after);
  }

  @Override
  public void reset() {
    begin();
    seen = 0;
  }

  double mean() {
    return mean;
  }

  double up() {
    return up;
  }

  double down() {
    return down;
  }

  double lowest() {
    return lowest;
  }

  double highest() {
    return highest;
  }

  private void begin() {
    n = 0;
    mean = 0;
    up = 0;
    down = 0;
    lowest = 0;
    lowestAt = 0;
    lowestMean = 0;
    highest = 0;
    highestAt = 0;
    highestMean = 0;
    status = NONE;
  }
}
