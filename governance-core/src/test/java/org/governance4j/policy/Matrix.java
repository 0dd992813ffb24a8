package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.junit.jupiter.api.function.Executable;

/**
 * What must happen when something is wrong: of each column and each kind of rule or window, every
 * way in which it can be wrong there.
 *
 * @param plant changes the policies under test: the identity, or a fault that must be found
 * @param gates the ways in which they are asked
 * @param known policies that were read already, and bound, unless they count: building their
 *     automata takes the most time
 */
record Matrix(
    UnaryOperator<OutputPolicy> plant, List<Gate> gates, Map<JsonValue, OutputPolicy> known) {

  /** The matrix as it must hold. */
  static Matrix sound() {
    List<Gate> gates = new ArrayList<>(List.of(Gate.Guarded.values()));
    gates.add(Gate.BARE);
    return new Matrix(UnaryOperator.identity(), gates, new HashMap<>());
  }

  /** The same policies asked in one way. */
  Matrix only(Gate gate) {
    return new Matrix(plant, List.of(gate), known);
  }

  /** What is wrong. */
  enum Column {
    /** A field that the rule reads has no value. */
    MISSING,
    /** A string that the rule reads is null. */
    NULL_TEXT,
    /** A number that the rule reads is not a number. */
    NAN,
    /** A number that the rule reads is infinite. */
    PLUS_INFINITY,
    /** A number that the rule reads is infinite. */
    MINUS_INFINITY,
    /** The prediction was never filled with values. */
    NEVER_FILLED,
    /** There is no prediction. */
    NO_PREDICTION,
    /** Judging costs more steps than the policy has. */
    BUDGET,
    /** The same, while the window under test is broken, or lacks a value. */
    BUDGET_AND_WINDOW,
    /** A policy beside the rule, or around it, throws an exception. */
    EXCEPTION,
    /** The rule itself throws, because the caller's buffer has shrunk. */
    SHRUNK_BUFFER,
    /** A policy beside the rule, or around it, throws an error. */
    ERROR,
    /** The stack is full while the rule judges. */
    FULL_STACK,
    /** The thread's interrupt flag is set. */
    INTERRUPTED,
    /** A member of the rule is left out that the published schema requires. */
    MEMBER_MISSING,
    /** A member of the rule has another type. */
    MEMBER_OF_WRONG_TYPE,
    /** An object in the rule has a member that nobody knows. */
    MEMBER_UNKNOWN,
    /** A number in the file is beyond the range of a double. */
    LIMIT_TOO_LARGE,
    /** A number in the file is NaN or an infinity, which JSON does not have. */
    LIMIT_NOT_JSON,
    /** A number in Java is NaN or infinite. */
    LIMIT_NOT_FINITE,
    /** A number in the file is out of the range that the published schema states. */
    LIMIT_OUT_OF_RANGE
  }

  /**
   * One way in which something is wrong.
   *
   * @param what tells it from the others of its column
   * @param hold throws if what must happen does not
   * @param harmless whether nothing happens at all, which is for cells that are not applicable
   */
  record Cell(String what, Executable hold, BooleanSupplier harmless) {}

  /** What can be wrong with a policy in that column; empty if nothing can. */
  List<Cell> cells(Column column, Row.Subject subject) {
    return switch (column) {
      case MISSING -> inputs(subject, Set.of(Field.Type.values()), Model.Values::missing);
      case NULL_TEXT ->
          inputs(
              subject,
              EnumSet.complementOf(EnumSet.of(Field.Type.NUMBER)),
              (values, field) -> values.set(field, (String) null));
      case NAN -> numbers(subject, Double.NaN);
      case PLUS_INFINITY -> numbers(subject, Double.POSITIVE_INFINITY);
      case MINUS_INFINITY -> numbers(subject, Double.NEGATIVE_INFINITY);
      case NEVER_FILLED -> neverFilled(subject);
      case NO_PREDICTION -> noPrediction(subject);
      case BUDGET -> budget(subject);
      case BUDGET_AND_WINDOW -> budgetAndWindow(subject);
      case INTERRUPTED -> interrupted(subject);
      case EXCEPTION, SHRUNK_BUFFER, ERROR, FULL_STACK -> Failures.of(this, column, subject);
      case MEMBER_MISSING,
          MEMBER_OF_WRONG_TYPE,
          MEMBER_UNKNOWN,
          LIMIT_TOO_LARGE,
          LIMIT_NOT_JSON,
          LIMIT_NOT_FINITE,
          LIMIT_OUT_OF_RANGE ->
          BadConfigs.of(column, subject);
    };
  }

  /** Changes a field. */
  private interface Change {
    void apply(Model.Values values, String field);
  }

  private List<Cell> numbers(Row.Subject subject, double value) {
    return inputs(
        subject, EnumSet.of(Field.Type.NUMBER), (values, field) -> values.set(field, value));
  }

  private List<Cell> inputs(Row.Subject subject, Set<Field.Type> types, Change change) {
    List<Cell> cells = new ArrayList<>();
    for (Field field : subject.fields()) {
      if (!types.contains(field.type())) {
        continue;
      }
      Model.Values values = subject.values().get();
      change.apply(values, field.name());
      cells.add(
          new Cell(
              field.name() + " of " + subject,
              () -> everywhere(subject, values, Verdict.Cause.UNDEFINED_INPUT, "r", field.name()),
              () -> Gate.BARE.judge(planted(subject), values) == Verdict.ALLOW));
    }
    return cells;
  }

  /** Whatever the effect, whatever is around it and however it is asked: a denial with a reason. */
  private void everywhere(
      Row.Subject subject, Model.Values values, Verdict.Cause cause, String rule, String field) {
    for (Effect effect : subject.effects()) {
      Row.Subject affected = subject.with(effect);
      for (Gate gate : List.of(Gate.FLOATS, Gate.BUFFERS)) {
        String where = affected + " from floats";
        assertDenied(gate.judge(planted(affected), values), cause, rule, field, where);
      }
      for (Effect other : List.of(Effect.ESCALATE, Effect.OBLIGE)) {
        OutputPolicy policy = planted(affected.beside(other));
        for (Gate gate : gates) {
          String where = affected + " beside a rule that may " + other + " asked by " + gate;
          assertDenied(gate.judge(policy, values), cause, rule, field, where);
        }
      }
      for (Gate.Around around : Gate.Around.values()) {
        OutputPolicy policy = around.wrap(planted(affected));
        for (Gate gate : gates) {
          String where = affected + " in " + around + " asked by " + gate;
          assertDenied(gate.judge(policy, values), cause, rule, field, where);
        }
      }
    }
  }

  OutputPolicy planted(Row.Subject subject) {
    return plant.apply(
        known.computeIfAbsent(
            subject.file(),
            // A window begins to count whenever it is bound: what was asked before says nothing.
            file -> subject.windowed() ? subject.policy() : new BoundOnce(subject.policy())));
  }

  /** A policy that is bound to the one schema of these tests. */
  private record BoundOnce(RulePolicy policy, BoundPolicy bound) implements OutputPolicy {
    BoundOnce(RulePolicy policy) {
      this(policy, policy.bind(Model.SCHEMA));
    }

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
      assertSame(Model.SCHEMA, schema);
      return bound;
    }
  }

  /** A denial with that cause, of which one reason names the rule and the field. */
  static void assertDenied(
      Verdict verdict, Verdict.Cause cause, String rule, String field, String where) {
    assertNotNull(verdict, where);
    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict, where);
    assertEquals(cause, deny.cause(), () -> where + ": " + deny);
    for (Violation violation : deny.violations()) {
      boolean named = violation.rule().equals(rule) || violation.rule().endsWith("/" + rule);
      if (named && field.equals(violation.field())) {
        assertTrue(violation.message().contains(field), () -> where + ": " + deny);
        return;
      }
    }
    throw new AssertionError(where + ": no reason names rule and field: " + deny);
  }

  private List<Cell> neverFilled(Row.Subject subject) {
    return List.of(
        new Cell(
            "of " + subject,
            () -> {
              for (Effect effect : subject.effects()) {
                Row.Subject affected = subject.with(effect);
                for (Gate gate : List.of(Gate.BARE, Gate.Guarded.GOVERNED)) {
                  Verdict verdict = gate.judge(planted(affected), null);
                  Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
                  String field =
                      deny.violations().stream()
                          .filter(violation -> violation.rule().equals("r"))
                          .map(violation -> String.valueOf(violation.field()))
                          .findFirst()
                          .orElse("none");
                  assertTrue(names(subject.fields()).contains(field), deny::toString);
                  String where = affected + " asked by " + gate;
                  assertDenied(verdict, Verdict.Cause.UNDEFINED_INPUT, "r", field, where);
                }
              }
            },
            () -> Gate.BARE.judge(planted(subject), null) == Verdict.ALLOW));
  }

  private static List<String> names(List<Field> fields) {
    return fields.stream().map(Field::name).toList();
  }

  private List<Cell> noPrediction(Row.Subject subject) {
    List<Cell> cells = new ArrayList<>();
    for (Gate gate : List.of(Gate.Guarded.CHECK, Gate.Guarded.CHECK_ALL)) {
      cells.add(
          new Cell(
              gate + " for " + subject,
              () -> {
                for (Gate.Around around : Gate.Around.values()) {
                  Verdict verdict = gate.judge(around.wrap(planted(subject)), null);
                  Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
                  assertEquals(Verdict.Cause.UNDEFINED_INPUT, deny.cause());
                  assertEquals("guard: no prediction was given", deny.violations().get(0) + "");
                }
              },
              () -> gate.judge(planted(subject), null) == Verdict.ALLOW));
    }
    return cells;
  }

  private List<Cell> budget(Row.Subject subject) {
    Row.Subject poor = subject.withBudget(1);
    Model.Values values = subject.values().get();
    String field = longestText(subject, values);
    return List.of(
        new Cell(
            "of " + subject,
            () -> everywhere(poor, values, Verdict.Cause.BUDGET, "budget", field),
            () -> Gate.BARE.judge(planted(poor), values) == Verdict.ALLOW));
  }

  /** The field that costs the most. */
  private static String longestText(Row.Subject subject, Model.Values values) {
    List<String> texts = names(subject.ruleFields().stream().filter(f -> !f.numeric()).toList());
    String longest = texts.isEmpty() ? "none" : texts.get(0);
    for (String text : texts) {
      int length = Objects.requireNonNull(values.text(text)).length();
      longest = length > Objects.requireNonNull(values.text(longest)).length() ? text : longest;
    }
    return longest;
  }

  /** The rules cannot judge, and the window has something to say as well: both are told. */
  private List<Cell> budgetAndWindow(Row.Subject subject) {
    if (!subject.windowed()) {
      return List.of();
    }
    List<Cell> cells = new ArrayList<>();
    String by = subject.fields().get(0).name();
    Model.Values lacking = subject.values().get().missing(by);
    cells.add(new Cell("lacks " + by, () -> overBudget(subject, List.of(lacking)), () -> false));
    if (subject.equals(Row.windows(subject.kind()).subjects().get(0))) {
      List<Model.Values> stream = Examples.breaking(WindowKind.of(subject.kind()));
      cells.add(new Cell("broken", () -> overBudget(subject, stream), () -> false));
    }
    return cells;
  }

  private void overBudget(Row.Subject subject, List<Model.Values> stream) {
    for (Effect effect : subject.effects()) {
      Row.Subject poor = subject.withBudget(1).with(effect);
      for (Gate.Around around : Gate.Around.values()) {
        BoundPolicy bound = around.wrap(planted(poor)).bind(Model.SCHEMA);
        Verdict last = Verdict.ALLOW;
        for (Model.Values values : stream) {
          last = bound.evaluate(values.wrap());
        }
        String where = poor + " in " + around;
        assertDenied(last, Verdict.Cause.BUDGET, "budget", "label", where);
        assertDenied(last, Verdict.Cause.BUDGET, "r", subject.fields().get(0).name(), where);
      }
    }
  }

  private List<Cell> interrupted(Row.Subject subject) {
    List<Model.Values> inputs = new ArrayList<>(List.of(subject.values().get()));
    for (Field field : subject.fields()) {
      inputs.add(subject.values().get().missing(field.name()));
    }
    List<Cell> cells = new ArrayList<>();
    for (Model.Values values : inputs) {
      cells.add(
          new Cell(
              values + " of " + subject,
              () -> {
                for (Gate.Around around : Gate.Around.values()) {
                  for (Gate gate : gates) {
                    OutputPolicy policy = around.wrap(planted(subject));
                    sameWhenInterrupted(gate, policy, values, subject + " in " + around);
                  }
                }
              },
              () -> false));
    }
    return cells;
  }

  private static void sameWhenInterrupted(
      Gate gate, OutputPolicy policy, Model.Values values, String where) {
    Verdict calm = gate.judge(policy, values);
    Thread.currentThread().interrupt();
    Verdict verdict;
    boolean kept;
    try {
      verdict = gate.judge(policy, values);
    } finally {
      kept = Thread.interrupted();
    }
    assertTrue(kept, () -> where + ": the flag was cleared by " + gate);
    if (calm == Verdict.ALLOW) {
      assertSame(calm, verdict, where);
    }
    assertEquals(calm.toString(), verdict.toString(), where);
  }
}
