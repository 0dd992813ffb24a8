package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HddmATest {

  @Test
  void follows_the_formulas_by_hand() {
    // Ten zeros: the cut is at 10, of mean 0. After m ones the mean is m/(10 + m), and the bound
    // √(m/(2·10·(10 + m))·ln 1000): m = 4: .2857 < .3142; m = 5: .3333 < .3393; m = 6: .375 ≥
    // .3599.
    DriftDetector detector = new HddmA(.001, .001, Side.UP).start();
    for (int i = 0; i < 15; i++) {
      assertEquals(DriftDetector.NONE, detector.update(i < 10 ? 0 : 1), "value " + i);
    }
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals(10, event.changeIndex());
    assertEquals(.375, event.statistic(), 1e-15);
    assertEquals(Math.sqrt(6 / 320. * Math.log(1000)), event.threshold(), 1e-15);
    assertEquals(-2 * .375 * .375 * 160 / 6, event.logP(), 1e-12);
    assertEquals(0, event.before());
    assertEquals(1, event.after());
  }

  @Test
  @Rule("D39")
  void decides_at_every_value_as_its_formulas_do() {
    int[] found = new int[2];
    for (long seed = 0; seed < 12; seed++) {
      Side mode = Side.values()[(int) (seed % 3)];
      HddmA config = new HddmA(seed < 6 ? .001 : 1e-5, seed < 6 ? .005 : .01, mode);
      double[] values =
          seed % 2 == 0 ? ErrorStreams.errors(seed, 200_000) : ErrorStreams.losses(seed, 200_000);
      ErrorStreams.agree(config.start(), new Plain(config), values, seed, found);
    }
    ErrorStreams.requireSome(found, true);
  }

  /** river's two-sided form is this one, but for its warnings, which it gives for one side. */
  @TestFactory
  @Rule("D9")
  List<DynamicTest> finds_what_river_finds_on_two_sides() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.detectorRecords("river_fixed.json", "HDDM_A")) {
      JsonNode params = record.get("params");
      if (params.path("two_sided_test").asBoolean(false)) {
        HddmA config =
            new HddmA(
                params.path("drift_confidence").asDouble(.001),
                params.path("warning_confidence").asDouble(.005),
                Side.BOTH);
        tests.add(
            dynamicTest(
                record.get("stream").asText() + " " + params,
                () ->
                    assertEquals(
                        ReferenceData.integers(record.get("detections")),
                        ErrorStreams.detections(config.start(), ReferenceData.stream(record)))));
      }
    }
    assertTrue(tests.size() > 5, "hardly any records");
    return tests;
  }

  @Test
  void tells_where_the_change_was() {
    ErrorStreams.locatesTheChange(HddmA.defaults(), 30);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    Side both = Side.BOTH;
    refused("driftConfidence", () -> new HddmA(0, .005, both));
    refused("warningConfidence", () -> new HddmA(.001, .0005, both));
    refused("warningConfidence", () -> new HddmA(.001, 1, both));
  }

  /** With roots for every value. */
  private static final class Plain implements ErrorStreams.Naive {
    private final HddmA config;
    private double n;
    private double sum;
    private double upN;
    private double upSum;
    private double downN;
    private double downSum;

    Plain(HddmA config) {
      this.config = config;
    }

    @Override
    public int update(double value) {
      n++;
      sum += value;
      if (upN == 0 || sum / n + bound(n) <= upSum / upN + bound(upN)) {
        upN = n;
        upSum = sum;
      }
      if (downN == 0 || sum / n - bound(n) >= downSum / downN - bound(downN)) {
        downN = n;
        downSum = sum;
      }
      int up =
          config.mode() == Side.DOWN ? 0 : status(sum / n - upSum / upN, upN, DriftDetector.UP);
      int down =
          config.mode() == Side.UP
              ? 0
              : status(downSum / downN - sum / n, downN, DriftDetector.DOWN);
      int status = up;
      if (up == 0 || (down & DriftDetector.DRIFT) > (up & DriftDetector.DRIFT)) {
        status = down;
      }
      if ((status & DriftDetector.DRIFT) != 0) {
        n = 0;
        sum = 0;
        upN = 0;
        downN = 0;
      }
      return status;
    }

    private int status(double apart, double a, int side) {
      if (a == n) {
        return DriftDetector.NONE;
      }
      double sides = config.mode() == Side.BOTH ? 2 : 1;
      double m = (n - a) / (2 * a * n);
      if (apart >= Math.sqrt(m * Math.log(sides / config.driftConfidence()))) {
        return DriftDetector.DRIFT | side;
      }
      return apart >= Math.sqrt(m * Math.log(sides / config.warningConfidence()))
          ? DriftDetector.WARNING | side
          : DriftDetector.NONE;
    }

    private double bound(double count) {
      return Math.sqrt(Math.log(1 / config.driftConfidence()) / (2 * count));
    }
  }
}
