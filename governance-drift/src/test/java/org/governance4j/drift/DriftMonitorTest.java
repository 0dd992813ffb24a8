package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.Health;
import org.governance4j.ModelSchema;
import org.governance4j.Verdict;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** Which values the streams of a monitor get. */
class DriftMonitorTest extends ProbedMonitor {

  @Test
  void every_numeric_field_and_the_verdict_feed_a_stream_of_their_own() {
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(prediction("a", 20, 1000, .1), Verdict.ALLOW);
      monitor.observe(prediction("b", 30, 2000, .2), DENY);
      assertTrue(probe("age").values.isEmpty(), "a manual monitor works in flush only");
      monitor.flush();
    }
    assertEquals(List.of(20., 30.), probe("age").values);
    assertEquals(List.of(1000., 2000.), probe("income").values);
    assertEquals(List.of(.1, .2), probe("score").values);
    assertEquals(List.of(0., 1.), probe(DriftMonitor.DENY_RATE).values);
    assertEquals(
        Set.of(
            "age",
            "income",
            "score",
            "@deny-rate",
            "@violation-rate",
            "@missing:age",
            "@missing:income",
            "@missing:score",
            "@missing:country",
            "@new-category:country"),
        probes.keySet());
  }

  @Test
  void missing_and_non_finite_values_are_counted_and_not_fed() {
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(prediction("a", Double.NaN, 1, 0), Verdict.ALLOW);
      monitor.observe(prediction("b", Double.POSITIVE_INFINITY, 1, 0), Verdict.ALLOW);
      monitor.observe(prediction("c", 5, 1, 0).missing(0), Verdict.ALLOW);
      monitor.observe(prediction("d", 6, 1, 0), Verdict.ALLOW);
      monitor.flush();
      assertEquals(List.of(6.), probe("age").values);
      Health age = part(monitor, "stream:age");
      assertEquals(Health.Status.UP, age.status());
      assertTrue(age.detail().startsWith("1 values, 1 missing, 2 not finite"), age.detail());
      assertEquals(Health.Status.UP, monitor.health().status());
    }
  }

  @Test
  void labels_meet_their_predictions_whenever_they_come() {
    try (DriftMonitor monitor =
        probed().target("score", DriftMonitor.Loss.ZERO_ONE).manual().build()) {
      monitor.observe(prediction("a", 1, 1, .9), Verdict.ALLOW);
      monitor.observe(prediction("b", 1, 1, .2), DENY);
      monitor.observe(prediction("c", 1, 1, .3), Verdict.ALLOW);
      monitor.observe(prediction(null, 1, 1, .4), Verdict.ALLOW);
      monitor.observe(prediction("d", 1, 1, Double.NaN), Verdict.ALLOW);
      monitor.label("c", 1);
      monitor.label("a", 1);
      monitor.label("a", 0);
      monitor.label("d", 0);
      monitor.label("unknown", 1);
      monitor.label("b", 0);
      monitor.flush();
      assertEquals(List.of(1., 0., 0.), probe(DriftMonitor.ERROR).values);
      assertEquals(6, monitor.counts().labels());
      assertEquals(3, monitor.counts().unmatchedLabels());
    }
  }

  @Test
  void the_error_can_be_absolute_and_its_target_need_not_be_monitored() {
    try (DriftMonitor monitor =
        probed()
            .fields(List.of("age"))
            .target("score", DriftMonitor.Loss.ABSOLUTE)
            .labelWindow(2)
            .manual()
            .build()) {
      for (String id : List.of("a", "b", "c")) {
        monitor.observe(prediction(id, 1, 1, 10), Verdict.ALLOW);
      }
      monitor.label("a", 0);
      monitor.label("b", 7);
      monitor.label("c", 12.5);
      monitor.flush();
      assertEquals(List.of(3., 2.5), probe(DriftMonitor.ERROR).values);
      assertEquals(1, monitor.counts().unmatchedLabels());
      assertEquals(
          Set.of("age", "@missing:age", "@deny-rate", "@violation-rate", "@error"),
          probes.keySet());
    }
  }

  @Test
  void without_a_target_labels_are_counted_as_unmatched() {
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.label("a", 1);
      monitor.flush();
      assertEquals(1, monitor.counts().unmatchedLabels());
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
      assertTrue(monitor.health().detail().contains("no target is configured"));
      refused("label of a must be finite: NaN", () -> monitor.label("a", Double.NaN));
    }
  }

  @Test
  @Rule("M30")
  void labels_most_of_which_find_no_prediction_are_no_health() {
    try (DriftMonitor monitor =
        probed().target("score", DriftMonitor.Loss.ABSOLUTE).manual().build()) {
      for (int i = 0; i < 99; i++) {
        monitor.label("unknown" + i, 1);
      }
      monitor.flush();
      assertEquals(Health.Status.UP, monitor.health().status(), "too few to tell");
      monitor.label("unknown", 1);
      monitor.flush();
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
      assertTrue(monitor.health().detail().contains("most labels find no prediction"));
      for (int i = 0; i < 100; i++) {
        monitor.observe(prediction("r" + i, 1, 1, 1), Verdict.ALLOW);
        monitor.label("r" + i, 1);
        monitor.flush();
      }
      assertEquals(Health.Status.UP, monitor.health().status());
    }
  }

  @Test
  @Rule("M30")
  void a_field_that_never_has_a_value_is_no_health() {
    try (DriftMonitor monitor = probed().manual().build()) {
      for (int i = 0; i < 1_024; i++) {
        assertEquals(Health.Status.UP, part(monitor, "stream:income").status());
        monitor.observe(prediction("r", 1, Double.NaN, 1), Verdict.ALLOW);
        monitor.flush();
      }
      assertEquals(Health.Status.DEGRADED, part(monitor, "stream:income").status());
      assertTrue(part(monitor, "stream:income").detail().contains("no usable value yet"));
      assertTrue(monitor.status("income").toString().contains("1024 not finite"));
      monitor.observe(prediction("r", 1, 5, 1), Verdict.ALLOW);
      monitor.flush();
      assertEquals(Health.Status.UP, part(monitor, "stream:income").status());
    }
  }

  @Test
  void a_prediction_of_another_schema_gives_its_verdict_only() {
    ModelSchema other = ModelSchema.of("other", "1", List.of(), List.of(Field.number("score")));
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(other.prediction().wrap("a", new double[0], new double[] {1}), DENY);
      monitor.flush();
      assertEquals(List.of(1.), probe(DriftMonitor.DENY_RATE).values);
      assertTrue(probe("score").values.isEmpty());
      assertEquals(1, monitor.counts().foreign());
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
    }
  }

  @Test
  void two_manual_runs_over_the_same_predictions_record_the_same() {
    List<List<Entry>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      RecordingLedger ledger = RecordingLedger.open();
      SplittableRandom random = new SplittableRandom(11);
      try (DriftMonitor monitor =
          DriftMonitor.builder(SCHEMA)
              .ledger(ledger)
              .clock(Clock.fixed(NOON, ZoneOffset.UTC))
              .target("score", DriftMonitor.Loss.ZERO_ONE)
              .manual()
              .build()) {
        for (int i = 0; i < 6000; i++) {
          double shift = i < 3000 ? 0 : .5;
          double score = random.nextDouble();
          Verdict verdict = score + shift > .9 ? DENY : Verdict.ALLOW;
          monitor.observe(
              prediction("r" + i, random.nextDouble() + shift, random.nextDouble(), score),
              verdict);
          monitor.label("r" + i, random.nextDouble() < shift ? 1 : 0);
          if (i % 1000 == 999) {
            monitor.flush();
          }
        }
        assertEquals(0, monitor.counts().dropped());
      }
      runs.add(List.copyOf(ledger.entries));
    }
    assertEquals(runs.get(0), runs.get(1));
    List<String> subjects = runs.get(0).stream().map(Entry::subject).distinct().sorted().toList();
    assertTrue(
        subjects.containsAll(List.of("stream:@deny-rate", "stream:age")), subjects::toString);
    assertTrue(!subjects.contains("stream:income"), subjects::toString);
  }

  @Test
  @Rule("M12")
  void handing_over_and_processing_allocate_nothing() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .detectors(stream -> Adwin.defaults().withDelta(1e-12).start())
            .target("score", DriftMonitor.Loss.ABSOLUTE)
            .manual()
            .build()) {
      String[] ids = new String[4096];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = "request-" + i;
      }
      SplittableRandom random = new SplittableRandom(5);
      double[] noise = random.doubles(4096).toArray();
      String[] texts = {"X", "because"};
      Runnable work =
          () -> {
            for (int i = 0; i < 500_000; i++) {
              inputs[0] = noise[i & 4095];
              inputs[1] = noise[i + 7 & 4095];
              outputs[0] = noise[i + 13 & 4095];
              String id = ids[i & 4095];
              monitor.observe(view.wrap(id, inputs, outputs, texts), Verdict.ALLOW);
              monitor.label(id, noise[i + 17 & 4095]);
              if ((i & 1023) == 1023) {
                monitor.flush();
              }
            }
          };
      work.run();
      work.run(); // past the window at which the detectors need more rows
      long bytes = Allocation.of(work);
      assertEquals(0, monitor.counts().dropped());
      assertEquals(0, monitor.counts().alerts(), "an alert may allocate");
      assertTrue(bytes < 10_000, bytes + " bytes in 500,000 observations and as many labels");
    }
  }

  @Test
  void what_does_not_fit_the_schema_is_refused_when_it_is_built() {
    refused("no field \"agee\"", () -> probed().fields(List.of("agee")).build());
    refused("\"reason\" of credit is free text", () -> probed().fields(List.of("reason")).build());
    refused("monitored twice", () -> probed().fields(List.of("age", "age")).build());
    refused("must be an output", () -> target("age").build());
    refused("not a number", () -> target("reason").build());
    refused("capacity", () -> probed().capacity(1000));
    refused("labelWindow", () -> probed().labelWindow(0));
    refused("calm values must be from 1", () -> probed().calm(0, Duration.ZERO));
    refused("calm time must be from 0 to 365 days", () -> probed().calm(1, Duration.ofDays(366)));
    refused("calm time", () -> probed().calm(1, Duration.ofMillis(-1)));
    ModelSchema clash =
        ModelSchema.of("c", "1", List.of(), List.of(Field.number(DriftMonitor.ERROR)));
    refused("stream of the monitor itself", () -> DriftMonitor.builder(clash).build());
  }

  private DriftMonitorBuilder target(String field) {
    return probed().target(field, DriftMonitor.Loss.ABSOLUTE);
  }
}
