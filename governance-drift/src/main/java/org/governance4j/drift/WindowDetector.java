package org.governance4j.drift;

import org.governance4j.DriftEvent;

/** A detector that compares two stretches of its stream; holds what its last comparison showed. */
abstract class WindowDetector<C extends DetectorConfig> extends Detector<C> {

  /** Of the last drift: the first value of the newer stretch. */
  long changeIndex = -1;

  /** Of the last comparison, NaN before the first. */
  double statistic = Double.NaN;

  /** What it was held against. */
  double threshold = Double.NaN;

  /** The means of the two stretches at the last drift. */
  double before = Double.NaN;

  /** The newer one. */
  double after = Double.NaN;

  WindowDetector(C config) {
    super(config);
  }

  @Override
  public final DriftEvent lastEvent() {
    if (status == NONE) {
      return calmEvent(statistic, threshold, Double.NaN, mean());
    }
    return event(changeIndex, statistic, threshold, logP(), before, after);
  }

  /** The current mean, NaN where there is none. */
  double mean() {
    return Double.NaN;
  }

  /** How improbable the last drift was without a change; NaN where that is not known. */
  double logP() {
    return Double.NaN;
  }

  /** Takes note of a drift and its direction, which is that of the means. */
  final int drift(long at, double meanBefore, double meanAfter) {
    changeIndex = at;
    before = meanBefore;
    after = meanAfter;
    status = DRIFT | (after > before ? UP : after < before ? DOWN : NONE);
    return status;
  }

  final void forgetEvent() {
    status = NONE;
    changeIndex = -1;
    statistic = Double.NaN;
    threshold = Double.NaN;
    before = Double.NaN;
    after = Double.NaN;
  }

  final void writeEvent(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(changeIndex);
    out.put(statistic);
    out.put(threshold);
    out.put(before);
    out.put(after);
  }

  final void readEvent(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    changeIndex = in.integer64("changeIndex", -1, Long.MAX_VALUE);
    statistic = in.any("statistic");
    threshold = in.any("threshold");
    before = in.any("before");
    after = in.any("after");
  }
}
