package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** Tests of a monitor whose streams are watched by probes. */
abstract class ProbedMonitor {

  static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "3",
          List.of(
              Field.number("age"), Field.category("country"), Field.number("income").asSensitive()),
          List.of(Field.number("score"), Field.text("reason")));
  static final ModelRef MODEL = new ModelRef("credit", "3", Digest.sha256(new byte[] {1, 2, 3}));
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Verdict DENY =
      Verdict.Deny.of(Verdict.Cause.POLICY, "rule", "the score is too high");

  final Map<String, Probe> probes = new ConcurrentHashMap<>();
  final Prediction view = SCHEMA.prediction();
  final double[] inputs = new double[2];
  final double[] outputs = new double[1];

  DriftMonitorBuilder probed() {
    return DriftMonitor.builder(SCHEMA)
        .detectors(name -> probes.computeIfAbsent(name, fresh -> Probe.silent()));
  }

  Probe probe(String stream) {
    return Objects.requireNonNull(probes.get(stream), stream);
  }

  Prediction prediction(@Nullable String id, double age, double income, double score) {
    inputs[0] = age;
    inputs[1] = income;
    outputs[0] = score;
    return view.wrap(id, inputs, outputs, "X", "because");
  }

  static Health part(DriftMonitor monitor, String component) {
    return monitor.health().parts().stream()
        .filter(part -> part.component().equals(component))
        .findFirst()
        .orElseThrow();
  }

  static double number(Entry entry, String attribute) {
    return assertInstanceOf(JsonValue.Num.class, entry.attributes().get(attribute)).asDouble();
  }
}
