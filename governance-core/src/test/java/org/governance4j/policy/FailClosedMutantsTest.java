package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** A matrix that cannot fail is worth nothing: faults are planted, and its cells must find them. */
class FailClosedMutantsTest {

  /** A fault: what a broken rule answers for a prediction instead of its verdict. */
  private record Mutant(OutputPolicy policy, BiFunction<Verdict, Prediction, Verdict> fault)
      implements OutputPolicy {
    @Override
    public String name() {
      return policy.name();
    }

    @Override
    public String revision() {
      return policy.revision();
    }

    @Override
    public BoundPolicy bind(ModelSchema schema) {
      BoundPolicy bound = policy.bind(schema);
      return new BoundPolicy() {
        @Override
        public ModelSchema schema() {
          return schema;
        }

        @Override
        public String revision() {
          return bound.revision();
        }

        @Override
        public Verdict evaluate(Prediction prediction) {
          return fault.apply(bound.evaluate(prediction), prediction);
        }
      };
    }
  }

  private static Matrix with(BiFunction<Verdict, Prediction, Verdict> fault) {
    return new Matrix(policy -> new Mutant(policy, fault), Matrix.sound().gates(), new HashMap<>());
  }

  /** In every kind that has cells in those columns, each of them fails. */
  private static void assertFound(Matrix planted, Set<Matrix.Column> columns) {
    assertFound(planted, columns, Row.all());
  }

  private static void assertFound(Matrix planted, Set<Matrix.Column> columns, List<Row> rows) {
    List<String> survived = new ArrayList<>();
    int found = 0;
    for (Row row : rows) {
      for (Row.Subject subject : row.subjects()) {
        for (Matrix.Column column : columns) {
          for (Matrix.Cell cell : planted.cells(column, subject)) {
            if (Matrix.sound().cells(column, subject).stream()
                .anyMatch(sound -> sound.what().equals(cell.what()) && isHarmless(sound))) {
              continue; // is not applicable
            }
            if (holds(cell)) {
              survived.add(column + ": " + cell.what());
            } else {
              found++;
            }
          }
        }
      }
    }
    assertEquals(List.of(), survived);
    assertTrue(found >= 8, found + " cells");
  }

  private static boolean isHarmless(Matrix.Cell cell) {
    return cell.harmless().getAsBoolean();
  }

  private static boolean holds(Matrix.Cell cell) {
    try {
      cell.hold().execute();
      return true;
    } catch (Throwable e) {
      return false;
    }
  }

