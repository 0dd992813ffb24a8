package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every detector of river and frouros, and their quirks one by one. */
class RiverAndFrourosTest {

  private static final Components COMPONENTS =
      Components.load(RiverAndFrourosTest.class.getClassLoader());

  static Stream<String> names() {
    return COMPONENTS.names(DriftDetector.class).stream()
        .filter(name -> name.startsWith("river:") || name.startsWith("frouros:"));
  }

  private static DriftDetector detector(String name, String... settings) {
    Settings all = Settings.empty();
    for (int i = 0; i < settings.length; i += 2) {
      all = all.with(settings[i], settings[i + 1]);
    }
    return COMPONENTS.create(DriftDetector.class, name, all);
  }

  /** Errors of a rate that rises and falls. */
  private static double[] stream(long seed) {
    Random random = new Random(seed);
    double[] values = new double[3_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < (i / 1_000 == 1 ? .6 : .1) ? 1 : 0;
    }
    return values;
  }

  @Test
  void there_are_as_many_as_the_libraries_have() {
    // ADWIN of both besides.
    assertTrue(names().count() >= 19, () -> names().toList().toString());
  }

  @ParameterizedTest
  @MethodSource("names")
  void after_a_reset_a_detector_is_as_new(String name) {
    double[] values = stream(7);
    DriftDetector used = detector(name);
    for (double value : stream(8)) {
      used.update(value);
    }
    used.reset();
    DriftDetector fresh = detector(name);
    assertEquals(fresh.lastEvent(), used.lastEvent());
    for (double value : values) {
      assertEquals(fresh.update(value), used.update(value));
      assertEquals(fresh.lastEvent(), used.lastEvent());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_value_that_is_no_number_is_refused_and_changes_nothing(String name) {
    DriftDetector calm = detector(name);
    DriftDetector harassed = detector(name);
    double[] values = stream(9);
    for (int i = 0; i < values.length; i++) {
      if (i % 7 == 0) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e200}) {
          assertEquals(DriftDetector.REFUSED, harassed.update(bad));
        }
      }
      assertEquals(calm.update(values[i]), harassed.update(values[i]), "after " + i);
      assertEquals(i, harassed.lastEvent().index());
      assertEquals(calm.lastEvent(), harassed.lastEvent());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void numbers_of_any_kind_are_taken_or_refused_but_never_thrown_at(String name) {
    Random random = new Random(11);
    for (int kind = 0; kind < 6; kind++) {
      DriftDetector detector = detector(name);
      boolean refusing = false;
      for (int i = 0; i < 1_500; i++) {
        double value =
            switch (kind) {
              case 0 -> 1e140;
              case 1 -> random.nextGaussian() * 1e100;
              case 2 -> -random.nextDouble();
              case 3 -> -0.0;
              case 4 -> i % 2 == 0 ? Double.MIN_VALUE : 1;
              default -> random.nextInt(5) - 2;
            };
        int status = detector.update(value);
        assertTrue(!refusing || status == DriftDetector.REFUSED, "refuses from then on");
        refusing = status == DriftDetector.REFUSED;
        detector.lastEvent();
      }
    }
  }

  @Test
  @Rule("D35")
  void where_the_library_fails_everything_is_refused_until_a_reset() {
    DriftDetector ddm = detector("river:DDM");
    assertEquals(DriftDetector.NONE, ddm.update(1));
    // The rate is 1.5, and its deviation the root of a negative number: Python raises there.
    assertEquals(DriftDetector.REFUSED, ddm.update(2));
    assertEquals(DriftDetector.REFUSED, ddm.update(0));
    assertEquals(0, ddm.lastEvent().index());
    ddm.reset();
    assertEquals(DriftDetector.NONE, ddm.update(0));

    // random.sample of more than there is.
    DriftDetector kswin = detector("river:KSWIN", "window_size", "10", "stat_size", "6");
    for (int i = 0; i < 9; i++) {
      assertEquals(DriftDetector.NONE, kswin.update(i));
    }
    assertEquals(DriftDetector.REFUSED, kswin.update(9));

    // islice from a negative place.
    DriftDetector fhddm =
        detector("river:FHDDM", "sliding_window_size", "3", "short_window_size", "4");
    assertEquals(DriftDetector.NONE, fhddm.update(1));
    assertEquals(DriftDetector.NONE, fhddm.update(1));
    assertEquals(DriftDetector.REFUSED, fhddm.update(1));
  }

  @ParameterizedTest
  @CsvSource({
    "river:EDDM, beta, 0.97",
    "river:KSWIN, stat_size, 101",
    "river:KSWIN, alpha, 1.5",
    "river:KSWIN, sampler, dice",
    "river:KSWIN, window, 1;2",
    "river:PageHinkley, mode, sideways",
    "river:HDDM_A, two_sided_test, maybe",
    "frouros:DDM, warning_level, 3",
    "frouros:ECDDWT, average_run_length, 200",
    "frouros:ECDDWT, warning_level, 1",
    "frouros:HDDMA, alpha_d, 0.005",
    "frouros:BOCD, hazard, 1",
    "frouros:BOCD, data_var, 0",
    "frouros:CUSUM, alpha, 0.5",
    "frouros:KSWIN, num_test_instances, 101",
    "frouros:STEPD, alpha_d, 0.5",
  })
  void an_argument_that_the_library_refuses_is_refused_by_its_name(
      String name, String key, String value) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> detector(name, key, value))
                .getMessage());
    assertTrue(message.contains("'" + key + "'"), message);
  }

  @Test
  void fhddm_of_river_reports_that_ones_become_rare() {
    DriftDetector detector = detector("river:FHDDM");
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      if ((detector.update(i < 200 ? 1 : 0) & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
    }
    // sqrt(ln(1e6) / 200) = .2628: 27 zeros in the window of 100 are the first above it.
    assertEquals(226, detections.get(0));
  }

  @ParameterizedTest
  @CsvSource({"0, 68, 187", "5, 63, 182"})
  void fhddm_of_river_sums_what_it_is_given(int shortSize, int first, int second) {
    // By river's fhddm.py, which adds the values up instead of counting the ones.
    DriftDetector fhddm =
        shortSize == 0
            ? detector("river:FHDDM", "sliding_window_size", "20", "confidence_level", "0.1")
            : detector(
                "river:FHDDM",
                "sliding_window_size",
                "20",
                "confidence_level",
                "0.1",
                "short_window_size",
                "" + shortSize);
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double value = i * 29 % 17 / 16.0 - (i / 60 % 2 == 0 ? 0 : .5);
      if ((fhddm.update(value) & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
    }
    assertEquals(List.of(first, second), detections);
    assertEquals(Map.of("u_max", .528125), ((Traced) fhddm).trace());
  }

  @Test
  void a_window_given_to_kswin_of_river_is_there_from_the_start() {
    StringBuilder window = new StringBuilder("0");
    for (int i = 1; i < 99; i++) {
      window.append(", ").append(i % 3);
    }
    DriftDetector given = detector("river:KSWIN", "window", window.toString());
    DriftDetector fed = detector("river:KSWIN");
    for (int i = 0; i < 99; i++) {
      fed.update(i % 3);
    }
    for (int i = 0; i < 200; i++) {
      assertEquals(fed.update(5 + i % 3), given.update(5 + i % 3), "after " + i);
    }
  }

  @Test
  void the_two_sided_test_of_hddm_w_of_frouros_reports_every_thirty_values() {
    DriftDetector detector = detector("frouros:HDDMW", "two_sided_test", "True");
    for (int i = 0; i < 300; i++) {
      assertEquals(
          i % 30 == 29 ? DriftDetector.DRIFT : DriftDetector.NONE, detector.update(0), "at " + i);
    }
  }

  @Test
  void a_jump_is_seen_at_once_by_bocd_of_frouros() {
    DriftDetector detector = detector("frouros:BOCD", "hazard", "0.001");
    Random random = new Random(5);
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      if ((detector.update(random.nextGaussian() + (i < 600 ? 0 : 8)) & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
    }
    assertTrue(detections.contains(600), detections::toString);
  }

  @Test
  void the_run_lengths_of_bocd_are_bounded_and_the_value_beyond_is_refused_until_a_reset() {
    Random random = new Random(3);
    DriftDetector bocd = new FrourosBocd(Settings.empty(), 300);
    DriftDetector longer = detector("frouros:BOCD", "hazard", "0.01");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 300; i++) {
        double value = .01 * random.nextGaussian();
        assertEquals(longer.update(value), bocd.update(value), "value " + i);
      }
      assertEquals(DriftDetector.NONE, longer.update(0));
      assertEquals(DriftDetector.REFUSED, bocd.update(0));
      assertEquals(DriftDetector.REFUSED, bocd.update(0));
      bocd.reset();
      longer.reset();
    }
  }
}
