package org.governance4j;

/**
 * A two-sample test or distance between a reference and a current sample.
 *
 * <p>Implementations are immutable and safe for any number of threads; they do not modify the
 * samples.
 */
public interface DriftTest {

  /** The test's name, for example {@code welch_t}. */
  String name();

  /**
   * Compares two samples.
   *
   * @param reference the reference sample, finite values
   * @param current the current sample, finite values
   * @return the statistic and the decision
   * @throws IllegalArgumentException if a sample is smaller than the test's minimum or holds a
   *     non-finite value; the message names the sample, the index and the value
   */
  DriftReport compare(double[] reference, double[] current);

  /** A test that never reports drift; its statistic is NaN. */
  static DriftTest none() {
    return NoDriftTest.INSTANCE;
  }
}
