package org.governance4j.drift;

/**
 * Checks parameters of configurations; each refusal names the parameter, the value and the limit.
 */
final class Limits {

  private Limits() {}

  static void range(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ": " + value);
    }
  }

  /** Both ends included; NaN is refused. */
  static void range(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ": " + value);
    }
  }

  /** Both ends excluded, so that NaN is refused as well. */
  static void between(String name, double value, double above, double below) {
    if (!(value > above && value < below)) {
      throw new IllegalArgumentException(
          name + " must be above " + above + " and below " + below + ": " + value);
    }
  }

  /** A threshold for warnings and a higher one for drifts. */
  static void thresholds(String warningName, double warning, String driftName, double drift) {
    between(driftName, drift, 0, Double.POSITIVE_INFINITY);
    if (!(warning > 0 && warning <= drift)) {
      throw new IllegalArgumentException(
          warningName + " must be above 0 and at most " + driftName + " " + drift + ": " + warning);
    }
  }

  /** A confidence for drifts and a larger one, which is reached sooner, for warnings. */
  static void confidences(String warningName, double warning, String driftName, double drift) {
    between(driftName, drift, 0, 1);
    if (!(warning >= drift && warning < 1)) {
      throw new IllegalArgumentException(
          warningName
              + " must be at least "
              + driftName
              + " "
              + drift
              + " and below 1: "
              + warning);
    }
  }

  /** The confidence of an alarm level, which is its negative logarithm. */
  static double confidence(double level) {
    between("alarm level", level, 0, Double.POSITIVE_INFINITY);
    return Math.exp(-level);
  }

  /**
   * A warning's confidence when the drift's goes from one to another, in proportion of the logs.
   */
  static double proportional(double warning, double drift, double newLevel) {
    return Math.exp(newLevel * (Math.log(warning) / -Math.log(drift)));
  }
}
