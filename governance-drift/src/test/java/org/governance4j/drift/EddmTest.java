package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class EddmTest {

  @Test
  void follows_the_formulas_by_hand() {
    // Errors at 0, 10, 20, 22: distances 10, 10, 2; mean 22/3, variance 204/3 − (22/3)² = 14.222.
    DriftDetector detector = new Eddm(3, .95, .9).start();
    for (int i = 0; i < 22; i++) {
      detector.update(i % 10 == 0 ? 1 : 0);
    }
    assertEquals(DriftDetector.NONE, detector.lastEvent().status());
    assertEquals(1, detector.lastEvent().statistic(), 1e-15);
    // 22/3 + 2·√14.222 = 14.876 is a new maximum; another distance of 2 makes 6 + 2·4 = 14.
    assertEquals(DriftDetector.NONE, detector.update(1));
    detector.update(0);
    assertEquals(DriftDetector.WARNING | DriftDetector.UP, detector.update(1));
    double highest = 22. / 3 + 2 * Math.sqrt(128. / 9);
    assertEquals(14 / highest, detector.lastEvent().statistic(), 1e-15);
    // Between errors the status stays; distances 10 10 2 2 2: 5.2 + 2·√15.36 = 13.038.
    assertEquals(DriftDetector.WARNING | DriftDetector.UP, detector.update(0));
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals((5.2 + 2 * Math.sqrt(15.36)) / highest, event.statistic(), 1e-15);
    assertEquals(24, event.changeIndex());
    assertEquals(4. / 24, event.before(), 1e-15);
    assertEquals(2. / 3, event.after(), 1e-15);
    assertEquals(DriftDetector.NONE, detector.update(0));
  }

  @Test
  @Rule("D39")
  void decides_at_every_value_as_its_formulas_do() {
    int[] found = new int[2];
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double alpha = 1 - Math.pow(10, -1 - random.nextInt(6) * random.nextDouble());
      Eddm any = new Eddm(3 + random.nextInt(40), alpha, alpha * (.3 + .69 * random.nextDouble()));
      Eddm config = seed % 2 == 0 ? Eddm.defaults() : any;
      double[] values = seed % 3 == 0 ? regular(random, 20_000) : ErrorStreams.errors(seed, 20_000);
      ErrorStreams.agree(config.start(), new Plain(config), values, seed, found);
    }
    ErrorStreams.requireSome(found, true);
  }

  /** Errors at nearly the same distances, which now and then become other ones. */
  private static double[] regular(SplittableRandom random, int length) {
    double[] values = new double[length];
    int distance = 10;
    for (int at = 0; at < length; at += distance) {
      values[at] = 1;
      if (random.nextInt(200) == 0) {
        distance = 1 + random.nextInt(200);
      }
      at += random.nextInt(5) == 0 ? 1 : 0;
    }
    return values;
  }

  @Test
  void regular_errors_are_no_drift_however_far_apart() {
    for (int distance : new int[] {1, 3, 1_000}) {
      DriftDetector detector = Eddm.defaults().start();
      for (int i = 0; i < 100 * distance; i++) {
        assertEquals(DriftDetector.NONE, detector.update(i % distance == 0 ? 1 : 0));
      }
    }
  }

  @Test
  void an_alarm_level_keeps_the_proportion_of_the_warning() {
    Eddm config = Eddm.defaults().withAlarmLevel(2 * Eddm.defaults().alarmLevel());
    assertEquals(.81, config.beta(), 1e-15);
    assertEquals(.95 * .95, config.alpha(), 1e-15);
  }

  @Test
  @Rule("D39")
  void decides_the_same_whenever_it_is_asked_for_more() {
    for (long seed = 0; seed < 5; seed++) {
      ErrorStreams.requireSameWhenAsked(Eddm.defaults(), seed);
      ErrorStreams.requireSameWhenAsked(new Eddm(30, .5, .3), seed);
    }
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("warmStart", () -> new Eddm(2, .95, .9));
    refused("alpha", () -> new Eddm(30, .8, .9));
    refused("alpha", () -> new Eddm(30, 1, .9));
    refused("beta", () -> new Eddm(30, .95, 0));
    refused("alarm level", () -> Eddm.defaults().withAlarmLevel(0));
  }

  /** Keeps all distances; mean and deviation in two passes. */
  private static final class Plain implements ErrorStreams.Naive {
    private final Eddm config;
    private final List<Double> distances = new ArrayList<>();
    private int since;
    private int errors;
    private double highest;
    private int status;

    Plain(Eddm config) {
      this.config = config;
    }

    @Override
    public int update(double value) {
      if ((status & DriftDetector.DRIFT) != 0) {
        distances.clear();
        since = 0;
        errors = 0;
        highest = 0;
        status = DriftDetector.NONE;
      }
      since++;
      if (value == 0) {
        return status;
      }
      errors++;
      if (errors > 1) {
        distances.add((double) since);
      }
      since = 0;
      if (errors < config.warmStart()) {
        return status;
      }
      double mean = distances.stream().mapToDouble(d -> d).average().orElseThrow();
      double variance =
          distances.stream().mapToDouble(d -> (d - mean) * (d - mean)).average().orElseThrow();
      double level = mean + 2 * Math.sqrt(variance);
      highest = Math.max(highest, level);
      status =
          level / highest < config.beta()
              ? DriftDetector.DRIFT | DriftDetector.UP
              : level / highest < config.alpha()
                  ? DriftDetector.WARNING | DriftDetector.UP
                  : DriftDetector.NONE;
      return status;
    }
  }
}
