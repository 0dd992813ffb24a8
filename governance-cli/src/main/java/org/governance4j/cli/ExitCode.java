package org.governance4j.cli;

/** What every command answers to its caller. */
final class ExitCode {
  /** What was asked holds, or was done. */
  static final int HOLDS = 0;

  /** It does not hold: denied, tampered, drifted, refused. */
  static final int DOES_NOT_HOLD = 1;

  /** It could not be found out: bad usage, unreadable input. */
  static final int NOT_DONE = 2;

  private ExitCode() {}
}
