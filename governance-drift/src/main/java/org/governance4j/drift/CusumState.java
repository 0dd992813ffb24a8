package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The two sums of one {@link Cusum} stream; one owner, not safe for more than one thread. */
final class CusumState extends Chart<Cusum> {

  private final double upSlack;
  private final double downSlack;
  private final double threshold;
  private double up;
  private double down;

  /** How many values {@link #up} is the sum of. */
  private long upRun;

  private long downRun;

  CusumState(Cusum config) {
    super(config, config.mean(), config.sd(), config.minInstances());
    // Nothing exceeds an infinite slack: the sum of a side that is not watched stays 0.
    this.upSlack = config.mode() == Side.DOWN ? Double.POSITIVE_INFINITY : config.slack();
    this.downSlack = config.mode() == Side.UP ? Double.POSITIVE_INFINITY : config.slack();
    this.threshold = config.threshold();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (cold && prepare(value)) {
      return NONE;
    }
    seen++;
    double z = (value - mean) * scale;
    double rise = up + (z - upSlack);
    double fall = down - (z + downSlack);
    // Which side is at 0 changes at random, so a branch would be mispredicted every other time: all
    // bits are cleared if the sign is set.
    long riseBits = Double.doubleToRawLongBits(rise);
    long fallBits = Double.doubleToRawLongBits(fall);
    long keepUp = ~(riseBits >> 63);
    long keepDown = ~(fallBits >> 63);
    up = Double.longBitsToDouble(riseBits & keepUp);
    down = Double.longBitsToDouble(fallBits & keepDown);
    upRun = (upRun + 1) & keepUp;
    downRun = (downRun + 1) & keepDown;
    if (rise > threshold || fall > threshold) {
      return report(DRIFT | (rise > threshold ? UP : DOWN));
    }
    return NONE;
  }

  @Override
  public DriftEvent lastEvent() {
    boolean rising = status == NONE ? up >= down : (status & UP) != 0;
    double sum = rising ? up : down;
    if (status == NONE) {
      return calmEvent(sum, threshold, Double.NaN);
    }
    long run = rising ? upRun : downRun;
    double excess = config.slack() + sum / run;
    double after = rising ? mean + sd * excess : mean - sd * excess;
    return event(seen - run, sum, threshold, Double.NaN, mean, after);
  }

  @Override
  void clear() {
    up = 0;
    down = 0;
    upRun = 0;
    downRun = 0;
  }

  @Override
  void write(StateWriter out) {
    writeReference(out);
    out.put(up);
    out.put(upRun);
    out.put(down);
    out.put(downRun);
  }

  @Override
  void read(StateReader in) {
    readReference(in);
    up = in.finite("up");
    upRun = in.integer64("upRun", 0, seen);
    down = in.finite("down");
    downRun = in.integer64("downRun", 0, seen);
  }
}
