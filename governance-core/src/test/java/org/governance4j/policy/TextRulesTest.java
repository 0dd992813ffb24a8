package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRulesTest {
  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "chat",
          "1",
          List.of(Field.text("prompt")),
          List.of(Field.text("answer"), Field.text("secret").asSensitive()));
  private static final Map<String, String> IDS =
      Map.of("ssn", "\\b\\d{3}-\\d{2}-\\d{4}\\b", "email", "[a-z.]+@[a-z.]+");

  private static Verdict judge(RulePolicy policy, @Nullable String... texts) {
    return policy
        .bind(SCHEMA)
        .evaluate(SCHEMA.prediction().wrap(null, new double[0], new double[0], texts));
  }

  private static List<Violation> violations(Verdict verdict) {
    if (verdict instanceof Verdict.Deny deny) {
      return deny.violations();
    }
    throw new AssertionError("expected a denial, found " + verdict);
  }

  private static List<String> messages(Verdict verdict) {
    return violations(verdict).stream().map(Violation::message).toList();
  }

  @Test
  @Rule({"P28", "P12"})
  void every_rule_of_a_field_says_what_it_found_and_where() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .mustNotMatch("ids", IDS, "prompt", "answer")
            .terms("weapons", List.of("bomb", "gun"), "answer")
            .substrings("drugs", List.of("meth"), "answer")
            .build();
    assertSame(Verdict.ALLOW, judge(policy, "hello", "a gunner at 12-3", "bomb 123-45-6789"));
    Verdict verdict = judge(policy, "me@x.y", "GUN and bomb, Methane; gun 123-45-6789, a.b@c", "");
    assertEquals(
        List.of(
            "prompt has a match of \"email\" at 0 to 6",
            "answer has a match of \"ssn\" at 27 to 38",
            "answer has a match of \"email\" at 40 to 45",
            "answer has terms[1] at 0 to 3",
            "answer has terms[0] at 8 to 12",
            "answer has terms[0] at 14 to 18"),
        messages(verdict));
    assertEquals(
        List.of("ids", "ids", "ids", "weapons", "weapons", "drugs"),
        violations(verdict).stream().map(Violation::rule).toList());
  }

  @Test
  @Rule({"P28", "P11"})
  void a_match_is_quoted_only_if_the_rule_says_so() {
    RulePolicyBuilder builder =
        RulePolicy.builder("p").mustNotMatch("r", Map.of("n", "b+"), "answer");
    Violation withheld = violations(judge(builder.build(), "", "abbbc", "")).get(0);
    assertEquals("answer has a match of \"n\" at 1 to 4", withheld.message());
    assertNull(withheld.actualText());
    RulePolicy quoting = builder.quote().build();
    Violation quoted = violations(judge(quoting, "", "abbbc", "")).get(0);
    assertEquals("answer has a match of \"n\" at 1 to 4: \"bbb\"", quoted.message());
    assertEquals("bbb", quoted.actualText());
    assertEquals(quoting, RulePolicy.parse(quoting.toJson()));
  }

  @Test
  @Rule("P28")
  void a_sensitive_field_is_never_quoted() {
    for (RulePolicy policy :
        List.of(
            RulePolicy.builder("p").terms("the-rule", List.of("x"), "secret").quote().build(),
            RulePolicy.builder("p").mustNotMatch("the-rule", IDS, "secret").quote().build())) {
      PolicyInvalid refusal = assertThrows(PolicyInvalid.class, () -> policy.bind(SCHEMA));
      assertTrue(String.valueOf(refusal.getMessage()).contains("the-rule"));
      assertTrue(String.valueOf(refusal.getMessage()).contains("\"secret\" is sensitive"));
    }
    RulePolicy silent =
        RulePolicy.builder("p")
            .terms("t", List.of("tabu"), "secret")
            .length("l", 0, 3, "secret")
            .mustMatchAll("m", Map.of("digits", "^\\d+$"), "secret")
            .json("j", "secret", JsonValue.of(true))
            .build();
    Verdict verdict = judge(silent, "", "", "my TABU word");
    assertEquals(4, violations(verdict).size());
    for (Violation violation : violations(verdict)) {
      assertFalse(violation.message().toLowerCase(java.util.Locale.ROOT).contains("tabu"));
      assertNull(violation.actualText());
      assertTrue(Double.isNaN(violation.actual()));
    }
  }

  @Test
  @Rule("P28")
  void disguised_terms_are_found_where_plain_ones_are_not() {
    RulePolicy plain =
        RulePolicy.builder("p").terms("r", List.of("poison", "explosive"), "answer").build();
    RulePolicy disguised =
        RulePolicy.builder("p")
            .terms("r", List.of("poison", "explosive"), "answer")
            .disguised()
            .oblige(new Obligation(Obligation.Operation.MASK, "answer", null))
            .build();
    RulePolicy inside =
        RulePolicy.builder("p").substrings("r", List.of("poison"), "answer").disguised().build();
    assertEquals(disguised, RulePolicy.parse(disguised.toJson()));
    assertSame(Verdict.ALLOW, judge(plain, "", "some p0ison, e-x-p-l-o-s-i-v-e", ""));
    Verdict verdict = judge(disguised, "", "some p0ison, e-x-p-l-o-s-i-v-e", "");
    assertEquals(
        List.of(
            new Obligation(
                Obligation.Operation.MASK,
                "answer",
                StrictJson.parse("{\"spans\":[[5,11],[13,30]]}"))),
        verdict instanceof Verdict.AllowWith with ? with.obligations() : verdict);
    assertSame(Verdict.ALLOW, judge(disguised, "", "p0isoning", ""));
    assertEquals(
        List.of("answer has terms[0] at 1 to 7"), messages(judge(inside, "", "xp0isoning", "")));
  }

  @Test
  @Rule("P33")
  void disguised_terms_are_a_pass_of_their_own() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .terms("a", List.of("poison"), "answer")
            .terms("b", List.of("poison"), "answer")
            .disguised()
            .budget(20)
            .build();
    assertSame(Verdict.ALLOW, judge(policy, "", "x".repeat(10), ""));
    assertEquals(1, violations(judge(policy, "", "x".repeat(11), "")).size());
    assertEquals(
        List.of("answer has terms[0] at 0 to 6", "answer has terms[0] at 0 to 6"),
        messages(judge(policy, "", "poison", "")));
  }

  @Test
  void a_demand_to_match_is_met_by_any_or_by_all() {
    RulePolicy any = RulePolicy.builder("p").mustMatchAny("r", IDS, "answer").build();
    assertSame(Verdict.ALLOW, judge(any, "", "a@b", ""));
    assertEquals(
        List.of("answer matches none of [\"email\", \"ssn\"]"), messages(judge(any, "", "", "")));
    RulePolicy all = RulePolicy.builder("p").mustMatchAll("r", IDS, "answer").build();
    assertSame(Verdict.ALLOW, judge(all, "", "a@b 123-45-6789", ""));
    assertEquals(List.of("answer does not match \"ssn\""), messages(judge(all, "", "a@b", "")));
    assertEquals(
        List.of("answer does not match \"email\"", "answer does not match \"ssn\""),
        messages(judge(all, "", "", "")));
    assertEquals(all, RulePolicy.parse(all.toJson()));
  }

  @Test
  @Rule("P29")
  void what_is_to_be_masked_are_all_the_matches() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .mustNotMatch("r", Map.of("digits", "[0-9]+", "hex", "[0-9a-f]{3,}"), "answer")
            .oblige(new Obligation(Obligation.Operation.MASK, "answer", null))
            .build();
    Verdict verdict = judge(policy, "", "12 and 3456fa or 7", "");
    assertTrue(verdict instanceof Verdict.AllowWith, verdict::toString);
    List<Obligation> obligations = ((Verdict.AllowWith) verdict).obligations();
    assertEquals(
        List.of(
            new Obligation(
                Obligation.Operation.MASK,
                "answer",
                StrictJson.parse("{\"spans\":[[0,2],[7,13],[17,18]]}"))),
        obligations);
    assertSame(Verdict.ALLOW, judge(policy, "", "none", ""));
    assertEquals(
        Verdict.Cause.UNDEFINED_INPUT,
        judge(policy, "", null, "") instanceof Verdict.Deny deny ? deny.cause() : null);
  }

  @Test
  void lengths_count_code_points_at_every_edge() {
    for (int min = 0; min < 5; min++) {
      for (int max = min; max < 6; max++) {
        for (int singles = 0; singles < 6; singles++) {
          for (int pairs = 0; pairs < 6; pairs++) {
            String text = "x".repeat(singles) + "😀".repeat(pairs);
            boolean expected = singles + pairs >= min && singles + pairs <= max;
            assertEquals(expected, BoundLength.within(text, min, max), text + min + max);
          }
        }
      }
    }
  }

  @Test
  @Rule("P33")
  void a_text_that_costs_too_much_is_denied_before_it_is_looked_at() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .terms("t", List.of("bomb"), "prompt", "answer")
            .mustMatchAny("m", Map.of("any", "."), "answer")
            .budget(100)
            .build();
    // The prompt is scanned once and the answer twice: 40 + 2 * 30 steps.
    assertSame(Verdict.ALLOW, judge(policy, "x".repeat(40), "y".repeat(30), ""));
    Verdict verdict = judge(policy, "x".repeat(41), "bomb" + "y".repeat(26), "");
    assertTrue(verdict instanceof Verdict.Deny);
    assertEquals(Verdict.Cause.BUDGET, ((Verdict.Deny) verdict).cause());
    assertEquals(
        List.of(
            "judging would cost 101 steps, the limit is 100; answer, with 30 characters, costs 60"
                + " of them"),
        messages(verdict));
    assertEquals("answer", violations(verdict).get(0).field());
    assertEquals("budget", violations(verdict).get(0).rule());
  }

  @Test
  @Rule("P33")
  void json_costs_its_length_and_again_for_every_pattern() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .json(
                "j",
                "answer",
                StrictJson.parse("{\"items\":{\"pattern\":\"a\"},\"allOf\":[{\"pattern\":\"b\"}]}"))
            .budget(29)
            .build();
    assertSame(Verdict.ALLOW, judge(policy, "", "[\"a\"]    ", "x".repeat(1000)));
    Verdict verdict = judge(policy, "", "[\"a\"]     ", "");
    assertEquals(Verdict.Cause.BUDGET, verdict instanceof Verdict.Deny deny ? deny.cause() : null);
  }

  @Test
  @Rule("P33")
  void a_budget_is_a_part_of_the_policy() {
    RulePolicy plain = RulePolicy.builder("p").length("l", 0, 9, "answer").build();
    RulePolicy tight = RulePolicy.builder("p").length("l", 0, 9, "answer").budget(7).build();
    RulePolicy read = RulePolicy.parse(tight.toJson());
    assertEquals(tight, read);
    assertEquals(7, read.budget());
    assertEquals(RulePolicy.DEFAULT_BUDGET, RulePolicy.parse(plain.toJson()).budget());
    assertFalse(tight.revision().equals(plain.revision()));
    // A length costs nothing: it is never counted further than to its own limit.
    assertEquals(
        List.of("answer with 10000000 code points is longer than 9"),
        messages(judge(tight, "", "x".repeat(10_000_000), "")));
    for (long steps : new long[] {0, -1, RulePolicy.MAX_BUDGET + 1}) {
      RulePolicyBuilder bad = RulePolicy.builder("p").length("l", 0, 9, "answer").budget(steps);
      assertThrows(PolicyInvalid.class, bad::build);
      String json =
          "{\"name\":\"p\",\"budget\":{\"steps\":"
              + steps
              + "},\"rules\":[{\"id\":\"l\",\"kind\":\"length\",\"fields\":[\"a\"],\"max\":1}]}";
      assertThrows(
          PolicyInvalid.class, () -> RulePolicy.parse(json.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'kind':'length','fields':['a']|needs min, max or both",
        "'kind':'length','fields':['a'],'min':2,'max':1|max must be at least 2, found 1",
        "'kind':'length','fields':['a'],'min':-1|min",
        "'kind':'length','fields':['a'],'max':1.5|max",
        "'kind':'terms','fields':['a'],'terms':[]|terms must list 1 to 10000",
        "'kind':'terms','fields':['a'],'terms':['']|terms: ",
        "'kind':'terms','fields':['a'],'terms':['x','x']|twice",
        "'kind':'terms','fields':['a'],'terms':['x'],'match':'prefix'|match",
        "'kind':'terms','fields':['a'],'terms':['x'],'disguised':1|disguised",
        "'kind':'terms','fields':['a'],'terms':['x'],'disguised':true|terms: term 0",
        "'kind':'regex','fields':['a'],'patterns':{}|patterns must list 1 to",
        "'kind':'regex','fields':['a'],'patterns':{'n':'('}|pattern \"n\"",
        "'kind':'regex','fields':['a'],'patterns':{'n':'(a)\\\\1'}|pattern \"n\"",
        "'kind':'regex','fields':['a'],'patterns':{' ':'a'}|name of a pattern",
        "'kind':'regex','fields':['a'],'patterns':{'n':'a'},'must':'maybe'|must",
        "'kind':'regex','fields':['a'],'patterns':{'n':'a'},'must':'match_any','quote':true|quote"
      })
  @Rule("P27")
  void a_bad_rule_is_refused_with_its_name_and_the_member(String members, String why) {
    String json = ("{'name':'p','rules':[{'id':'the-rule'," + members + "}]}").replace('\'', '"');
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class, () -> RulePolicy.parse(json.getBytes(StandardCharsets.UTF_8)));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("the-rule"), message);
    assertTrue(message.contains(why), message);
  }

  @Test
  void a_modifier_needs_a_rule_that_it_fits() {
    assertThrows(IllegalStateException.class, () -> RulePolicy.builder("p").quote());
    assertThrows(
        IllegalStateException.class,
        () -> RulePolicy.builder("p").length("l", 0, 1, "answer").quote());
    assertThrows(IllegalStateException.class, () -> RulePolicy.builder("p").disguised());
    assertThrows(
        IllegalStateException.class,
        () -> RulePolicy.builder("p").length("l", 0, 1, "answer").disguised());
  }

  @Test
  @Rule("P34")
  void allowing_texts_allocates_nothing() {
    BoundPolicy policy =
        RulePolicy.builder("p")
            .terms("t", List.of("bomb", "kill switch"), "prompt", "answer")
            .terms("d", List.of("poison"), "answer")
            .disguised()
            .mustNotMatch("n", IDS, "answer", "secret")
            .mustMatchAny("m", Map.of("letters", "[a-z]"), "answer")
            .length("l", 1, 1_000, "prompt", "answer")
            .build()
            .bind(SCHEMA);
    String[] texts = {"The weather in Kraków, please 😀", "it rains in ten of the towns", "-"};
    Prediction prediction = SCHEMA.prediction().wrap(null, new double[0], new double[0], texts);
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 100_000; i++) {
            if (!Model.allows(policy, prediction)) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run();
    long bytes = Allocation.of(evaluations);
    assertTrue(bytes < 10_000, bytes + " bytes");
  }

  @Test
  @Rule("P33")
  void a_schema_costs_a_pass_for_everything_that_looks_at_the_same_part_again() {
    String deep = "{\"allOf\":[" + "{\"maxLength\":99},".repeat(49) + "{\"const\":\"a\"}]}";
    // One pass to parse, and one for each of 50 schemas: 51 * 4 steps for 4 characters.
    assertEquals(204, steps(deep, "\"a\" "));
    assertEquals(11 * 4, steps("{\"uniqueItems\":true}", "[1] "));
    assertEquals(
        5 * 4,
        steps(
            "{\"required\":[\"a\"],\"properties\":{\"a\":{\"enum\":[1],"
                + "\"minimum\":0,\"maximum\":9},\"b\":{\"pattern\":\"x\"}}}",
            "[ ] "));
    assertEquals(2 * 4, steps("{\"type\":\"array\",\"maxItems\":9}", "[1] "));
  }

  /** The least budget with which a text is allowed. */
  private static long steps(String schema, String text) {
    for (long budget = 1; ; budget++) {
      RulePolicy policy =
          RulePolicy.builder("p")
              .json("j", "answer", StrictJson.parse(schema))
              .budget(budget)
              .build();
      if (judge(policy, "", text, "") == Verdict.ALLOW) {
        return budget;
      }
      assertTrue(budget < 1_000, "never allowed");
    }
  }

  @Test
  @Rule("P33")
  void the_expressions_of_a_policy_are_bounded_together() {
    // 899 counts of 150 in each rule: neither is beyond the limit, together they are.
    String pattern = "{\"pattern\":\"[ab]{150}\"},";
    String schema = "{\"allOf\":[" + pattern.repeat(899) + "true]}";
    RulePolicyBuilder builder =
        RulePolicy.builder("p").json("first", "answer", StrictJson.parse(schema));
    builder.build();
    builder.json("second", "answer", StrictJson.parse(schema));
    String message = assertThrows(PolicyInvalid.class, builder::build).getMessage();
    assertTrue(message.contains("\"second\"") && message.contains("200000"), message);

    RulePolicyBuilder fields =
        RulePolicy.builder("p")
            .mustNotMatch(
                "r",
                IntStream.range(0, 110)
                    .boxed()
                    .collect(Collectors.toMap(i -> "n" + i, i -> "x{999}")),
                "answer",
                "prompt");
    assertThrows(PolicyInvalid.class, fields::build);
  }

  @Test
  @Rule("P33")
  void more_parts_than_an_obligation_may_name_oblige_for_the_whole_field() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .terms("t", List.of("x"), "answer")
            .oblige(new Obligation(Obligation.Operation.MASK, "answer", null))
            .build();
    Verdict.AllowWith few =
        (Verdict.AllowWith) judge(policy, "", "x ".repeat(Obligations.MAX_SPANS), "");
    assertTrue(few.obligations().get(0).value() != null);
    Verdict.AllowWith many =
        (Verdict.AllowWith) judge(policy, "", "x ".repeat(Obligations.MAX_SPANS + 1), "");
    assertNull(many.obligations().get(0).value());
  }
}
