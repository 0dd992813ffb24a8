package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What share of a monitor's false alarms each of its streams may raise. {@code
 * -Dgovernance.runs=4000} measures run lengths with that many runs.
 */
class FalseAlarmBudgetTest {

  private static final int RUNS = Integer.getInteger("governance.runs", 400);

  @Test
  @Rule("M24")
  void the_shares_of_all_streams_are_together_the_budget() {
    for (double whole : new double[] {1.5, 20, 1_000, 3e6}) {
      for (int streams : new int[] {1, 2, 10, 74, 1000}) {
        double each = new FalseAlarmBudget(whole, streams).each();
        double together = 1 / (1 - Math.pow(1 - 1 / each, streams));
        assertEquals(whole, together, 1e-6 * whole, whole + " of " + streams);
      }
    }
    assertEquals(50_000, new FalseAlarmBudget(50_000, 1).each(), 1e-6);
  }

  /** Three standard errors, and five per cent of the curve and the search. */
  @ParameterizedTest
  @ValueSource(doubles = {20_000, 35_000, 50_000, 100_000})
  @Rule("M24")
  void a_scaled_stream_of_normal_values_has_the_run_length_asked_for(double ert) {
    Adwin chosen = new FalseAlarmBudget(ert, 1).scaled(Adwin.defaults());
    RunLengths measured =
        Calibration.measure(
            new ScaledAdwin(chosen), new StreamModel.Normal(), (long) (20 * ert), RUNS, 77, 2);
    assertEquals(
        ert, measured.mean(), .05 * ert + 3 * measured.standardError(), measured.toString());
  }

  @Test
  @Rule("M24")
  void a_monitor_raises_its_first_false_alarm_as_late_as_it_was_asked_to() {
    double asked = 3_000;
    List<Field> inputs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inputs.add(Field.number("x" + i));
    }
    ModelSchema schema = ModelSchema.of("m", "1", inputs, List.of(Field.category("label")));
    Verdict deny = Verdict.Deny.of(Verdict.Cause.POLICY, "rule", "too high");
    double sum = 0;
    int runs = 60;
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = new SplittableRandom(run);
      Prediction view = schema.prediction();
      double[] values = new double[4];
      try (DriftMonitor monitor =
          DriftMonitor.builder(schema).expectedRunLength(asked).manual().build()) {
        int taken = 0;
        while (monitor.counts().alerts() == 0 && taken < 20 * asked) {
          for (int i = 0; i < 32; i++) {
            for (int j = 0; j < values.length; j++) {
              values[j] = 10 + 3 * random.nextGaussian();
            }
            view.wrap("r", values, new double[0], random.nextBoolean() ? "A" : "B");
            monitor.observe(view, random.nextInt(5) == 0 ? deny : Verdict.ALLOW);
          }
          monitor.flush();
          taken += 32;
        }
        sum += taken;
      }
    }
    double mean = sum / runs;
    // Twelve streams, half of which have next to no false alarms, as they are rates of nothing.
    assertTrue(mean > asked && mean < 5 * asked, "measured " + mean);
  }

  @Test
  @Rule("M24")
  void what_there_is_no_level_for_is_refused_with_the_reason() {
    refused("expectedRunLength must be more than 1", () -> builder().expectedRunLength(1));
    refused("expectedRunLength must be", () -> builder().expectedRunLength(Double.NaN));
    refused(
        "expectedRunLength 1.0E7 of 5 streams needs 49999998 for each, which Adwin[delta=0.002,",
        () -> builder().expectedRunLength(1e7).build());
    refused("; at most 60000 for so many", () -> builder().expectedRunLength(1e7).build());
    refused(
        "but detectors are given",
        () -> builder().expectedRunLength(1e3).detectors(s -> Adwin.defaults().start()).build());
    refused(
        "for the usual parameters only",
        () -> builder().expectedRunLength(1e3).adwin(new Adwin(.002, 16, 5, 5, 10)).build());
  }

  /** As the documentation has it: 300,000 values a stream, divided among the streams. */
  @Test
  @Rule("M24")
  void the_largest_budget_is_300_000_values_a_stream() {
    for (int streams : new int[] {1, 10, 33}) {
      FalseAlarmBudget most = new FalseAlarmBudget(299_999.0 / streams, streams);
      FalseAlarmBudget more = new FalseAlarmBudget(301_000.0 / streams, streams);
      assertTrue(most.rates(Adwin.defaults(), 1).delta() < most.scaled(Adwin.defaults()).delta());
      refused("from 1000 to 300000 on normal: 30", () -> more.rates(Adwin.defaults(), 1));
      refused("that of scaled values is at most 300000", () -> more.scaled(Adwin.defaults()));
    }
  }

  @Test
  @Rule("M24")
  void without_a_budget_the_confidence_is_the_one_given() {
    MonitorTraffic traffic = new MonitorTraffic(4, 3000);
    List<byte[]> states = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      DriftMonitorBuilder builder = MonitorTraffic.monitor(RecordingLedger.open());
      if (i == 1) {
        builder.adwin(Adwin.defaults());
      }
      try (DriftMonitor monitor = builder.build()) {
        traffic.feed(monitor, 0, 3000);
        states.add(monitor.state());
      }
    }
    assertArrayEquals(states.get(0), states.get(1));
  }

  private static DriftMonitorBuilder builder() {
    return DriftMonitor.builder(
            ModelSchema.of("m", "1", List.of(), List.of(Field.number("x"), Field.text("why"))))
        .target("x", DriftMonitor.Loss.ABSOLUTE)
        .manual();
  }
}
