package org.governance4j.guard;

import java.util.Locale;

/**
 * What a {@link Guard} answers in place of a denial whose cause is not a broken rule but a failure
 * to judge. Every answer in place of a denial is on record, or is a denial all the same.
 */
public enum FailMode {
  /** Withhold the output: the default. */
  CLOSED,
  /** Hold the output for a human. */
  ESCALATE,
  /** Release the output, unjudged. */
  OPEN;

  private final String word = name().toLowerCase(Locale.ROOT);

  String word() {
    return word;
  }
}
