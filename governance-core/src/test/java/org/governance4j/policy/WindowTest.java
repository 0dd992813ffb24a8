package org.governance4j.policy;

import static org.governance4j.policy.Stream.SECOND;
import static org.governance4j.policy.Stream.bad;
import static org.governance4j.policy.Stream.broken;
import static org.governance4j.policy.Stream.good;
import static org.governance4j.policy.Stream.rules;
import static org.governance4j.policy.Stream.violations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  @Rule("W3")
  void a_rate_is_judged_from_its_least_number_on() {
    Stream stream = new Stream(rules().window(Window.rate("rate", MINUTE, 0.5, 4)).build());

    assertEquals(List.of("low"), broken(stream.judge(3, bad())));
    Verdict fourth = stream.judge(good());
    assertEquals(List.of("rate"), broken(fourth));
    Violation violation = violations(fourth).get(0);
    assertEquals(
        "the share of predictions withheld is 0.75 (3 of 4 within PT1M), above 0.5",
        violation.message());
    assertEquals(0.75, violation.actual());
    assertEquals(0.5, violation.limit());
    assertEquals(1, violation.ruleIndex(), "behind the rule");
    assertEquals(Verdict.Cause.POLICY, assertInstanceOf(Verdict.Deny.class, fourth).cause());

    assertEquals(List.of("rate"), broken(stream.judge(good())), "3 of 5");
    assertSame(Verdict.ALLOW, stream.judge(good()), "3 of 6 is not above a half");
    assertEquals(List.of("low", "rate"), broken(stream.judge(bad())), "4 of 7");
  }

  @Test
  @Rule("W3")
  void a_rate_of_one_rule_counts_what_breaks_it_whatever_its_effect() {
    Obligation round = new Obligation(Obligation.Operation.ROUND, "confidence", JsonValue.of(1));
    RulePolicy policy =
        rules()
            .atMost("big", 1_000, "amount")
            .oblige(round)
            .window(Window.rate("rate", MINUTE, 0.4, 5).violating("big"))
            .build();
    Stream stream = new Stream(policy);
    Model.Values small = good().set("amount", 10);

    assertEquals(new Verdict.AllowWith(List.of(round)), stream.judge(2, good()));
    assertEquals(List.of("low"), broken(stream.judge(bad().set("amount", 10))), "not counted");
    assertSame(Verdict.ALLOW, stream.judge(2, small), "2 of 5 is not above");
    Verdict verdict = stream.judge(good());
    assertEquals(List.of("rate"), broken(verdict), "3 of 6, and no obligation is left to fulfil");
    assertEquals(
        "the share of predictions against \"big\" is 0.5 (3 of 6 within PT1M), above 0.4",
        violations(verdict).get(0).message());
    assertEquals(List.of("low", "big", "rate"), broken(stream.judge(bad())), "4 of 7");
  }

  @Test
  @Rule("W4")
  void a_row_opens_and_recovers() {
    Stream stream = new Stream(rules().window(Window.consecutive("row", 3, 2)).build());

    stream.judge(2, bad());
    assertSame(Verdict.ALLOW, stream.judge(good()), "the row is broken off");
    assertEquals(List.of("low"), broken(stream.judge(2, bad())));
    Verdict opening = stream.judge(bad());
    assertEquals(List.of("low", "row"), broken(opening));
    assertEquals(
        "after 3 predictions withheld in a row, 2 others in a row are awaited and 0 have come",
        violations(opening).get(1).message());
    assertEquals(List.of("row"), broken(stream.judge(good())));
    assertEquals(List.of("low", "row"), broken(stream.judge(bad())), "and from the beginning");
    assertEquals(List.of("row"), broken(stream.judge(good())));
    assertSame(Verdict.ALLOW, stream.judge(good()), "the last of those awaited");
    assertEquals(List.of("low"), broken(stream.judge(2, bad())), "shut again");
  }

  @Test
  @Rule("W5")
  void a_quota_counts_every_prediction() {
    Stream stream = new Stream(rules().window(Window.quota("quota", MINUTE, 3)).build());

    assertEquals(List.of("low"), broken(stream.judge(bad())));
    assertSame(Verdict.ALLOW, stream.judge(2, good()));
    Verdict fourth = stream.judge(good());
    assertEquals(List.of("quota"), broken(fourth));
    assertEquals(
        "there are 4 predictions within PT1M, above 3", violations(fourth).get(0).message());
    stream.pass(60 * SECOND);
    assertEquals(List.of("quota"), broken(stream.judge(good())), "what was refused counts too");
    stream.pass(61 * SECOND);
    assertSame(Verdict.ALLOW, stream.judge(good()));
  }

  @Test
  @Rule("W11")
  void a_window_reaches_back_its_length_and_a_sixtieth_at_most() {
    long bucket = SECOND;
    for (long into : new long[] {0, 1, bucket / 2, bucket - 1}) {
      for (long beyond : new long[] {0, (bucket - 1 - into) / 2, bucket - 1 - into}) {
        Stream stream = new Stream(rules().window(Window.quota("quota", MINUTE, 1)).build());
        stream.pass(7 * bucket + into);
        assertSame(Verdict.ALLOW, stream.judge(good()));
        stream.pass(60 * bucket + beyond); // still in the sixtieth bucket after it
        assertEquals(List.of("quota"), broken(stream.judge(good())), into + " " + beyond);
      }
      Stream stream = new Stream(rules().window(Window.quota("quota", MINUTE, 1)).build());
      stream.pass(into);
      stream.judge(good());
      stream.pass(61 * bucket);
      assertSame(Verdict.ALLOW, stream.judge(good()), "forgotten " + into);
    }
  }

  @Test
  @Rule("W6")
  void a_fairness_gap_is_broken_with_confidence_only() {
    Window gap = fairness(0.05, 10);
    Stream stream = new Stream(rules().window(gap).build());
    // 56 of 70 and 48 of 80: the interval begins at 0.0524, see NewcombeTest.
    outcomes(stream, "m", 56, 14);
    assertSame(Verdict.ALLOW, outcomes(stream, "f", 48, 31));
    Verdict verdict = outcomes(stream, "f", 0, 1);
    assertEquals(List.of("gap"), broken(verdict));
    Violation violation = violations(verdict).get(0);
    assertEquals(0.0524, violation.actual(), 5e-5);
    assertEquals(0.05, violation.limit());
    assertTrue(violation.message().startsWith("favourable outcomes by model_name within PT1M"));
    assertTrue(
        violation.message().endsWith("above 0.05: \"m\" 56 of 70, \"f\" 48 of 80"),
        violation::message);

    assertEquals(List.of("gap"), broken(outcomes(stream, "other", 1, 0)), "whoever asks");
    assertSame(Verdict.ALLOW, outcomes(stream, "f", 30, 0), "fair again");
  }

  @Test
  @Rule("W6")
  void a_group_is_judged_from_its_least_number_on_and_unlisted_values_are_not() {
    Stream stream = new Stream(rules().window(fairness(0.05, 20)).build());
    outcomes(stream, "unlisted", 0, 50);
    outcomes(stream, "m", 40, 0);
    assertSame(Verdict.ALLOW, outcomes(stream, "f", 0, 19));
    assertEquals(List.of("gap"), broken(outcomes(stream, "f", 0, 1)));
    assertEquals(
        List.of(
            new WindowReading("gap", "fairness_gap", "model_name", "f", false, 20, 0, true),
            new WindowReading("gap", "fairness_gap", "model_name", "m", false, 40, 40, true),
            new WindowReading("gap", "fairness_gap", "model_name", null, true, 50, 0, false)),
        stream.readings());
    stream.pass(61 * SECOND);
    assertSame(Verdict.ALLOW, outcomes(stream, "f", 0, 20), "nothing to hold them against");
  }

  private static Window fairness(double gap, long minCount) {
    return Window.fairnessGap(
        "gap", MINUTE, "model_name", List.of("f", "m"), "label", List.of("approve"), gap, minCount);
  }

  private static Verdict outcomes(Stream stream, String group, int favourable, int others) {
    Verdict last = Verdict.ALLOW;
    for (int i = 0; i < favourable + others; i++) {
      String outcome = i < favourable ? "approve" : "deny";
      last = stream.judge(good().set("model_name", group).set("label", outcome));
    }
    return last;
  }

  @Test
  @Rule("W7")
  void each_value_is_counted_separately() {
    RulePolicy policy =
        rules()
            .window(Window.quota("quota", MINUTE, 2).by("model_name"))
            .window(Window.rate("rate", MINUTE, 0.5, 1).by("model_name"))
            .window(Window.consecutive("row", 2, 1).by("model_name"))
            .build();
    Stream stream = new Stream(policy);
    assertEquals(
        List.of("low", "rate", "row"), broken(stream.judge(2, bad().set("model_name", "a"))));
    assertSame(Verdict.ALLOW, stream.judge(2, good().set("model_name", "b")));
    Verdict third = stream.judge(bad().set("model_name", "b"));
    assertEquals(List.of("low", "quota"), broken(third));
    Violation violation = violations(third).get(1);
    assertEquals(
        "there are 3 predictions within PT1M, above 2, for model_name \"b\"", violation.message());
    assertEquals("model_name", violation.field());
    assertEquals("b", violation.actualText());
  }

  @Test
  @Rule("W7")
  void values_beyond_the_first_share_one_count() {
    RulePolicy policy = rules().window(Window.quota("quota", MINUTE, 5).by("model_name")).build();
    Stream stream = new Stream(policy);
    for (int i = 0; i < Groups.MAX; i++) {
      assertSame(Verdict.ALLOW, stream.judge(good().set("model_name", "v" + i)));
    }
    for (int i = 0; i < 5; i++) {
      assertSame(Verdict.ALLOW, stream.judge(good().set("model_name", "late" + i)));
    }
    assertEquals(List.of("quota"), broken(stream.judge(good().set("model_name", "later"))));
    assertSame(Verdict.ALLOW, stream.judge(4, good().set("model_name", "v0")), "keeps its own");
    List<WindowReading> readings = stream.readings();
    assertEquals(Groups.MAX + 1, readings.size());
    assertEquals(
        new WindowReading("quota", "quota", "model_name", null, true, 6, 0, true),
        readings.get(Groups.MAX));

    Stream wide = new Stream(policy);
    wide.judge(good().set("model_name", "x".repeat(Groups.MAX_VALUE_LENGTH + 1)));
    assertEquals(1, wide.readings().size(), "a value that is too long is not kept");
    assertEquals(1, wide.readings().get(0).counted());
  }

  /** Otherwise all values would share one count for as long as the window lives. */
  @Test
  @Rule("W7")
  void a_value_whose_count_could_not_begin_takes_no_place() {
    AtomicInteger begun = new AtomicInteger();
    Groups<Object> groups =
        new Groups<>(
            new BoundField(Model.SCHEMA.index("model_name"), "model_name", false),
            () -> {
              int nth = begun.getAndIncrement();
              if (nth > 0 && nth <= Groups.MAX) {
                throw new OutOfMemoryError("the test's");
              }
              return new Object();
            });
    for (int i = 0; i < Groups.MAX; i++) {
      String value = "value" + i;
      assertThrows(OutOfMemoryError.class, () -> groups.of(value));
    }
    Set<Object> own = new HashSet<>();
    for (int i = 0; i < Groups.MAX; i++) {
      own.add(groups.of("value" + i));
    }
    assertEquals(Groups.MAX, own.size());
    assertFalse(own.contains(groups.of("one more")));
    assertSame(groups.of(null), groups.of("one more"));
  }

  @Test
  @Rule("W8")
  void a_missing_value_denies_and_is_not_counted() {
    RulePolicy policy =
        rules()
            .window(Window.quota("quota", MINUTE, 5).by("model_name"))
            .escalate()
            .window(fairness(0.1, 1))
            .escalate()
            .window(Window.quota("all", MINUTE, 100))
            .build();
    Stream stream = new Stream(policy);
    Verdict.Deny noGroup =
        assertInstanceOf(Verdict.Deny.class, stream.judge(good().missing("model_name")));
    assertEquals(Verdict.Cause.UNDEFINED_INPUT, noGroup.cause());
    assertEquals(List.of("quota", "gap"), broken(noGroup));
    assertEquals("model_name is missing", noGroup.violations().get(0).message());
    Verdict.Deny noLabel =
        assertInstanceOf(
            Verdict.Deny.class,
            stream.judge(good().set("model_name", "f").set("label", (String) null)));
    assertEquals(Verdict.Cause.UNDEFINED_INPUT, noLabel.cause());
    assertEquals(List.of("gap"), broken(noLabel));
    Verdict.Deny both =
        assertInstanceOf(Verdict.Deny.class, stream.judge(bad().missing("model_name")));
    assertEquals(Verdict.Cause.POLICY, both.cause(), "of a rule that denies");
    assertEquals(List.of("low", "quota", "gap"), broken(both));

    for (WindowReading reading : stream.readings()) {
      long expected =
          reading.rule().equals("all") ? 3 : "f".equals(reading.group()) ? reading.counted() : 0;
      assertEquals(expected, reading.counted(), reading::toString);
      assertFalse(reading.rule().equals("gap") && reading.counted() > 0, reading::toString);
    }
  }

  @Test
  @Rule("W9")
  void a_window_only_makes_a_verdict_stricter() {
    Obligation round = new Obligation(Obligation.Operation.ROUND, "confidence", JsonValue.of(1));
    RulePolicyBuilder base =
        rules()
            .allowed("label", "label", "approve")
            .escalate()
            .atMost("big", 1_000, "amount")
            .oblige(round);
    RulePolicy plain = base.build();
    RulePolicy holding =
        base.window(Window.consecutive("row", 1, 1).violating("low")).escalate().build();
    RulePolicy denying =
        rules()
            .allowed("label", "label", "approve")
            .escalate()
            .atMost("big", 1_000, "amount")
            .oblige(round)
            .window(Window.consecutive("row", 1, 9).violating("low"))
            .build();
    List<Model.Values> cases =
        List.of(
            good().set("amount", 1),
            good(),
            good().set("label", "deny"),
            bad(),
            bad().set("label", "deny").missing("amount"),
            good().missing("confidence"));
    for (Model.Values values : cases) {
      Verdict rules = Model.judge(plain, values);
      Stream held = new Stream(holding);
      held.judge(bad());
      Verdict escalated = held.judge(values);
      Stream refused = new Stream(denying);
      refused.judge(bad());
      Verdict denied = refused.judge(values);

      boolean shut = !broken(rules).contains("low");
      if (shut) {
        assertEquals(rules, rules.allowed() ? Verdict.ALLOW : rules);
        assertEquals(broken(rules), broken(escalated), "one that recovers: " + values);
      } else {
        assertEquals(
            concat(broken(rules), "row"), broken(escalated), "behind the rules: " + values);
        assertEquals(rules.action(), escalated.action());
      }
      assertInstanceOf(Verdict.Deny.class, denied);
      assertEquals(concat(broken(rules), "row"), broken(denied));
      assertEquals(Verdict.Cause.POLICY, ((Verdict.Deny) denied).cause(), values::toString);
    }
  }

  @Test
  @Rule("W9")
  void the_gravest_effect_of_rules_and_windows_decides() {
    RulePolicy policy =
        rules()
            .escalate()
            .window(Window.quota("hold", MINUTE, 1))
            .escalate()
            .window(Window.quota("refuse", MINUTE, 3))
            .build();
    Stream stream = new Stream(policy);
    assertSame(Verdict.ALLOW, stream.judge(good()));
    Verdict.Escalate held = assertInstanceOf(Verdict.Escalate.class, stream.judge(good()));
    assertEquals(List.of("hold"), broken(held));
    Verdict.Escalate both = assertInstanceOf(Verdict.Escalate.class, stream.judge(bad()));
    assertEquals(List.of("low", "hold"), broken(both));
    Verdict.Deny all = assertInstanceOf(Verdict.Deny.class, stream.judge(bad()));
    assertEquals(List.of("low", "hold", "refuse"), broken(all));
  }

  @Test
  @Rule("W9")
  void what_windows_decide_does_not_keep_them_open() {
    Stream stream =
        new Stream(
            rules()
                .window(Window.rate("rate", MINUTE, 0.5, 1))
                .window(Window.quota("quota", MINUTE, 1))
                .build());
    assertEquals(List.of("low", "rate"), broken(stream.judge(bad())));
    assertEquals(List.of("quota"), broken(stream.judge(good())), "1 of 2 is not above a half");
    assertEquals(1, stream.readings().get(0).hits());
  }

  private static List<String> concat(List<String> ids, String last) {
    return java.util.stream.Stream.concat(ids.stream(), java.util.stream.Stream.of(last)).toList();
  }

  @Test
  @Rule("W12")
  void windows_allocate_nothing_when_they_allow() {
    RulePolicy policy =
        rules()
            .window(Window.rate("rate", MINUTE, 0.5, 10))
            .window(Window.rate("low-rate", MINUTE, 0.5, 10).violating("low").by("model_name"))
            .window(Window.consecutive("row", 3, 2).by("model_name"))
            .window(Window.quota("quota", MINUTE, 1_000_000_000).by("model_version"))
            .window(fairness(0.2, 1))
            .build();
    BoundPolicy bound = policy.bind(Model.SCHEMA);
    Model.Values[] values = {good().set("model_name", "f"), good().set("model_name", "m")};
    Prediction[] predictions = {values[0].wrap(), values[1].wrap()};
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 200_000; i++) {
            if (!Model.allows(bound, predictions[i & 1])) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run(); // the compilers work on it meanwhile

    long bytes = Allocation.of(evaluations);

    assertTrue(bytes < 10_000, bytes + " bytes in 200,000 evaluations");
  }

  @Test
  @Rule("W12")
  void a_policy_without_windows_has_nothing_of_them() {
    assertInstanceOf(PlannedPolicy.class, rules().build().bind(Model.SCHEMA));
  }

  @Test
  @Rule("W13")
  void each_binding_counts_on_its_own() {
    RulePolicy policy = rules().window(Window.quota("quota", MINUTE, 1)).build();
    Stream first = new Stream(policy);
    assertEquals(List.of("quota"), broken(first.judge(2, good())));
    assertSame(Verdict.ALLOW, new Stream(policy).judge(good()));
  }

  @Test
  @Rule("W14")
  void sensitive_values_are_withheld_and_reading_counts_nothing() {
    ModelSchema schema =
        ModelSchema.of(
            "m",
            "1",
            List.of(Field.category("tribe").asSensitive()),
            List.of(Field.number("score"), Field.category("label")));
    RulePolicy policy =
        RulePolicy.builder("p")
            .finite("score", "score")
            .window(Window.quota("quota", MINUTE, 1).by("tribe"))
            .window(Window.rate("rate", MINUTE, 0, 1).by("tribe"))
            .window(Window.consecutive("row", 1, 1).by("tribe"))
            .window(
                Window.fairnessGap(
                    "gap",
                    MINUTE,
                    "tribe",
                    List.of("zulu", "yankee"),
                    "label",
                    List.of("yes"),
                    0,
                    5))
            .build();
    BoundPolicy bound = policy.bind(schema, () -> 0);
    Prediction prediction = schema.prediction();
    for (int i = 0; i < 10; i++) {
      bound.evaluate(prediction.wrap(null, new double[0], new double[] {1}, "yankee", "yes"));
      bound.evaluate(prediction.wrap(null, new double[0], new double[] {Double.NaN}, "zulu", "no"));
    }
    Verdict verdict =
        bound.evaluate(
            prediction.wrap(null, new double[0], new double[] {Double.NaN}, "zulu", "no"));
    assertEquals(List.of("score", "quota", "rate", "row", "gap"), broken(verdict));
    for (Violation violation : violations(verdict)) {
      assertFalse(violation.toString().contains("zulu"), violation::toString);
      assertFalse(violation.toString().contains("yankee"), violation::toString);
      assertNull(violation.actualText());
    }
    assertTrue(violations(verdict).get(1).message().endsWith(", for tribe (withheld)"));

    List<WindowReading> readings = ((WindowedPolicy) bound).readings();
    assertEquals(3 + 3 + 3 + 3, readings.size());
    assertFalse(readings.toString().contains("zulu"), readings::toString);
    assertEquals(11 + 10, readings.stream().limit(3).mapToLong(WindowReading::counted).sum());
    assertEquals(readings, ((WindowedPolicy) bound).readings());
  }

  @Test
  @Rule("W4")
  void a_row_shows_how_far_it_is() {
    Stream stream = new Stream(rules().window(Window.consecutive("row", 2, 3)).build());
    stream.judge(bad());
    assertEquals(
        List.of(new WindowReading("row", "consecutive", null, null, false, 1, 1, false)),
        stream.readings());
    stream.judge(bad());
    stream.judge(good());
    assertEquals(
        List.of(new WindowReading("row", "consecutive", null, null, false, 1, 0, true)),
        stream.readings());
  }
}
