package org.governance4j.drift.compat;

/**
 * A detector that follows a library whose detectors begin anew between a reported change and the
 * next value, as far as the library does.
 */
abstract class Follower extends ReferenceDetector {

  private boolean changed;

  Follower(String name) {
    super(name);
  }

  /** Takes a finite value; the status to report, or {@code REFUSED} where the library fails. */
  abstract int step(double value);

  /** What the library does between a reported change and the next value. */
  abstract void restart();

  /** As new, which may be more than {@link #restart}. */
  abstract void begin();

  @Override
  final int take(double value) {
    if (changed) {
      restart();
    }
    int answer = step(value);
    changed = (answer & DRIFT) != 0;
    return answer;
  }

  @Override
  final void clear() {
    begin();
    changed = false;
  }

  static int status(boolean drift, boolean warning) {
    return (drift ? DRIFT : NONE) | (warning ? WARNING : NONE);
  }
}
