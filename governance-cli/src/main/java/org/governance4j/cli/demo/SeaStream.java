package org.governance4j.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The SEA concepts: W. N. Street and Y. Kim, "A streaming ensemble algorithm (SEA) for large-scale
 * classification", KDD 2001, doi:10.1145/502512.502568.
 *
 * <p>Three features uniform in [0, 10]; a row is of class 1 if the first two sum to at most a
 * threshold; the third is irrelevant. The threshold is 8, 9, 7 and 9.5 in four blocks of equal
 * length, so the concept changes abruptly three times. A tenth of the labels is flipped.
 */
final class SeaStream {

  private static final double[] THRESHOLDS = {8, 9, 7, 9.5};
  private static final double NOISE = 0.1;

  private SeaStream() {}

  /**
   * Generates the stream.
   *
   * @param seed the same seed gives the same stream
   * @param rows how many rows, a multiple of four
   */
  static LabelledStream generate(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[rows][];
    int[] labels = new int[rows];
    int block = rows / THRESHOLDS.length;
    for (int i = 0; i < rows; i++) {
      double[] row = new double[3];
      for (int j = 0; j < row.length; j++) {
        row[j] = 10 * random.nextDouble();
      }
      int label = row[0] + row[1] <= THRESHOLDS[i / block] ? 1 : 0;
      values[i] = row;
      labels[i] = random.nextDouble() < NOISE ? 1 - label : label;
    }
    List<Integer> changes = new ArrayList<>();
    for (int i = 1; i < THRESHOLDS.length; i++) {
      changes.add(i * block);
    }
    return new LabelledStream(
        "SEA concepts (Street & Kim 2001), generated",
        List.of("attribute1", "attribute2", "attribute3"),
        values,
        labels,
        changes);
  }
}
