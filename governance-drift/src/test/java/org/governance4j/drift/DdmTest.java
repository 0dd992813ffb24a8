package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class DdmTest {

  @Test
  void follows_the_formulas_by_hand() {
    // One error in 4: p = .25, s = √(.25·.75/4) = .2165; p + s = .4665.
    DriftDetector detector = new Ddm(3, 1, 2).start();
    detector.update(0);
    detector.update(0);
    detector.update(1);
    assertEquals(DriftDetector.NONE, detector.update(0));
    assertEquals(.25 + Math.sqrt(.046875), detector.lastEvent().statistic(), 1e-15);
    assertEquals(.25 + 2 * Math.sqrt(.046875), detector.lastEvent().threshold(), 1e-15);
    // Two in 5: .4 + √(.24/5) = .6191 > .4665; the limits are .4665 and .6830.
    assertEquals(DriftDetector.WARNING | DriftDetector.UP, detector.update(1));
    // Three in 6: .5 + √(.25/6) = .7041.
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals(.5 + Math.sqrt(.25 / 6), event.statistic(), 1e-15);
    assertEquals(4, event.changeIndex()); // where the warning began
    assertEquals(.25, event.before());
    assertEquals(1, event.after());
  }

  @Test
  void the_first_error_after_a_good_start_is_no_drift() {
    DriftDetector detector = Ddm.defaults().start();
    for (int i = 0; i < 100; i++) {
      assertEquals(DriftDetector.NONE, detector.update(0));
    }
    assertEquals(DriftDetector.NONE, detector.update(1));
  }

  @Test
  @Rule("D39")
  void decides_at_every_value_as_its_formulas_do() {
    int[] found = new int[2];
    for (long seed = 0; seed < 8; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double drift = seed == 0 ? 3 : 1 + 3 * random.nextDouble();
      double warning = seed == 0 ? 2 : drift * (.5 + random.nextDouble() / 2);
      Ddm config = new Ddm(1 + (int) (30 * (seed % 2)), warning, drift);
      double[] values = ErrorStreams.errors(seed, 300_000);
      ErrorStreams.agree(config.start(), new Plain(config), values, seed, found);
    }
    ErrorStreams.requireSome(found, true);
  }

  @Test
  void tells_where_the_change_was() {
    ErrorStreams.locatesTheChange(new Ddm(30, 3, 5), 60);
  }

  @Test
  void an_alarm_level_keeps_the_proportion_of_the_warning() {
    assertEquals(new Ddm(30, 4, 6), Ddm.defaults().withAlarmLevel(6));
    assertEquals(3, Ddm.defaults().alarmLevel());
  }

  @Test
  @Rule("D39")
  void decides_the_same_whenever_it_is_asked_for_more() {
    for (long seed = 0; seed < 5; seed++) {
      ErrorStreams.requireSameWhenAsked(Ddm.defaults(), seed);
      ErrorStreams.requireSameWhenAsked(new Ddm(30, 3, 6), seed);
    }
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("warmStart", () -> new Ddm(0, 2, 3));
    refused("warningThreshold", () -> new Ddm(30, 4, 3));
    refused("warningThreshold", () -> new Ddm(30, Double.NaN, 3));
    refused("driftThreshold", () -> new Ddm(30, 2, Double.POSITIVE_INFINITY));
    refused("driftThreshold", () -> Ddm.defaults().withAlarmLevel(-1));
  }

  /** With a root and three divisions for every value. */
  private static final class Plain implements ErrorStreams.Naive {
    private final Ddm config;
    private double n;
    private double k;
    private double p = Double.POSITIVE_INFINITY;
    private double s;

    Plain(Ddm config) {
      this.config = config;
    }

    @Override
    public int update(double value) {
      n++;
      k += value;
      if (n <= config.warmStart() || k == 0) {
        return DriftDetector.NONE;
      }
      double rate = k / n;
      double deviation = Math.sqrt(rate * (1 - rate) / n);
      if (rate + deviation <= p + s) {
        p = rate;
        s = deviation;
      }
      if (rate + deviation > p + config.driftThreshold() * s) {
        n = 0;
        k = 0;
        p = Double.POSITIVE_INFINITY;
        s = 0;
        return DriftDetector.DRIFT | DriftDetector.UP;
      }
      return rate + deviation > p + config.warningThreshold() * s
          ? DriftDetector.WARNING | DriftDetector.UP
          : DriftDetector.NONE;
    }
  }
}
