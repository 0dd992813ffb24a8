package org.governance4j.guard;

import java.util.Locale;

/** What a human tells a {@link Guard} to do for a while, whatever the policy says. */
public enum OverrideMode {
  /** Release every output: break-glass. What would have been withheld is recorded as such. */
  ALLOW,
  /**
   * Withhold every output: the emergency stop. It lives as long as the guard: who restarts the
   * service during a stop has to order it again.
   */
  DENY;

  private final String word = name().toLowerCase(Locale.ROOT);

  String word() {
    return word;
  }
}
