package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final String[] NUMBERS = {"amount", "age", "confidence"};
  private static final String[] TEXTS = {"model_name", "label"};
  private static final String[] OPS = {"<", "<=", ">", ">=", "==", "!="};
  private static final double[] VALUES = {-1, 0, 0.5, 1, 2};
  private static final String[] WORDS = {"", "a", "b", "Aa", "BB"};

  /** What a condition says of a prediction, null for undefined: written from its definition. */
  private interface Kleene {
    @Nullable Boolean say(Model.Values values);
  }

  private record Twin(Condition condition, Kleene meaning) {}

  @Test
  @Rule({"P25", "P26"})
  void random_conditions_agree_with_kleenes_tables() {
    int[] seen = new int[3];
    for (long seed : new long[] {7, System.nanoTime()}) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 1_500; i++) {
        Twin when = random.nextInt(3) == 0 ? null : twin(random, 1 + random.nextInt(4));
        Twin require = twin(random, 1 + random.nextInt(4));
        RulePolicy policy =
            when == null
                ? RulePolicy.builder("p").require("r", require.condition).build()
                : RulePolicy.builder("p")
                    .requireWhen("r", when.condition, require.condition)
                    .build();
        BoundPolicy bound = policy.bind(Model.SCHEMA);
        for (int p = 0; p < 30; p++) {
          Model.Values values = values(random);
          Boolean applies = when == null ? Boolean.TRUE : when.meaning.say(values);
          Boolean holds = require.meaning.say(values);
          boolean undefined = applies == null || (applies && holds == null);
          boolean broken = applies != null && applies && holds != null && !holds;
          Verdict verdict = bound.evaluate(values.wrap());
          String where =
              "seed " + seed + ": " + new String(policy.toJson(), StandardCharsets.UTF_8) + values;
          if (!undefined && !broken) {
            assertSame(Verdict.ALLOW, verdict, where);
            seen[0]++;
          } else {
            assertTrue(verdict instanceof Verdict.Deny, where);
            assertEquals(
                undefined ? Verdict.Cause.UNDEFINED_INPUT : Verdict.Cause.POLICY,
                ((Verdict.Deny) verdict).cause(),
                where);
            ((Verdict.Deny) verdict).violations().forEach(v -> assertFalse(v.message().isEmpty()));
            seen[undefined ? 1 : 2]++;
          }
        }
      }
    }
    for (int count : seen) {
      assertTrue(count > 1_000, "one outcome was rare: " + List.of(seen[0], seen[1], seen[2]));
    }
  }

  @Test
  @Rule("P26")
  void dropping_the_amount_does_not_evade_a_threshold_that_depends_on_it() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .requireWhen(
                "r",
                Condition.any(
                    Condition.not(Condition.number("amount", "<=", 10_000)),
                    Condition.text("label", "==", "vip")),
                Condition.number("confidence", ">=", 0.95))
            .build();
    assertEquals(Verdict.Cause.POLICY, Model.denial(policy, Model.values()).cause());
    Verdict.Deny missing = Model.denial(policy, Model.values().missing("amount"));
    assertEquals(Verdict.Cause.UNDEFINED_INPUT, missing.cause());
    assertEquals("amount is missing", missing.violations().get(0).message());
    Verdict.Deny nan = Model.denial(policy, Model.values().set("amount", Double.NaN));
    assertEquals(Verdict.Cause.UNDEFINED_INPUT, nan.cause());
  }

  @Test
  void one_true_alternative_makes_an_undefined_one_irrelevant() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .require(
                "r",
                Condition.any(Condition.number("amount", ">", 0), Condition.number("age", ">", 18)))
            .build();
    assertSame(Verdict.ALLOW, Model.judge(policy, Model.values().missing("amount")));
    assertEquals(
        Verdict.Cause.UNDEFINED_INPUT,
        Model.denial(policy, Model.values().missing("amount").set("age", 18)).cause());
  }

  @Test
  void a_violation_says_which_comparisons_failed() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .require(
                "r",
                Condition.all(
                    Condition.number("age", ">=", 18),
                    Condition.any(
                        Condition.in("label", "deny", "review"),
                        Condition.fields("approve", "<", "deny")),
                    Condition.not(Condition.present("model_name"))))
            .message("No")
            .build();
    List<Violation> found = Model.denial(policy, Model.values().set("age", 17)).violations();
    assertEquals(
        List.of(
            "No (age 17 is not >= 18)",
            "No (label \"approve\" is not one of [\"deny\", \"review\"] and approve 0.93 is not <"
                + " deny 0.02)",
            "No (model_name has a value where it must have none)"),
        found.stream().map(Violation::message).toList());
    assertNull(found.get(1).field());
    assertEquals("age", found.get(0).field());
    assertEquals(17, found.get(0).actual());
    assertEquals(18, found.get(0).limit());
  }

  @Test
  @Rule({"P11", "P25"})
  void nothing_of_a_sensitive_value_is_said_not_even_by_its_opposite() {
    ModelSchema schema =
        ModelSchema.of(
            "m",
            "1",
            List.of(
                Field.number("income").asSensitive(),
                Field.number("open"),
                Field.category("faith").asSensitive(),
                Field.category("word")),
            List.of(Field.number("score")));
    List<Condition> broken =
        List.of(
            Condition.number("income", "!=", 31_337),
            Condition.number("income", ">", 40_000),
            Condition.fields("open", "!=", "income"),
            Condition.fields("income", "<", "open"),
            Condition.text("faith", "!=", "sect-31337"),
            Condition.not(Condition.in("faith", "sect-31337", "x")),
            Condition.fields("word", "!=", "faith"),
            Condition.fields("faith", "!=", "word"));
    for (Condition condition : broken) {
      Verdict verdict =
          RulePolicy.builder("p")
              .require("r", condition)
              .build()
              .bind(schema)
              .evaluate(
                  schema
                      .prediction()
                      .wrap(
                          null,
                          new double[] {31_337, 31_337},
                          new double[] {0},
                          "sect-31337",
                          "sect-31337"));
      assertTrue(verdict instanceof Verdict.Deny, condition::toString);
      Violation violation = ((Verdict.Deny) verdict).violations().get(0);
      assertFalse(violation.message().contains("31337"), violation::message);
      assertTrue(Double.isNaN(violation.actual()) && violation.actualText() == null);
      assertFalse(violation.limit() == 31_337, violation::message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'all':[]}|must have 1 to 1000 parts, found 0",
        "{'all':[{'field':'x','present':true}],'any':[{'field':'x','present':true}]}|exclude",
        "{'field':'x','op':'=','value':1}|op",
        "{'field':'x','op':'<','value':'a'}|unknown operator \"<\"; known are [==, !=]",
        "{'field':'x','op':'<','value':true}|a number",
        "{'field':'x','op':'<','other':'x'}|with itself",
        "{'field':'x','op':'<'}|value: missing",
        "{'field':'','op':'<','value':1}|must name a field",
        "{'field':'x','in':[]}|must list 1 to 10000 values",
        "{'field':'x','in':['a','a']}|twice",
        "{'field':'x','present':1}|a boolean",
        "{'field':'x','op':'<','value':1,'in':['a']}|unknown member",
        "{'not':[{'field':'x','present':true}]}|an object",
        "{}|field: missing"
      })
  @Rule("P27")
  void a_bad_condition_is_refused_with_the_rule_and_the_place(String condition, String why) {
    String json =
        ("{'name':'p','rules':[{'id':'the-rule','kind':'condition','require':" + condition + "}]}")
            .replace('\'', '"');
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class, () -> RulePolicy.parse(json.getBytes(StandardCharsets.UTF_8)));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("the-rule") && message.contains("require"), message);
    assertTrue(message.contains(why), message);
  }

  @Test
  @Rule("P27")
  void depth_and_size_are_bounded() {
    Condition leaf = Condition.number("amount", ">", 0);
    Condition deep = leaf;
    for (int i = 1; i < Condition.MAX_DEPTH; i++) {
      deep = Condition.not(deep);
    }
    Condition fits = deep;
    RulePolicy policy = RulePolicy.builder("p").require("r", fits).build();
    assertEquals(policy, RulePolicy.parse(policy.toJson()));
    Condition tooDeep = Condition.not(fits);
    assertThrows(PolicyInvalid.class, () -> RulePolicy.builder("p").require("r", tooDeep));

    List<Condition> parts = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      Condition[] row = new Condition[32];
      java.util.Arrays.fill(row, leaf);
      parts.add(Condition.any(row));
    }
    Condition tooLarge = Condition.all(parts.toArray(new Condition[0]));
    PolicyInvalid refusal =
        assertThrows(PolicyInvalid.class, () -> RulePolicy.builder("p").require("r", tooLarge));
    assertTrue(String.valueOf(refusal.getMessage()).contains("the limit is 1000"));
  }

  @Test
  void a_string_is_not_ordered() {
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class,
            () ->
                RulePolicy.builder("p")
                    .require("r", Condition.fields("label", "<", "model_name"))
                    .build()
                    .bind(Model.SCHEMA));
    assertTrue(String.valueOf(refusal.getMessage()).contains("strings can be compared with"));
    assertThrows(
        PolicyInvalid.class,
        () ->
            RulePolicy.builder("p")
                .require("r", Condition.fields("label", "==", "age"))
                .build()
                .bind(Model.SCHEMA));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void a_limit_is_finite(double value) {
    assertThrows(
        PolicyInvalid.class,
        () -> RulePolicy.builder("p").require("r", Condition.number("age", "<", value)));
  }

  @Test
  @Rule("P14")
  void allowing_conditions_allocates_nothing() {
    BoundPolicy policy =
        RulePolicy.builder("p")
            .requireWhen(
                "r",
                Condition.any(
                    Condition.number("amount", ">", 20), Condition.text("label", "==", "deny")),
                Condition.all(
                    Condition.not(Condition.number("confidence", "<", 0.5)),
                    Condition.fields("approve", "!=", "deny"),
                    Condition.in("label", "approve", "review")))
            .build()
            .bind(Model.SCHEMA);
    Model.Values values = Model.values();
    Prediction prediction = values.wrap();
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 300_000; i++) {
            values.inputs[0] = i & 63;
            if (!Model.allows(policy, prediction)) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run();
    long bytes = Allocation.of(evaluations);
    assertTrue(bytes < 10_000, bytes + " bytes");
  }

  private static Twin twin(SplittableRandom random, int depth) {
    if (depth > 1 && random.nextInt(4) > 0) {
      if (random.nextInt(3) == 0) {
        Twin part = twin(random, depth - 1);
        return new Twin(
            Condition.not(part.condition),
            values -> {
              Boolean said = part.meaning.say(values);
              return said == null ? null : Boolean.valueOf(!said);
            });
      }
      List<Twin> parts = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        parts.add(twin(random, depth - 1));
      }
      boolean every = random.nextBoolean();
      Condition[] conditions = parts.stream().map(Twin::condition).toArray(Condition[]::new);
      return new Twin(
          every ? Condition.all(conditions) : Condition.any(conditions),
          values -> {
            boolean unknown = false;
            for (Twin part : parts) {
              Boolean said = part.meaning.say(values);
              if (said == null) {
                unknown = true;
              } else if (said != every) {
                return said;
              }
            }
            return unknown ? null : Boolean.valueOf(every);
          });
    }
    return leaf(random);
  }

  private static Twin leaf(SplittableRandom random) {
    String op = OPS[random.nextInt(OPS.length)];
    String number = NUMBERS[random.nextInt(3)];
    String text = TEXTS[random.nextInt(2)];
    String word = WORDS[random.nextInt(WORDS.length)];
    double value = VALUES[random.nextInt(VALUES.length)];
    String equality = random.nextBoolean() ? "==" : "!=";
    switch (random.nextInt(6)) {
      case 0 -> {
        String other = NUMBERS[(List.of(NUMBERS).indexOf(number) + 1) % 3];
        return new Twin(
            Condition.fields(number, op, other),
            v -> compare(finite(v, number), op, finite(v, other)));
      }
      case 1 -> {
        return new Twin(
            Condition.text(text, equality, word),
            v -> {
              String found = v.text(text);
              return found == null
                  ? null
                  : Boolean.valueOf(found.equals(word) == equality.equals("=="));
            });
      }
      case 2 -> {
        return new Twin(
            Condition.in(text, "b", word.equals("b") ? "a" : word),
            v -> {
              String found = v.text(text);
              return found == null
                  ? null
                  : Boolean.valueOf(List.of("b", word.equals("b") ? "a" : word).contains(found));
            });
      }
      case 3 -> {
        return new Twin(
            Condition.fields(TEXTS[0], equality, TEXTS[1]),
            v -> {
              String left = v.text(TEXTS[0]);
              String right = v.text(TEXTS[1]);
              return left == null || right == null
                  ? null
                  : Boolean.valueOf(left.equals(right) == equality.equals("=="));
            });
      }
      case 4 -> {
        boolean present = random.nextBoolean();
        String field = random.nextBoolean() ? number : text;
        return new Twin(
            present ? Condition.present(field) : Condition.missing(field),
            v ->
                present
                    == (Model.SCHEMA.field(Model.SCHEMA.index(field)).numeric()
                        ? v.has(field)
                        : v.text(field) != null));
      }
      default -> {
        return new Twin(
            Condition.number(number, op, value), v -> compare(finite(v, number), op, value));
      }
    }
  }

  private static @Nullable Double finite(Model.Values values, String field) {
    double value = values.number(field);
    return values.has(field) && !Double.isNaN(value) && !Double.isInfinite(value) ? value : null;
  }

  private static @Nullable Boolean compare(@Nullable Double a, String op, @Nullable Double b) {
    if (a == null || b == null) {
      return null;
    }
    double left = a;
    double right = b;
    return switch (op) {
      case "<" -> left < right;
      case "<=" -> left <= right;
      case ">" -> left > right;
      case ">=" -> left >= right;
      case "==" -> left == right;
      default -> left != right;
    };
  }

  private static Model.Values values(SplittableRandom random) {
    Model.Values values = Model.values();
    for (String field : NUMBERS) {
      double value = VALUES[random.nextInt(VALUES.length)];
      values.set(
          field,
          switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 2 -> Math.nextUp(value);
            case 3 -> Math.nextDown(value);
            case 4 -> -0.0;
            default -> value;
          });
      if (random.nextInt(10) == 0) {
        values.missing(field);
      }
    }
    for (String field : TEXTS) {
      String word = WORDS[random.nextInt(WORDS.length)];
      values.set(field, random.nextInt(8) == 0 ? null : new String(word.toCharArray()));
    }
    return values;
  }
}
