package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The sums of one {@link PageHinkley} stream; one owner, not safe for more than one thread. */
final class PageHinkleyState extends Detector<PageHinkley> {

  private final double delta;
  private final double alpha;
  private final double upLimit;
  private final double downLimit;
  private final long minInstances;
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

  PageHinkleyState(PageHinkley config) {
    super(config);
    this.delta = config.delta();
    this.alpha = config.alpha();
    // A side that is switched off is one that nothing can exceed.
    this.upLimit = config.mode() == Side.DOWN ? Double.POSITIVE_INFINITY : config.threshold();
    this.downLimit = config.mode() == Side.UP ? Double.POSITIVE_INFINITY : config.threshold();
    this.minInstances = config.minInstances();
    begin();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
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
    if ((up - lowest > upLimit || highest - down > downLimit) && n >= minInstances) {
      status = DRIFT | (up - lowest > upLimit ? UP : DOWN);
    }
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    double climbed = up - lowest;
    double fallen = highest - down;
    boolean rising =
        switch (config.mode()) {
          case UP -> true;
          case DOWN -> false;
          case BOTH -> (status & DOWN) == 0 && ((status & UP) != 0 || climbed >= fallen);
        };
    double statistic = n == 0 ? Double.NaN : rising ? climbed : fallen;
    if (status == NONE) {
      double current = n == 0 ? Double.NaN : mean;
      return new DriftEvent(
          name(),
          NONE,
          seen - 1,
          -1,
          statistic,
          config.threshold(),
          Double.NaN,
          Double.NaN,
          current);
    }
    long at = rising ? lowestAt : highestAt;
    double before = rising ? lowestMean : highestMean;
    double after = (mean * n - before * at) / (n - at);
    return new DriftEvent(
        name(),
        status,
        seen - 1,
        seen - n + at,
        statistic,
        config.threshold(),
        Double.NaN,
        at == 0 ? Double.NaN : before,
        after);
  }

  @Override
  public void reset() {
    begin();
    seen = 0;
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(n);
    out.put(mean);
    out.put(up);
    out.put(down);
    out.put(lowest);
    out.put(lowestAt);
    out.put(lowestMean);
    out.put(highest);
    out.put(highestAt);
    out.put(highestMean);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    n = in.integer64("n", 0, seen);
    mean = in.finite("mean");
    up = in.finite("up");
    down = in.finite("down");
    lowest = in.finite("lowest");
    lowestAt = in.integer64("lowestAt", 0, n);
    lowestMean = in.finite("lowestMean");
    highest = in.finite("highest");
    highestAt = in.integer64("highestAt", 0, n);
    highestMean = in.finite("highestMean");
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
