package org.governance4j.drift;

import org.governance4j.DriftEvent;
import org.governance4j.InvalidData;

/**
 * The run lengths of one {@link Bocd} stream; one owner, not safe for more than one thread.
 *
 * <p>Runs are kept oldest first; run 0 is the one that goes back to the last reported change and is
 * never dropped. Weights are probabilities, not logarithms: with every value they are multiplied by
 * the predictive densities over the largest of them, so one factor is 1, and as every kept weight
 * is above a floor the sum cannot underflow.
 *
 * <p>The predictive density of Student's t needs only the logarithm of the scale β after the value,
 * as the one before is known from the last value: Γ(α+½)/Γ(α) · √(κ/2π(κ+1)) · β^α / β'^(α+½).
 */
final class BocdState extends Detector<Bocd> {

  /** Up to this run length the factor that depends on it alone stands in a table. */
  private static final int TABLE = 512;

  private final Bocd.Family family;
  private final double hazard;
  private final double odds;
  private final double least;
  private final int lag;
  private final int most;
  private final double priorCount;
  private final double priorScale;
  private final double priorLogScale;
  private final double halfPrecision;
  private final double[] factors;

  private final long[] starts;
  private final double[] weights;

  /** Means of the runs, the prior included; of BERNOULLI the ones, the prior's included. */
  private final double[] means;

  private final double[] scales;
  private final double[] logScales;
  private final double[] predictive;
  private final double[] sums;
  private int runs;

  private long changeIndex;
  private double statistic;
  private double before;
  private double after;

  BocdState(Bocd config) {
    super(config);
    this.family = config.family();
    this.hazard = config.hazard();
    this.odds = config.threshold() / (1 - config.threshold());
    this.least = config.floor() * config.hazard();
    this.lag = config.lag();
    this.most = config.maxRunLengths();
    this.priorCount = config.priorCount();
    this.priorScale = config.priorShape() * config.variance();
    this.priorLogScale = StrictMath.log(priorScale);
    this.halfPrecision = .5 / config.variance();
    this.factors = new double[TABLE];
    for (int n = 0; n < TABLE; n++) {
      factors[n] = factor(n);
    }
    // One more than are kept: a run begins before the least is dropped.
    int cells = most + 1;
    this.starts = new long[cells];
    this.weights = new double[cells];
    this.means = new double[cells];
    this.scales = new double[cells];
    this.logScales = new double[cells];
    this.predictive = new double[cells];
    this.sums = new double[cells];
    empty();
  }

