package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the detectors say of a large step: where, in which direction, from what to what. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.governance4j.drift.EveryDetector#names")
class EveryDetectorEventTest {

  private static final int CHANGE = 1_000;
  private static final int STREAMS = 40;
  private static final int SOON = 250;

  @Parameter String name = "";

  /** By how many values half of the estimates of the change may miss it. */
  private static int misses(String name) {
    return switch (name) {
      // The start of the blocks, windows or buckets that were told apart.
      case "ADWIN", "Ensemble", "KSWIN", "SEED" -> 32;
      case "IncrementalKS", "TEDA" -> 100;
      // The last extreme of a sum or a rate that wanders almost freely before the change.
      case "EDDM", "SPRT", "ShiryaevRoberts" -> 16;
      case "DDM", "HDDM_A", "RDDM" -> 32;
      case "PageHinkley" -> 400;
      default -> 8;
    };
  }

  @Test
  @Rule("D43")
  void a_large_step_is_placed_and_described() {
    List<Long> misses = new ArrayList<>();
    for (long seed = 0; seed < STREAMS; seed++) {
      DriftEvent event = afterStep(seed);
      if (event == null) {
        continue;
      }
      String what = "seed " + seed + ": " + event;
      misses.add(Math.abs(event.changeIndex() - CHANGE));
      assertEquals(
          DriftDetector.UP, event.status() & (DriftDetector.UP | DriftDetector.DOWN), what);
      assertTrue(event.before() < event.after(), what);
      assertTrue(!(event.logP() > 0), what);
    }
    assertTrue(misses.size() >= STREAMS * 3 / 4, "only found in " + misses.size());
    Collections.sort(misses);
    long median = misses.get(misses.size() / 2);
    assertTrue(median <= misses(name), "misses by " + median + " in the median: " + misses);
  }

  /** The first change that is reported soon after the step, if there is one. */
  private @Nullable DriftEvent afterStep(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StreamingDetector detector = EveryDetector.config(name).start();
    for (int i = 0; i < CHANGE + SOON; i++) {
      double uniform = random.nextDouble();
      boolean changed = i >= CHANGE;
      double value =
          name.equals("Shewhart")
              ? uniform + (changed ? 2 : 0)
              : uniform < (changed ? .8 : .1) ? 1 : 0;
      if ((detector.update(value) & DriftDetector.DRIFT) != 0 && changed) {
        return detector.lastEvent();
      }
    }
    return null;
  }
}
