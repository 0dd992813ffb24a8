package org.governance4j.drift;

import org.governance4j.DriftDetector;

/**
 * What the confidences of {@link HddmA} and {@link HddmW} bound: each is a factor whose product
 * with the variance term m of a difference of means is the square of its bound. Immutable.
 */
final class HddmBounds {

  /** A fast comparison of squares within this factor of its limit is left to the formula. */
  private static final double NEAR = 1 - 1e-9;

  private static final double LOG_2 = Math.log(2);

  /** Of a single mean, which decides where the stream is cut. */
  final double cut;

  /** No difference whose square is below this times m is a warning. */
  final double least;

  /** Of a difference of means. */
  final double warning;

  final double drift;
  private final double sides;

  HddmBounds(Side mode, double driftConfidence, double warningConfidence) {
    // Of two sides each has half the confidence.
    this.sides = mode == Side.BOTH ? LOG_2 : 0;
    this.cut = -Math.log(driftConfidence) / 2;
    this.warning = (sides - Math.log(warningConfidence)) / 2;
    this.drift = (sides - Math.log(driftConfidence)) / 2;
    this.least = warning * NEAR;
  }

  /** The status of a difference of means, with the side it is on. */
  int judge(double apart, double m, int side) {
    if (apart >= threshold(m)) {
      return DriftDetector.DRIFT | side;
    }
    return apart >= Math.sqrt(m * warning) ? DriftDetector.WARNING | side : DriftDetector.NONE;
  }

  /** What a difference must reach to be a drift. */
  double threshold(double m) {
    return Math.sqrt(m * drift);
  }

  /** The logarithm of the bound of such a difference's probability. */
  double logP(double apart, double m) {
    return Math.min(0, sides - 2 * apart * apart / m);
  }
}
