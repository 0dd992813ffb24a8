package org.governance4j.drift;

import java.util.Objects;
import org.apache.commons.math3.special.Beta;
import org.governance4j.DriftReport;
import org.governance4j.DriftTest;

/**
 * Welch's t-test: do two samples, whose variances may differ, have the same mean? Two-sided.
 *
 * <pre>
 *   t = (mean_r − mean_c) / √(v_r + v_c),   v = s² / n with the unbiased variance s²
 *   ν = (v_r + v_c)² / (v_r²/(n_r − 1) + v_c²/(n_c − 1))
 *   p = I(ν / (ν + t²); ν/2, ½),            the regularized incomplete beta function
 * </pre>
 *
 * <ul>
 *   <li>Each sample needs two values; all must be finite.
 *   <li>Drifted if p &lt; alpha, not if they are equal. The statistic is positive if the reference
 *       has the larger mean.
 *   <li>Two constant samples: statistic 0 and p = 1 if they are equal, else an infinite statistic
 *       and p = 0. One constant sample is an ordinary sample of variance 0.
 *   <li>p is taken from the tail itself, not as 1 − something: small values keep their relative
 *       precision down to 1e-300.
 *   <li>Means and variances are taken in two passes and after scaling with a power of two, so
 *       neither a large offset nor the unit of the values costs digits.
 * </ul>
 *
 * <p>O(n), no copy of the samples. Immutable; safe for any number of threads.
 *
 * <p>Welch: The generalization of "Student's" problem when several different population variances
 * are involved. Biometrika 34 (1947), doi:10.1093/biomet/34.1-2.28.
 *
 * @param alpha the significance level, between 0 and 1, both excluded
 */
public record WelchT(double alpha) implements DriftTest {

  /** Checks the level. */
  public WelchT {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
    }
  }

  /** The test at the level .05. */
  public static WelchT defaults() {
    return new WelchT(.05);
  }

  @Override
  public String name() {
    return "welch_t";
  }

  @Override
  public DriftReport compare(double[] reference, double[] current) {
    double largest = Math.max(largest("reference", reference), largest("current", current));
    // Scaling with a power of two is exact and leaves t as it is; it keeps squares in range.
    int exponent = largest == 0 ? 0 : -Math.getExponent(largest);
    Moments r = Moments.of(reference, exponent);
    Moments c = Moments.of(current, exponent);
    double difference = r.mean - c.mean;
    double error = r.squaredError + c.squaredError;
    if (error == 0) {
      return difference == 0 ? report(0, 1) : report(difference * Double.POSITIVE_INFINITY, 0);
    }
    double t = difference / Math.sqrt(error);
    double shareR = r.squaredError / error;
    double shareC = c.squaredError / error;
    double freedom =
        1 / (shareR * shareR / (reference.length - 1) + shareC * shareC / (current.length - 1));
    double p = Beta.regularizedBeta(freedom / (freedom + t * t), freedom / 2, .5);
    return report(t, Math.min(1, p));
  }

  private DriftReport report(double t, double p) {
    return new DriftReport(name(), t, p, p, alpha, p < alpha);
  }

  private static double largest(String sample, double[] values) {
    Objects.requireNonNull(values, sample);
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "welch_t: the " + sample + " sample needs at least 2 values, has " + values.length);
    }
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      double magnitude = Math.abs(values[i]);
      if (!(magnitude <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "welch_t: " + sample + "[" + i + "] must be finite: " + values[i]);
      }
      largest = Math.max(largest, magnitude);
    }
    return largest;
  }

  /** Mean and squared standard error of the mean, of values scaled by 2^exponent. */
  private record Moments(double mean, double squaredError) {

    static Moments of(double[] values, int exponent) {
      double sum = 0;
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        double scaled = Math.scalb(value, exponent);
        sum += scaled;
        min = Math.min(min, scaled);
        max = Math.max(max, scaled);
      }
      if (min == max) {
        // Said exactly: the rounding of the mean must not look like a tiny variance.
        return new Moments(min, 0);
      }
      int n = values.length;
      double rough = sum / n;
      double rest = 0;
      double squares = 0;
      for (double value : values) {
        double deviation = Math.scalb(value, exponent) - rough;
        rest += deviation;
        squares += deviation * deviation;
      }
      double variance = (squares - rest * rest / n) / (n - 1);
      return new Moments(rough + rest / n, variance / n);
    }
  }
}
