package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.governance4j.DriftDetector;

/** Simulates how long detectors run until they report. */
final class ChartRuns {

  private ChartRuns() {}

  /** The average run length over so many runs, each from an empty detector. */
  static double average(
      DetectorConfig config, int runs, ToDoubleFunction<SplittableRandom> values) {
    SplittableRandom random = new SplittableRandom(20_260_301);
    DriftDetector detector = config.start();
    long taken = 0;
    for (int run = 0; run < runs; run++) {
      detector.reset();
      do {
        taken++;
      } while (detector.update(values.applyAsDouble(random)) == DriftDetector.NONE);
    }
    return (double) taken / runs;
  }

  static ToDoubleFunction<SplittableRandom> normal(double mean) {
    return random -> mean + random.nextGaussian();
  }

  static ToDoubleFunction<SplittableRandom> bernoulli(double rate) {
    return random -> random.nextDouble() < rate ? 1 : 0;
  }

  static void agree(double published, double simulated, double tolerance) {
    assertEquals(published, simulated, tolerance * published);
  }
}
