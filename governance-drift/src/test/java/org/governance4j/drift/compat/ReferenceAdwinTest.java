package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.drift.Adwin;
import org.governance4j.drift.ReferenceData;
import org.governance4j.drift.compat.ReferenceAdwin.Flavour;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReferenceAdwinTest {

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_river() {
    return tests("river_fixed.json", Flavour.RIVER);
  }

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_older_rivers() {
    return tests("river_legacy.json", Flavour.RIVER_LEGACY);
  }

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_frouros_in_its_errors_too() {
    return tests("frouros.json", Flavour.FROUROS);
  }

  private static List<DynamicTest> tests(String file, Flavour flavour) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.detectorRecords(file, "ADWIN")) {
      JsonNode params = record.get("params");
      boolean frouros = flavour == Flavour.FROUROS;
      DriftDetector detector =
          new ReferenceAdwin(
              "ADWIN",
              flavour,
              params.path("delta").asDouble(.002),
              params.path("clock").asInt(32),
              params.path(frouros ? "m" : "max_buckets").asInt(5),
              params.path(frouros ? "min_window_size" : "min_window_length").asInt(5),
              params.path(frouros ? "min_num_instances" : "grace_period").asInt(10));
      tests.add(
          dynamicTest(
              record.get("stream").asText() + " " + params,
              () -> RecordChecks.check(record, detector)));
    }
    assertTrue(tests.size() > 10, "hardly any records in " + file);
    return tests;
  }

  @Test
  void river_starts_an_empty_window_after_a_change_and_moa_keeps_the_rest() {
    ReferenceAdwin river = adwin(Flavour.RIVER);
    ReferenceAdwin moa = adwin(Flavour.MOA);
    for (int i = 0; (river.update(i < 640 ? 5 : 0) & DriftDetector.DRIFT) == 0; i++) {
      moa.update(i < 640 ? 5 : 0);
      assertTrue(i < 1000, "no change found");
    }
    assertEquals(DriftDetector.DRIFT, moa.update(0));
    river.update(7);
    moa.update(7);
    assertEquals(1, river.width());
    assertTrue(moa.width() > 1);
    assertTrue(river.lastEvent().index() > 640, "the owner's positions go on");
  }

  @Test
  void from_the_error_of_frouros_on_everything_is_refused_until_a_reset() {
    ReferenceAdwin frouros = adwin(Flavour.FROUROS);
    assertEquals(DriftDetector.NONE, frouros.update(1));
    assertEquals(DriftDetector.REFUSED, frouros.update(-2));
    assertEquals(DriftDetector.REFUSED, frouros.update(5));
    assertEquals(0, frouros.lastEvent().index());
    frouros.reset();
    assertEquals(DriftDetector.NONE, frouros.update(5));
  }

  @Test
  void frouros_shows_the_cut_window_until_the_next_value_starts_an_empty_one() {
    ReferenceAdwin frouros = adwin(Flavour.FROUROS);
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < 353; i++) {
      if (frouros.update(i < 300 ? 0 : 1) == DriftDetector.DRIFT) {
        detections.add(i);
        // As frouros' ADWINConfig() has it after value 351, before its reset().
        assertEquals(
            Map.of(
                "width",
                160.0,
                "total",
                52.0,
                "variance",
                35.1,
                "num_buckets",
                672.0,
                "num_max_buckets",
                675.0),
            frouros.trace());
      }
    }
    assertEquals(List.of(351), detections);
    assertEquals(1, frouros.width());
  }

  @Test
  void one_bucket_a_row_loses_changes_as_river_loses_them() {
    // river 0.19's adwin_c.pyx with PR #1613, compiled by Cython 0.29: every walk that comes to
    // empty newest rows divides by 0, the error is ignored and the value counts as no change.
    ReferenceAdwin river = new ReferenceAdwin("ADWIN", Flavour.RIVER, .002, 1, 1, 5, 10);
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      if (river.update(i * 7919 % 101 / 101.0 + (i < 300 ? 0 : 8)) == DriftDetector.DRIFT) {
        detections.add(i);
      }
    }
    assertEquals(List.of(302), detections);
    assertEquals(
        Map.of("width", 297.0, "total", 2522.5247524752467, "variance", 24.815434018649448),
        river.trace());
  }

  @Test
  void rows_that_are_empty_between_others_never_throw() {
    int refused = 0;
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Flavour flavour = Flavour.values()[(int) (seed % 4)];
      int clock = 1 + random.nextInt(40);
      ReferenceAdwin one = new ReferenceAdwin("ADWIN", flavour, .3, clock, 1, 1, 0);
      for (int i = 0; i < 1000; i++) {
        double value = random.nextDouble() + (i / 150 % 2) * 4;
        refused += one.update(value) == DriftDetector.REFUSED ? 1 : 0;
        assertTrue(one.width() >= 0, "seed " + seed);
      }
      one.reset();
      assertEquals(DriftDetector.NONE, one.update(1), "seed " + seed);
    }
    assertTrue(refused > 0, "no window came to an empty row");
  }

  @Test
  void river_finds_a_first_change_where_the_published_algorithm_does() {
    int found = 0;
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DriftDetector published = Adwin.defaults().start();
      DriftDetector river = adwin(Flavour.RIVER);
      boolean change = false;
      for (int i = 0; i < 3000 && !change; i++) {
        double value = random.nextDouble() + (i < 1500 ? 0 : .3);
        change = (published.update(value) & DriftDetector.DRIFT) != 0;
        assertEquals(change, river.update(value) == DriftDetector.DRIFT, "seed " + seed);
      }
      found += change ? 1 : 0;
    }
    assertTrue(found > 15, found + " changes found");
  }

  private static ReferenceAdwin adwin(Flavour flavour) {
    return new ReferenceAdwin("ADWIN", flavour, .002, 32, 5, 5, 10);
  }
}