  private static boolean has(Prediction prediction, double number) {
    for (int i = 0; i < Model.SCHEMA.numbers(); i++) {
      if (prediction.has(i) && Double.compare(prediction.number(i), number) == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean lacks(Prediction prediction) {
    for (int i = 0; i < Model.SCHEMA.size(); i++) {
      if (!prediction.has(i)) {
        return true;
      }
    }
    return false;
  }

  @Test
  @Rule("F9")
  void rules_that_allow_nan_or_an_infinity_are_found() {
    assertFound(with((v, p) -> has(p, Double.NaN) ? Verdict.ALLOW : v), Set.of(Matrix.Column.NAN));
    assertFound(
        with((v, p) -> has(p, Double.POSITIVE_INFINITY) ? Verdict.ALLOW : v),
        Set.of(Matrix.Column.PLUS_INFINITY));
    assertFound(
        with((v, p) -> has(p, Double.NEGATIVE_INFINITY) ? Verdict.ALLOW : v),
        Set.of(Matrix.Column.MINUS_INFINITY));
  }

  @Test
  @Rule("F9")
  void rules_that_allow_what_is_missing_are_found() {
    assertFound(
        with((v, p) -> lacks(p) ? Verdict.ALLOW : v),
        Set.of(
            Matrix.Column.MISSING,
            Matrix.Column.NULL_TEXT,
            Matrix.Column.NEVER_FILLED,
            Matrix.Column.FULL_STACK));
  }

  @Test
  @Rule("F9")
  void an_effect_that_swallows_what_is_undefined_is_found() {
    assertFound(
        with(
            (v, p) ->
                v instanceof Verdict.Deny deny && deny.cause() == Verdict.Cause.UNDEFINED_INPUT
                    ? new Verdict.Escalate(deny.violations())
                    : v),
        EnumSet.of(
            Matrix.Column.MISSING,
            Matrix.Column.NULL_TEXT,
            Matrix.Column.NAN,
            Matrix.Column.PLUS_INFINITY,
            Matrix.Column.MINUS_INFINITY,
            Matrix.Column.NEVER_FILLED,
            Matrix.Column.FULL_STACK));
  }

  @Test
  @Rule("F9")
  void a_policy_without_its_budget_is_found() {
    assertFound(
        with(
            (v, p) ->
                v instanceof Verdict.Deny deny && deny.cause() == Verdict.Cause.BUDGET
                    ? Verdict.ALLOW
                    : v),
        Set.of(Matrix.Column.BUDGET));
  }

  private static List<Violation> violations(Verdict verdict, boolean ofWindow) {
    return Stream.violations(verdict).stream()
        .filter(violation -> violation.rule().equals("r") == ofWindow)
        .toList();
  }

  @Test
  @Rule({"F9", "W8"})
  void a_window_that_says_nothing_is_found() {
    assertFound(
        with(
            (v, p) -> {
              List<Violation> rules = violations(v, false);
              return rules.isEmpty() || !(v instanceof Verdict.Deny deny)
                  ? Verdict.ALLOW
                  : new Verdict.Deny(deny.cause(), rules);
            }),
        Set.of(
            Matrix.Column.MISSING,
            Matrix.Column.NULL_TEXT,
            Matrix.Column.NEVER_FILLED,
            Matrix.Column.BUDGET_AND_WINDOW),
        Row.windows());
  }

  /** It counts a prediction without a value, and lets its effect decide. */
  @Test
  @Rule({"F9", "W8"})
  void a_window_whose_effect_decides_on_what_it_lacks_is_found() {
    assertFound(
        with(
            (v, p) ->
                !violations(v, true).isEmpty() && lacks(p)
                    ? new Verdict.Escalate(Stream.violations(v))
                    : v),
        Set.of(Matrix.Column.MISSING),
        Row.windows());
  }

  @Test
  @Rule({"F9", "W9"})
  void a_window_in_place_of_the_rules_is_found() {
    List<Function<List<Violation>, Verdict>> overrulings =
        List.of(Verdict.Escalate::new, own -> new Verdict.Deny(Verdict.Cause.POLICY, own));
    for (Function<List<Violation>, Verdict> overruling : overrulings) {
      assertFound(
          with((v, p) -> violations(v, true).isEmpty() ? v : overruling.apply(violations(v, true))),
          Set.of(Matrix.Column.BUDGET_AND_WINDOW),
          Row.windows());
    }
  }

  /** Beyond the budget a window must count what was not judged without judging it. */
  @Test
  @Rule({"F3", "W9"})
  void a_window_asks_its_rule_only_about_what_the_rules_let_pass() {
    Breach breach = new Breach("base");
    for (Verdict.Cause cause : Verdict.Cause.values()) {
      boolean judged = cause == Verdict.Cause.POLICY || cause == Verdict.Cause.UNDEFINED_INPUT;
      assertEquals(!judged, breach.in(unseen(Scripted.deny(cause, "other"))), cause::word);
      assertTrue(breach.in(unseen(Scripted.deny(cause, "base"))), cause::word);
    }
    assertFalse(breach.in(unseen(Scripted.escalate("other"))));
    assertFalse(breach.in(Judged.ALLOWED));
    Verdict oblige = Scripted.oblige("label");
    assertFalse(breach.in(new Judged(oblige, new Findings())));
    Findings broken = new Findings();
    broken.broken(Violation.of("base", "label", "is wrong"));
    broken.endOf(RuleHead.of("base"));
    assertTrue(breach.in(new Judged(oblige, broken)), "obligations do not name their rules");
  }

  private static Judged unseen(Verdict verdict) {
    return new Judged(verdict, null);
  }

  @Test
  @Rule("F9")
  void a_denial_with_the_wrong_cause_or_without_the_field_is_found() {
    Verdict wrong = Verdict.Deny.of(Verdict.Cause.POLICY, "r", "amount is missing");
    Verdict nameless = Verdict.Deny.of(Verdict.Cause.UNDEFINED_INPUT, "r", "something is missing");
    for (Verdict verdict : List.of(wrong, nameless)) {
      assertFound(
          with((v, p) -> v instanceof Verdict.Deny ? verdict : v),
          Set.of(Matrix.Column.MISSING, Matrix.Column.NAN));
    }
  }

  @Test
  @Rule("F9")
  void a_policy_that_heeds_or_clears_the_interrupt_flag_is_found() {
    Matrix heeds =
        with((v, p) -> Thread.currentThread().isInterrupted() ? Verdict.ALLOW : v).only(Gate.BARE);
    Matrix clears = with((v, p) -> Thread.interrupted() ? v : v).only(Gate.BARE);
    Row.Subject subject = Row.all().get(0).subjects().get(0);
    List<Matrix.Cell> cells = heeds.cells(Matrix.Column.INTERRUPTED, subject);
    assertFalse(holds(cells.get(1)));
    assertFalse(holds(clears.cells(Matrix.Column.INTERRUPTED, subject).get(0)));
  }

  @Test
  @Rule("F9")
  void a_gate_without_a_fence_is_found() {
    Gate open = (policy, values) -> Gate.BARE.judge(policy, values);
    Row.Subject subject = Row.all().get(0).subjects().get(0);
    OutputPolicy throwing = Scripted.throwing("thrower", new IllegalStateException());
    assertFalse(holds(new Matrix.Cell("", () -> open.judge(throwing, null), () -> false)));

    Gate lax =
        (policy, values) -> {
          Verdict verdict = Gate.Guarded.CHECK.judge(policy, values);
          boolean failed =
              verdict instanceof Verdict.Deny deny && deny.cause() == Verdict.Cause.POLICY_FAILED;
          return failed ? Verdict.ALLOW : verdict;
        };
    Matrix matrix = new Matrix(UnaryOperator.identity(), List.of(lax), new HashMap<>());
    for (Matrix.Column column : List.of(Matrix.Column.EXCEPTION, Matrix.Column.ERROR)) {
      long found = matrix.cells(column, subject).stream().filter(cell -> !holds(cell)).count();
      assertTrue(found >= 18, found + " in " + column);
    }
  }

  @Test
  @Rule("F9")
  void a_cell_that_is_listed_but_applicable_is_found() {
    for (Row row : Row.all()) {
      for (Row.Subject subject : row.subjects()) {
        for (Matrix.Column column : List.of(Matrix.Column.MISSING, Matrix.Column.MEMBER_UNKNOWN)) {
          Matrix.sound().cells(column, subject).forEach(cell -> assertFalse(isHarmless(cell)));
        }
      }
    }
  }

  @Test
  @Rule("F9")
  void a_refusal_that_names_nothing_is_found() {
    Rebuilt accepts = new Rebuilt("limit", () -> "built");
    Rebuilt silent =
        new Rebuilt(
            "limit",
            () -> {
              throw new PolicyInvalid("invalid");
            });
    Rebuilt crash =
        new Rebuilt(
            "limit",
            () -> {
              throw new NullPointerException("rule \"r\" NaN");
            });
    for (Rebuilt rebuilt : List.of(accepts, silent, crash)) {
      Matrix.Cell cell =
          new Matrix.Cell("", () -> rebuilt.mustBeRefused("rule \"r\""), () -> false);
      assertFalse(holds(cell), () -> rebuilt + "");
    }
  }
}
