package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The distances of one {@link Eddm} stream; one owner, not safe for more than one thread.
 *
 * <p>The sum of the distances is the distance of the last error from the first, so only their
 * squares are added up. Whether mean + 2·deviation is still in its zone is told without division or
 * root, as in {@link DdmChart}: with d distances of sum t and sum of squares u, it is below h
 * exactly if t &lt; h·d and 4(d·u − t²) &lt; (h·d − t)².
 *
 * <p>Whether a value is an error is at random, so a branch on it would be mispredicted again and
 * again. Up to 63 values that cannot change the status are therefore only kept, and counted
 * together. How many errors cannot change it follows from what j more distances, whatever they are,
 * leave of d with mean m and deviation s: with a = j/(d + j) and δ what their own mean exceeds m
 * by, the new mean is m + a·δ and the new variance at least (1 − a)(s² + a·δ²). Mean + 2·deviation
 * is then smallest at δ = −s/√(4 − 5a), where it is m + s·√(4 − 5a), if a ≤ 4/5. Nor do d·(mean +
 * 2·deviation) = t + 2·√(d·u − t²) and d ever fall, which bounds it from above.
 */
final class EddmState extends Detector<Eddm> {

  /** More than rounding, relative to a limit, can move it. */
  private static final double BAND = 1e-11;

  /**
   * More than rounding can move the level by, relative to it, even if it is all in the deviation.
   */
  private static final double MARGIN = 1e-6;

  /** Sums of squares below it are exact, in whatever order they are added. */
  private static final double EXACT = 0x1p53;

  private final long warmStart;
  private final double alpha;
  private final double beta;

  /** How many errors per distance cannot lead from a new maximum to below alpha of it. */
  private final double reach;

  private long begin;
  private long errors;
  private long firstAt;
  private long lastAt;
  private double squares;
  private double highest;
  private long calm;
  private long calmErrors;
  private double low;
  private double high;

  /** The values that are not counted yet, the last one lowest, below a bit that is set. */
  private long pending;

  /** How many more errors cannot change the status; negative as soon as one may have. */
  private long room;

  /** Whether the values counted last brought no new maximum. */
  private boolean settled;

  EddmState(Eddm config) {
    super(config);
    this.warmStart = config.warmStart();
    this.alpha = config.alpha();
    this.beta = config.beta();
    double most = .8 * (1 - alpha * alpha * (1 + 4 * MARGIN));
    this.reach = most / (1 - most);
    begin(0);
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    seen++;
    pending += pending + error;
    room -= error;
    if ((room | pending) < 0) {
      judge();
    }
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    countPending();
    long n = seen - begin;
    double rate = n == 0 ? Double.NaN : (double) errors / n;
    boolean judged = highest > 0;
    double statistic = judged ? level() / highest : Double.NaN;
    double threshold = judged ? beta : Double.NaN;
    if (status == NONE) {
      return calmEvent(statistic, threshold, Double.NaN, rate);
    }
    double before = calm == 0 ? Double.NaN : (double) calmErrors / calm;
    double after = (double) (errors - calmErrors) / (n - calm);
    return event(begin + calm, statistic, threshold, Double.NaN, before, after);
  }

  @Override
  public void reset() {
    seen = 0;
    begin(0);
  }

