package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class RddmTest {

  @Test
  @Rule("D39")
  void decides_at_every_value_as_its_formulas_do() {
    int[] found = new int[2];
    List<Plain> twins = new ArrayList<>();
    for (long seed = 0; seed < 12; seed++) {
      Rddm usual = Rddm.defaults();
      Rddm config =
          switch ((int) (seed % 3)) {
            case 0 -> usual;
            case 1 -> new Rddm(20, 1.5, 2.5, 900, 300, 60);
            default -> new Rddm(129, 2.5, 3.5, 3_000, 1_000, 200);
          };
      Plain plain = new Plain(config);
      twins.add(plain);
      double[] values = ErrorStreams.errors(seed, 150_000);
      ErrorStreams.agree(config.start(), plain, values, seed, found);
    }
    ErrorStreams.requireSome(found, true);
    assertTrue(twins.stream().anyMatch(t -> t.cutDown > 0), "no concept was cut down");
    assertTrue(twins.stream().anyMatch(t -> t.tooLong > 0), "no warning was too long");
  }

  @Test
  void after_a_drift_it_continues_with_the_values_of_the_warning_zone() {
    Rddm config = new Rddm(129, 1.773, 2.258, 40_000, 7_000, 1_400);
    DriftDetector detector = config.start();
    double[] values = ErrorStreams.errors(5, 100_000);
    int i = 0;
    while ((detector.update(values[i]) & DriftDetector.DRIFT) == 0) {
      i++;
    }
    long zone = i + 1 - detector.lastEvent().changeIndex();
    detector.update(values[++i]);
    double sum = 0;
    for (long j = i - zone; j <= i; j++) {
      sum += values[(int) j];
    }
    assertEquals(sum / (zone + 1), detector.lastEvent().after(), 1e-15);
  }

  @Test
  void tells_where_the_change_was() {
    ErrorStreams.locatesTheChange(Rddm.defaults(), 40);
  }

  @Test
  @Rule("D39")
  void decides_the_same_whenever_it_is_asked_for_more() {
    for (long seed = 0; seed < 5; seed++) {
      ErrorStreams.requireSameWhenAsked(Rddm.defaults(), seed);
      ErrorStreams.requireSameWhenAsked(Rddm.defaults().withAlarmLevel(4), seed);
    }
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("warmStart", () -> new Rddm(0, 1, 2, 40_000, 7_000, 1_400));
    refused("warningThreshold", () -> new Rddm(129, 3, 2, 40_000, 7_000, 1_400));
    refused("driftThreshold", () -> new Rddm(129, 1, 0, 40_000, 7_000, 1_400));
    refused("maxConcept", () -> new Rddm(129, 1, 2, 7_000, 7_000, 1_400));
    refused("minStable", () -> new Rddm(129, 1, 2, 40_000, 129, 1_400));
    refused("warnLimit", () -> new Rddm(129, 1, 2, 40_000, 7_000, 0));
  }

  /** Keeps the values of the concept, and starts over with those that it may keep. */
  private static final class Plain implements ErrorStreams.Naive {
    private final Rddm config;
    private List<Double> concept = new ArrayList<>();
    private double k;
    private double p = Double.POSITIVE_INFINITY;
    private double s;
    private int warnings;
    int cutDown;
    int tooLong;

    Plain(Rddm config) {
      this.config = config;
    }

    @Override
    public int update(double value) {
      double now = take(value);
      if (concept.size() <= config.warmStart() || k == 0) {
        warnings = 0;
        return DriftDetector.NONE;
      }
      if (now > p + config.warningThreshold() * s) {
        warnings++;
        boolean drift = now > p + config.driftThreshold() * s;
        if (!drift && warnings >= config.warnLimit()) {
          tooLong++;
          drift = true;
        }
        if (drift) {
          startWith(warnings);
        }
        return (drift ? DriftDetector.DRIFT : DriftDetector.WARNING) | DriftDetector.UP;
      }
      warnings = 0;
      if (concept.size() >= config.maxConcept()) {
        cutDown++;
        startWith(config.minStable());
      }
      return DriftDetector.NONE;
    }

    private double take(double value) {
      concept.add(value);
      k += value;
      double n = concept.size();
      double rate = k / n;
      double deviation = Math.sqrt(rate * (1 - rate) / n);
      if (n > config.warmStart() && k > 0 && rate + deviation <= p + s) {
        p = rate;
        s = deviation;
      }
      return rate + deviation;
    }

    private void startWith(int last) {
      int kept = Math.min(last, config.minStable());
      List<Double> values = concept.subList(concept.size() - kept, concept.size());
      concept = new ArrayList<>();
      k = 0;
      p = Double.POSITIVE_INFINITY;
      s = 0;
      warnings = 0;
      for (double value : List.copyOf(values)) {
        take(value);
      }
    }
  }
}
