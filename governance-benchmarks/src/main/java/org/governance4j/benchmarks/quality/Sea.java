package org.governance4j.benchmarks.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The SEA concepts of Street and Kim (A Streaming Ensemble Algorithm for Large-Scale
 * Classification. KDD 2001, doi:10.1145/502512.502568): three attributes from 0 to 10, of which the
 * first two decide; the class is 1 if their sum exceeds the threshold of the concept, and wrong in
 * a tenth of the records.
 */
final class Sea {

  /** How many records a concept lasts. */
  static final int CONCEPT = 10_000;

  private static final double[] THRESHOLDS = {8, 9, 7, 9.5};

  private Sea() {}

  /** The four concepts in the order of the paper, the same at every call. */
  static List<String[]> rows() {
    SplittableRandom random = new SplittableRandom(1);
    List<String[]> rows = new ArrayList<>();
    for (double threshold : THRESHOLDS) {
      for (int i = 0; i < CONCEPT; i++) {
        double[] x = {10 * random.nextDouble(), 10 * random.nextDouble(), 10 * random.nextDouble()};
        boolean positive = x[0] + x[1] > threshold ^ random.nextDouble() < 0.1;
        rows.add(new String[] {"" + x[0], "" + x[1], "" + x[2], positive ? "1" : "0"});
      }
    }
    return rows;
  }
}
