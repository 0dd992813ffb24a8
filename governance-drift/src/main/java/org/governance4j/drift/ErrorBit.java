package org.governance4j.drift;

/** Values of error streams: 1 is an error, 0 is none. */
final class ErrorBit {

  private static final long ONE = 0x3FF0_0000_0000_0000L; // the bits of 1.0

  private ErrorBit() {}

  /** 0 or 1, or -1 for every value that is neither. */
  static int of(double value) {
    // By the bits: a branch on the value of a random stream would be mispredicted again and again.
    long bits = Double.doubleToRawLongBits(value);
    int error = (int) (bits >>> 61);
    if (bits != (-(long) error & ONE)) {
      return value == 0 ? 0 : -1; // -0.0
    }
    return error;
  }
}
