package org.governance4j.benchmarks.quality;

/**
 * A Gaussian naive Bayes classifier of two classes, to be tested with every record before it learns
 * from it (Gama, Sebastião, Rodrigues: On evaluating stream learning algorithms. Machine Learning
 * 90 (2013), doi:10.1007/s10994-012-5320-9). It never forgets, so a change of the stream shows in
 * its errors.
 */
final class PrequentialBayes {

  private static final double LEAST_VARIANCE = 1e-9;

  private final long[] seen = new long[2];
  private final double[][] mean;
  private final double[][] squares;

  PrequentialBayes(int features) {
    mean = new double[2][features];
    squares = new double[2][features];
  }

  /**
   * 1 if the label of a record is predicted wrongly, else 0. What follows the features is not read.
   */
  int error(double[] record, int label) {
    int predicted = score(1, record) > score(0, record) ? 1 : 0;
    return predicted == label ? 0 : 1;
  }

  private double score(int label, double[] record) {
    if (seen[label] == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double score = Math.log(seen[label]);
    for (int i = 0; i < mean[label].length; i++) {
      double variance = squares[label][i] / seen[label] + LEAST_VARIANCE;
      double distance = record[i] - mean[label][i];
      score -= (Math.log(variance) + distance * distance / variance) / 2;
    }
    return score;
  }

  void learn(double[] record, int label) {
    seen[label]++;
    for (int i = 0; i < mean[label].length; i++) {
      double distance = record[i] - mean[label][i];
      mean[label][i] += distance / seen[label];
      squares[label][i] += distance * (record[i] - mean[label][i]);
    }
  }
}
