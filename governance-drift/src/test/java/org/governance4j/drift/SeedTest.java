package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D37")
  void agrees_with_blocks_that_keep_all_their_values(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Seed config =
        new Seed(
            .001 + .3 * random.nextDouble(),
            1 + random.nextInt(40),
            .05 * random.nextDouble(),
            random.nextDouble(),
            1 + random.nextInt(60));
    SeedState detector = (SeedState) config.start();
    List<List<Double>> blocks = new ArrayList<>();
    int closed = 0;
    int drifts = 0;
    double level = 0;
    List<Double> open = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      level = i % 600 == 0 ? random.nextDouble() : level;
      double value = level + .5 * random.nextDouble();
      open.add(value);
      int status = detector.update(value);
      String at = "seed " + seed + " at " + i;
      if (open.size() < config.blockSize()) {
        assertEquals(DriftDetector.NONE, status, at);
        continue;
      }
      if (blocks.size() == 256) {
        for (int k = 0; k < 64; k++) {
          blocks.get(k).addAll(blocks.remove(k + 1));
        }
      }
      blocks.add(open);
      open = new ArrayList<>();
      if (++closed % config.compressTerm() == 0) {
        compress(blocks, config);
      }
      int cut = strongestCut(blocks, config);
      assertEquals(cut > 0, (status & DriftDetector.DRIFT) != 0, at);
      if (cut > 0) {
        List<Double> older = flat(blocks.subList(0, cut));
        List<Double> newer = flat(blocks.subList(cut, blocks.size()));
        DriftEvent event = detector.lastEvent();
        assertEquals(i + 1 - newer.size(), event.changeIndex(), at);
        assertEquals(mean(older), event.before(), 1e-9, at);
        assertEquals(mean(newer), event.after(), 1e-9, at);
        assertEquals(Math.abs(mean(older) - mean(newer)), event.statistic(), 1e-9, at);
        assertEquals(bound(older, newer, config), event.threshold(), 1e-9, at);
        blocks.subList(0, cut).clear();
        drifts++;
      }
      assertEquals(blocks.size(), detector.blocks(), at);
      assertEquals(flat(blocks).size(), detector.width(), at);
    }
    assertTrue(drifts <= 3000 / config.blockSize());
  }

  @Test
  void blocks_that_are_never_alike_are_joined_when_there_is_no_more_room() {
    SeedState detector = (SeedState) new Seed(1e-9, 2, 0, 0, 1).start();
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 1_000_000; i++) {
      assertEquals(DriftDetector.NONE, detector.update(random.nextDouble()), "at " + i);
      assertTrue(detector.blocks() <= 256);
    }
    assertEquals(1_000_000, detector.width());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, -1e140, 1e140, 1e15 / 3, -0.0, Double.MIN_VALUE})
  void a_constant_is_no_change_whatever_it_is(double constant) {
    DriftDetector detector = new Seed(.999, 3, .01, .8, 5).start();
    for (int i = 0; i < 20_000; i++) {
      assertEquals(DriftDetector.NONE, detector.update(constant), "at " + i);
    }
    assertEquals(constant, detector.lastEvent().after(), Math.abs(constant) * 1e-12);
  }

  @Test
  void changes_are_located() {
    SplittableRandom random = new SplittableRandom(4);
    DriftDetector detector = Seed.defaults().start();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      int status = detector.update(random.nextDouble() < (i < 2000 ? .2 : .7) ? 1 : 0);
      if (status != DriftDetector.NONE) {
        assertEquals(DriftDetector.DRIFT | DriftDetector.UP, status);
        places.add(detector.lastEvent().changeIndex());
      }
    }
    assertEquals(1, places.size());
    assertEquals(2000, places.get(0), 64);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("delta", () -> Seed.defaults().withDelta(0));
    refused("delta", () -> Seed.defaults().withDelta(Double.NaN));
    refused("blockSize", () -> new Seed(.05, 0, .01, .8, 75));
    refused("blockSize", () -> new Seed(.05, 65_537, .01, .8, 75));
    refused("epsilonPrime", () -> new Seed(.05, 32, -1, .8, 75));
    refused("alpha", () -> new Seed(.05, 32, .01, Double.NaN, 75));
    refused("compressTerm", () -> new Seed(.05, 32, .01, .8, 0));
  }

  private static void compress(List<List<Double>> blocks, Seed config) {
    int all = blocks.size();
    int kept = 0;
    for (int i = 1; i < all; i++) {
      double tolerance = config.epsilonPrime() * (1 + config.alpha() * (all - 1 - i));
      List<Double> next = blocks.get(kept + 1);
      if (Math.abs(mean(blocks.get(kept)) - mean(next)) < tolerance) {
        blocks.get(kept).addAll(blocks.remove(kept + 1));
      } else {
        kept++;
      }
    }
  }

  private static int strongestCut(List<List<Double>> blocks, Seed config) {
    int best = 0;
    double strongest = 1;
    for (int cut = 1; cut < blocks.size(); cut++) {
      List<Double> older = flat(blocks.subList(0, cut));
      List<Double> newer = flat(blocks.subList(cut, blocks.size()));
      double strength = Math.abs(mean(older) - mean(newer)) / bound(older, newer, config);
      if (strength > strongest) {
        strongest = strength;
        best = cut;
      }
    }
    return best;
  }

  private static double bound(List<Double> older, List<Double> newer, Seed config) {
    List<Double> all = new ArrayList<>(older);
    all.addAll(newer);
    double mean = mean(all);
    double variance = all.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / all.size();
    double d = Math.log(2 * Math.log(all.size()) / config.delta());
    double m = 1.0 / older.size() + 1.0 / newer.size();
    return Math.sqrt(2 * m * variance * d) + 2 * d * m / 3;
  }

  private static List<Double> flat(List<List<Double>> blocks) {
    List<Double> all = new ArrayList<>();
    blocks.forEach(all::addAll);
    return all;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
