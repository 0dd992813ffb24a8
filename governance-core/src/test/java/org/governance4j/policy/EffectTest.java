package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Obligation.Operation;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectTest {
  private static final Obligation MASK = new Obligation(Operation.MASK, "label", null);
  private static final Obligation ROUND =
      new Obligation(Operation.ROUND, "confidence", JsonValue.of(1));

  private static RulePolicy policy() {
    return RulePolicy.builder("effects")
        .atMost("oblige", 0.9, "confidence")
        .oblige(ROUND)
        .allowed("hold", "label", "approve", "review")
        .escalate()
        .atMost("forbid", 50, "age")
        .denied("hide", "label", "approve")
        .oblige(MASK)
        .build();
  }

  @Test
  @Rule("P15")
  void the_gravest_effect_of_the_broken_rules_decides() {
    Model.Values calm = Model.values().set("label", "review").set("confidence", 0.5);
    assertSame(Verdict.ALLOW, Model.judge(policy(), calm));
    assertEquals(
        new Verdict.AllowWith(List.of(ROUND, MASK)), Model.judge(policy(), Model.values()));

    Verdict.Escalate held =
        assertInstanceOf(
            Verdict.Escalate.class, Model.judge(policy(), Model.values().set("label", "odd")));
    assertEquals(
        List.of("oblige", "hold"), held.violations().stream().map(Violation::rule).toList());

    Verdict.Deny denied = Model.denial(policy(), Model.values().set("label", "odd").set("age", 51));
    assertEquals(List.of("oblige", "hold", "forbid"), Model.broken(denied));
    assertEquals(Verdict.Cause.POLICY, denied.cause());
  }

  @Test
  @Rule("P16")
  void what_is_missing_or_not_finite_denies_whatever_the_effect() {
    for (String field : List.of("confidence", "label", "age")) {
      Verdict.Deny missing = Model.denial(policy(), Model.values().missing(field));
      assertEquals(Verdict.Cause.UNDEFINED_INPUT, missing.cause(), field);
    }
    Verdict.Deny nan = Model.denial(policy(), Model.values().set("confidence", Double.NaN));
    assertEquals(Verdict.Cause.UNDEFINED_INPUT, nan.cause());
  }

  @Test
  @Rule("P17")
  void labels_controls_and_effects_are_the_same_in_a_file_and_in_java() {
    RulePolicy built =
        RulePolicy.builder("p")
            .denied("r", "label", "x")
            .labels("safety", "pilot")
            .controls("eu-ai-act:15", "nist-ai-rmf:MEASURE-2.6")
            .oblige(MASK, ROUND)
            .atLeast("s", "age", 18)
            .escalate()
            .build();
    RulePolicy read =
        Examples.parse(
            "{'name':'p','rules':[{'id':'r','kind':'denied','field':'label','values':['x'],"
                + "'labels':['safety','pilot'],"
                + "'controls':['eu-ai-act:15','nist-ai-rmf:MEASURE-2.6'],'effect':'oblige',"
                + "'obligations':[{'operation':'mask','field':'label'},"
                + "{'operation':'round','field':'confidence','value':1}]},"
                + "{'id':'s','kind':'at_least','field':'age','limit':18,'effect':'escalate'}]}");
    assertEquals(built, read);
    assertEquals(built, RulePolicy.parse(built.toJson()));
    RuleInfo info = read.rules().get(0);
    assertEquals(List.of("safety", "pilot"), info.labels());
    assertEquals(List.of("eu-ai-act:15", "nist-ai-rmf:MEASURE-2.6"), info.controls());
    assertEquals(Effect.OBLIGE, info.effect());
    assertEquals(List.of(MASK, ROUND), info.obligations());
    assertEquals(Effect.ESCALATE, read.rules().get(1).effect());
  }

  private static void refused(Obligation obligation, String... parts) {
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class,
            () ->
                RulePolicy.builder("p")
                    .finite("the-rule", "age")
                    .oblige(obligation)
                    .build()
                    .bind(Model.SCHEMA));
    for (String part : parts) {
      assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal::getMessage);
    }
    assertTrue(String.valueOf(refusal.getMessage()).contains("the-rule"), refusal::getMessage);
  }

  @Test
  @Rule({"P13", "P18"})
  void marks_and_obligations_that_do_not_fit_are_refused() {
    JsonValue one = JsonValue.of(1);
    refused(new Obligation(Operation.MASK, "label", one), "obligations[0].value");
    refused(new Obligation(Operation.TRUNCATE, "label", null), "value", "missing");
    refused(new Obligation(Operation.TRUNCATE, "label", JsonValue.of(-1)), "value");
    refused(new Obligation(Operation.ROUND, "confidence", JsonValue.of(16)), "15", "16");
    refused(new Obligation(Operation.ROUND, "confidence", JsonValue.of(0.5)), "value");
    refused(new Obligation(Operation.CLAMP, "confidence", JsonValue.object()), "min, max or both");
    refused(
        new Obligation(
            Operation.CLAMP, "confidence", JsonValue.object().with("min", one).with("of", one)),
        "of: unknown member");
    refused(
        new Obligation(Operation.MASK, "label", Operand.write(List.of(new Operand.Span(0, 1)))),
        "takes no value");
    refused(new Obligation(Operation.MASK, "confidence", null), "is a NUMBER");
    refused(new Obligation(Operation.ROUND, "label", one), "is a CATEGORY");
    refused(new Obligation(Operation.REMOVE, "amount", null), "is an input");
    refused(new Obligation(Operation.REMOVE, "labell", null), "did you mean \"label\"?");

    RulePolicyBuilder builder = RulePolicy.builder("p").finite("r", "age");
    assertThrows(PolicyInvalid.class, builder::oblige);
    assertThrows(PolicyInvalid.class, () -> builder.oblige(MASK, MASK));
    assertThrows(PolicyInvalid.class, () -> builder.controls("EU AI Act"));
    assertThrows(PolicyInvalid.class, () -> builder.controls("a:b\nc"));
    assertThrows(PolicyInvalid.class, () -> builder.labels("a", "a"));
    assertThrows(PolicyInvalid.class, () -> builder.labels("a\nb"));
    String head = "{'name':'p','rules':[{'id':'r','kind':'finite','fields':['age'],";
    for (String tail :
        List.of(
            "'effect':'oblige'",
            "'effect':'warn'",
            "'labels':[]",
            "'obligations':[{'operation':'mask','field':'label'}]",
            "'effect':'oblige','obligations':[{'operation':'mask','field':'label','x':1}]",
            "'effect':'oblige','obligations':[{'operation':'blur','field':'label'}]")) {
      PolicyInvalid refusal =
          assertThrows(PolicyInvalid.class, () -> Examples.parse(head + tail + "}]}"), tail);
      assertTrue(String.valueOf(refusal.getMessage()).contains("rule \"r\""), tail);
    }
  }

  @Test
  void a_rule_says_which_parts_it_is_about() {
    BoundField field = new BoundField(Model.SCHEMA.index("label"), "label", false);
    Findings findings = new Findings();
    findings.part(field, 6, 9);
    findings.part(field, 1, 3);
    findings.part(field, 2, 4);
    findings.part(field, 5, 5);
    findings.broken(Violation.of("r", "label", "found"));
    findings.endOf(RuleHead.of("r").withEffect(Effect.OBLIGE, List.of(MASK, ROUND)));
    assertEquals(
        new Verdict.AllowWith(
            List.of(
                new Obligation(
                    Operation.MASK,
                    "label",
                    Operand.write(List.of(new Operand.Span(1, 4), new Operand.Span(6, 9)))),
                ROUND)),
        findings.verdict());
  }

  @Test
  @Rule("P22")
  void a_model_that_is_not_on_the_list_has_every_output_denied() {
    for (Map<String, List<String>> models :
        List.of(Map.of("credit-risk", List.of("2", "4")), Map.of("churn", List.of("3")))) {
      RulePolicy policy = RulePolicy.builder("p").model("ban", models).build();
      Verdict.Deny deny = Model.denial(policy, Model.values());
      assertEquals(Verdict.Cause.POLICY, deny.cause());
      assertTrue(deny.toString().contains("model \"credit-risk\""), deny::toString);
    }
  }

  @Test
  @Rule("P23")
  void what_sensitive_numbers_amount_to_is_withheld() {
    ModelSchema schema =
        ModelSchema.of(
            "m",
            "1",
            List.of(),
            List.of(Field.number("a").asSensitive(), Field.number("b"), Field.text("t")));
    RulePolicy policy =
        RulePolicy.builder("p")
            .sum("s", 1, 0, "a", "b")
            .margin("m", 100_000, "a", "b")
            .entropy("e", 1, "a", "b")
            .rangeBy("r", "b", "t", Map.of("secret", new Interval(0, 1)))
            .denied("d", "t", "secret")
            .topK("k", "t", 1, "a", "b")
            .build();
    Prediction prediction =
        schema.prediction().wrap(null, new double[0], new double[] {4321, 8}, "secret");
    Verdict.Deny deny =
        assertInstanceOf(Verdict.Deny.class, policy.bind(schema).evaluate(prediction));
    assertEquals(List.of("s", "m", "e", "r", "d", "k"), Model.broken(deny));
    for (Violation violation : deny.violations()) {
      String text = violation.toString();
      assertFalse(text.contains("4321") || text.contains("4329") || text.contains("4313"), text);
      assertFalse(text.contains("secret"), text);
      assertTrue(violation.rule().equals("r") || Double.isNaN(violation.actual()), text);
    }
    assertTrue(Double.isNaN(deny.violations().get(3).limit()));
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  @Rule({"P14", "P24"})
  void every_kind_allows_its_example_in_every_form_without_allocating(RuleKind kind) {
    BoundPolicy policy = Examples.policy(kind).bind(Model.SCHEMA);
    Model.Values values = Examples.values(kind);
    float[] in = new float[values.inputs.length];
    float[] out = new float[values.outputs.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) values.inputs[i];
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values.outputs[i];
    }
    Prediction view = Model.SCHEMA.prediction();
    assertTrue(Model.allows(policy, view.wrap(null, in, out, values.texts)));
    assertTrue(
        Model.allows(
            policy, view.wrap(null, FloatBuffer.wrap(in), FloatBuffer.wrap(out), values.texts)));
    Prediction prediction = values.wrap();
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 200_000; i++) {
            if (!Model.allows(policy, prediction)) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run();
    if (kind == RuleKind.JSON) {
      return; // it reads the text into memory, and says so
    }
    long bytes = Allocation.of(evaluations);
    assertTrue(bytes < 10_000, bytes + " bytes in 200,000 evaluations");
  }
}
