package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** The two windows of one {@link Fhddms} stream; one owner, not safe for more than one thread. */
final class FhddmsState extends Detector<Fhddms> {

  private final int window;
  private final int shortWindow;
  private final int enough;
  private final int enoughShort;
  private final BitRing ring;
  private long begin;
  private int errors;
  private int fewest;
  private int shortErrors;
  private int shortFewest;

  FhddmsState(Fhddms config) {
    super(config);
    this.window = config.slidingWindowSize();
    this.shortWindow = config.shortWindowSize();
    this.enough = FhddmState.enough(window, config.confidenceLevel());
    this.enoughShort = FhddmState.enough(shortWindow, config.confidenceLevel());
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
    errors += error - ring.get(at - window);
    shortErrors += error - ring.get(at - shortWindow);
    ring.put(at, error);
    seen = at + 1;
    long n = seen - begin;
    if (n < shortWindow) {
      return NONE;
    }
    shortFewest = Math.min(shortFewest, shortErrors);
    boolean drift = shortErrors - shortFewest >= enoughShort;
    if (n >= window) {
      fewest = Math.min(fewest, errors);
      drift |= errors - fewest >= enough;
    }
    if (drift) {
      status = DRIFT | UP;
    }
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    long n = seen - begin;
    // The window that has gone further towards its own bound.
    boolean judged = n >= shortWindow;
    boolean both = n >= window;
    double excess = both ? (double) (errors - fewest) / window : 0;
    double shortExcess = judged ? (double) (shortErrors - shortFewest) / shortWindow : Double.NaN;
    boolean inLong = both && excess * excess * window > shortExcess * shortExcess * shortWindow;
    int length = inLong ? window : shortWindow;
    double statistic = inLong ? excess : shortExcess;
    double threshold = judged ? FhddmState.bound(length, config.confidenceLevel()) : Double.NaN;
    double logP = judged ? -2 * length * statistic * statistic : Double.NaN;
    double mean =
        inLong
            ? (double) errors / window
            : n == 0 ? Double.NaN : (double) shortErrors / Math.min(n, shortWindow);
    if (status == NONE) {
      return calmEvent(statistic, threshold, logP, mean);
    }
    double before = mean - statistic;
    long rise = ring.riseWithin(seen - length, seen, (before + mean) / 2);
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
    out.put(fewest);
    out.put(shortErrors);
    out.put(shortFewest);
    ring.write(out);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP);
    begin = in.integer64("begin", 0, seen);
    errors = in.integer("errors", 0, window);
    fewest = in.integer("fewest", 0, window);
    shortErrors = in.integer("shortErrors", 0, shortWindow);
    shortFewest = in.integer("shortFewest", 0, shortWindow);
    ring.read(in);
  }

  private void begin() {
    begin = seen;
    errors = 0;
    fewest = window;
    shortErrors = 0;
    shortFewest = shortWindow;
    ring.clear();
    status = NONE;
  }
}
