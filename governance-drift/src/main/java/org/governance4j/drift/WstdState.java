package org.governance4j.drift;

/** The counts of one {@link Wstd} stream; one owner, not safe for more than one thread. */
final class WstdState extends RecentErrors<Wstd> {

  private final int maxOld;

  WstdState(Wstd config) {
    super(
        config,
        config.windowSize(),
        config.windowSize() + config.maxOld(),
        config.alphaWarning(),
        config.alphaDrift());
    this.maxOld = config.maxOld();
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
    int aging = ring.get(at - windowSize);
    int leaving = ring.get(at - windowSize - maxOld);
    ring.put(at, error);
    recent += error - aging;
    older += aging - leaving;
    seen = at + 1;
    double w = windowSize;
    double o = olderCount();
    if (o < w) {
      return status;
    }
    double n = o + w;
    double k = recent + older;
    double excess = recent * o - older * w;
    boolean quiet = !(excess > 0 && excess * excess * (n - 1) > least * (k * (n - k)) * (o * w));
    status = quiet ? NONE : judge();
    return status;
  }

  @Override
  long olderCount() {
    return Math.min(maxOld, seen - begin - windowSize);
  }

  @Override
  double z() {
    double o = olderCount();
    double w = windowSize;
    double n = o + w;
    double ones = recent + older;
    double zeros = n - ones;
    // Every zero has the midrank of the first zeros, every one that of the last ones.
    double ranks = (w - recent) * (zeros + 1) / 2 + recent * (zeros + (ones + 1) / 2);
    double ties = zeros * (zeros * zeros - 1) + ones * (ones * ones - 1);
    double variance = o * w / 12 * (n + 1 - ties / (n * (n - 1)));
    return ones > 0 && zeros > 0 ? (ranks - w * (n + 1) / 2) / Math.sqrt(variance) : Double.NaN;
  }
}
