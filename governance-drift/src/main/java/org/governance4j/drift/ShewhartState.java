package org.governance4j.drift;

import java.util.Arrays;
import org.governance4j.DriftEvent;

/** The last values of one {@link Shewhart} stream; one owner, not safe for more than one thread. */
final class ShewhartState extends Chart<Shewhart> {

  private static final int HELD = 8;

  private final double upLimit;
  private final double downLimit;
  private final double upFar;
  private final double upNear;
  private final double upLine;
  private final double downFar;
  private final double downNear;
  private final double downLine;
  private final int needed2;
  private final int needed3;
  private final int needed4;
  private final boolean runs;

  /**
   * The last values, the one at position p in cell p mod 8; NaN for those that were not charted.
   */
  private final double[] recent = new double[HELD];

  /** Which of the last values were beyond 2k/3, k/3 and 0, the newest in the lowest bit. */
  private int up2;

  private int up3;
  private int up4;
  private int down2;
  private int down3;
  private int down4;

  /** The rule of the last report. */
  private int rule;

  ShewhartState(Shewhart config) {
    super(config, config.mean(), config.sd(), config.minInstances());
    boolean up = config.mode() != Side.DOWN;
    boolean down = config.mode() != Side.UP;
    this.upLimit = up ? config.k() : Double.POSITIVE_INFINITY;
    this.downLimit = down ? -config.k() : Double.NEGATIVE_INFINITY;
    this.upFar = up ? config.k() * 2 / 3 : Double.POSITIVE_INFINITY;
    this.upNear = up ? config.k() / 3 : Double.POSITIVE_INFINITY;
    this.upLine = up ? 0 : Double.POSITIVE_INFINITY;
    this.downFar = down ? -config.k() * 2 / 3 : Double.NEGATIVE_INFINITY;
    this.downNear = down ? -config.k() / 3 : Double.NEGATIVE_INFINITY;
    this.downLine = down ? 0 : Double.NEGATIVE_INFINITY;
    // A rule that is not in use is one that needs more values than there are.
    this.needed2 = config.has(2) ? 2 : 9;
    this.needed3 = config.has(3) ? 4 : 9;
    this.needed4 = config.has(4) ? 8 : 9;
    this.runs = config.rules() != 1;
    clear();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (cold && prepare(value)) {
      return NONE;
    }
    recent[(int) seen & HELD - 1] = value;
    seen++;
    double z = (value - mean) * scale;
    if (z > upLimit || z < downLimit) {
      rule = 1;
      return report(DRIFT | (z > 0 ? UP : DOWN));
    }
    return runs ? runs(z) : NONE;
  }

  private int runs(double z) {
    up2 = up2 << 1 & 0b111 | below(upFar, z);
    up3 = up3 << 1 & 0b11111 | below(upNear, z);
    up4 = up4 << 1 & 0xFF | below(upLine, z);
    down2 = down2 << 1 & 0b111 | below(z, downFar);
    down3 = down3 << 1 & 0b11111 | below(z, downNear);
    down4 = down4 << 1 & 0xFF | below(z, downLine);
    int up = broken(up2, up3, up4);
    if (up != 0) {
      rule = up;
      return report(DRIFT | UP);
    }
    int down = broken(down2, down3, down4);
    if (down != 0) {
      rule = down;
      return report(DRIFT | DOWN);
    }
    return NONE;
  }

  /** 1 if a &lt; b, otherwise 0: by the sign of the difference, as a branch would be a guess. */
  private static int below(double a, double b) {
    return (int) (Double.doubleToRawLongBits(a - b) >>> 63);
  }

  /** The first of the rules 2 to 4 that the values beyond the lines break, or 0. */
  private int broken(int beyond2, int beyond3, int beyond4) {
    if (Integer.bitCount(beyond2) >= needed2) {
      return 2;
    }
    if (Integer.bitCount(beyond3) >= needed3) {
      return 3;
    }
    return Integer.bitCount(beyond4) >= needed4 ? 4 : 0;
  }

  @Override
  public DriftEvent lastEvent() {
    boolean both = config.mode() == Side.BOTH;
    double z = (recent[(int) (seen - 1) & HELD - 1] - mean) * scale;
    double far =
        switch (config.mode()) {
          case BOTH -> Math.abs(z);
          case UP -> z;
          case DOWN -> -z;
        };
    if (status == NONE) {
      return calmEvent(far, config.k(), NormalTail.log(far, both));
    }
    if (rule == 1) {
      return event(1, far, config.k(), NormalTail.log(far, both));
    }
    boolean up = (status & UP) != 0;
    int beyond = rule == 2 ? up ? up2 : down2 : rule == 3 ? up ? up3 : down3 : up ? up4 : down4;
    int of = rule == 2 ? 3 : rule == 3 ? 5 : 8;
    int needed = rule == 2 ? 2 : rule == 3 ? 4 : 8;
    double line = rule == 2 ? config.k() * 2 / 3 : rule == 3 ? config.k() / 3 : 0;
    double p = tail(Math.exp(NormalTail.log(line, false)), needed, of);
    // Both sides exclude each other, so their probabilities add up.
    double logP = Math.min(0, Math.log(both ? 2 * p : p));
    int since = Integer.SIZE - Integer.numberOfLeadingZeros(beyond);
    return event(since, Integer.bitCount(beyond), needed, Math.max(logP, -Double.MAX_VALUE));
  }

  /** The probability of at least so many of so many, each of probability p. */
  private static double tail(double p, int needed, int of) {
    double sum = 0;
    double choices = 1;
    for (int k = of; k >= needed; k--) {
      sum += choices * Math.pow(p, k) * Math.pow(1 - p, of - k);
      choices = choices * k / (of - k + 1);
    }
    return sum;
  }

  private DriftEvent event(int since, double statistic, double threshold, double logP) {
    double sum = 0;
    for (int i = 1; i <= since; i++) {
      sum += recent[(int) (seen - i) & HELD - 1];
    }
    return event(seen - since, statistic, threshold, logP, mean, sum / since);
  }

  @Override
  void clear() {
    Arrays.fill(recent, Double.NaN);
    up2 = 0;
    up3 = 0;
    up4 = 0;
    down2 = 0;
    down3 = 0;
    down4 = 0;
    rule = 0;
  }

  @Override
  void write(StateWriter out) {
    writeReference(out);
    out.put(recent, HELD);
    out.put(rule);
    out.put(up2);
    out.put(up3);
    out.put(up4);
    out.put(down2);
    out.put(down3);
    out.put(down4);
  }

  @Override
  void read(StateReader in) {
    readReference(in);
    for (int i = 0; i < HELD; i++) {
      recent[i] = in.any("recent");
    }
    rule = in.integer("rule", 0, 4);
    up2 = in.integer("up2", 0, 0b111);
    up3 = in.integer("up3", 0, 0b11111);
    up4 = in.integer("up4", 0, 0xFF);
    down2 = in.integer("down2", 0, 0b111);
    down3 = in.integer("down3", 0, 0b11111);
    down4 = in.integer("down4", 0, 0xFF);
  }
}
