package org.governance4j.drift;

/** Arithmetic of small square matrices, stored row by row, into arrays of the caller. */
final class SquareMatrix {

  private SquareMatrix() {}

  static void multiply(double[] a, double[] b, double[] into, int size) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += a[i * size + k] * b[k * size + j];
        }
        into[i * size + j] = sum;
      }
    }
  }

  /**
   * The inverse of a symmetric, positive definite matrix, by its Cholesky factor, which takes the
   * place of its lower triangle.
   */
  static void invert(double[] a, double[] into, int size) {
    for (int j = 0; j < size; j++) {
      for (int i = j; i < size; i++) {
        double sum = a[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * size + k] * a[j * size + k];
        }
        a[i * size + j] = i == j ? Math.sqrt(sum) : sum / a[j * size + j];
      }
    }
    for (int column = 0; column < size; column++) {
      for (int i = 0; i < size; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = 0; k < i; k++) {
          sum -= a[i * size + k] * into[k * size + column];
        }
        into[i * size + column] = sum / a[i * size + i];
      }
      for (int i = size - 1; i >= 0; i--) {
        double sum = into[i * size + column];
        for (int k = i + 1; k < size; k++) {
          sum -= a[k * size + i] * into[k * size + column];
        }
        into[i * size + column] = sum / a[i * size + i];
      }
    }
  }
}
