package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.governance4j.DecisionLedger;
import org.governance4j.Field;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.PredictionMonitor;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;
import org.junit.jupiter.api.Test;

class DriftMonitorProviderTest extends ComponentProviderContract<PredictionMonitor> {

  @Override
  protected ComponentProvider<PredictionMonitor> provider() {
    return new DriftMonitorProvider();
  }

  @Override
  protected Settings settings(Path home) {
    ModelSchema schema = ModelSchema.of("credit", "3", List.of(), List.of(Field.number("score")));
    return Settings.empty().with(ModelSchema.class, schema);
  }

  @Test
  void the_rest_of_a_stream_and_the_budget_are_settings() {
    Settings settings =
        Settings.empty()
            .with(ModelSchema.class, MonitorTraffic.SCHEMA)
            .with("calm_values", "7")
            .with("calm_seconds", "60")
            .with("ert", "1500");
    try (PredictionMonitor monitor = provider().create(settings)) {
      assertEquals(Health.Status.UP, monitor.health().status());
    }
    refused("'calm_values'", () -> create("calm_values", "0"));
    refused("'calm_seconds'", () -> create("calm_seconds", "-1"));
    refused("'ert'", () -> create("ert", "1"));
    refused("needs", () -> create("ert", "1e9"));
    refused(
        "'delta' cannot be given together with 'ert'",
        () -> provider().create(settings.with("delta", ".01")));
  }

  @Test
  void a_stream_rests_after_the_values_that_are_set() {
    RecordingLedger ledger = RecordingLedger.open();
    Settings settings =
        Settings.empty()
            .with(ModelSchema.class, MonitorTraffic.SCHEMA)
            .with(DecisionLedger.class, ledger)
            .with("calm_values", "100");
    try (PredictionMonitor monitor = provider().create(settings)) {
      MonitorTraffic traffic = new MonitorTraffic(2, 5000);
      for (int i = 0; i < 5000; i++) {
        traffic.offer(monitor, i);
        if (i % 1000 == 0) {
          monitor.flush();
        }
      }
      monitor.flush();
    }
    List<Double> calm =
        ledger.entries.stream()
            .filter(entry -> entry.type().equals(DriftMonitor.DRIFT_RECOVERED))
            .filter(entry -> entry.subject().equals("stream:age"))
            .map(
                entry ->
                    assertInstanceOf(JsonValue.Num.class, entry.attributes().get("calm"))
                        .asDouble())
            .toList();
    assertFalse(calm.isEmpty());
    assertTrue(calm.stream().allMatch(values -> values == 100), calm.toString());
  }

  private PredictionMonitor create(String key, String value) {
    return provider()
        .create(Settings.empty().with(ModelSchema.class, MonitorTraffic.SCHEMA).with(key, value));
  }
}
