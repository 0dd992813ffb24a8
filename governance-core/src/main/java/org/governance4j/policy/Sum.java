package org.governance4j.policy;

import org.governance4j.Prediction;

/**
 * Compensated summation after Neumaier (Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen, ZAMM 54, 1974): the error does not grow with the number of terms. Allocates
 * nothing.
 */
final class Sum {
  private Sum() {}

  /** The sum of finite numbers; infinite or NaN if a partial sum is out of the range of doubles. */
  static double of(Prediction prediction, int[] fields) {
    double sum = 0;
    double lost = 0;
    for (int field : fields) {
      double term = prediction.number(field);
      double next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
      sum = next;
    }
    return sum + lost + 0.0;
  }
}
