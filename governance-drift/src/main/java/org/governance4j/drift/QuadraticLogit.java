package org.governance4j.drift;

/**
 * Logistic regression on z and z² with the penalty ½·(b₀² + b₁² + b₂²), by Newton's method. The
 * penalty keeps the Hessian at or above the identity: there is always one solution.
 *
 * <p>StrictMath, so that scores are the same on every JDK. One owner.
 */
final class QuadraticLogit {

  private static final int STEPS = 25;
  private static final double ENOUGH = 1e-10;

  private double b0;
  private double b1;
  private double b2;

  /**
   * Fits to every second value of each class.
   *
   * @param z first the values of class 0, then those of class 1
   * @param half 0 for the values at even positions within their class, 1 for those at odd ones
   */
  void fit(double[] z, int zeros, int ones, int half) {
    b0 = 0;
    b1 = 0;
    b2 = 0;
    for (int step = 0; step < STEPS; step++) {
      if (newton(z, zeros, ones, half) < ENOUGH) {
        return;
      }
    }
  }

  /** The log-odds of class 1. */
  double score(double z) {
    return b0 + z * (b1 + z * b2);
  }

  private double newton(double[] z, int zeros, int ones, int half) {
    double g0 = -b0;
    double g1 = -b1;
    double g2 = -b2;
    double h00 = 1;
    double h01 = 0;
    double h02 = 0;
    double h11 = 1;
    double h12 = 0;
    double h22 = 1;
    for (int label = 0; label < 2; label++) {
      int from = label * zeros;
      int to = from + (label == 0 ? zeros : ones);
      for (int i = from + half; i < to; i += 2) {
        double x = z[i];
        double p = 1 / (1 + StrictMath.exp(-score(x)));
        double residual = label - p;
        double w = p * (1 - p);
        double x2 = x * x;
        g0 += residual;
        g1 += residual * x;
        g2 += residual * x2;
        h00 += w;
        h01 += w * x;
        h02 += w * x2;
        h12 += w * x2 * x;
        h22 += w * x2 * x2;
      }
    }
    h11 += h02;
    // Cholesky, L·Lᵀ = H.
    double l00 = Math.sqrt(h00);
    double l10 = h01 / l00;
    double l20 = h02 / l00;
    double l11 = Math.sqrt(h11 - l10 * l10);
    double l21 = (h12 - l20 * l10) / l11;
    double l22 = Math.sqrt(h22 - l20 * l20 - l21 * l21);
    double y0 = g0 / l00;
    double y1 = (g1 - l10 * y0) / l11;
    double y2 = (g2 - l20 * y0 - l21 * y1) / l22;
    double d2 = y2 / l22;
    double d1 = (y1 - l21 * d2) / l11;
    double d0 = (y0 - l10 * d1 - l20 * d2) / l00;
    b0 += d0;
    b1 += d1;
    b2 += d2;
    return Math.max(Math.abs(d0), Math.max(Math.abs(d1), Math.abs(d2)));
  }
}
