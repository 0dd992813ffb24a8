package org.governance4j.drift;

import java.util.Arrays;
import org.governance4j.DriftEvent;

/** The hulls of one {@link Focus} stream; one owner, not safe for more than one thread. */
final class FocusState extends Detector<Focus> {

  /** Standardised values are cut here, so that squares of sums of 2⁶⁰ of them are finite. */
  private static final double FAR = 1e50;

  /** How many values the gains hold for. */
  private static final int FRESH = 64;

  /** More than any LR that is not at the threshold. */
  private static final double NEVER = 1e300;

  /** More than rounding can take from the slack. */
  private static final double MARGIN = 1e-6;

  private final boolean bernoulli;
  private final boolean known;
  private final boolean learns;
  private final int minSegment;
  private final double threshold;

  /** The hull of each side that is looked at: of the sums times its sign, the lower one. */
  private final Hull[] hulls;

  private final double[] signs;

  /** The sign of the only side that is looked at; 0 if it is both. */
  private final double only;

  /** The sums of the last minSegment values, that of n values at n mod minSegment. */
  private final double[] pending;

  /** Of the values that are one before anything: those that a deviation was learned from. */
  private double base;

  private long n;
  private int slot;
  private double sum;
  private double center;
  private double scale;
  private double squares;
  private boolean learning;

  // How far at least the largest LR is from the threshold. Only a reason not to look, and so no
  // part of the state.
  private double slack;
  private int fresh;
  private double gainOfOne;
  private double gainOfZero;

  FocusState(Focus config) {
    super(config);
    bernoulli = config.family() == Focus.Family.BERNOULLI;
    known = !Double.isNaN(config.mean());
    learns = !bernoulli && config.deviation() == 0;
    minSegment = config.minSegment();
    threshold = config.threshold();
    signs =
        switch (config.side()) {
          case BOTH -> new double[] {1, -1};
          case UP -> new double[] {1};
          case DOWN -> new double[] {-1};
        };
    only = signs.length == 1 ? signs[0] : 0;
    hulls = new Hull[signs.length];
    Arrays.setAll(hulls, side -> new Hull(known));
    pending = new double[minSegment];
    begin();
  }