  @Override
  public int update(double value) {
    if (family == Bocd.Family.BERNOULLI
        ? !(value >= 0 && value <= 1)
        : !(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (runs == most + 1) {
      dropLeast();
    }
    switch (family) {
      case NORMAL -> normal(value);
      case NORMAL_KNOWN_VARIANCE -> normalOfKnownVariance(value);
      case BERNOULLI -> bernoulli(value);
    }
    seen++;
    reweigh();
    status = decide();
    begin(seen, hazard);
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    double mean = seen == 0 ? Double.NaN : sums[0] / Math.max(1, seen - starts[0]);
    if (status == NONE) {
      return calmEvent(seen == 0 ? Double.NaN : statistic, config.threshold(), Double.NaN, mean);
    }
    return event(changeIndex, statistic, config.threshold(), Double.NaN, before, after);
  }

  @Override
  public void reset() {
    seen = 0;
    status = NONE;
    empty();
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(changeIndex);
    out.put(statistic);
    out.put(before);
    out.put(after);
    out.put(runs);
    for (int i = 0; i < runs; i++) {
      out.put(starts[i]);
      out.put(weights[i]);
      out.put(means[i]);
      out.put(scales[i]);
      out.put(sums[i]);
    }
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE / 2);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    changeIndex = in.integer64("changeIndex", -1, seen);
    statistic = in.any("statistic");
    before = in.any("before");
    after = in.any("after");
    runs = in.integer("runs", 1, most + 1);
    long oldest = 0;
    for (int i = 0; i < runs; i++) {
      starts[i] = in.integer64("start of a run", oldest, seen);
      oldest = starts[i];
      weights[i] = in.finite("weight of a run");
      means[i] = in.finite("mean of a run");
      scales[i] = in.finite("scale of a run");
      sums[i] = in.finite("sum of a run");
      if (!(weights[i] >= 0 && weights[i] <= 1 && scales[i] >= priorScale)) {
        throw new InvalidData("detector state: a run has an impossible weight or scale");
      }
      logScales[i] = StrictMath.log(scales[i]);
    }
  }

  /** How many run lengths are kept. */
  int runs() {
    return runs;
  }

  /** The weight of the i-th run, oldest first; they sum to 1. */
  double weight(int i) {
    return weights[i];
  }

  /** Where the i-th run began. */
  long start(int i) {
    return starts[i];
  }

  private void empty() {
    runs = 0;
    changeIndex = -1;
    statistic = 0;
    before = Double.NaN;
    after = Double.NaN;
    begin(0, 1);
  }

  /** A run of no values yet; the weights of the others make room for its own. */
  private void begin(long start, double weight) {
    double keep = 1 - weight;
    for (int i = 0; i < runs; i++) {
      weights[i] *= keep;
    }
    starts[runs] = start;
    weights[runs] = weight;
    means[runs] =
        family == Bocd.Family.BERNOULLI ? config.priorMean() * priorCount : config.priorMean();
    scales[runs] = priorScale;
    logScales[runs] = priorLogScale;
    sums[runs] = 0;
    runs++;
  }

  private void normal(double value) {
    double shape = config.priorShape();
    for (int i = 0; i < runs; i++) {
      long n = seen - starts[i];
      double count = priorCount + n;
      double part = 1 / (count + 1);
      double deviation = value - means[i];
      double scale = scales[i] + .5 * count * part * deviation * deviation;
      double log = StrictMath.log(scale);
      double alpha = shape + .5 * n;
      double factor = n < TABLE ? factors[(int) n] : factor(n);
      predictive[i] = factor + alpha * (logScales[i] - log) - .5 * log;
      means[i] += part * deviation;
      scales[i] = scale;
      logScales[i] = log;
      sums[i] += value;
    }
    exponentials();
  }

  private void normalOfKnownVariance(double value) {
    for (int i = 0; i < runs; i++) {
      long n = seen - starts[i];
      double count = priorCount + n;
      double part = 1 / (count + 1);
      double deviation = value - means[i];
      double factor = n < TABLE ? factors[(int) n] : factor(n);
      predictive[i] = factor - count * part * deviation * deviation * halfPrecision;
      means[i] += part * deviation;
      sums[i] += value;
    }
    exponentials();
  }

  /**
   * A value between 0 and 1 is predicted by the mixture of both, and counted as a part of a one.
   */
  private void bernoulli(double value) {
    for (int i = 0; i < runs; i++) {
      double count = priorCount + (seen - starts[i]);
      double rate = means[i] / count;
      predictive[i] = value * rate + (1 - value) * (1 - rate);
      means[i] += value;
      sums[i] += value;
    }
  }

  /** Logarithms become densities, relative to the largest. */
  private void exponentials() {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < runs; i++) {
      // A run of no weight any more has no say in the scale, or it could push all others to zero.
      if (predictive[i] > largest && weights[i] > 0) {
        largest = predictive[i];
      }
    }
    for (int i = 0; i < runs; i++) {
      // Beyond 700 the double would be zero or subnormal, which is slow.
      double log = predictive[i] - largest;
      predictive[i] = log < -700 ? 0 : log > 0 ? 1 : StrictMath.exp(log);
    }
  }

