package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BocdTest {

  @Test
  void the_posterior_after_two_values_is_that_by_hand() {
    // Uniform prior of the rate, hazard 1/4, two ones: the run of one value predicts another with
    // 2/3, the new one with 1/2, so 3/4 · 2/3 stands against 1/4 · 1/2.
    BocdState state = new BocdState(bernoulli(.25));
    state.update(1);
    state.update(1);
    assertEquals(3, state.runs());
    assertEquals(.75 * .8, state.weight(0), 1e-15);
    assertEquals(.75 * .2, state.weight(1), 1e-15);
    assertEquals(.25, state.weight(2), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({
    // mpmath 1.3, 30 digits: loggamma(a + 1/2) - loggamma(a)
    ".001, -6.33677498788482189344796261793",
    ".5, -0.572364942924700087071713675677",
    "1, -0.120782237635245222345518445782",
    "8.25, 1.03996432007611664502038841344",
    "20, 1.4916167873313040735514350662",
    "256, 2.77210044130022067480507275476",
    "350000, 6.3828438595899410651533734834"
  })
  void the_gamma_function_steps_by_a_half(double a, double expected) {
    assertEquals(expected, BocdState.logGammaStep(a), 1e-11);
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D38")
  void every_run_length_has_the_probability_of_the_definition(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Bocd.Family[] models = Bocd.Family.values();
    Bocd.Family family = models[random.nextInt(models.length)];
    double hazard = Math.pow(10, -1 - 3 * random.nextDouble());
    int lag = 1 + random.nextInt(12);
    double mean = family == Bocd.Family.BERNOULLI ? .3 : random.nextDouble() - .5;
    double count = .1 + random.nextDouble();
    double shape = .5 + 5 * random.nextDouble();
    double threshold = .5 + .499 * random.nextDouble();
    Bocd config =
        new Bocd(
            family, hazard, threshold, lag, 1_000, 0, mean, count, shape, .5 + random.nextDouble());
    BocdState state = new BocdState(config);
    NaiveBocd naive = new NaiveBocd(config);
    double[] values = regimes(seed, 130, family == Bocd.Family.BERNOULLI);
    for (int i = 0; i < values.length; i++) {
      String what = "seed " + seed + ", value " + i + ", " + config;
      int expected = naive.update(values[i]);
      assertEquals(expected, state.update(values[i]), what);
      if (expected != DriftDetector.NONE) {
        assertEquals(naive.changeIndex, state.lastEvent().changeIndex(), what);
        continue;
      }
      for (int r = 0; r < naive.posterior.length; r++) {
        double weight = state.weight(r) / (1 - hazard);
        assertEquals(naive.posterior[r], weight, 1e-9, what + ", run " + r);
      }
    }
  }

  @Test
  void runs_longer_than_the_table_are_weighed_by_the_same_formula() {
    Bocd config = new Bocd(Bocd.Family.NORMAL, .01, .999999, 5, 1_000, 0, 0, 1, 20, 1);
    BocdState state = new BocdState(config);
    NaiveBocd naive = new NaiveBocd(config);
    Random random = new Random(4);
    for (int i = 0; i < 560; i++) {
      double value = random.nextGaussian();
      int status = naive.update(value);
      assertEquals(status, state.update(value), "value " + i);
      if (status == DriftDetector.NONE) {
        assertEquals(naive.posterior[0], state.weight(0) / .99, 1e-9, "value " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropping_improbable_run_lengths_hardly_changes_detections(Bocd.Family family) {
    boolean binary = family == Bocd.Family.BERNOULLI;
    double mean = binary ? .5 : 0;
    int detections = 0;
    int different = 0;
    for (long seed = 0; seed < 5; seed++) {
      BocdState all = new BocdState(new Bocd(family, 1e-3, .9, 5, 5_000, 0, mean, 1, 20, 1));
      BocdState few = new BocdState(new Bocd(family, 1e-3, .9, 5, 150, 1e-6, mean, 1, 20, 1));
      for (double value : regimes(seed, 1_000, binary)) {
        int status = all.update(value);
        boolean same =
            status == few.update(value)
                && all.lastEvent().changeIndex() == few.lastEvent().changeIndex();
        detections += status != 0 ? 1 : 0;
        different += same ? 0 : 1;
        assertTrue(few.runs() <= 151, few.runs() + " runs");
      }
    }
    assertTrue(detections > 20, detections + " detections");
    assertTrue(different <= 1, different + " of " + detections + " differ");
  }

  @Test
  void a_shift_is_reported_late_but_where_it_was() {
    int located = 0;
    for (long seed = 0; seed < 20; seed++) {
      StreamingDetector detector = Bocd.defaults().start();
      Random random = new Random(seed);
      for (int i = 0; i < 700; i++) {
        double value = random.nextGaussian() + (i < 500 ? 0 : 3);
        if ((detector.update(value) & DriftDetector.DRIFT) != 0 && i >= 500) {
          DriftEvent event = detector.lastEvent();
          assertEquals(DriftDetector.DRIFT | DriftDetector.UP, event.status());
          assertEquals(0, event.before(), .3, event::toString);
          assertEquals(3, event.after(), 1.5, event::toString);
          assertTrue(event.index() < 515, event::toString);
          located += Math.abs(event.changeIndex() - 500) <= 2 ? 1 : 0;
          break;
        }
      }
    }
    assertTrue(located >= 18, "located " + located + " of 20");
  }

  @Test
  void the_next_change_is_found_after_the_first_and_none_is_told_twice() {
    StreamingDetector detector = Bocd.defaults().start();
    Random random = new Random(1);
    StringBuilder changes = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      double level = i < 100 ? 0 : i < 200 ? 4 : i < 300 ? -2 : 3;
      if ((detector.update(level + .5 * random.nextGaussian()) & DriftDetector.DRIFT) != 0) {
        changes.append(detector.lastEvent().changeIndex()).append(' ');
      }
    }
    assertEquals("100 200 300 ", changes.toString());
  }

  @Test
  void a_calm_stream_raises_few_alarms() {
    // 20 streams of 5,000 values; the rate of false alarms of the defaults is about 1 in 40,000.
    int alarms = 0;
    for (long seed = 0; seed < 20; seed++) {
      StreamingDetector detector = Bocd.defaults().start();
      Random random = new Random(seed);
      for (int i = 0; i < 5_000; i++) {
        alarms += detector.update(random.nextGaussian()) != 0 ? 1 : 0;
      }
    }
    assertTrue(alarms <= 10, alarms + " false alarms");
  }

  @Test
  void a_stricter_threshold_is_a_higher_alarm_level() {
    Bocd config = Bocd.defaults().withThreshold(.9);
    assertEquals(2.302585092994046, config.alarmLevel(), 1e-12); // ln 10
    assertEquals(.99, config.withAlarmLevel(2 * config.alarmLevel()).threshold(), 1e-12);
    refused("threshold", () -> config.withAlarmLevel(.1));
    refused("threshold", () -> config.withAlarmLevel(50));
  }

  @Test
  void a_value_between_zero_and_one_is_a_part_of_an_error() {
    StreamingDetector detector = Bocd.bernoulli().start();
    assertEquals(DriftDetector.NONE, detector.update(.25));
    assertEquals(DriftDetector.REFUSED, detector.update(-.25));
    assertEquals(DriftDetector.REFUSED, detector.update(1.25));
    assertEquals(.25, detector.lastEvent().after());
  }

  @Test
  void bad_parameters_are_refused_by_name() {
    refused("hazard must be from", () -> with(0, .9, 5, 150, 1e-6, 0, 1, 20, 1));
    refused("hazard must be from", () -> with(.6, .9, 5, 150, 1e-6, 0, 1, 20, 1));
    refused("threshold must be", () -> with(.01, .49, 5, 150, 1e-6, 0, 1, 20, 1));
    refused("threshold must be", () -> with(.01, 1, 5, 150, 1e-6, 0, 1, 20, 1));
    refused("lag must be from 1 to 10000: 0", () -> with(.01, .9, 0, 150, 1e-6, 0, 1, 20, 1));
    refused("maxRunLengths must be from 7", () -> with(.01, .9, 5, 6, 1e-6, 0, 1, 20, 1));
    refused("floor must be from", () -> with(.01, .9, 5, 150, .2, 0, 1, 20, 1));
    refused("priorMean must be", () -> with(.01, .9, 5, 150, 1e-6, Double.NaN, 1, 20, 1));
    refused("priorCount must be", () -> with(.01, .9, 5, 150, 1e-6, 0, 0, 20, 1));
    refused("priorShape must be", () -> with(.01, .9, 5, 150, 1e-6, 0, 1, 0, 1));
    refused("variance must be", () -> with(.01, .9, 5, 150, 1e-6, 0, 1, 20, 0));
    refused(
        "priorMean must be between 0 and 1 for BERNOULLI: 0.0",
        () -> new Bocd(Bocd.Family.BERNOULLI, .01, .9, 5, 150, 1e-6, 0, 1, 20, 1));
  }

  private static Bocd with(
      double hazard,
      double threshold,
      int lag,
      int runs,
      double floor,
      double mean,
      double count,
      double shape,
      double variance) {
    return new Bocd(
        Bocd.Family.NORMAL, hazard, threshold, lag, runs, floor, mean, count, shape, variance);
  }

  private static Bocd bernoulli(double hazard) {
    return new Bocd(Bocd.Family.BERNOULLI, hazard, .9, 10, 100, 0, .5, 2, 1, 1);
  }

  private static double[] regimes(long seed, int length, boolean binary) {
    Random random = new Random(seed);
    double[] values = new double[length];
    double level = 0;
    for (int i = 0; i < length; i++) {
      if (i % 60 == 0) {
        level = binary ? random.nextDouble() : 4 * random.nextDouble() - 2;
      }
      values[i] = binary ? (random.nextDouble() < level ? 1 : 0) : level + random.nextGaussian();
    }
    return values;
  }
}
