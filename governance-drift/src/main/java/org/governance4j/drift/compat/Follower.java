package org.governance4j.drift.compat;

import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/**
 * What detectors that follow another library step by step have in common: values that no double
 * arithmetic survives are refused, the value after a change starts anew as far as the library does,
 * and where the library fails, every value from then on is refused.
 *
 * <p>One owner, one stream; not safe for more than one thread.
 */
abstract class Follower implements DriftDetector, Traced {

  /** Beyond this magnitude sums of squares overflow. */
  private static final double LIMIT = 1e140;

  private final String name;
  private long seen;
  private int status;
  private boolean failed;

  Follower(String name) {
    this.name = name;
  }

  /** Takes a finite value; the status to report, or {@link #REFUSED} where the library fails. */
  abstract int step(double value);

  /** What the library does between a reported change and the next value. */
  abstract void restart();

  /** As new, which may be more than {@link #restart}. */
  abstract void begin();

  /** What is held against {@link #threshold}; NaN when there is none yet. */
  abstract double statistic();

  abstract double threshold();

  /** The level of the values since the last change; NaN when unknown. */
  abstract double level();

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int update(double value) {
    if (failed || !(Math.abs(value) <= LIMIT)) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      restart();
    }
    int answer = step(value);
    if (answer == REFUSED) {
      failed = true;
      return REFUSED;
    }
    seen++;
    status = answer;
    return answer;
  }

  @Override
  public final DriftEvent lastEvent() {
    if (seen == 0) {
      return new DriftEvent(
          name, NONE, -1, -1, Double.NaN, threshold(), Double.NaN, Double.NaN, Double.NaN);
    }
    return new DriftEvent(
        name, status, seen - 1, -1, statistic(), threshold(), Double.NaN, Double.NaN, level());
  }

  @Override
  public final void reset() {
    begin();
    seen = 0;
    status = NONE;
    failed = false;
  }

  static int status(boolean drift, boolean warning) {
    return (drift ? DRIFT : NONE) | (warning ? WARNING : NONE);
  }
}
