package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.governance4j.BoundPolicy;
import org.governance4j.Digest;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulePolicyTest {
  // The six numeric rules of the common rule set that policy engines are compared on.
  private static final String FILE =
      """
      {
        "rules": [
          {"kind": "finite", "id": "not_a_number", "fields": ["confidence"], "severity": "high"},
          {"id": "low_confidence", "kind": "at_least", "field": "confidence", "limit": 7e-1},
          {"id": "label_not_allowed", "kind": "allowed", "field": "label",
           "values": ["approve", "review", "deny"], "severity": "medium"},
          {"id": "score_out_of_range", "kind": "range", "fields": ["approve", "review", "deny"],
           "min": -0.0, "max": 1.00},
          {"id": "model_version", "kind": "allowed_by", "field": "model_version",
           "by": "model_name",
           "values": {"credit-risk": ["3.2.0", "3.2.1", "3.3.0"], "churn": ["1.0.0"]}},
          {"id": "amount_threshold", "kind": "at_least_by", "field": "confidence", "by": "amount",
           "message": "Not sure enough for that much money",
           "steps": [{"limit": 0.95, "above": 100000}, {"above": 1e4, "limit": 0.8}],
           "otherwise": 0.70}
        ],
        "name": "credit-output"
      }
      """;

  private static RulePolicyBuilder sixRules() {
    return RulePolicy.builder("credit-output")
        .finite("not_a_number", "confidence")
        .severity(Severity.HIGH)
        .atLeast("low_confidence", "confidence", 0.7)
        .allowed("label_not_allowed", "label", "approve", "review", "deny")
        .range("score_out_of_range", 0, 1, "approve", "review", "deny")
        .allowedBy(
            "model_version",
            "model_version",
            "model_name",
            Map.of("credit-risk", List.of("3.2.0", "3.2.1", "3.3.0"), "churn", List.of("1.0.0")))
        .atLeastBy(
            "amount_threshold",
            "confidence",
            "amount",
            List.of(new Step(100_000, 0.95), new Step(10_000, 0.8)),
            0.7)
        .message("Not sure enough for that much money");
  }

  private static RulePolicy parse(String json) {
    return RulePolicy.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void set(Model.Values values, String label, double confidence) {
    values.set("label", label).set("confidence", confidence);
  }

  @Test
  void the_passing_input_of_the_common_rule_set_passes() {
    // Model.values() are the numbers and strings of that input.
    assertSame(Verdict.ALLOW, Model.judge(sixRules().build(), Model.values()));
  }

  @Test
  @Rule("P12")
  void the_bad_input_of_the_common_rule_set_has_its_three_denials() {
    // Of that set: label "maybe", confidence 0.55, amount 12500.5; three rules deny.
    Model.Values values = Model.values();
    set(values, "maybe", 0.55);
    Verdict.Deny deny = Model.denial(parse(FILE), values);
    assertEquals(Verdict.Cause.POLICY, deny.cause());
    assertEquals(
        List.of("low_confidence", "label_not_allowed", "amount_threshold"), Model.broken(deny));
    assertEquals(
        List.of(
            "confidence 0.55 is below 0.7",
            "label \"maybe\" is not allowed; allowed are [\"approve\", \"review\", \"deny\"]",
            "Not sure enough for that much money (confidence 0.55 is below 0.8, the limit for amount"
                + " above 10000)"),
        deny.violations().stream().map(Violation::message).toList());
    assertEquals(List.of(1, 2, 5), deny.violations().stream().map(Violation::ruleIndex).toList());
    assertEquals("maybe", deny.violations().get(1).actualText());
  }

  @Test
  void a_file_and_the_builder_make_the_same_policy() {
    RulePolicy read = parse(FILE);
    RulePolicy built = sixRules().build();
    assertEquals(built.revision(), read.revision());
    assertEquals(built.rules(), read.rules());
    assertEquals(built, read);
    assertArrayEquals(built.toJson(), read.toJson());
    assertEquals("credit-output", read.name());
    assertEquals(Severity.HIGH, read.rules().get(0).severity());
  }

  @Test
  @Rule("P10")
  void the_revision_is_the_digest_of_the_canonical_file() {
    RulePolicy policy = parse(FILE);
    assertEquals(Digest.sha256(policy.toJson()).toString(), policy.revision());
    assertEquals(policy.revision(), RulePolicy.parse(policy.toJson()).revision());
    assertEquals(policy.revision(), policy.bind(Model.SCHEMA).revision());
    // By hand, RFC 8785: sorted members, shortest numbers, no space.
    assertEquals(
        "{\"name\":\"n\",\"rules\":[{\"field\":\"confidence\",\"id\":\"a\",\"kind\":\"at_least\","
            + "\"limit\":0.7}]}",
        new String(
            RulePolicy.builder("n").atLeast("a", "confidence", 0.7).build().toJson(),
            StandardCharsets.UTF_8));
  }

  @Test
  void every_part_of_a_rule_is_in_the_revision() {
    String base = parse(FILE).revision();
    List<String> changed = new ArrayList<>();
    for (String[] change :
        new String[][] {
          {"7e-1", "0.71"},
          {"\"approve\", \"review\", \"deny\"],", "\"approve\", \"review\"],"},
          {"1.00", "1.01"},
          {"1.0.0", "1.0.1"},
          {"0.95", "0.96"},
          {"\"otherwise\": 0.70", "\"otherwise\": 0.6"},
          {"\"high\"", "\"low\""},
          {"that much", "so much"},
          {"\"id\": \"low_confidence\"", "\"id\": \"low\""},
          {"credit-output", "other"}
        }) {
      String revision = parse(FILE.replace(change[0], change[1])).revision();
      assertNotEquals(base, revision, change[0]);
      assertFalse(changed.contains(revision), change[0]);
      changed.add(revision);
    }
  }

  @Test
  void doubles_floats_and_buffers_get_the_same_verdicts() {
    BoundPolicy policy = sixRules().build().bind(Model.SCHEMA);
    for (float confidence : new float[] {0.93f, 0.8f, 0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] inputs = {12_500.5f, 41};
      float[] outputs = {confidence, confidence, 0.05f, 0.02f};
      String[] texts = {"credit-risk", "3.2.1", "approve"};
      double[] wideInputs = {inputs[0], inputs[1]};
      double[] wideOutputs = {outputs[0], outputs[1], outputs[2], outputs[3]};
      Prediction view = Model.SCHEMA.prediction();
      String doubles = policy.evaluate(view.wrap(null, wideInputs, wideOutputs, texts)).toString();
      assertEquals(doubles, policy.evaluate(view.wrap(null, inputs, outputs, texts)).toString());
      FloatBuffer in = FloatBuffer.allocate(5).put(3, inputs).position(3);
      FloatBuffer out = FloatBuffer.allocate(4).put(0, outputs);
      assertEquals(doubles, policy.evaluate(view.wrap(null, in, out, texts)).toString());
      assertEquals(confidence == 0.93f || confidence == 0.8f, doubles.equals("allow"), doubles);
    }
  }

  @Test
  void a_float_is_judged_by_its_exact_value() {
    BoundPolicy policy =
        RulePolicy.builder("p").atLeast("low", "confidence", 0.7).build().bind(Model.SCHEMA);
    float[] outputs = {0.7f, 0, 0, 0};
    Verdict verdict =
        policy.evaluate(
            Model.SCHEMA.prediction().wrap(null, new float[2], outputs, null, null, null));
    // 0.7f is 11744051 / 2^24.
    assertEquals(
        "confidence 0.699999988079071 is below 0.7",
        assertInstanceOf(Verdict.Deny.class, verdict).violations().get(0).message());
  }

  @Test
  void a_denial_outlives_the_arrays_it_was_made_from() {
    BoundPolicy policy = sixRules().build().bind(Model.SCHEMA);
    Model.Values values = Model.values();
    set(values, "maybe", 0.55);
    Prediction prediction = values.wrap();
    Verdict verdict = policy.evaluate(prediction);
    String before = verdict.toString();
    set(values, "approve", 0.99);
    assertSame(Verdict.ALLOW, policy.evaluate(prediction));
    prediction.wrap(null, new double[2], new double[4], "a", "b", "c");
    assertEquals(before, verdict.toString());
    assertTrue(before.contains("confidence 0.55 is below 0.7"), before);
  }

  @Test
  @Rule("P14")
  void allowing_allocates_nothing() {
    BoundPolicy policy = sixRules().build().bind(Model.SCHEMA);
    Model.Values values = Model.values();
    Prediction prediction = values.wrap();
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 1_000_000; i++) {
            values.inputs[1] = i & 63;
            if (!Model.allows(policy, prediction)) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run(); // the compilers work on it meanwhile

    long bytes = Allocation.of(evaluations);

    assertTrue(bytes < 10_000, bytes + " bytes in 1,000,000 evaluations");
  }

  @Test
  void missing_and_broken_together_are_a_matter_of_the_policy() {
    Verdict.Deny deny =
        Model.denial(sixRules().build(), Model.values().missing("amount").set("label", "maybe"));
    assertEquals(Verdict.Cause.POLICY, deny.cause());
    assertEquals(List.of("label_not_allowed", "amount_threshold"), Model.broken(deny));
  }

  @Test
  void several_rules_on_one_field_all_hold() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .range("wide", -10, 10, "age")
            .atLeast("low", "age", 2)
            .atMost("high", 5, "age")
            .build();
    assertSame(Verdict.ALLOW, Model.judge(policy, Model.values().set("age", 5)));
    assertEquals(List.of("low"), Model.broken(Model.denial(policy, Model.values().set("age", 1))));
    assertEquals(
        List.of("wide", "high"), Model.broken(Model.denial(policy, Model.values().set("age", 11))));
  }

  @Test
  void rules_that_contradict_each_other_deny_everything() {
    RulePolicy policy =
        RulePolicy.builder("p").atLeast("low", "age", 2).atMost("high", 1, "age").build();
    for (double age : new double[] {0, 1, 1.5, 2, 3}) {
      assertFalse(Model.denial(policy, Model.values().set("age", age)).violations().isEmpty());
    }
  }

  @Test
  @Rule("P11")
  void violations_withhold_what_is_sensitive() {
    ModelSchema schema =
        ModelSchema.of(
            "m",
            "1",
            List.of(
                Field.number("salary").asSensitive(),
                Field.category("tribe").asSensitive(),
                Field.category("region")),
            List.of(Field.number("score")));
    RulePolicy policy =
        RulePolicy.builder("p")
            .range("r1", 0, 10, "salary")
            .allowed("r2", "tribe", "x")
            .allowedBy("r3", "region", "tribe", Map.of("zulu", List.of("north")))
            .atLeastBy("r4", "score", "salary", List.of(new Step(4321, 0.9)), 0.5)
            .allowedBy("r5", "tribe", "region", Map.of("south", List.of("y")))
            .finite("r6", "score")
            .build();
    Prediction prediction = schema.prediction();
    Verdict verdict =
        policy
            .bind(schema)
            .evaluate(
                prediction.wrap(null, new double[] {54_321}, new double[] {0.6}, "zulu", "south"));
    List<Violation> violations = assertInstanceOf(Verdict.Deny.class, verdict).violations();
    assertEquals(
        List.of(
            "salary (withheld) is above 10",
            "tribe (withheld) is not allowed; allowed are [\"x\"]",
            "region \"south\" is not allowed for tribe (withheld)",
            "score 0.6 is below the limit that salary (withheld) demands",
            "tribe (withheld) is not allowed for region \"south\"; allowed are [\"y\"]"),
        violations.stream().map(Violation::message).toList());
    for (Violation violation : violations) {
      assertFalse(violation.toString().contains("54321"), violation::toString);
      assertFalse(violation.toString().contains("zulu"), violation::toString);
      assertNotEquals("zulu", violation.actualText());
      assertNotEquals(54_321, violation.actual());
    }
    assertTrue(Double.isNaN(violations.get(3).limit()), "the limit would tell the salary's band");

    Verdict odd =
        policy
            .bind(schema)
            .evaluate(
                prediction.wrap(
                    null, new double[] {Double.NEGATIVE_INFINITY}, new double[] {1}, "x", "east"));
    List<Violation> oddly = assertInstanceOf(Verdict.Deny.class, odd).violations();
    assertEquals("salary (withheld) is not a finite number", oddly.get(0).message());
    assertTrue(Double.isNaN(oddly.get(0).actual()));
    assertEquals("tribe (withheld) is not known; known are [\"zulu\"]", oddly.get(1).message());
  }

  @Test
  void what_no_rule_explains_is_denied_as_a_failure() {
    Plan.Draft draft = new Plan.Draft();
    draft.range(Model.SCHEMA.index("age"), 0, 1);
    BoundPolicy policy =
        new PlannedPolicy(Model.SCHEMA, "none", draft.plan(), new BoundRule[0], List.of());
    Verdict verdict = policy.evaluate(Model.values().wrap());
    assertEquals(
        Verdict.Cause.POLICY_FAILED, assertInstanceOf(Verdict.Deny.class, verdict).cause());
  }

  @Test
  void large_lists_are_looked_up_exactly() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < RulePolicy.MAX_VALUES; i++) {
      values.add("v" + i * 7);
    }
    BoundPolicy policy =
        RulePolicy.builder("p")
            .allowed("list", "label", values.toArray(new String[0]))
            .build()
            .bind(Model.SCHEMA);
    Model.Values prediction = Model.values();
    for (int i = 0; i < 7 * RulePolicy.MAX_VALUES; i++) {
      prediction.set("label", "v" + i);
      assertEquals(i % 7 == 0, Model.allows(policy, prediction.wrap()), "v" + i);
    }
    assertThrows(
        PolicyInvalid.class,
        () -> {
          values.add("one more");
          RulePolicy.builder("p").allowed("list", "label", values.toArray(new String[0]));
        });
  }

  @Test
  @Rule({"P1", "P2"})
  void binding_names_the_rule_and_the_field_that_does_not_fit() {
    refused(
        () -> RulePolicy.builder("p").atLeast("low", "confidense", 0.7).build().bind(Model.SCHEMA),
        "rule \"low\"",
        "\"confidense\"",
        "did you mean \"confidence\"?",
        "\"model_version\"");
    refused(
        () -> RulePolicy.builder("p").finite("f", "age", "label").build().bind(Model.SCHEMA),
        "rule \"f\"",
        "\"label\" is a CATEGORY",
        "needs a NUMBER");
    refused(
        () -> RulePolicy.builder("p").allowed("a", "age", "41").build().bind(Model.SCHEMA),
        "rule \"a\"",
        "\"age\" is a NUMBER",
        "a CATEGORY or a TEXT");
  }

  @Test
  void the_builder_refuses_at_once_what_a_file_could_not_say() {
    RulePolicyBuilder builder = RulePolicy.builder("p");
    refused(() -> builder.atLeast("r", "a", Double.NaN), "rule \"r\"", "limit", "finite", "NaN");
    refused(() -> builder.range("r", 0, Double.POSITIVE_INFINITY, "a"), "max", "Infinity");
    refused(() -> builder.range("r", 2, 1, "a"), "rule \"r\"", "min 2 is above max 1");
    refused(() -> builder.finite("r"), "fields", "1 to 10000", "found 0");
    refused(() -> builder.finite("r", "a", "a"), "fields lists \"a\" twice");
    refused(() -> builder.finite("r", ""), "must name a field");
    refused(() -> builder.allowedBy("r", "a", "b", Map.of()), "values", "found 0");
    refused(() -> builder.allowedBy("r", "a", "b", Map.of("k", List.of())), "values.\"k\"");
    refused(() -> builder.allowedBy("r", "a", "a", Map.of("k", List.of("v"))), "the same field");
    refused(
        () -> builder.atLeastBy("r", "a", "b", List.of(new Step(1, 0), new Step(1, 1)), 0),
        "steps[1].above must be below the one before it, 1, found 1");
    refused(() -> builder.atLeastBy("r", "a", "b", List.of(new Step(1, Double.NaN)), 0), "limit");
    refused(() -> builder.atLeastBy("r", "a", "b", List.of(), 0), "steps", "found 0");
    refused(() -> builder.finite(" ", "a"), "rule id");
    refused(() -> builder.finite("a\nb", "a"), "rule id", "a?b");
    refused(() -> builder.finite("r", "\ud800").build(), "\"p\"");
    refused(() -> RulePolicy.builder("p").build(), "1 to 10000 rules, found 0");
    refused(
        () -> RulePolicy.builder("p").finite("r", "a").finite("r", "b").build(),
        "rule \"r\": the id is used twice");
    refused(() -> RulePolicy.builder("").finite("r", "a").build(), "name of a policy");
    assertThrows(IllegalStateException.class, () -> RulePolicy.builder("p").message("m"));
    assertThrows(IllegalStateException.class, () -> RulePolicy.builder("p").severity(Severity.LOW));
  }

  @Test
  @Rule("P13")
  void a_file_is_refused_with_the_place_that_does_not_fit() {
    refusedFile("{", "invalid policy", "line 1");
    refusedFile(FILE + "x", "invalid policy");
    refusedFile(FILE.replace("\"name\"", "\"nam\""), "$.name: missing");
    refusedFile(FILE.replace("\"name\"", "\"n\": 1, \"name\""), "unknown member", "$.n");
    refusedFile(
        FILE.replace("\"score_out_of_range\"", "\"low_confidence\""),
        "rule \"low_confidence\": the id is used twice");
    refusedFile("{\"name\":\"p\",\"rules\":[]}", "1 to 10000 rules");
    refusedFile("{\"name\":\"p\",\"rules\":{}}", "$.rules: expected an array");
    refusedFile("{\"name\":\"p\",\"rules\":[1]}", "$.rules[0]: expected an object");
    refusedFile(FILE.replace("\"id\": \"low_confidence\", ", ""), "$.rules[1].id: missing");
    refusedFile(
        FILE.replace("\"at_least\"", "\"atleast\""),
        "rule \"low_confidence\".kind",
        "at_least_by",
        "did you mean \"at_least\"?");
    refusedFile(
        FILE.replace("\"limit\": 7e-1", "\"limit\": 7e-1, \"limits\": 1"),
        "rule \"low_confidence\".limits: unknown member, did you mean \"limit\"?",
        "[id, message, severity, labels, controls, effect, obligations, kind, field, limit]");
    refusedFile(FILE.replace("7e-1", "\"0.7\""), "rule \"low_confidence\".limit", "number");
    refusedFile(FILE.replace("7e-1", "1e999"), "rule \"low_confidence\".limit", "range");
    refusedFile(FILE.replace("7e-1", "null"), "rule \"low_confidence\".limit");
    refusedFile(FILE.replace("\"high\"", "\"hihg\""), "severity", "did you mean \"high\"?");
    refusedFile(FILE.replace("\"min\": -0.0, \"max\": 1.00", "\"min\": 2, \"max\": 1"), "min 2");
    refusedFile(FILE.replace(",\n     \"min\": -0.0, \"max\": 1.00", ""), "min, max or both");
    refusedFile(
        FILE.replace("\"above\": 1e4", "\"above\": 1e4, \"at\": 1"), "steps[1].at: unknown member");
    refusedFile(FILE.replace("[\"1.0.0\"]", "\"1.0.0\""), "rule \"model_version\".values.churn");
  }

  @Test
  void the_rules_provider_reads_the_file_it_is_given(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("policy.json"), FILE);
    Components components = Components.load(RulePolicyTest.class.getClassLoader());
    OutputPolicy policy =
        components.create(
            OutputPolicy.class, "rules", Settings.empty().with("file", file.toString()));
    assertEquals(sixRules().build().revision(), policy.revision());
    assertThrows(
        IllegalArgumentException.class,
        () -> components.create(OutputPolicy.class, "rules", Settings.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            components.create(
                OutputPolicy.class,
                "rules",
                Settings.empty().with("file", file.toString()).with("flie", "x")));
    refused(() -> RulePolicy.read(dir.resolve("none.json")), "none.json", "cannot be read");
    Files.writeString(file, "{}");
    refused(() -> RulePolicy.read(file), "policy.json", "$.name: missing");
  }

  private static void refusedFile(String json, String... fragments) {
    assertNotEquals(FILE, json, "the planted fault is not in the file");
    refused(() -> parse(json), fragments);
  }

  private static void refused(Runnable action, String... fragments) {
    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, action::run);
    for (String fragment : fragments) {
      assertTrue(
          String.valueOf(refusal.getMessage()).contains(fragment),
          () -> "\"" + fragment + "\" is not in: " + refusal.getMessage());
    }
  }
}
