package org.governance4j.drift;

/** The counts of one {@link Stepd} stream; one owner, not safe for more than one thread. */
final class StepdState extends RecentErrors<Stepd> {

  StepdState(Stepd config) {
    super(
        config,
        config.windowSize(),
        config.windowSize(),
        config.alphaWarning(),
        config.alphaDrift());
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      begin();
    }
    long at = seen;
    int leaving = ring.get(at - windowSize);
    ring.put(at, error);
    recent += error - leaving;
    older += leaving;
    seen = at + 1;
    double w = windowSize;
    double o = seen - begin - windowSize;
    if (o < w) {
      return status;
    }
    // The formula's square, multiplied by what it divides by.
    double n = o + w;
    double k = recent + older;
    double excess = recent * o - older * w - .5 * n;
    boolean quiet = !(excess > 0 && excess * excess * n > least * (k * (n - k)) * (o * w));
    status = quiet ? NONE : judge();
    return status;
  }

  @Override
  long olderCount() {
    return seen - begin - windowSize;
  }

  @Override
  double z() {
    double o = olderCount();
    double w = windowSize;
    double p = (recent + older) / (o + w);
    double inverses = 1 / o + 1 / w;
    double deviation = Math.sqrt(p * (1 - p) * inverses);
    return deviation > 0 ? (recent / w - older / o - .5 * inverses) / deviation : Double.NaN;
  }
}
