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
 * again. Up to 64 values that cannot change the status are therefore only kept, and counted
 * together. With v the sum of squared deviations from the mean, d·(mean + 2·deviation) is t +
 * 2·√(d·v), and d, t and v only grow: j more errors lower mean + 2·deviation at most by the factor
 * d/(d + j), be it from where it is or from a new maximum on the way.
 */
final class EddmState extends Detector<Eddm> {

  /** More than rounding, relative to a limit, can move it. */
  private static final double BAND = 1e-11;

  /** More than rounding can move the level by, even if it is all in the deviation. */
  private static final double MARGIN = 1e-6;

  private final long warmStart;
  private final double alpha;
  private final double beta;
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

  /** The errors among the values that are not counted yet, at their positions modulo 64. */
  private long pending;

  /** How many values were counted. */
  private long counted;

  /** How many more errors cannot change the status; negative as soon as one may have. */
  private long room;

  /** No more values than these are seen before they are counted. */
  private long until;

  /** Whether the values counted last brought no new maximum, or none was near. */
  private boolean settled;

  EddmState(Eddm config) {
    super(config);
    this.warmStart = config.warmStart();
    this.alpha = config.alpha();
    this.beta = config.beta();
    begin(0);
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    long at = seen;
    seen = at + 1;
    pending |= (long) error << at;
    room -= error;
    if ((room | until - seen) < 0) {
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
      return new DriftEvent(
          name(), NONE, seen - 1, -1, statistic, threshold, Double.NaN, Double.NaN, rate);
    }
    double before = calm == 0 ? Double.NaN : (double) calmErrors / calm;
    double after = (double) (errors - calmErrors) / (n - calm);
    return new DriftEvent(
        name(), status, seen - 1, begin + calm, statistic, threshold, Double.NaN, before, after);
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
    pending = 0;
    counted = seen;
    room = 0;
    until = seen;
    settled = false;
  }

  /** Brings the status up to date, and says how long it will be. */
  private void judge() {
    if ((status & DRIFT) != 0) {
      begin(seen - 1);
    }
    countPending();
    until = (status & DRIFT) != 0 ? seen : seen + 63;
    if (errors < warmStart) {
      room = warmStart - 1 - errors;
    } else if (status == NONE) {
      room = (long) ((errors - 1) * (level() / (alpha * highest) - 1 - MARGIN));
    } else {
      room = 0;
    }
  }

  private void countPending() {
    long bits = Long.rotateRight(pending, (int) counted);
    long from = counted;
    pending = 0;
    counted = seen;
    if (settled && countTogether(bits, from)) {
      return;
    }
    double before = highest;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      count(from + Long.numberOfTrailingZeros(rest) + 1);
    }
    settled = status == NONE && errors >= warmStart && highest == before;
  }

  /** Counts errors if none of them changes the status or the maximum. */
  private boolean countTogether(long bits, long from) {
    long k = errors;
    long last = lastAt;
    double before = squares;
    long at = last - from - 1;
    double sum = before;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      long next = Long.numberOfTrailingZeros(rest);
      double distance = next - at;
      sum += distance * distance;
      at = next;
    }
    squares = sum;
    lastAt = at + from + 1;
    errors = k + Long.bitCount(bits);
    double level = level();
    // The level times their number never fell: all on the way were below this.
    double bound = level * ((errors - 1) / (k - 1.0));
    if (level > alpha * highest * (1 + MARGIN) && bound < highest * (1 - MARGIN)) {
      return true;
    }
    errors = k;
    lastAt = last;
    squares = before;
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
    pending &= seen > at ? 1L << at : 0;
    counted = at;
    room = 0;
    until = at;
    settled = false;
    status = NONE;
  }

  /** No zone is right for sure: the next error is classified. */
  private void forgetZone() {
    low = Double.NaN;
    high = Double.NaN;
  }
}
