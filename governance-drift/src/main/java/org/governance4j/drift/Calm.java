package org.governance4j.drift;

import java.time.Clock;

/**
 * When a drifted stream is at rest again: after so many values without a detection, and not before
 * so much time has passed.
 *
 * @param values at least 1
 * @param millis at least 0; with 0 the clock is not looked at
 * @param clock the monitor's
 */
record Calm(long values, long millis, Clock clock) {

  /** The time that the rest is counted from. */
  long now() {
    return millis == 0 ? 0 : clock.millis();
  }

  /** Whether that is rest enough. */
  boolean enough(long quiet, long since) {
    if (quiet < values) {
      return false;
    }
    if (millis == 0) {
      return true;
    }
    long now = clock.millis();
    return now < since || now - since >= millis; // a clock that was set back must not block this
  }
}