  /** Bayes' rule; runs that are too improbable are left out, but never the oldest. */
  private void reweigh() {
    double total = 0;
    for (int i = 0; i < runs; i++) {
      double weight = weights[i] * predictive[i];
      weights[i] = weight;
      total += weight;
    }
    double scale = 1 / total;
    int kept = 0;
    for (int i = 0; i < runs; i++) {
      double weight = weights[i] * scale;
      if (weight >= least || i == 0) {
        move(i, kept);
        weights[kept++] = weight < Double.MIN_NORMAL ? 0 : weight;
      }
    }
    runs = kept;
  }

  private int decide() {
    double changed = 0;
    int best = 0;
    double bestWeight = 0;
    int i = 1;
    for (; i < runs && seen - starts[i] >= lag; i++) {
      changed += weights[i];
      if (weights[i] > bestWeight) {
        best = i;
        bestWeight = weights[i];
      }
    }
    boolean located = true;
    for (; i < runs; i++) {
      located &= weights[i] <= bestWeight;
    }
    double unchanged = weights[0];
    double both = changed + unchanged;
    statistic = both > 0 ? changed / both : 0;
    if (!(located && changed > .5 && changed > odds * unchanged)) {
      return NONE;
    }
    changeIndex = starts[best];
    double n = seen - starts[best];
    after = sums[best] / n;
    before = (sums[0] - sums[best]) / (seen - starts[0] - n);
    condition(best);
    return DRIFT | (after > before ? UP : DOWN);
  }

  /** From now on the run of the reported change is the one that may end; older ones are out. */
  private void condition(int best) {
    double total = 0;
    int kept = 0;
    for (int i = best; i < runs; i++) {
      // Runs of A that began a little later would soon tell of the same change again.
      if (i == best || seen - starts[i] < lag) {
        move(i, kept);
        weights[kept] = weights[i];
        total += weights[i];
        kept++;
      }
    }
    runs = kept;
    for (int i = 0; i < runs; i++) {
      weights[i] /= total;
    }
  }

  private void dropLeast() {
    int drop = 1;
    for (int i = 2; i < runs && seen - starts[i] > lag; i++) {
      if (weights[i] < weights[drop]) {
        drop = i;
      }
    }
    double keep = 1 / (1 - weights[drop]);
    for (int i = drop + 1; i < runs; i++) {
      move(i, i - 1);
      weights[i - 1] = weights[i];
    }
    runs--;
    for (int i = 0; i < runs; i++) {
      weights[i] *= keep;
    }
  }

  /** All of a run but its weight. */
  private void move(int from, int to) {
    if (from != to) {
      starts[to] = starts[from];
      means[to] = means[from];
      scales[to] = scales[from];
      logScales[to] = logScales[from];
      sums[to] = sums[from];
    }
  }

  /** The logarithm of what in the predictive density depends on the run length alone. */
  private double factor(long n) {
    double count = priorCount + n;
    double share = .5 * StrictMath.log(count / (count + 1));
    return switch (family) {
      case NORMAL -> share + logGammaStep(config.priorShape() + .5 * n);
      case NORMAL_KNOWN_VARIANCE -> share;
      case BERNOULLI -> 0;
    };
  }

  /**
   * ln Γ(a + ½) − ln Γ(a), by its asymptotic series above 8 (the first term left out is below 1e-12
   * there), and below by the recurrence ρ(a) = a / ρ(a + ½), applied twice: ρ(a) = ρ(a + 1) · a /
   * (a + ½).
   */
  static double logGammaStep(double a) {
    double recurrence = 0;
    double b = a;
    while (b < 8) {
      recurrence += StrictMath.log(b / (b + .5));
      b++;
    }
    double inverse = 1 / b;
    double square = inverse * inverse;
    return recurrence
        + .5 * StrictMath.log(b)
        - inverse
            * (1.0 / 8
                - square
                    * (1.0 / 192
                        - square * (1.0 / 640 - square * (17.0 / 14336 - square * 31.0 / 18432))));
  }
}
