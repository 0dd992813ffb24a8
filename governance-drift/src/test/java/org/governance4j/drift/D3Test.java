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

class D3Test {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void the_regression_is_at_the_minimum_of_its_loss(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int zeros = 2 + random.nextInt(60);
    int ones = 2 + random.nextInt(20);
    double[] z = new double[zeros + ones];
    for (int i = 0; i < z.length; i++) {
      z[i] = 4 * random.nextDouble() - 2 + (i < zeros ? 0 : 1);
    }
    z[0] = random.nextBoolean() ? 12 : z[0];
    int half = random.nextInt(2);
    QuadraticLogit logit = new QuadraticLogit();
    logit.fit(z, zeros, ones, half);
    double b0 = logit.score(0);
    double b1 = (logit.score(1) - logit.score(-1)) / 2;
    double b2 = (logit.score(1) + logit.score(-1)) / 2 - b0;
    double least = loss(z, zeros, half, b0, b1, b2);
    double step = 1e-3;
    for (int way = 0; way < 27; way++) {
      double other =
          loss(
              z,
              zeros,
              half,
              b0 + step * (way % 3 - 1),
              b1 + step * (way / 3 % 3 - 1),
              b2 + step * (way / 9 - 1));
      assertTrue(other >= least, "seed " + seed + ": " + other + " < " + least);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D37")
  void agrees_with_windows_in_lists(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int older = 4 + random.nextInt(60);
    int newer = Math.min(older, 2 + random.nextInt(20));
    D3 config = new D3(older, (double) newer / older, .55 + .4 * random.nextDouble());
    DriftDetector detector = config.start();
    List<Double> window = new ArrayList<>();
    int distinct = 1 + random.nextInt(1 << random.nextInt(10));
    for (int i = 0; i < 1000; i++) {
      int regime = i / 250;
      double value = random.nextInt(distinct) + regime * distinct / 3.0;
      window.add(value);
      int status = detector.update(value);
      String at = "seed " + seed + " at " + i;
      if (window.size() < older + newer) {
        assertEquals(DriftDetector.NONE, status, at);
        continue;
      }
      double[] auc = auc(window, older, newer);
      DriftEvent event = detector.lastEvent();
      assertTrue(auc[0] - 1e-12 <= event.statistic(), at);
      assertTrue(event.statistic() <= auc[1] + 1e-12, at);
      boolean drift = event.statistic() >= config.aucThreshold();
      assertEquals(drift, (status & DriftDetector.DRIFT) != 0, at);
      if (drift) {
        assertEquals(i + 1 - newer, event.changeIndex(), at);
        assertEquals(mean(window.subList(0, older)), event.before(), 1e-9, at);
        assertEquals(mean(window.subList(older, older + newer)), event.after(), 1e-9, at);
      }
      window.subList(0, drift ? older : newer).clear();
    }
  }

  @Test
  void a_change_of_spread_alone_is_found() {
    SplittableRandom random = new SplittableRandom(5);
    DriftDetector detector = new D3(200, .5, .7).start();
    int found = -1;
    for (int i = 0; i < 2000 && found < 0; i++) {
      double value = random.nextDouble() - .5;
      if (detector.update(i < 1000 ? value : 4 * value) != DriftDetector.NONE) {
        found = i;
      }
    }
    assertTrue(found > 1000 && found < 1200, "found at " + found);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("windowSize", () -> new D3(3, 1, .7));
    refused("windowSize", () -> new D3(1001, .1, .7));
    refused("rho", () -> new D3(10, .1, .7));
    refused("rho", () -> new D3(100, 1.1, .7));
    refused("rho", () -> new D3(100, Double.NaN, .7));
    refused("aucThreshold", () -> D3.defaults().withAucThreshold(.5));
    refused("aucThreshold", () -> D3.defaults().withAucThreshold(1.01));
    assertEquals(3, D3.newer(30, .1));
  }

  private static double loss(double[] z, int zeros, int half, double b0, double b1, double b2) {
    double loss = .5 * (b0 * b0 + b1 * b1 + b2 * b2);
    for (int i = 0; i < z.length; i++) {
      boolean one = i >= zeros;
      if ((one ? i - zeros : i) % 2 == half) {
        double score = b0 + b1 * z[i] + b2 * z[i] * z[i];
        loss += Math.log1p(Math.exp(one ? -score : score));
      }
    }
    return loss;
  }

  /**
   * Standardized in two passes, scored by the regression, counted pair by pair: with none and with
   * all of the pairs won whose scores are as good as equal, as rounding decides those.
   */
  private static double[] auc(List<Double> window, int older, int newer) {
    double mean = mean(window);
    double squares = window.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.sqrt(squares / window.size());
    if (window.stream().distinct().count() == 1) {
      return new double[] {.5, .5};
    }
    double[] z = window.stream().mapToDouble(x -> (x - mean) / deviation).toArray();
    double[] score = new double[z.length];
    for (int half = 0; half < 2; half++) {
      QuadraticLogit logit = new QuadraticLogit();
      logit.fit(z, older, newer, half);
      for (int i = 0; i < z.length; i++) {
        if ((i < older ? i : i - older) % 2 != half) {
          score[i] = logit.score(z[i]);
        }
      }
    }
    double wins = 0;
    double ties = 0;
    for (int i = older; i < z.length; i++) {
      for (int j = 0; j < older; j++) {
        double apart = score[i] - score[j];
        boolean tie = Math.abs(apart) < 1e-7;
        ties += tie ? 1 : 0;
        wins += !tie && apart > 0 ? 1 : 0;
      }
    }
    double pairs = (double) older * newer;
    return new double[] {wins / pairs, (wins + ties) / pairs};
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
