package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Checks that bad input is refused in words that name it. */
final class Refusals {

  private Refusals() {}

  static void refused(String part, Executable work) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, work).getMessage());
    assertTrue(message.contains(part), message);
  }
}
