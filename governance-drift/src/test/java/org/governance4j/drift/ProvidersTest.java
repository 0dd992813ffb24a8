package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.DriftDetector;
import org.governance4j.DriftTest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.Health;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.junit.jupiter.api.Test;

class ProvidersTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of("credit", "3", List.of(Field.number("age")), List.of(Field.number("score")));

  private final Components components = Components.load(ProvidersTest.class.getClassLoader());

  @Test
  void the_roles_of_this_module_are_found_by_name() {
    assertTrue(components.names(DriftDetector.class).containsAll(List.of("ADWIN", "PageHinkley")));
    assertEquals(List.of("welch_t"), components.names(DriftTest.class));
    assertEquals(List.of("streaming"), components.names(PredictionMonitor.class));
  }

  @Test
  void settings_reach_the_detectors() {
    Settings adwin =
        Settings.empty()
            .with("delta", ".05")
            .with("clock", "1")
            .with("max_buckets", "3")
            .with("min_window_length", "10")
            .with("grace_period", "50");
    agree(
        new Adwin(.05, 1, 3, 10, 50).start(),
        components.create(DriftDetector.class, "ADWIN", adwin));
    agree(
        Adwin.defaults().start(),
        components.create(DriftDetector.class, "ADWIN", Settings.empty()));
    Settings pageHinkley =
        Settings.empty()
            .with("min_instances", "5")
            .with("delta", ".01")
            .with("threshold", "3")
            .with("alpha", ".99")
            .with("mode", "down");
    agree(
        new PageHinkley(5, .01, 3, .99, PageHinkley.Side.DOWN).start(),
        components.create(DriftDetector.class, "PageHinkley", pageHinkley));
    agree(
        PageHinkley.defaults().start(),
        components.create(DriftDetector.class, "PageHinkley", Settings.empty()));
    assertEquals(
        new WelchT(.01),
        components.create(DriftTest.class, "welch_t", Settings.empty().with("alpha", ".01")));
  }

  @Test
  void a_monitor_is_made_from_settings_and_live_objects() {
    RecordingLedger ledger = RecordingLedger.open();
    ModelRef model = new ModelRef("credit", "3", Digest.sha256(new byte[0]));
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Settings settings =
        Settings.empty()
            .with(ModelSchema.class, SCHEMA)
            .with(DecisionLedger.class, ledger)
            .with(ModelRef.class, model)
            .with(Clock.class, Clock.fixed(noon, ZoneOffset.UTC))
            .with("policy", "rev-7")
            .with("capacity", "4096")
            .with("fields", "age, score")
            .with("target", "score")
            .with("loss", "absolute")
            .with("delta", ".01");
    try (PredictionMonitor monitor =
        components.create(PredictionMonitor.class, "streaming", settings)) {
      for (int i = 0; i < 1000; i++) {
        double[] input = {i < 500 ? 0 : 1};
        monitor.observe(SCHEMA.prediction().wrap("r" + i, input, new double[] {3}), Verdict.ALLOW);
        monitor.label("r" + i, i < 500 ? 3 : 5);
      }
      monitor.flush();
      assertEquals(Health.Status.UP, monitor.health().status(), monitor.health().toString());
    }
    assertEquals(
        List.of("stream:@error", "stream:age"),
        ledger.entries.stream().map(Entry::subject).distinct().sorted().toList());
    for (Entry entry : ledger.entries) {
      assertEquals(model, entry.model());
      assertEquals("rev-7", entry.policy());
      assertEquals(noon, entry.time());
    }
  }

  @Test
  void settings_that_do_not_fit_are_refused_by_key() {
    refused("'clocks'", () -> adwin("clocks", "3"));
    refused("clock must", () -> adwin("clock", "0"));
    refused("delta", () -> adwin("delta", "0"));
    refused("'variant'", () -> adwin("variant", "river"));
    refused("'mode'", () -> detector("PageHinkley", "mode", "sideways"));
    refused("alpha", () -> test("alpha", "1"));
    refused("'level'", () -> test("level", ".1"));
    refused("ModelSchema", () -> monitor(Settings.empty()));
    Settings settings = Settings.empty().with(ModelSchema.class, SCHEMA);
    refused("capacity", () -> monitor(settings.with("capacity", "1000")));
    refused("'loss'", () -> monitor(settings.with("loss", "absolute")));
    refused("must be an output", () -> monitor(settings.with("target", "age")));
    refused("no field \"\"", () -> monitor(settings.with("fields", "age,")));
  }

  private void agree(DriftDetector expected, DriftDetector actual) {
    int[] answers =
        IntStream.range(0, 3000)
            .map(i -> i / 300 % 2 * 4 + i % 3)
            .map(value -> agree(expected, actual, value))
            .toArray();
    assertTrue(IntStream.of(answers).anyMatch(answer -> answer != 0), "nothing to compare");
  }

  private static int agree(DriftDetector expected, DriftDetector actual, double value) {
    int answer = expected.update(value);
    assertEquals(answer, actual.update(value));
    assertEquals(expected.lastEvent(), actual.lastEvent());
    return answer;
  }

  private void adwin(String key, String value) {
    detector("ADWIN", key, value);
  }

  private void detector(String name, String key, String value) {
    components.create(DriftDetector.class, name, Settings.empty().with(key, value));
  }

  private void test(String key, String value) {
    components.create(DriftTest.class, "welch_t", Settings.empty().with(key, value));
  }

  private void monitor(Settings settings) {
    components.create(PredictionMonitor.class, "streaming", settings).close();
  }
}