  @Override
  void write(StateWriter out) {
    countPending();
    out.put(seen);
    out.put(status);
    out.put(begin);
    out.put(errors);
    out.put(firstAt);
    out.put(lastAt);
    out.put(squares);
    out.put(highest);
    out.put(calm);
    out.put(calmErrors);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | WARNING | UP);
    begin = in.integer64("begin", 0, seen);
    errors = in.integer64("errors", 0, seen - begin);
    firstAt = in.integer64("firstAt", 0, seen);
    lastAt = in.integer64("lastAt", firstAt, seen);
    squares = in.finite("squares");
    highest = in.finite("highest");
    calm = in.integer64("calm", 0, seen - begin);
    calmErrors = in.integer64("calmErrors", 0, Math.min(calm, errors));
    forgetZone();
    pending = 1;
    room = -1;
    settled = false;
  }

  /** Brings the status up to date, and says for how many errors it will be. */
  private void judge() {
    if ((status & DRIFT) != 0) {
      begin(seen - 1);
    }
    countPending();
    pending = 1;
    if ((status & DRIFT) != 0) {
      room = -1;
    } else if (errors < warmStart) {
      room = warmStart - 1 - errors;
    } else if (status == NONE) {
      room = errorsAbove(alpha * highest, reach);
    } else {
      int values = valuesBelow(alpha * highest);
      room = values == 0 ? 0 : errorsAbove(beta * highest, 4);
      pending = values == 0 ? 1 : 1L << 63 - values;
    }
  }

  /** How many errors cannot bring the level from where it is to below a limit. */
  private long errorsAbove(double limit, double most) {
    double d = errors - 1;
    double t = lastAt - firstAt;
    double du = d * squares;
    double dv = Math.max(0, du - t * t - 1e-15 * du);
    double missing = Math.max(0, limit * (1 + MARGIN) * d - t);
    double missing2 = missing * missing;
    double share = (4 * dv - missing2) / (dv + missing2);
    return Math.max(0, (long) (d * Math.min(share, most)));
  }

  /**
   * How many values cannot bring the level from where it is up to a limit, if there are no fewer
   * than 4. The mean grows most if they are one distance, and the sum of squared deviations grows
   * by no more than their squared differences from the old mean.
   */
  private int valuesBelow(double limit) {
    double d = errors - 1;
    double mean = (lastAt - firstAt) / d;
    double v = squares * (1 + 1e-15) - (lastAt - firstAt) * mean;
    double shortest = (mean - 1) * (mean - 1);
    if (shortest * (d + 1) > v) {
      return 0; // more distances could deviate by more
    }
    for (int values = 63; values > 3; values >>= 1) {
      double longest = seen - lastAt + values;
      double room = limit * (1 - MARGIN) * (d + 1) - (lastAt - firstAt) - longest;
      double added = Math.max(shortest, (longest - mean) * (longest - mean));
      if (room > 0 && 4 * (d + 1) * (v + added) < room * room) {
        return values;
      }
    }
    return 0;
  }

  private void countPending() {
    int unused = Long.numberOfLeadingZeros(pending);
    long bits = Long.reverse(pending) >>> unused >>> 1;
    long from = seen - (63 - unused);
    pending = Long.highestOneBit(pending);
    if (bits == 0 || settled && countTogether(bits, from)) {
      return;
    }
    double before = highest;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      count(from + Long.numberOfTrailingZeros(rest) + 1);
    }
    settled = errors >= warmStart && highest == before;
  }

  /** Counts errors if the last one does not change the status and none of them the maximum. */
  private boolean countTogether(long bits, long from) {
    long at = Long.numberOfTrailingZeros(bits);
    double gap = from + at + 1 - lastAt;
    long sum = 0;
    for (long rest = bits & bits - 1; rest != 0; rest &= rest - 1) {
      long next = Long.numberOfTrailingZeros(rest);
      long distance = next - at;
      sum += distance * distance;
      at = next;
    }
    double u = squares + (gap * gap + sum);
    double before = errors - 1;
    double d = before + Long.bitCount(bits);
    long last = from + at + 1;
    double t = last - firstAt;
    double du = d * u;
    double spread = 4 * (du - t * t);
    double rounding = 4e-15 * du;
    double above = t - low * (1 + MARGIN) * d;
    double below = high * (1 - MARGIN) * before - t;
    if (u < EXACT
        && (above > 0 || spread - rounding > above * above)
        && below > 0
        && spread + rounding < below * below) {
      squares = u;
      lastAt = last;
      errors += Long.bitCount(bits);
      return true;
    }
    return false;
  }

  /** Counts the error that is the so many-th value. */
  private void count(long at) {
    long k = ++errors;
    if (k == 1) {
      firstAt = at;
      lastAt = at;
      return;
    }
    double distance = at - lastAt;
    lastAt = at;
    squares += distance * distance;
    if (k < warmStart) {
      return;
    }
    double d = k - 1;
    double t = at - firstAt;
    double du = d * squares;
    double spread = 4 * (du - t * t);
    double rounding = 4e-15 * du;
    double above = t - low * d;
    double below = high * d - t;
    if ((above > 0 || spread - rounding > above * above)
        && below > 0
        && spread + rounding < below * below) {
      return;
    }
    status = classify(at);
  }

  private int classify(long at) {
    double level = level();
    if (level >= highest) {
      highest = level;
    }
    if (level < alpha * highest) {
      if (status == NONE) {
        calm = at - begin - 1;
        calmErrors = errors - 1;
      }
      low = beta * highest * (1 + BAND);
      high = alpha * highest * (1 - BAND);
      return level < beta * highest ? DRIFT | UP : WARNING | UP;
    }
    low = alpha * highest * (1 + BAND);
    high = highest * (1 - BAND);
    return NONE;
  }

  /** Mean of the distances and two of their standard deviations. */
  private double level() {
    double d = errors - 1;
    double mean = (lastAt - firstAt) / d;
    return mean + 2 * Math.sqrt(Math.max(0, squares / d - mean * mean));
  }

  /** Looks only at values after so many, none of which it has counted. */
  private void begin(long at) {
    begin = at;
    errors = 0;
    firstAt = 0;
    lastAt = 0;
    squares = 0;
    highest = 0;
    calm = 0;
    calmErrors = 0;
    forgetZone();
    pending = seen > at ? 2 | pending & 1 : 1;
    room = 0;
    settled = false;
    status = NONE;
  }

  /** No zone is right for sure: the next error is classified. */
  private void forgetZone() {
    low = Double.NaN;
    high = Double.NaN;
  }
}
