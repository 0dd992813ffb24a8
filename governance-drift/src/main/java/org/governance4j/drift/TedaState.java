package org.governance4j.drift;

/** The two models of one {@link Teda} stream; one owner, not safe for more than one thread. */
final class TedaState extends WindowDetector<Teda> {

  private final double m;
  private final double squaredM;
  private final double alpha;
  private final double limit;
  private final long reach;
  private long referenceCount;
  private double referenceMean;
  private double referenceVariance;
  private long evolvingCount;
  private double evolvingMean;
  private double evolvingVariance;

  TedaState(Teda config) {
    super(config);
    this.m = config.m();
    this.squaredM = m * m;
    this.alpha = config.alpha();
    this.limit = config.jaccardThreshold();
    // A decimal such as .95 is not exact: 1/(1 − .95) must still be 20 values, not 21.
    this.reach = (long) Math.ceil(1 / (1 - alpha) - 1e-6);
    this.threshold = limit;
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (status != NONE) {
      replaceReference();
    }
    seen++;
    double apart = value - referenceMean;
    if (referenceCount < reach
        || apart * apart <= squaredM * referenceVariance
        || referenceVariance == 0) {
      referenceCount++;
      double weight = 1.0 / referenceCount;
      referenceMean += weight * apart;
      referenceVariance = (1 - weight) * (referenceVariance + weight * apart * apart);
    }
    if (evolvingCount < reach) {
      evolvingCount++;
    }
    double weight = evolvingCount < reach ? 1.0 / evolvingCount : 1 - alpha;
    double moved = value - evolvingMean;
    evolvingMean += weight * moved;
    evolvingVariance = (1 - weight) * (evolvingVariance + weight * moved * moved);
    if (evolvingCount < reach || referenceCount < reach) {
      return NONE;
    }
    statistic = overlap();
    return statistic < limit ? drift(Math.max(0, seen - reach), referenceMean, evolvingMean) : NONE;
  }

  @Override
  public void reset() {
    forgetEvent();
    threshold = limit;
    seen = 0;
    referenceCount = 0;
    referenceMean = 0;
    referenceVariance = 0;
    evolvingCount = 0;
    evolvingMean = 0;
    evolvingVariance = 0;
  }

  @Override
  double mean() {
    return evolvingCount == 0 ? Double.NaN : evolvingMean;
  }

  @Override
  void write(StateWriter out) {
    writeEvent(out);
    out.put(referenceCount);
    out.put(referenceMean);
    out.put(referenceVariance);
    out.put(evolvingCount);
    out.put(evolvingMean);
    out.put(evolvingVariance);
  }

  @Override
  void read(StateReader in) {
    readEvent(in);
    referenceCount = in.integer64("referenceCount", 0, Long.MAX_VALUE);
    referenceMean = in.finite("referenceMean");
    referenceVariance = in.finite("referenceVariance");
    evolvingCount = in.integer64("evolvingCount", 0, reach);
    evolvingMean = in.finite("evolvingMean");
    evolvingVariance = in.finite("evolvingVariance");
  }

  /** The Jaccard index of the two intervals of typical values. */
  private double overlap() {
    double distance = Math.abs(referenceMean - evolvingMean);
    double one = m * Math.sqrt(referenceVariance);
    double two = m * Math.sqrt(evolvingVariance);
    double common = Math.min(one, distance + two) - Math.max(-one, distance - two);
    double both = Math.max(one, distance + two) - Math.min(-one, distance - two);
    if (both > 0) {
      return Math.max(0, common / both);
    }
    return 1;
  }

  private void replaceReference() {
    status = NONE;
    statistic = Double.NaN;
    referenceCount = reach;
    referenceMean = evolvingMean;
    referenceVariance = evolvingVariance;
    evolvingCount = 0;
    evolvingMean = 0;
    evolvingVariance = 0;
  }
}
