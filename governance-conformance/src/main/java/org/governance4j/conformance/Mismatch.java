package org.governance4j.conformance;

import java.util.Objects;

/** The library has answered, but with another value than the case expects. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(message);
  }

  /**
   * Compares a value with the expected one.
   *
   * @throws Mismatch if they differ, naming both
   */
  static void check(String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw new Mismatch(what + ": expected " + expected + ", found " + found);
    }
  }
}
