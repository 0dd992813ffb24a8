package org.governance4j.cli;

import org.jspecify.annotations.Nullable;

/** What was asked could not be done; the message is one line for a person. */
final class NotDone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotDone(String message) {
    super(message);
  }

  NotDone(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
