package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.governance4j.ModelSchema;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of rule against every kind of value; a new kind does not compile without its case. */
class RuleKindsTest {
  private static final ModelSchema SCHEMA = Model.SCHEMA;

  /** Kinds that nothing present breaks, or nothing in a prediction at all. */
  private static final Set<RuleKind> NEVER_BROKEN =
      EnumSet.of(RuleKind.FINITE, RuleKind.REQUIRED, RuleKind.MODEL);

  /** What one kind allows and what it doesn't, starting from {@link Model#values}. */
  private record Sample(
      RulePolicy policy, List<Consumer<Model.Values>> allowed, List<Broken> broken) {}

  /** Values that break the rule, and the one violation that follows. */
  private record Broken(
      Consumer<Model.Values> change,
      @Nullable String field,
      double actual,
      double limit,
      @Nullable String message) {}

  private static Sample sample(RuleKind kind) {
    double nan = Double.NaN;
    RulePolicyBuilder builder = RulePolicy.builder("sample");
    return switch (kind) {
      case FINITE ->
          new Sample(
              builder.finite("r", "amount", "confidence").build(),
              List.of(
                  v -> v.set("amount", Double.MAX_VALUE).set("confidence", -Double.MAX_VALUE),
                  v -> v.set("amount", Double.MIN_VALUE).set("confidence", -0.0)),
              List.of());
      case AT_LEAST ->
          new Sample(
              builder.atLeast("r", "confidence", 0.7).build(),
              List.of(
                  v -> v.set("confidence", 0.7),
                  v -> v.set("confidence", Math.nextUp(0.7)),
                  v -> v.set("confidence", Double.MAX_VALUE)),
              List.of(
                  new Broken(
                      v -> v.set("confidence", Math.nextDown(0.7)),
                      "confidence",
                      Math.nextDown(0.7),
                      0.7,
                      "confidence 0.6999999999999998 is below 0.7"),
                  new Broken(
                      v -> v.set("confidence", -Double.MAX_VALUE),
                      "confidence",
                      -Double.MAX_VALUE,
                      0.7,
                      "confidence -1.7976931348623157e+308 is below 0.7")));
      case RANGE ->
          new Sample(
              builder.range("r", 0, 1, "approve", "deny").build(),
              List.of(
                  v -> v.set("approve", 0).set("deny", 1),
                  v -> v.set("approve", -0.0).set("deny", Double.MIN_VALUE)),
              List.of(
                  new Broken(
                      v -> v.set("deny", Math.nextUp(1.0)),
                      "deny",
                      Math.nextUp(1.0),
                      1,
                      "deny 1.0000000000000002 is above 1"),
                  new Broken(
                      v -> v.set("approve", -Double.MIN_VALUE),
                      "approve",
                      -Double.MIN_VALUE,
                      0,
                      "approve -5e-324 is below 0")));
      case ALLOWED ->
          new Sample(
              builder.allowed("r", "label", "approve", "", "ünïcode", "😀").build(),
              List.of(
                  v -> v.set("label", ""),
                  v -> v.set("label", new String("ünïcode".toCharArray())),
                  v -> v.set("label", "😀")),
              List.of(
                  new Broken(
                      v -> v.set("label", "Approve"),
                      "label",
                      nan,
                      nan,
                      "label \"Approve\" is not allowed; allowed are [\"approve\", \"\", \"ünïcode\","
                          + " \"😀\"]"),
                  new Broken(
                      v -> v.set("label", "deny\nallow"),
                      "label",
                      nan,
                      nan,
                      "label \"deny?allow\" is not allowed; allowed are [\"approve\", \"\","
                          + " \"ünïcode\", \"😀\"]")));
      case ALLOWED_BY ->
          new Sample(
              builder
                  .allowedBy(
                      "r",
                      "model_version",
                      "model_name",
                      Map.of("credit-risk", List.of("3.2.0", "3.2.1"), "churn", List.of("1.0.0")))
                  .build(),
              List.of(
                  v -> v.set("model_version", "3.2.0"),
                  v -> v.set("model_name", "churn").set("model_version", "1.0.0")),
              List.of(
                  new Broken(
                      v -> v.set("model_version", "1.0.0"),
                      "model_version",
                      nan,
                      nan,
                      "model_version \"1.0.0\" is not allowed for model_name \"credit-risk\"; allowed"
                          + " are [\"3.2.0\", \"3.2.1\"]"),
                  new Broken(
                      v -> v.set("model_name", "3.2.1").set("model_version", "credit-risk"),
                      "model_name",
                      nan,
                      nan,
                      null)));
      case AT_LEAST_BY ->
          new Sample(
              builder
                  .atLeastBy(
                      "r",
                      "confidence",
                      "amount",
                      List.of(new Step(100_000, 0.95), new Step(10_000, 0.8)),
                      0.7)
                  .build(),
              List.of(
                  v -> v.set("amount", 10_000).set("confidence", 0.7),
                  v -> v.set("amount", Math.nextUp(10_000.0)).set("confidence", 0.8),
                  v -> v.set("amount", 100_000).set("confidence", 0.8),
                  v -> v.set("amount", Double.MAX_VALUE).set("confidence", 0.95),
                  v -> v.set("amount", -Double.MAX_VALUE).set("confidence", 0.7)),
              List.of(
                  new Broken(
                      v -> v.set("amount", 10_000).set("confidence", Math.nextDown(0.7)),
                      "confidence",
                      Math.nextDown(0.7),
                      0.7,
                      "confidence 0.6999999999999998 is below 0.7, the limit for amount up to 10000"),
                  new Broken(
                      v -> v.set("amount", Math.nextUp(10_000.0)).set("confidence", 0.75),
                      "confidence",
                      0.75,
                      0.8,
                      "confidence 0.75 is below 0.8, the limit for amount above 10000"),
                  new Broken(
                      v -> v.set("amount", 100_000.5).set("confidence", 0.9),
                      "confidence",
                      0.9,
                      0.95,
                      "confidence 0.9 is below 0.95, the limit for amount above 100000")));
      case REQUIRED ->
          new Sample(
              builder.required("r", "amount", "label").build(),
              List.of(v -> v.set("amount", Double.NaN), v -> v.set("label", "")),
              List.of());
      case DENIED ->
          new Sample(
              builder.denied("r", "label", "unknown", "error").build(),
              List.of(v -> v.set("label", "Error"), v -> v.set("label", "")),
              List.of(
                  new Broken(
                      v -> v.set("label", "error"),
                      "label",
                      nan,
                      nan,
                      "label \"error\" is denied")));
      case RANGE_BY ->
          new Sample(
              builder
                  .rangeBy(
                      "r",
                      "confidence",
                      "label",
                      Map.of("approve", new Interval(0.9, 1), "deny", Interval.atLeast(0.5)))
                  .build(),
              List.of(
                  v -> v.set("confidence", 0.9),
                  v -> v.set("confidence", 1),
                  v -> v.set("label", "deny").set("confidence", 1e300)),
              List.of(
                  new Broken(
                      v -> v.set("confidence", 0.85),
                      "confidence",
                      0.85,
                      0.9,
                      "confidence 0.85 is below 0.9, the bound for label \"approve\""),
                  new Broken(
                      v -> v.set("confidence", 2),
                      "confidence",
                      2,
                      1,
                      "confidence 2 is above 1, the bound for label \"approve\""),
                  new Broken(v -> v.set("label", "review"), "label", nan, nan, null)));
      case SUM ->
          new Sample(
              builder.sum("r", 1, 0.25, "approve", "review", "deny").build(),
              List.of(
                  v -> v.set("approve", 1.25).set("review", 0).set("deny", 0),
                  // Without compensation the 1 is lost in this order.
                  v -> v.set("approve", 1).set("review", 1e100).set("deny", -1e100)),
              List.of(
                  new Broken(
                      v -> v.set("approve", 1.5).set("review", 0).set("deny", 0),
                      null,
                      1.5,
                      1,
                      "the sum of [\"approve\", \"review\", \"deny\"] 1.5 is not 1 within 0.25")));
      case MARGIN ->
          new Sample(
              builder.margin("r", 0.25, "approve", "review", "deny").build(),
              List.of(v -> v.set("approve", 0.5).set("review", 0.25).set("deny", -1)),
              List.of(
                  new Broken(
                      v -> v.set("approve", 0).set("review", 0.5).set("deny", 0.5),
                      null,
                      0,
                      0.25,
                      "the margin of [\"approve\", \"review\", \"deny\"] 0 is below 0.25")));
      case ENTROPY ->
          new Sample(
              builder.entropy("r", 1.5, "approve", "review", "deny").build(),
              List.of(
                  // By hand: one bit for two halves, one and a half for a half and two quarters.
                  v -> v.set("approve", 0.5).set("review", 0.5).set("deny", 0),
                  v -> v.set("approve", 0.5).set("review", 0.25).set("deny", 0.25),
                  v -> v.set("approve", 1).set("review", 0.0009).set("deny", 0)),
              List.of(
                  new Broken(
                      v -> v.set("approve", 1).set("review", 0.5).set("deny", 0),
                      null,
                      1.5,
                      1,
                      "the sum of [\"approve\", \"review\", \"deny\"] 1.5, but that of a"
                          + " distribution is 1"),
                  new Broken(
                      v -> v.set("approve", 1.5).set("review", -0.5).set("deny", 0),
                      null,
                      -0.5,
                      0,
                      "the least of [\"approve\", \"review\", \"deny\"] -0.5, but a probability is"
                          + " at least 0")));
      case TOP_K ->
          new Sample(
              builder.topK("r", "label", 2, "approve", "review", "deny").build(),
              List.of(
                  v -> v.set("label", "review"), v -> v.set("label", "deny").set("review", 0.02)),
              List.of(
                  new Broken(
                      v -> v.set("label", "deny"),
                      "label",
                      nan,
                      nan,
                      "label \"deny\" is not among the 2 with the largest scores"),
                  new Broken(
                      v -> v.set("label", "other"),
                      "label",
                      nan,
                      nan,
                      "label \"other\" names none of [\"approve\", \"review\", \"deny\"]")));
      case MODEL ->
          new Sample(
              builder.model("r", Map.of("credit-risk", List.of("2", "3"))).build(),
              List.of(v -> v.set("model_version", "99")),
              List.of());
      case CONDITION ->
          new Sample(
              builder
                  .requireWhen(
                      "r",
                      Condition.number("amount", ">", 10_000),
                      Condition.number("confidence", ">=", 0.8))
                  .build(),
              List.of(
                  v -> v.set("confidence", 0.8),
                  v -> v.set("amount", 10_000).set("confidence", -1),
                  v -> v.set("amount", 10_000).set("confidence", Double.NaN),
                  v -> v.set("amount", 10_000).missing("confidence")),
              List.of(
                  new Broken(
                      v -> v.set("confidence", Math.nextDown(0.8)),
                      "confidence",
                      Math.nextDown(0.8),
                      0.8,
                      "confidence 0.7999999999999999 is not >= 0.8")));
      case LENGTH ->
          new Sample(
              builder.length("r", 2, 8, "label").build(),
              List.of(v -> v.set("label", "ab"), v -> v.set("label", "😀😀😀😀😀😀😀😀")),
              List.of(
                  new Broken(
                      v -> v.set("label", "😀"),
                      "label",
                      1,
                      2,
                      "label with 1 code points is shorter than 2"),
                  new Broken(
                      v -> v.set("label", "123456789"),
                      "label",
                      9,
                      8,
                      "label with 9 code points is longer than 8")));
      case TERMS ->
          new Sample(
              builder.terms("r", List.of("bomb", "kill switch"), "label").build(),
              List.of(v -> v.set("label", "bombastic"), v -> v.set("label", "")),
              List.of(
                  new Broken(
                      v -> v.set("label", "a BoMb, a bomb"),
                      "label",
                      nan,
                      nan,
                      "label has terms[0] at 2 to 6"),
                  new Broken(
                      v -> v.set("label", "Kill Switch"),
                      "label",
                      nan,
                      nan,
                      "label has terms[1] at 0 to 11")));
      case REGEX ->
          new Sample(
              builder
                  .mustNotMatch("r", Map.of("ssn", "\\b\\d{3}-\\d{2}-\\d{4}\\b"), "label")
                  .build(),
              List.of(v -> v.set("label", "123-45-67890"), v -> v.set("label", "")),
              List.of(
                  new Broken(
                      v -> v.set("label", "is 123-45-6789"),
                      "label",
                      nan,
                      nan,
                      "label has a match of \"ssn\" at 3 to 14")));
      case JSON ->
          new Sample(
              builder
                  .json(
                      "r",
                      "label",
                      StrictJson.parse(
                          "{\"type\":\"object\",\"properties\":{\"a\":{\"maximum\":1}}}"))
                  .build(),
              List.of(v -> v.set("label", "{}"), v -> v.set("label", " {\"a\": 1.0} ")),
              List.of(
                  new Broken(
                      v -> v.set("label", "{\"a\":2}"),
                      "label",
                      nan,
                      nan,
                      "label at \"/a\" does not meet maximum"),
                  new Broken(
                      v -> v.set("label", "{'a':2}"),
                      "label",
                      nan,
                      nan,
                      "label is not strict JSON at line 1, column 2: expected a name in quotes or }")));
    };
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void every_kind_allows_denies_and_has_an_edge(RuleKind kind) {
    Sample sample = sample(kind);
    assertEquals(kind.word(), sample.policy.rules().get(0).kind());
    assertSame(Verdict.ALLOW, Model.judge(sample.policy, Examples.values(kind)));
    for (Consumer<Model.Values> change : sample.allowed) {
      Model.Values values = Examples.values(kind);
      change.accept(values);
      assertSame(Verdict.ALLOW, Model.judge(sample.policy, values), values::toString);
    }
    assertTrue(NEVER_BROKEN.contains(kind) || !sample.broken.isEmpty());
    for (Broken broken : sample.broken) {
      Model.Values values = Examples.values(kind);
      broken.change.accept(values);
      Verdict.Deny deny = Model.denial(sample.policy, values);
      assertEquals(Verdict.Cause.POLICY, deny.cause(), values::toString);
      Violation violation = only(deny);
      assertEquals(broken.field, violation.field());
      assertEquals(broken.actual, violation.actual());
      assertEquals(broken.limit, violation.limit());
      if (broken.message != null) {
        assertEquals(broken.message, violation.message());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void every_kind_denies_what_is_missing_or_not_finite(RuleKind kind) {
    RulePolicy policy = sample(kind).policy;
    for (String field : policy.rules().get(0).fields()) {
      Verdict.Deny missing = Model.denial(policy, Examples.values(kind).missing(field));
      assertEquals(Verdict.Cause.UNDEFINED_INPUT, missing.cause());
      assertEquals(field + " is missing", only(missing).message());
      assertTrue(Double.isNaN(only(missing).actual()));

      if (kind == RuleKind.REQUIRED) {
        continue; // asks for presence only
      }
      if (SCHEMA.field(SCHEMA.index(field)).numeric()) {
        for (double value :
            new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
          Verdict.Deny deny = Model.denial(policy, Examples.values(kind).set(field, value));
          assertEquals(Verdict.Cause.UNDEFINED_INPUT, deny.cause());
          assertEquals(field + " " + value + " is not a finite number", only(deny).message());
          assertEquals(value, only(deny).actual());
        }
      } else {
        Verdict.Deny none = Model.denial(policy, Examples.values(kind).set(field, (String) null));
        assertEquals(Verdict.Cause.UNDEFINED_INPUT, none.cause());
        assertEquals(field + " is missing", only(none).message());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void every_kind_denies_a_prediction_that_was_never_wrapped(RuleKind kind) {
    Verdict verdict = sample(kind).policy.bind(SCHEMA).evaluate(SCHEMA.prediction());
    if (kind == RuleKind.MODEL) {
      assertSame(Verdict.ALLOW, verdict, "it reads no field");
      return;
    }
    assertEquals(
        Verdict.Cause.UNDEFINED_INPUT, verdict instanceof Verdict.Deny deny ? deny.cause() : null);
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void every_kind_is_the_same_rule_after_a_journey_through_json(RuleKind kind) {
    RulePolicy policy = sample(kind).policy;
    RulePolicy read = RulePolicy.parse(policy.toJson());
    assertEquals(policy.revision(), read.revision());
    assertEquals(policy.rules(), read.rules());
  }

  private static Violation only(Verdict.Deny deny) {
    assertEquals(1, deny.violations().size(), deny::toString);
    return deny.violations().get(0);
  }
}