  @Override
  public int update(double value) {
    if (bernoulli ? !(value >= 0 && value <= 1) : !(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (status != NONE) {
      begin();
    }
    seen++;
    if (learning) {
      learn(value);
      return NONE;
    }
    if (n == 0 && !bernoulli && !known && !learns) {
      center = value;
    }
    double step = bernoulli ? value - center : standardised(value);
    slack -= gain(value, step);
    n++;
    sum += step;
    slot = slot + 1 == minSegment ? 0 : slot + 1;
    double candidate = pending[slot];
    pending[slot] = sum;
    double at = base + (n - minSegment);
    if (n < minSegment || !known && at < minSegment) {
      return NONE;
    }
    for (int i = 0; i < hulls.length; i++) {
      hulls[i].add(at, signs[i] * candidate);
    }
    slack = Math.min(slack, threshold - bound(at, candidate));
    if (!(slack > MARGIN) || --fresh < 0) {
      look();
    }
    return status;
  }

  /**
   * The most that any LR can grow by with a value: no law gives it a larger density than 1 (or, of
   * normal ones, than the one around itself), and the law before this value gave it that much less.
   */
  private double gain(double value, double step) {
    if (bernoulli) {
      return value * gainOfOne + (1 - value) * gainOfZero;
    }
    double off = known || base + n == 0 ? step : step - sum / (base + n);
    return .5 * off * off;
  }

  /** Looks at all vertices, and says how far the largest LR is from the threshold. */
  private void look() {
    double largest = 0;
    for (int side = 0; side < hulls.length; side++) {
      Hull hull = hulls[side];
      double sign = signs[side];
      for (int k = 0; k < hull.size; k++) {
        double before = sign * hull.y[k];
        double most = bound(hull.x[k], before);
        if (most > threshold) {
          most = statistic(side, k);
          if (most > threshold) {
            status = DRIFT | (signs[strongestSide()] > 0 ? UP : DOWN);
            return;
          }
        }
        largest = Math.max(largest, most);
      }
    }
    slack = threshold - largest;
    fresh = FRESH;
    if (bernoulli && !known) {
      double all = n + FRESH;
      gainOfOne = sum > 0 ? Math.log(all / sum) : NEVER;
      gainOfZero = sum < n ? Math.log(all / (n - sum)) : NEVER;
    }
  }

  /**
   * At least LR(t), 0 if the level went to a side that is not looked at; without a logarithm: K(p,
   * q) ≤ (p−q)²/2v, v being the lesser of p(1−p) and q(1−q), and of a sum of two such terms the
   * least of the three variances, which is one of the outer two. Exact for normal values.
   */
  private double bound(double t, double before) {
    double all = base + n;
    double rest = all - t;
    double excess = known ? sum - before : sum * t - before * all;
    if (excess == 0 || only * excess < 0) {
      return 0;
    }
    double square = .5 * excess * excess;
    if (!bernoulli) {
      return known ? square / rest : square / (t * rest * all);
    }
    if (known) {
      double ones = center * rest + excess;
      double least = Math.min(center * (1 - center) * rest, ones * (rest - ones) / rest);
      return least > 0 ? square / least : NEVER;
    }
    double ones = sum - before;
    double least = Math.min(rest * rest * before * (t - before), t * t * ones * (rest - ones));
    return least > 0
        ? square * t * rest / (all * least)
        : share(before, t, all) + share(ones, rest, all);
  }

  /** At least count·K of a part of the values, one without any ones or zeros included. */
  private double share(double ones, double count, double all) {
    double odds = sum / (all - sum);
    // −ln(1−q) ≤ q/(1−q), and the same of −ln q.
    if (!(ones > 0)) {
      return count * odds;
    }
    if (!(ones < count)) {
      return count / odds;
    }
    double p = ones / count;
    double q = sum / all;
    return .5 * count * (p - q) * (p - q) / Math.min(p * (1 - p), q * (1 - q));
  }

  /** The side of the larger LR. */
  private int strongestSide() {
    return hulls.length == 2 && largest(1) > largest(0) ? 1 : 0;
  }

  private double largest(int side) {
    int best = strongest(side);
    return best < 0 ? 0 : statistic(side, best);
  }

  /** The vertex of the largest LR of a side, or -1 if there is none above 0. */
  private int strongest(int side) {
    int best = -1;
    double largest = 0;
    for (int k = 0; k < hulls[side].size; k++) {
      double ratio = statistic(side, k);
      if (ratio > largest) {
        largest = ratio;
        best = k;
      }
    }
    return best;
  }

  private double statistic(int side, int vertex) {
    return ratio(side, hulls[side].x[vertex], signs[side] * hulls[side].y[vertex]);
  }

  /** LR of a change after t values of this sum, 0 if the level went to the other side there. */
  private double ratio(int side, double t, double before) {
    double all = base + n;
    double rest = all - t;
    if (known) {
      double excess = sum - before;
      if (!(signs[side] * excess > 0)) {
        return 0;
      }
      return bernoulli
          ? rest * divergence(center + excess / rest, center)
          : excess * excess / (2 * rest);
    }
    double excess = sum * t - before * all;
    if (!(signs[side] * excess > 0)) {
      return 0;
    }
    if (!bernoulli) {
      return excess / (2 * t) * (excess / (rest * all));
    }
    double pooled = sum / all;
    return t * divergence(before / t, pooled) + rest * divergence((sum - before) / rest, pooled);
  }

  /** The Kullback-Leibler divergence of two Bernoulli laws, q in (0, 1). */
  private static double divergence(double p, double q) {
    // Sums of fractions may leave [0, 1] by their rounding.
    double some = p > 0 ? p * StrictMath.log(p / q) : 0;
    double none = p < 1 ? (1 - p) * StrictMath.log((1 - p) / (1 - q)) : 0;
    return some + none;
  }

  private double standardised(double value) {
    return Math.max(-FAR, Math.min(FAR, (value - center) * scale));
  }

  private void learn(double value) {
    base++;
    double difference = value - center;
    center += difference / base;
    squares += difference * (value - center);
    if (base >= config.warmUp() && squares > 0) {
      double deviation = Math.sqrt(squares / (base - 1));
      scale = 1 / Math.max(deviation, 1 / Range.LIMIT);
      learning = false;
      if (known) {
        center = config.mean();
      }
    }
  }

  @Override
  public DriftEvent lastEvent() {
    int side = strongestSide();
    int vertex = strongest(side);
    double largest = hulls[side].size == 0 ? Double.NaN : largest(side);
    double all = base + n;
    if (status == NONE || vertex < 0) {
      double mean = seen == 0 || all == 0 ? Double.NaN : level(sum, all);
      return event(-1, largest, threshold, Double.NaN, Double.NaN, mean);
    }
    double t = hulls[side].x[vertex];
    double y = signs[side] * hulls[side].y[vertex];
    double likeliest = largest;
    // Places of too few values after them for a report may still be where it happened.
    for (int rest = 1; rest < minSegment; rest++) {
      double before = pending[Math.floorMod(slot - rest, minSegment)];
      double ratio = ratio(side, all - rest, before);
      if (ratio > likeliest) {
        likeliest = ratio;
        t = all - rest;
        y = before;
      }
    }
    return event(
        seen - (long) (all - t),
        largest,
        threshold,
        Double.NaN,
        known ? config.mean() : level(y, t),
        level(sum - y, all - t));
  }

  /** A sum of so many steps as a mean in the unit of the values. */
  private double level(double steps, double count) {
    return center + steps / count / scale;
  }

  /** How many vertices the larger hull has. */
  int vertices() {
    return Arrays.stream(hulls).mapToInt(hull -> hull.size).max().orElse(0);
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
    out.put(base);
    out.put(n);
    out.put(sum);
    out.put(center);
    out.put(scale);
    out.put(squares);
    out.put(learning);
    out.put(slot);
    out.put(pending, minSegment);
    for (Hull hull : hulls) {
      hull.write(out);
    }
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    base = in.finite("base");
    n = in.integer64("n", 0, seen);
    sum = in.finite("sum");
    center = in.finite("center");
    scale = in.finite("scale");
    squares = in.finite("squares");
    learning = in.flag("learning");
    slot = in.integer("slot", 0, minSegment - 1);
    in.finite("pending", pending, minSegment);
    for (Hull hull : hulls) {
      hull.read(in);
    }
    slack = 0;
  }

  private void begin() {
    status = NONE;
    base = 0;
    n = 0;
    slot = 0;
    sum = 0;
    squares = 0;
    center = known ? config.mean() : 0;
    scale = bernoulli || learns ? 1 : 1 / config.deviation();
    learning = learns;
    if (learning) {
      center = 0;
    }
    for (Hull hull : hulls) {
      hull.clear();
    }
    Arrays.fill(pending, 0);
    slack = 0;
    fresh = 0;
    gainOfOne = known ? -Math.log(config.mean()) : 0;
    gainOfZero = known ? -Math.log(1 - config.mean()) : 0;
  }
}
