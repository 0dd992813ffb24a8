package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The sum of one {@link ShiryaevRoberts} stream; one owner, not safe for more than one thread. */
final class ShiryaevRobertsState extends Detector<ShiryaevRoberts> {

  private static final double MOST = 1e300;

  /** The exponential of it and of its negative are within the bounds that R is kept in. */
  private static final double STEEPEST = 690;

  private final boolean normal;
  private final double lowest;
  private final double highest;
  private final double atZero;
  private final double atOne;
  private final double shift;
  private final double center;
  private final double scale;
  private final double threshold;
  private final int found;
  private double sum;

  /** The largest likelihood ratio of a change at one position, that position's values on. */
  private double largest;

  private long n;
  private long run;
  private double runTotal;

  ShiryaevRobertsState(ShiryaevRoberts config) {
    super(config);
    double before = config.before();
    double after = config.after();
    this.normal = config.distribution() == ShiryaevRoberts.Distribution.NORMAL;
    this.lowest = normal ? -Range.LIMIT : 0;
    this.highest = normal ? Range.LIMIT : 1;
    this.atZero = (1 - after) / (1 - before);
    this.atOne = after / before;
    this.scale = 1 / config.sd();
    this.shift = (after - before) * scale;
    this.center = before / 2 + after / 2;
    this.threshold = config.threshold();
    this.found = DRIFT | (after > before ? UP : DOWN);
  }

  @Override
  public int update(double value) {
    if (!(value >= lowest && value <= highest)) {
      return REFUSED;
    }
    if (status != NONE) {
      begin();
    }
    seen++;
    n++;
    double ratio = normal ? normal(value) : atOne * value + atZero * (1 - value);
    sum = Math.min((1 + sum) * ratio, MOST);
    if (largest > 1) {
      run++;
      runTotal += value;
      largest = Math.min(largest * ratio, MOST);
    } else {
      run = 1;
      runTotal = value;
      largest = ratio;
    }
    if (sum >= threshold) {
      status = found;
    }
    return status;
  }

  /** StrictMath, as the state must be the same on every JDK. */
  private double normal(double value) {
    double log = shift * ((value - center) * scale);
    return StrictMath.exp(Math.max(-STEEPEST, Math.min(STEEPEST, log)));
  }

  private void begin() {
    status = NONE;
    sum = 0;
    largest = 0;
    n = 0;
    run = 0;
    runTotal = 0;
  }

  @Override
  public DriftEvent lastEvent() {
    double statistic = sum > 0 ? Math.log(sum) : Double.NaN;
    double logP = Math.min(0, Math.log(n) - statistic);
    double limit = Math.log(threshold);
    double mean = run == 0 ? Double.NaN : runTotal / run;
    if (status == NONE) {
      return calmEvent(statistic, limit, logP, mean);
    }
    return event(seen - run, statistic, limit, logP, config.before(), mean);
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
    out.put(sum);
    out.put(largest);
    out.put(run);
    out.put(runTotal);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    n = in.integer64("n", 0, seen);
    sum = in.finite("sum");
    largest = in.finite("largest");
    run = in.integer64("run", 0, n);
    runTotal = in.finite("runTotal");
  }
}
