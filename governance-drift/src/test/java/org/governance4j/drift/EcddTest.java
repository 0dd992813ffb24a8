package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class EcddTest {

  @Test
  void follows_the_formulas_by_hand() {
    // lambda ½: z = 0, 0, ½, ¾ after 0 0 1 1; p = ½, σ² = ¼·⅓·(1 − ½⁸).
    DriftDetector detector = new Ecdd(4, .5, .1, .5).start();
    detector.update(0);
    detector.update(0);
    assertEquals(DriftDetector.NONE, detector.update(1));
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals(.25, event.statistic(), 1e-15);
    assertEquals(.5 * Math.sqrt((1 - 1 / 256.) / 12), event.threshold(), 1e-15);
    assertEquals(2, event.changeIndex());
    assertEquals(0, event.before());
    assertEquals(1, event.after());
  }

  @Test
  @Rule("D39")
  void decides_at_every_value_as_its_formulas_do() {
    int[] found = new int[2];
    for (long seed = 0; seed < 10; seed++) {
      Ecdd config =
          new Ecdd(
              1 + (int) (10 * seed), seed % 2 == 0 ? .2 : .01 * (1 + seed), 1.5, 3 + seed / 3.);
      double[] values = ErrorStreams.errors(seed, 200_000);
      ErrorStreams.agree(config.start(), new Plain(config), values, seed, found);
    }
    ErrorStreams.requireSome(found, true);
  }

  @Test
  void a_very_long_calm_leaves_numbers_that_are_fast_to_compute_with() {
    EcddState detector = (EcddState) Ecdd.defaults().start();
    detector.update(1);
    for (int i = 0; i < 10_000; i++) {
      detector.update(0);
    }
    StateWriter out = new StateWriter();
    detector.write(out);
    java.nio.ByteBuffer state = java.nio.ByteBuffer.wrap(out.toByteArray());
    assertEquals(0, state.getDouble(28), "the average"); // after seen, status, begin, errors
    assertEquals(0, state.getDouble(36), "the decay");
  }

  @Test
  void tells_where_the_change_was() {
    ErrorStreams.locatesTheChange(new Ecdd(30, .05, 2, 5), 12);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("warmStart", () -> new Ecdd(0, .2, 1, 2));
    refused("lambda", () -> new Ecdd(30, 0, 1, 2));
    refused("lambda", () -> new Ecdd(30, 1, 1, 2));
    refused("warningThreshold", () -> new Ecdd(30, .2, 3, 2));
    refused("driftThreshold", () -> new Ecdd(30, .2, 1, Double.NaN));
  }

  /** With powers and roots. */
  private static final class Plain implements ErrorStreams.Naive {
    private final Ecdd config;
    private double n;
    private double k;
    private double z;

    Plain(Ecdd config) {
      this.config = config;
    }

    @Override
    public int update(double value) {
      n++;
      k += value;
      double lambda = config.lambda();
      z = (1 - lambda) * z + lambda * value;
      double p = k / n;
      double weights = lambda / (2 - lambda) * (1 - Math.pow(1 - lambda, 2 * n));
      double sigma = Math.sqrt(p * (1 - p) * weights);
      if (n < config.warmStart() || sigma == 0) {
        return DriftDetector.NONE;
      }
      if (z > p + config.driftThreshold() * sigma) {
        n = 0;
        k = 0;
        z = 0;
        return DriftDetector.DRIFT | DriftDetector.UP;
      }
      return z > p + config.warningThreshold() * sigma
          ? DriftDetector.WARNING | DriftDetector.UP
          : DriftDetector.NONE;
    }
  }
}
