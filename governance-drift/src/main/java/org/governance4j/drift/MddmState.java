package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The window of one {@link Mddm} stream; one owner, not safe for more than one thread.
 *
 * <p>When the window slides, every weight goes down by one step: by a difference (arithmetic
 * weights) or by a factor. The weighted sum follows by that alone; once per window it is added up
 * anew, so that rounding cannot gather.
 */
final class MddmState extends Detector<Mddm> {

  private final int window;
  private final boolean arithmetic;
  private final double growth;
  private final double shrink;
  private final double newest;
  private final double total;
  private final double bound;
  private final double squares;
  private final double[] weights;
  private final BitRing ring;
  private long begin;
  private int errors;
  private int age;
  private double sum;
  private double lowest;

  MddmState(Mddm config) {
    super(config);
    this.window = config.slidingWindowSize();
    this.arithmetic = config.weights() == Mddm.Weights.ARITHMETIC;
    this.growth = config.growth();
    double ratio = config.weights() == Mddm.Weights.EULER ? StrictMath.exp(growth) : 1 + growth;
    this.weights = new double[window];
    double weight = 1;
    double all = 0;
    for (int i = 0; i < window; i++) {
      weights[i] = arithmetic ? 1 + i * growth : weight;
      weight *= ratio;
      all += weights[i];
    }
    double squared = 0;
    for (double w : weights) {
      squared += w / all * (w / all);
    }
    this.squares = squared;
    this.total = all;
    this.shrink = 1 / ratio;
    this.newest = weights[window - 1];
    this.bound = Math.sqrt(squared * -Math.log(config.confidenceLevel()) / 2);
    this.ring = new BitRing(window);
    begin();
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    if (status != NONE) {
      begin();
    }
    long at = seen;
    int leaving = ring.get(at - window);
    ring.put(at, error);
    seen = at + 1;
    errors += error - leaving;
    if (++age < window) {
      // The weights of the oldest is 1 and it leaves; all others take its place one by one.
      double left = sum - leaving;
      sum = (arithmetic ? left - growth * (errors - error) : left * shrink) + newest * error;
    } else {
      age = 0;
      sum = sumUp();
    }
    if (seen - begin < window) {
      return NONE;
    }
    if (sum < lowest) {
      lowest = sum;
    } else if (sum - lowest >= bound * total) {
      status = DRIFT | UP;
    }
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    long n = seen - begin;
    boolean judged = n >= window;
    double mean = judged ? sum / total : n == 0 ? Double.NaN : (double) errors / n;
    double before = judged ? lowest / total : Double.NaN;
    double statistic = mean - before;
    double threshold = judged ? bound : Double.NaN;
    double logP = -2 * statistic * statistic / squares;
    if (status == NONE) {
      return calmEvent(
          judged ? statistic : Double.NaN, threshold, judged ? logP : Double.NaN, mean);
    }
    long rise = ring.riseWithin(seen - window, seen, (before + mean) / 2);
    return event(rise, statistic, threshold, logP, before, mean);
  }

  @Override
  public void reset() {
    seen = 0;
    begin();
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(begin);
    out.put(errors);
    out.put(age);
    out.put(sum);
    out.put(lowest);
    ring.write(out);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP);
    begin = in.integer64("begin", 0, seen);
    errors = in.integer("errors", 0, (int) Math.min(window, seen - begin));
    age = in.integer("age", 0, window - 1);
    sum = in.finite("sum");
    lowest = in.finite("lowest");
    ring.read(in);
  }

  private double sumUp() {
    double exact = 0;
    for (int i = 0; i < window; i++) {
      exact += weights[i] * ring.get(seen - window + i);
    }
    return exact;
  }

  private void begin() {
    begin = seen;
    errors = 0;
    age = 0;
    sum = 0;
    lowest = Double.MAX_VALUE;
    ring.clear();
    status = NONE;
  }
}
