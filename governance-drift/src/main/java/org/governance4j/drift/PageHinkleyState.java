package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The sums of one {@link PageHinkley} stream; one owner, not safe for more than one thread. */
final class PageHinkleyState extends Detector<PageHinkley> {

  private final double delta;
  private final double alpha;
  private final double upLimit;
  private final double downLimit;
  private final double minInstances;
  // Whole numbers in doubles: a conversion from an integer would wait for other work.
  private double n;
  private double first;
  private double sum;
  private double up;
  private double down;
  private double lowest;
  private double lowestAt;
  private double lowestSum;
  private double highest;
  private double highestAt;
  private double highestSum;

  /** Whether the next value is the first one to look at. */
  private boolean beginning;

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
    if (beginning) {
      begin();
      first = value;
      beginning = false;
    }
    seen++;
    n++;
    // Each of the three sums waits only for itself, for an addition or a product and an addition:
    // the mean by increments, and a sum from the left, would make every value wait twice as long.
    // It is the sum of what the values exceed the first one by, so that values that are all the
    // same deviate by nothing, whatever their size.
    double excess = value - first;
    sum += excess;
    double mean = sum / n;
    double deviation = excess - mean;
    up = alpha * up + (deviation - delta);
    down = alpha * down + (deviation + delta);
    if (up < lowest) {
      lowest = up;
      lowestAt = n;
      lowestSum = sum;
    }
    if (down > highest) {
      highest = down;
      highestAt = n;
      highestSum = sum;
    }
    if ((up - lowest > upLimit || highest - down > downLimit) && n >= minInstances) {
      status = DRIFT | (up - lowest > upLimit ? UP : DOWN);
      beginning = true;
      return status;
    }
    return NONE;
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
      double current = n == 0 ? Double.NaN : mean();
      return calmEvent(statistic, config.threshold(), Double.NaN, current);
    }
    double at = rising ? lowestAt : highestAt;
    double sumBefore = rising ? lowestSum : highestSum;
    double before = first + sumBefore / at;
    double after = first + (sum - sumBefore) / (n - at);
    return event(
        seen - (long) (n - at),
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
    out.put((long) n);
    out.put(first);
    out.put(sum);
    out.put(up);
    out.put(down);
    out.put(lowest);
    out.put((long) lowestAt);
    out.put(lowestSum);
    out.put(highest);
    out.put((long) highestAt);
    out.put(highestSum);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    n = in.integer64("n", 0, seen);
    first = in.finite("first");
    sum = in.finite("sum");
    up = in.finite("up");
    down = in.finite("down");
    lowest = in.finite("lowest");
    lowestAt = in.integer64("lowestAt", 0, (long) n);
    lowestSum = in.finite("lowestSum");
    highest = in.finite("highest");
    highestAt = in.integer64("highestAt", 0, (long) n);
    highestSum = in.finite("highestSum");
    beginning = status != NONE || n == 0;
  }

  double mean() {
    return n == 0 ? 0 : first + sum / n;
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
    first = 0;
    sum = 0;
    up = 0;
    down = 0;
    lowest = 0;
    lowestAt = 0;
    lowestSum = 0;
    highest = 0;
    highestAt = 0;
    highestSum = 0;
    status = NONE;
    beginning = true;
  }
}
