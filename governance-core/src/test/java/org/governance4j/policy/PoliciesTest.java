package org.governance4j.policy;

import static org.governance4j.policy.Scripted.deny;
import static org.governance4j.policy.Scripted.escalate;
import static org.governance4j.policy.Scripted.oblige;
import static org.governance4j.policy.Scripted.rules;
import static org.governance4j.policy.Scripted.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Verdict.Action;
import org.governance4j.Verdict.Cause;
import org.governance4j.Violation;
import org.governance4j.policy.Policies.Weighted;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final Verdict ALLOW = Verdict.ALLOW;
  private static final Prediction ANY = Model.values().wrap();

  private static Verdict judge(OutputPolicy policy) {
    return policy.bind(Model.SCHEMA).evaluate(ANY);
  }

  private static OutputPolicy weighted(double escalate, double deny, Object... pairs) {
    List<Weighted> members = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      members.add(new Weighted((OutputPolicy) pairs[i], (Double) pairs[i + 1]));
    }
    return Policies.weighted("w", escalate, deny, members);
  }

  @Test
  @Rule("P40")
  void all_of_denies_with_every_violation_in_the_order_of_the_members() {
    Verdict verdict =
        judge(
            Policies.allOf(
                "all",
                says("a", escalate("x")),
                says("b", ALLOW),
                says("c", deny("y", "x")),
                says("d", oblige("label")),
                says("e", deny("z"))));

    assertEquals(Action.DENY, verdict.action());
    assertEquals(List.of("a/x", "c/y", "c/x", "e/z"), rules(verdict));
  }

  @Test
  @Rule("P40")
  void all_of_escalates_if_nobody_denies_and_else_joins_the_obligations() {
    Scripted asks = says("a", oblige("label", "score"));
    Scripted asksMore = says("b", oblige("reason", "label"));

    Verdict held = judge(Policies.allOf("all", asks, says("c", escalate("x")), asksMore));
    Verdict released = judge(Policies.allOf("all", asks, says("c", ALLOW), asksMore));

    assertEquals(Action.ESCALATE, held.action());
    assertEquals(List.of("c/x"), rules(held));
    assertEquals(List.of("label", "score", "reason"), Scripted.obligations(released));
    assertSame(ALLOW, judge(Policies.allOf("all", says("c", ALLOW))));
  }

  @Test
  @Rule("P40")
  void a_violation_keeps_what_it_is_but_for_the_path_of_its_rule() {
    RulePolicy rules =
        RulePolicy.builder("rules")
            .finite("f", "amount")
            .atLeast("low", "confidence", 0.95)
            .build();
    OutputPolicy nested = Policies.allOf("outer", Policies.firstDeny("inner", rules));
    Violation expected = Model.denial(rules, Model.values()).violations().get(0);

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, judge(nested));

    Violation violation = deny.violations().get(0);
    assertEquals("inner/rules/low", violation.rule());
    assertEquals(1, violation.ruleIndex());
    assertEquals("confidence", violation.field());
    assertEquals(0.93, violation.actual());
    assertEquals(0.95, violation.limit());
    assertEquals(expected.message(), violation.message());
  }

  @Test
  @Rule("P40")
  void the_gravest_cause_is_given() {
    // The order that is documented, from the gravest.
    List<Cause> order =
        List.of(
            Cause.SCHEMA_MISMATCH,
            Cause.POLICY_FAILED,
            Cause.BUDGET,
            Cause.STALE,
            Cause.RECORD_FAILED,
            Cause.GUARD_CLOSED,
            Cause.POLICY,
            Cause.UNDEFINED_INPUT);
    assertEquals(Set.of(Cause.values()), Set.copyOf(order));
    for (Cause one : order) {
      for (Cause two : order) {
        Verdict verdict =
            judge(Policies.allOf("all", says("a", deny(one, "x")), says("b", deny(two, "x"))));

        Cause gravest = order.get(Math.min(order.indexOf(one), order.indexOf(two)));
        assertEquals(gravest, assertInstanceOf(Verdict.Deny.class, verdict).cause());
      }
    }
  }

  @Test
  @Rule("P41")
  void first_deny_stops_at_the_first_denial_and_not_at_an_escalation() {
    List<String> asked = new ArrayList<>();
    OutputPolicy last =
        Scripted.does(
            "d",
            prediction -> {
              asked.add("d");
              return deny("z");
            });

    Verdict verdict =
        judge(
            Policies.firstDeny(
                "first",
                says("a", escalate("x")),
                says("b", oblige("l")),
                says("c", deny("y")),
                last));

    assertEquals(Action.DENY, verdict.action());
    assertEquals(List.of("c/y"), rules(verdict));
    assertEquals(List.of(), asked);
    assertEquals(
        List.of("a/x"),
        rules(judge(Policies.firstDeny("first", says("a", escalate("x")), says("b", ALLOW)))));
  }

  @Test
  @Rule("P42")
  void weights_of_members_that_object_add_up_exactly() {
    // 0.1 + 0.7 is 0.7999999999999999 in doubles.
    Verdict denied =
        judge(weighted(0.8, 0.8, says("a", deny("x")), 0.1, says("b", escalate("y")), 0.7));
    Verdict held = judge(weighted(0.7, 0.8, says("a", ALLOW), 0.1, says("b", deny("y")), 0.7));
    Verdict released =
        judge(weighted(0.7, 0.8, says("a", deny("x")), 0.1, says("b", oblige("label")), 0.7));

    assertEquals(Action.DENY, denied.action());
    assertEquals(List.of("weight", "a/x", "b/y"), rules(denied));
    Violation weight = ((Verdict.Deny) denied).violations().get(0);
    assertEquals(0.8, weight.actual());
    assertEquals(0.8, weight.limit());
    assertEquals(
        "the weights of the policies that object add up to 0.8, the limit is 0.8",
        weight.message());
    assertEquals(Action.ESCALATE, held.action());
    assertEquals(List.of("weight", "b/y"), rules(held));
    assertEquals(List.of("label"), Scripted.obligations(released));
  }

  @Test
  @Rule("P42")
  void a_member_that_could_not_judge_denies_at_once_whatever_it_weighs() {
    for (Cause cause : Cause.values()) {
      if (cause != Cause.POLICY) {
        Verdict verdict =
            judge(
                weighted(
                    9,
                    10,
                    says("a", deny("x")),
                    1.0,
                    says("b", deny(cause, "y")),
                    1e-9,
                    says("c", deny("z")),
                    10.0));

        assertEquals(cause, assertInstanceOf(Verdict.Deny.class, verdict).cause());
        assertEquals(List.of("b/y"), rules(verdict));
      }
    }
  }

  @Test
  @Rule("P42")
  void weights_and_limits_that_cannot_be_meant_are_refused() {
    OutputPolicy a = says("a", ALLOW);
    for (double wrong : new double[] {0, -1, Double.NaN, 1_000_001, 0.000_000_000_1}) {
      assertThrows(PolicyInvalid.class, () -> weighted(1, 1, a, wrong), () -> "weight " + wrong);
      assertThrows(PolicyInvalid.class, () -> weighted(wrong, 1, a, 1.0), () -> "from " + wrong);
    }
    PolicyInvalid never = assertThrows(PolicyInvalid.class, () -> weighted(1, 2.5, a, 2.25));
    assertEquals(
        "policy \"w\": the sum that denies is 2.5, all weights are 2.25", never.getMessage());
    assertThrows(PolicyInvalid.class, () -> weighted(2.1, 2, a, 3.0));
  }

  /** The rules of the three combinations once more, as sets and sums instead of loops. */
  @Test
  @Rule({"P40", "P41", "P42"})
  void random_compositions_judge_as_their_definition_says() {
    long fresh = System.nanoTime();
    for (long seed : new long[] {20_261_121L, fresh}) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; round < 5_000; round++) {
        int n = 1 + random.nextInt(6);
        List<Verdict> verdicts = new ArrayList<>();
        List<Weighted> members = new ArrayList<>();
        int all = 0;
        for (int i = 0; i < n; i++) {
          verdicts.add(randomVerdict(random));
          int weight = 1 + random.nextInt(5);
          all += weight;
          members.add(new Weighted(says("m" + i, verdicts.get(i)), weight));
        }
        int deny = 1 + random.nextInt(all);
        int hold = 1 + random.nextInt(deny);
        OutputPolicy[] policies =
            members.stream().map(Weighted::policy).toArray(OutputPolicy[]::new);
        String where = "seed " + seed + " round " + round + " " + verdicts;

        assertEquals(strictest(verdicts), judge(Policies.allOf("p", policies)).action(), where);
        assertEquals(strictest(verdicts), judge(Policies.firstDeny("p", policies)).action(), where);
        assertEquals(
            bySum(verdicts, members, hold, deny),
            judge(Policies.weighted("p", hold, deny, members)).action(),
            where);
        Set<String> objections = new LinkedHashSet<>();
        IntStream.range(0, n)
            .forEach(i -> rules(verdicts.get(i)).forEach(r -> objections.add("m" + i + "/" + r)));
        assertEquals(List.copyOf(objections), rules(judge(Policies.allOf("p", policies))), where);
      }
    }
  }

  private static Verdict randomVerdict(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> deny("x", "y");
      case 1 -> deny(Cause.UNDEFINED_INPUT, "u");
      case 2 -> escalate("e");
      case 3 -> oblige("f" + random.nextInt(3));
      default -> ALLOW;
    };
  }

  private static Action strictest(List<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::action).max(Enum::compareTo).orElseThrow();
  }

  private static Action bySum(List<Verdict> verdicts, List<Weighted> members, int hold, int deny) {
    boolean unjudged =
        verdicts.stream().anyMatch(v -> v instanceof Verdict.Deny d && d.cause() != Cause.POLICY);
    double sum =
        IntStream.range(0, verdicts.size())
            .filter(i -> verdicts.get(i).action().compareTo(Action.ESCALATE) >= 0)
            .mapToDouble(i -> members.get(i).weight())
            .sum();
    if (unjudged || sum >= deny) {
      return Action.DENY;
    }
    if (sum >= hold) {
      return Action.ESCALATE;
    }
    return allObligations(verdicts).isEmpty() ? Action.ALLOW : Action.ALLOW_WITH;
  }

  private static List<String> allObligations(List<Verdict> verdicts) {
    return verdicts.stream().flatMap(v -> Scripted.obligations(v).stream()).toList();
  }

  /** Every way to compose a member that fails with one that allows. */
  private static List<OutputPolicy> around(OutputPolicy failing) {
    OutputPolicy fine = says("fine", ALLOW);
    return List.of(
        Policies.allOf("p", fine, failing),
        Policies.firstDeny("p", fine, failing),
        weighted(1, 100, fine, 99.0, failing, 1.0));
  }

  @Test
  @Rule("P43")
  void a_member_that_throws_or_returns_null_denies_by_its_name() {
    List<OutputPolicy> failing =
        List.of(
            Scripted.throwing("bad", new IllegalStateException("amount is 12500.5")),
            Scripted.throwing("bad", new Exception("checked")),
            Scripted.throwing("bad", new StackOverflowError()),
            Scripted.throwing("bad", new OutOfMemoryError("planted")),
            Scripted.throwing("bad", new AssertionError("planted")),
            Scripted.does("bad", prediction -> null));
    for (OutputPolicy member : failing) {
      for (OutputPolicy policy : around(member)) {
        Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, judge(policy));

        assertEquals(Cause.POLICY_FAILED, deny.cause());
        assertEquals(List.of("bad/policy"), rules(deny));
        String message = deny.violations().get(0).message();
        assertTrue(message.startsWith("policy \"bad\" "), message);
        assertFalse(message.contains("12500"), "the message of an exception may hold values");
      }
    }
  }

  @Test
  @Rule("P43")
  void the_denial_after_an_error_was_made_beforehand() {
    for (OutputPolicy policy : around(Scripted.throwing("bad", new OutOfMemoryError("planted")))) {
      BoundPolicy bound = policy.bind(Model.SCHEMA);

      assertSame(bound.evaluate(ANY), bound.evaluate(ANY));
    }
  }

  @Test
  @Rule("P43")
  void an_overflow_of_the_stack_in_a_member_denies() {
    OutputPolicy endless = Scripted.does("bad", p -> descend(0) == 0 ? deny("x") : ALLOW);

    for (OutputPolicy policy : around(endless)) {
      assertEquals(List.of("bad/policy"), rules(judge(policy)));
    }
  }

  /** Calls itself until the stack is full. */
  private static int descend(int depth) {
    return depth == Integer.MAX_VALUE ? depth : descend(depth + 1) + 1;
  }

  @Test
  @Rule("P43")
  void a_member_bound_to_another_schema_denies_by_its_name() {
    ModelSchema other = ModelSchema.of("other", "1", List.of(), List.of(Field.number("score")));
    OutputPolicy misbound =
        new OutputPolicy() {
          @Override
          public String name() {
            return "bad";
          }

          @Override
          public String revision() {
            return "r";
          }

          @Override
          public BoundPolicy bind(ModelSchema schema) {
            return says("bad", ALLOW).bind(other);
          }
        };

    for (OutputPolicy policy : around(misbound)) {
      Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, judge(policy));

      assertEquals(Cause.SCHEMA_MISMATCH, deny.cause());
      assertEquals(List.of("bad/policy"), rules(deny));
    }
    Verdict given =
        Policies.allOf("p", says("fine", ALLOW)).bind(Model.SCHEMA).evaluate(other.prediction());
    assertEquals(Cause.SCHEMA_MISMATCH, assertInstanceOf(Verdict.Deny.class, given).cause());
  }

  @Test
  @Rule("P44")
  void an_interrupt_changes_no_verdict_and_is_kept() {
    OutputPolicy sensitive =
        Scripted.does(
            "blocking", prediction -> Thread.currentThread().isInterrupted() ? deny("x") : ALLOW);
    for (OutputPolicy policy : around(sensitive)) {
      BoundPolicy bound = policy.bind(Model.SCHEMA);
      Thread.currentThread().interrupt();
      Verdict verdict = bound.evaluate(ANY);
      boolean kept = Thread.interrupted();

      assertSame(ALLOW, verdict);
      assertTrue(kept, "the flag");
      assertSame(ALLOW, bound.evaluate(ANY));
      assertFalse(Thread.interrupted(), "a flag that nobody set");
    }
  }

  @Test
  @Rule("P44")
  void an_interrupt_that_a_member_throws_denies_and_is_kept() {
    for (OutputPolicy policy : around(Scripted.throwing("bad", new InterruptedException()))) {
      Verdict verdict = judge(policy);

      assertTrue(Thread.interrupted(), "the flag");
      assertEquals(List.of("bad/policy"), rules(verdict));
    }
  }

  @Test
  @Rule("P45")
  void everything_that_could_change_a_verdict_changes_the_revision() {
    OutputPolicy a = says("a", ALLOW);
    OutputPolicy b = says("b", ALLOW);
    OutputPolicy newer = new Scripted("b", "r2", prediction -> ALLOW);
    List<OutputPolicy> different =
        List.of(
            Policies.allOf("p", a, b),
            Policies.allOf("p", b, a),
            Policies.allOf("p", a, newer),
            Policies.allOf("p", a),
            Policies.allOf("p", a, says("ab", ALLOW)),
            Policies.allOf("q", a, b),
            Policies.firstDeny("p", a, b),
            Policies.allOf("p", Policies.allOf("a", a), b),
            Policies.weighted("p", 1, List.of(new Weighted(a, 1), new Weighted(b, 1))),
            Policies.weighted("p", 1, List.of(new Weighted(a, 1), new Weighted(b, 2))),
            Policies.weighted("p", 2, List.of(new Weighted(a, 1), new Weighted(b, 1))),
            Policies.weighted("p", 1, 2, List.of(new Weighted(a, 1), new Weighted(b, 1))));

    Set<String> revisions = new LinkedHashSet<>();
    different.forEach(policy -> revisions.add(policy.revision()));

    assertEquals(different.size(), revisions.size(), revisions::toString);
    assertEquals(
        Policies.allOf("p", a, b).revision(),
        Policies.allOf("p", a, b).bind(Model.SCHEMA).revision());
    assertNotEquals("", Policies.allOf("p", a, b).revision());
  }

  @Test
  @Rule("P46")
  void allowing_allocates_nothing() {
    RulePolicy sure = RulePolicy.builder("sure").atLeast("low", "confidence", 0.5).build();
    RulePolicy adult = RulePolicy.builder("adult").range("age", 18, 120, "age").build();
    OutputPolicy nested =
        Policies.allOf(
            "all", Policies.firstDeny("first", sure, adult), weighted(1, 2, sure, 1.0, adult, 1.0));
    BoundPolicy bound = nested.bind(Model.SCHEMA);
    Model.Values values = Model.values();
    Prediction prediction = values.wrap();
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 300_000; i++) {
            values.inputs[1] = 18 + (i & 63);
            if (!Model.allows(bound, prediction)) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run();

    long bytes = Allocation.of(evaluations);

    assertTrue(bytes < 10_000, bytes + " bytes in 300,000 evaluations");
  }

  @Test
  @Rule("P47")
  void names_number_and_depth_of_members_are_bounded() {
    OutputPolicy a = says("a", ALLOW);
    assertThrows(PolicyInvalid.class, () -> Policies.allOf("p"));
    assertThrows(PolicyInvalid.class, () -> Policies.allOf(" ", a));
    assertThrows(PolicyInvalid.class, () -> Policies.allOf("p", says("two\nlines", ALLOW)));
    PolicyInvalid twice = assertThrows(PolicyInvalid.class, () -> Policies.allOf("p", a, a));
    assertEquals("policy \"p\" has two members named \"a\"", twice.getMessage());

    OutputPolicy[] many = new OutputPolicy[257];
    Arrays.setAll(many, i -> says("m" + i, ALLOW));
    assertEquals(ALLOW, judge(Policies.allOf("p", Arrays.copyOf(many, 256))));
    assertThrows(PolicyInvalid.class, () -> Policies.allOf("p", many));

    OutputPolicy deep = a;
    for (int i = 0; i < 8; i++) {
      deep = Policies.allOf("level" + i, deep);
    }
    OutputPolicy deepest = deep;
    assertEquals(ALLOW, judge(deepest));
    assertThrows(PolicyInvalid.class, () -> Policies.firstDeny("p", a, deepest));
    assertThrows(PolicyInvalid.class, () -> Shadow.of(deepest).candidate(a).build());
    assertThrows(PolicyInvalid.class, () -> Shadow.of(a).candidate(deepest).build());
  }

  @Test
  @Rule("P47")
  void a_member_that_does_not_fit_the_schema_is_refused_by_name() {
    RulePolicy rules = RulePolicy.builder("rules").finite("f", "unknown").build();

    PolicyInvalid refusal =
        assertThrows(PolicyInvalid.class, () -> Policies.allOf("p", rules).bind(Model.SCHEMA));

    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("policy \"rules\": ") && message.contains("unknown"), message);
  }
}
