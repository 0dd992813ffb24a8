package org.governance4j.drift;

/**
 * EDDM, the early drift detection method of Baena-García and others: watches how many values lie
 * between two errors, which should grow or stay as long as nothing changes.
 *
 * <p>With p′ the mean of the distances between consecutive errors and s′ their standard deviation
 * (of the population):
 *
 * <pre>
 *   ratio = (p′ + 2·s′) / max(p′ + 2·s′)
 *   warning  if ratio &lt; alpha
 *   drift    if ratio &lt; beta
 * </pre>
 *
 * <p>The maximum is taken from the {@code warmStart}-th error on: over fewer distances p′ + 2·s′ is
 * mostly noise, and its maximum would be too.
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>Nothing is decided between two errors: the status stays as it was. Nothing is reported
 *       before the {@code warmStart}-th error.
 *   <li>{@code UP} only: fewer errors are no drift.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value of the
 *       warning zone that led to the drift, as in the paper; before and after are the error rates
 *       on its two sides. The statistic is the ratio, the threshold {@code beta}: a drift is a
 *       statistic below it. There is no probability.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>It raises many false alarms: at an error rate of .2 and the usual parameters, more than ten in
 * 10,000 values. O(1) time and memory, no allocation. The configuration is immutable and shareable;
 * a detector belongs to one owner and one stream.
 *
 * <p>Baena-García, del Campo-Ávila, Fidalgo, Bifet, Gavaldà, Morales-Bueno: Early Drift Detection
 * Method. Fourth International Workshop on Knowledge Discovery from Data Streams, 2006.
 *
 * @param warmStart how many errors come before the first report, at least 3
 * @param alpha the ratio of a warning, below 1, at least {@code beta}
 * @param beta the ratio of a drift, above 0 and below 1
 */
public record Eddm(int warmStart, double alpha, double beta) implements CalibratedConfig {

  /** Checks the ranges. */
  public Eddm {
    Limits.range("warmStart", warmStart, 3, Integer.MAX_VALUE);
    Limits.confidences("alpha", alpha, "beta", beta);
  }

  /** The parameters of the paper: 30 errors, ratios .95 and .9. */
  public static Eddm defaults() {
    return new Eddm(30, .95, .9);
  }

  @Override
  public String name() {
    return "EDDM";
  }

  /** −ln beta. */
  @Override
  public double alarmLevel() {
    return -Math.log(beta);
  }

  @Override
  public Eddm withAlarmLevel(double level) {
    double lower = Limits.confidence(level);
    return new Eddm(warmStart, Math.max(lower, Limits.proportional(alpha, beta, level)), lower);
  }

  @Override
  public StreamingDetector start() {
    return new EddmState(this);
  }
}
