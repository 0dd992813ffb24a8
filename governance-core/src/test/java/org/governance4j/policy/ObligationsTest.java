package org.governance4j.policy;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Obligation.Operation;
import org.governance4j.PolicyInvalid;
import org.governance4j.Verdict;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObligationsTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final Obligations OBLIGATIONS = Obligations.withKey(KEY);
  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "m",
          "1",
          List.of(Field.number("in"), Field.text("prompt")),
          List.of(Field.text("answer"), Field.number("score"), Field.number("other")));

  private static JsonValue.Obj json(String text) {
    return StrictJson.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Obligation todo(Operation operation, String field, @Nullable String value) {
    return new Obligation(
        operation, field, value == null ? null : json("{'v':" + value + "}").get("v"));
  }

  private static Verdict.AllowWith all(Obligation... obligations) {
    return new Verdict.AllowWith(List.of(obligations));
  }

  /** Through both forms, which must agree. */
  private static void text(String expected, String given, Obligation... obligations) {
    JsonValue.Obj object = JsonValue.object().with("answer", JsonValue.of(given));
    JsonValue.Obj before = new JsonValue.Obj(object.members());
    assertEquals(
        JsonValue.object().with("answer", JsonValue.of(expected)),
        OBLIGATIONS.apply(object, all(obligations)));
    assertEquals(before, object);
    OutputValues values = OutputValues.of(SCHEMA, new double[2], given);
    assertEquals(Optional.of(expected), OBLIGATIONS.apply(values, all(obligations)).text("answer"));
    assertEquals(Optional.of(given), values.text("answer"));
  }

  private static void number(double expected, double given, Obligation obligation) {
    JsonValue.Obj object = JsonValue.object().with("score", JsonValue.of(given));
    assertEquals(
        JsonValue.object().with("score", JsonValue.of(expected)),
        OBLIGATIONS.apply(object, all(obligation)));
    OutputValues values = OutputValues.of(SCHEMA, new double[] {given, 0}, "a");
    assertEquals(
        OptionalDouble.of(expected), OBLIGATIONS.apply(values, all(obligation)).number("score"));
  }

  @Test
  @Rule({"P19", "P21"})
  void strings_are_masked_cut_and_hashed() {
    String ab = "{'spans':[[0,1],[3,5]]}";
    text("****", "a😀bc", todo(Operation.MASK, "answer", null));
    text("*b*de", "abcde", todo(Operation.MASK, "answer", "{'spans':[[0,1],[2,3]]}"));
    text("*b*d", "ab😀d", todo(Operation.MASK, "answer", "{'spans':[[0,1],[2,4]]}"));
    text("bc", "abcde", todo(Operation.REMOVE, "answer", ab));
    text("a😀", "a😀bc", todo(Operation.TRUNCATE, "answer", "2"));
    text("", "a😀bc", todo(Operation.TRUNCATE, "answer", "0"));
    text("a😀bc", "a😀bc", todo(Operation.TRUNCATE, "answer", "9"));
    // openssl dgst -sha256 -hmac 0123456789abcdef, of "hello".
    String hash = "hmac-sha256:713ba20d2e5fdfbc44724244bf2305ed0714f16ecad75df06e9547b5ae43d83a";
    text(hash, "hello", todo(Operation.HASH, "answer", null));
    text("> " + hash + "!", "> hello!", todo(Operation.HASH, "answer", "{'spans':[[2,7]]}"));
  }

  @Test
  void spans_stay_where_the_judged_string_had_them() {
    // The first mask makes two code units one; what is replaced is not masked or cut out again.
    text(
        "*b**f",
        "😀bcdef",
        todo(Operation.MASK, "answer", "{'spans':[[0,2]]}"),
        todo(Operation.MASK, "answer", "{'spans':[[3,5]]}"),
        todo(Operation.REMOVE, "answer", "{'spans':[[4,6]]}"));
  }

  @Test
  void numbers_are_rounded_and_clamped() {
    number(2.68, 2.675, todo(Operation.ROUND, "score", "2"));
    number(2.66, 2.665, todo(Operation.ROUND, "score", "2"));
    number(-2, -2.5, todo(Operation.ROUND, "score", "0"));
    number(0, 1e-300, todo(Operation.ROUND, "score", "15"));
    number(1e300, 1e300, todo(Operation.ROUND, "score", "3"));
    number(1, 1.5, todo(Operation.CLAMP, "score", "{'min':0,'max':1}"));
    number(0.5, -7, todo(Operation.CLAMP, "score", "{'min':0.5}"));
    number(0.75, 0.75, todo(Operation.CLAMP, "score", "{'max':1}"));
  }

  @Test
  @Rule("P19")
  void what_is_removed_is_absent_and_what_is_missing_may_stay_so() {
    Obligation remove = todo(Operation.REMOVE, "score", null);
    Obligation mask = todo(Operation.MASK, "answer", null);
    double[] numbers = {1, 2};
    OutputValues values = OutputValues.of(SCHEMA, numbers, (String) null);
    OutputValues applied = OBLIGATIONS.apply(values, all(remove, remove, mask));
    assertFalse(applied.has("score"));
    assertEquals(OptionalDouble.empty(), applied.number("score"));
    assertEquals(OptionalDouble.of(2), applied.number("other"));
    assertTrue(values.has("score"));
    assertEquals(1, numbers[0]);
    assertEquals(
        json("{'other':2}"),
        OBLIGATIONS.apply(json("{'score':1,'other':2,'answer':null}"), all(remove, mask)));
  }

  @Test
  @Rule("P20")
  void what_cannot_be_fulfilled_is_refused_without_a_value() {
    JsonValue.Obj output = json("{'answer':'top😀secret','score':4321,'flag':true}");
    for (Obligation obligation :
        List.of(
            todo(Operation.MASK, "score", null),
            todo(Operation.HASH, "gone", null),
            todo(Operation.TRUNCATE, "gone", "1"),
            todo(Operation.TRUNCATE, "answer", null),
            todo(Operation.ROUND, "answer", "1"),
            todo(Operation.ROUND, "gone", "1"),
            todo(Operation.CLAMP, "flag", "{'min':0}"),
            todo(Operation.CLAMP, "score", "{'min':2,'max':1}"),
            todo(Operation.MASK, "answer", "{'spans':[]}"),
            todo(Operation.MASK, "answer", "{'spans':[[0,99]]}"),
            todo(Operation.MASK, "answer", "{'spans':[[4,6]]}"),
            todo(Operation.MASK, "answer", "{'spans':[[0,3],[2,5]]}"),
            todo(Operation.MASK, "answer", "{'spans':[[3,3]]}"),
            todo(Operation.MASK, "answer", "{'spans':[[-1,3]]}"))) {
      GovernanceException refusal =
          assertThrows(
              GovernanceException.class,
              () -> OBLIGATIONS.apply(output, all(obligation)),
              obligation::toString);
      String message = String.valueOf(refusal.getMessage());
      assertFalse(message.contains("secret") || message.contains("4321"), message);
      assertTrue(message.contains(obligation.operation().word()), message);
    }
    assertThrows(
        GovernanceException.class,
        () -> Obligations.withoutKey().apply(output, all(todo(Operation.HASH, "answer", null))));
    assertThrows(IllegalArgumentException.class, () -> Obligations.withKey(new byte[15]));
    OutputValues nan = OutputValues.of(SCHEMA, new double[] {Double.NaN, 0}, "a");
    for (Obligation obligation :
        List.of(
            todo(Operation.ROUND, "score", "1"),
            todo(Operation.MASK, "in", null),
            todo(Operation.MASK, "nowhere", null))) {
      assertThrows(GovernanceException.class, () -> OBLIGATIONS.apply(nan, all(obligation)));
    }
  }

  @Test
  void one_line_releases_a_governed_output() {
    Verdict verdict = all(todo(Operation.MASK, "answer", null));
    assertEquals(
        json("{'answer':'**'}"),
        Governed.of(json("{'answer':'ab'}"), verdict).orThrow(OBLIGATIONS::apply));
    assertEquals(
        Optional.of("**"),
        Governed.of(OutputValues.of(SCHEMA, new double[2], "ab"), verdict)
            .orThrow(OBLIGATIONS::apply)
            .text("answer"));
  }

  @Test
  @Rule("P29")
  void many_parts_are_replaced_in_one_walk_as_one_by_one() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      String given = random.ints(40, 'a', 'f').mapToObj(Character::toString).collect(joining());
      StringBuilder expected = new StringBuilder(given);
      List<Obligation> obligations = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        List<String> spans = new ArrayList<>();
        for (int at = random.nextInt(6); at < 35; at += 1 + random.nextInt(6)) {
          int end = at + 1 + random.nextInt(5);
          spans.add("[" + at + "," + end + "]");
          expected.replace(at, end, "*".repeat(end - at));
          at = end;
        }
        obligations.add(todo(Operation.MASK, "answer", "{'spans':" + spans + "}"));
      }
      JsonValue.Obj object = JsonValue.object().with("answer", JsonValue.of(given));
      assertEquals(
          JsonValue.of(expected.toString()),
          OBLIGATIONS.apply(object, all(obligations.toArray(Obligation[]::new))).get("answer"),
          "seed " + seed);
    }
  }

  @Test
  @Rule("P29")
  void a_text_full_of_parts_costs_no_more_than_its_length() {
    int parts = 100_000;
    String spans =
        IntStream.range(0, parts)
            .mapToObj(i -> "[" + 2 * i + "," + (2 * i + 1) + "]")
            .collect(joining(",", "{'spans':[", "]}"));
    JsonValue.Obj object = JsonValue.object().with("answer", JsonValue.of("ab".repeat(parts)));
    JsonValue released =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () ->
                OBLIGATIONS
                    .apply(object, all(todo(Operation.MASK, "answer", spans)))
                    .get("answer"));
    assertEquals(JsonValue.of("*b".repeat(parts)), released);
  }

  @Test
  @Rule("P10")
  void a_policy_judges_by_the_digits_that_its_revision_covers() {
    for (String rule :
        List.of(
            "'kind':'json','field':'answer','schema':{'const':0.1#}",
            "'kind':'finite','fields':['score'],'effect':'oblige','obligations':"
                + "[{'operation':'clamp','field':'score','value':{'min':0.1#}}]")) {
      String file = "{'name':'p','rules':[{'id':'r'," + rule.replace('\'', '"') + "}]}";
      RulePolicy exact = parse(file.replace("#", ""));
      RulePolicy longer = parse(file.replace("#", "0000000000000000000000001"));
      assertEquals(exact.revision(), longer.revision());
      assertEquals(exact.rules(), longer.rules());
      assertEquals(judged(exact), judged(longer));
      assertEquals(judged(longer), judged(RulePolicy.parse(longer.toJson())));
    }
  }

  private static RulePolicy parse(String file) {
    return RulePolicy.parse(file.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict.Action judged(RulePolicy policy) {
    double[] outputs = {0.1, 0};
    return policy
        .bind(SCHEMA)
        .evaluate(
            SCHEMA.prediction().wrap("id", new double[1], outputs, new String[] {"prompt", "0.1"}))
        .action();
  }

  @Test
  @Rule("P27")
  void expressions_that_are_too_many_are_refused_before_any_automaton_is_built() {
    String patterns =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "'p" + i + "':'a{1000}'")
            .collect(joining(",", "{", "}"));
    PolicyInvalid refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () ->
                assertThrows(
                    PolicyInvalid.class,
                    () ->
                        parse(
                            "{'name':'p','rules':[{'id':'r','kind':'regex','fields':['answer'],"
                                + "'patterns':"
                                + patterns
                                + "}]}")));
    assertTrue(refused.getMessage().contains("instructions"), refused.getMessage());
  }

  @Test
  @Rule("P4")
  void what_is_quoted_has_no_half_characters() {
    assertEquals("\"a?b?\uD83D\uDE00\"", Wording.quote("a\uD800b\uDC00\uD83D\uDE00"));
  }
}
