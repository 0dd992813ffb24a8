package org.governance4j.drift;

import java.util.Arrays;

/** The features of one {@link Lsdd} stream; one owner, not safe for more than one thread. */
final class LsddState extends ReferenceWindow<Lsdd> {

  private final int m;
  private final double[] sorted;
  private final double[] centers;

  /** Row by row: of symmetric m × m matrices. */
  private final double[] gram;

  private final double[] inverse;
  private final double[] form;
  private final double[] covariance;
  private final double[] product;

  private final double[] referenceMeans;
  private final double[] features;
  private final double[] difference;
  private double inverseBandwidth;
  private double expected;
  private double deviation;

  LsddState(Lsdd config) {
    super(config, config.referenceSize(), config.windowSize(), config.threshold());
    m = config.centers();
    sorted = new double[config.referenceSize()];
    centers = new double[m];
    gram = new double[m * m];
    inverse = new double[m * m];
    form = new double[m * m];
    covariance = new double[m * m];
    product = new double[m * m];
    referenceMeans = new double[m];
    features = new double[config.windowSize() * m];
    difference = new double[m];
  }

  @Override
  void learn() {
    sortReference(sorted);
    inverseBandwidth = 1 / MedianDistance.bandwidth(sorted);
    int n = sorted.length;
    for (int l = 0; l < m; l++) {
      centers[l] = sorted[(int) ((2L * l + 1) * n / (2L * m))];
    }
    makeForm();
    makeCovariance();
    // The null distribution of a quadratic form of a normal vector of mean 0.
    SquareMatrix.multiply(form, covariance, product, m);
    double parts = 1.0 / n + 1.0 / window.length;
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < m; i++) {
      trace += product[i * m + i];
      for (int j = 0; j < m; j++) {
        squares += product[i * m + j] * product[j * m + i];
      }
    }
    expected = trace * parts;
    // A reference of n equal values does not show that others are rarer than about one in n.
    deviation = Math.sqrt(2 * Math.max(squares, 1.0 / ((double) n * n))) * parts;
  }

  /** In units of the bandwidth: H = √π · exp(−(cᵢ − cⱼ)²/4), A = 2B − B·H·B, B = (H + λI)⁻¹. */
  private void makeForm() {
    double root = Math.sqrt(Math.PI);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double apart = (centers[i] - centers[j]) * inverseBandwidth;
        gram[i * m + j] = root * gauss(.25 * apart * apart);
        product[i * m + j] = gram[i * m + j];
      }
      product[i * m + i] += config.lambda();
    }
    SquareMatrix.invert(product, inverse, m);
    SquareMatrix.multiply(inverse, gram, product, m);
    SquareMatrix.multiply(product, inverse, form, m);
    for (int i = 0; i < m * m; i++) {
      form[i] = 2 * inverse[i] - form[i];
    }
  }

  private void makeCovariance() {
    int n = reference.length;
    Arrays.fill(referenceMeans, 0);
    Arrays.fill(covariance, 0);
    for (double value : reference) {
      for (int l = 0; l < m; l++) {
        difference[l] = feature(value, l);
        referenceMeans[l] += difference[l] / n;
      }
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          covariance[i * m + j] += difference[i] * difference[j] / n;
        }
      }
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        covariance[i * m + j] -= referenceMeans[i] * referenceMeans[j];
      }
    }
  }

  @Override
  void enter(double value) {
    for (int l = 0; l < m; l++) {
      features[next * m + l] = feature(value, l);
    }
  }

  @Override
  void leave() {
    // The features of the oldest value are overwritten by those of the one that enters.
  }

  @Override
  void clear() {
    // Places that are not held are not read.
  }

  @Override
  double statistic() {
    return (distance() - expected) / deviation;
  }

  /** The squared distance of the densities, in units of one over the bandwidth. */
  double distance() {
    Arrays.fill(difference, 0);
    // Summed anew with every value: sums that are kept up gather rounding errors for ever.
    for (int i = 0; i < window.length; i++) {
      int at = i * m;
      for (int l = 0; l < m; l++) {
        difference[l] += features[at + l];
      }
    }
    double part = 1.0 / window.length;
    for (int l = 0; l < m; l++) {
      difference[l] = referenceMeans[l] - difference[l] * part;
    }
    double sum = 0;
    for (int i = 0; i < m; i++) {
      double row = 0;
      for (int j = 0; j < m; j++) {
        row += form[i * m + j] * difference[j];
      }
      sum += row * difference[i];
    }
    return sum;
  }

  private double feature(double value, int center) {
    double apart = (value - centers[center]) * inverseBandwidth;
    return gauss(.5 * apart * apart);
  }

  private static double gauss(double exponent) {
    return exponent > 700 ? 0 : StrictMath.exp(-exponent);
  }
}
