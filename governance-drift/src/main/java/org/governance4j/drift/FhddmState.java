package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * The window of one {@link Fhddm} stream; one owner, not safe for more than one thread.
 *
 * <p>As the window's length is fixed, the bound is one on counts: so many errors more than the
 * fewest are a drift.
 */
final class FhddmState extends Detector<Fhddm> {

  private final int window;
  private final int enough;
  private final BitRing ring;
  private long full;
  private int errors;
  private int fewest;

  FhddmState(Fhddm config) {
    super(config);
    this.window = config.slidingWindowSize();
    this.enough = enough(window, config.confidenceLevel());
    this.ring = new BitRing(window);
    begin();
  }

  /** The fewest errors more that make the difference of two means reach Hoeffding's bound. */
  static int enough(int window, double confidence) {
    double bound = bound(window, confidence);
    int more = (int) Math.max(1, Math.floor(bound * window));
    while ((double) more / window < bound) {
      more++;
    }
    return more;
  }

  static double bound(int window, double confidence) {
    return Math.sqrt(-Math.log(confidence) / (2.0 * window));
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
    int count = errors + error - leaving;
    errors = count;
    if (seen < full) {
      return NONE;
    }
    if (count < fewest) {
      fewest = count;
    } else if (count - fewest >= enough) {
      status = DRIFT | UP;
    }
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    long taken = Math.min(window, seen - (full - window));
    double mean = taken == 0 ? Double.NaN : (double) errors / taken;
    double before = (double) fewest / window;
    boolean judged = seen >= full;
    double statistic = judged ? mean - before : Double.NaN;
    double threshold = judged ? bound(window, config.confidenceLevel()) : Double.NaN;
    double logP = judged ? -2 * window * statistic * statistic : Double.NaN;
    if (status == NONE) {
      return calmEvent(statistic, threshold, logP, mean);
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
    out.put(full);
    out.put(errors);
    out.put(fewest);
    ring.write(out);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE - window);
    status = in.integer("status", 0, DRIFT | UP);
    full = in.integer64("full", window, seen + window);
    errors = in.integer("errors", 0, window);
    fewest = in.integer("fewest", 0, window + 1);
    ring.read(in);
  }

  private void begin() {
    full = seen + window;
    errors = 0;
    fewest = window + 1;
    ring.clear();
    status = NONE;
  }
}
