package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.governance4j.BoundPolicy;
import org.governance4j.Digest;
import org.governance4j.Field;
import org.governance4j.ModelRef;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.guard.Guard;
import org.jspecify.annotations.Nullable;

/** The columns of the {@link Matrix} in which something is thrown. */
final class Failures {
  private static final String SECRET = "the message quotes the prediction";

  private final Matrix matrix;
  private final Row.Subject subject;

  private Failures(Matrix matrix, Row.Subject subject) {
    this.matrix = matrix;
    this.subject = subject;
  }

  static List<Matrix.Cell> of(Matrix matrix, Matrix.Column column, Row.Subject subject) {
    Failures failures = new Failures(matrix, subject);
    return switch (column) {
      case EXCEPTION ->
          failures.thrown(
              List.of(
                  new IllegalStateException(SECRET),
                  new NullPointerException(SECRET),
                  new Exception(SECRET)));
      case ERROR ->
          failures.thrown(
              List.of(
                  new OutOfMemoryError(SECRET),
                  new StackOverflowError(SECRET),
                  new AssertionError(SECRET)));
      case SHRUNK_BUFFER -> failures.shrunkBuffers();
      case FULL_STACK -> failures.fullStack();
      default -> throw new AssertionError(column);
    };
  }

  /** Where a policy that throws stands beside the rule, which allows. */
  private static Map<String, UnaryOperator<OutputPolicy>> places(OutputPolicy throwing) {
    Map<String, UnaryOperator<OutputPolicy>> places = new LinkedHashMap<>();
    places.put("after it", rule -> Policies.allOf("outer", rule, throwing));
    places.put("before it", rule -> Policies.allOf("outer", throwing, rule));
    places.put("first deny", rule -> Policies.firstDeny("outer", rule, throwing));
    places.put(
        "outweighed",
        rule ->
            Policies.weighted(
                "outer",
                10,
                List.of(new Policies.Weighted(rule, 9.5), new Policies.Weighted(throwing, 0.5))));
    places.put(
        "in the light",
        rule -> Shadow.of(Policies.allOf("outer", rule, throwing)).candidate(rule).build());
    places.put(
        "under a deadline",
        rule ->
            Policies.allOf(
                "outer",
                rule,
                Policies.withDeadline(throwing, Duration.ofMinutes(1), Runnable::run)));
    return places;
  }

  private List<Matrix.Cell> thrown(List<Throwable> failures) {
    List<Matrix.Cell> cells = new ArrayList<>();
    for (Throwable failure : failures) {
      Scripted throwing = Scripted.throwing("thrower", failure);
      places(throwing)
          .forEach(
              (place, whole) ->
                  cells.add(
                      new Matrix.Cell(
                          failure.getClass().getName() + " " + place + " " + subject,
                          () -> {
                            OutputPolicy policy = whole.apply(matrix.planted(subject));
                            boolean beforehand =
                                failure instanceof Error && !place.equals("under a deadline");
                            deniesAndSaysWho(policy, beforehand);
                          },
                          () -> false)));
      cells.add(
          new Matrix.Cell(
              failure.getClass().getName() + " in place of " + subject,
              () -> {
                for (Gate gate : List.of(Gate.Guarded.values())) {
                  failed(gate.judge(throwing, subject.values().get()), "policy", "policy");
                }
              },
              () -> false));
    }
    return cells;
  }

  /** After an error there may be no room: the denial was made beforehand. */
  private void deniesAndSaysWho(OutputPolicy policy, boolean beforehand) {
    for (Gate gate : matrix.gates()) {
      Verdict verdict = gate.judge(policy, subject.values().get());
      failed(verdict, "thrower/", "thrower");
      if (beforehand && gate == Gate.BARE) {
        BoundPolicy bound = policy.bind(Model.SCHEMA);
        Prediction prediction = subject.values().get().wrap();
        assertSame(bound.evaluate(prediction), bound.evaluate(prediction), "made beforehand");
      }
    }
  }

  private static void failed(Verdict verdict, String rule, String named) {
    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
    assertEquals(Verdict.Cause.POLICY_FAILED, deny.cause(), deny::toString);
    assertEquals(1, deny.violations().size(), deny::toString);
    assertTrue(deny.violations().get(0).rule().contains(rule), deny::toString);
    assertTrue(deny.violations().get(0).message().contains(named), deny::toString);
    assertFalse(deny.toString().contains(SECRET));
  }

  /** The innermost read of a rule throws: its buffer ends before the field. */
  private List<Matrix.Cell> shrunkBuffers() {
    if (subject.ruleFields().stream().noneMatch(Field::numeric)) {
      return List.of();
    }
    return List.of(
        new Matrix.Cell(
            "of " + subject,
            () -> {
              for (Effect effect : subject.effects()) {
                OutputPolicy policy = matrix.planted(subject.with(effect));
                for (Gate.Around around : Gate.Around.values()) {
                  Verdict verdict = guard(around.wrap(policy)).check(shrunk());
                  Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
                  assertEquals(Verdict.Cause.POLICY_FAILED, deny.cause(), deny::toString);
                }
              }
            },
            () -> guard(matrix.planted(subject)).check(shrunk()) == Verdict.ALLOW));
  }

  private Prediction shrunk() {
    Model.Values values = subject.values().get();
    FloatBuffer in = FloatBuffer.allocate(values.inputs.length);
    FloatBuffer out = FloatBuffer.allocate(values.outputs.length);
    Prediction prediction = Model.SCHEMA.prediction().wrap("request", in, out, values.texts);
    in.limit(0);
    out.limit(0);
    return prediction;
  }

  static Guard guard(OutputPolicy policy) {
    return Guard.builder(Model.SCHEMA)
        .policy(policy)
        .ledger(new Notes())
        .unclearedModel(
            new ModelRef(
                Model.SCHEMA.name(), Model.SCHEMA.version(), Digest.sha256(new byte[] {7})))
        .start();
  }

  /** Nothing undefined is released, whatever is left of the stack. */
  private List<Matrix.Cell> fullStack() {
    List<Matrix.Cell> cells = new ArrayList<>();
    for (Field field : subject.fields()) {
      Model.Values values = subject.values().get().missing(field.name());
      cells.add(
          new Matrix.Cell(
              field.name() + " of " + subject,
              () -> {
                for (Gate.Around around :
                    List.of(Gate.Around.NOTHING, Gate.Around.NESTED, Gate.Around.WEIGHTED)) {
                  OutputPolicy policy = around.wrap(matrix.planted(subject.with(Effect.ESCALATE)));
                  Descent descent = new Descent(guard(policy), values.wrap());
                  descent.run();
                  assertEquals(0, descent.others, "released or held with " + around);
                  assertTrue(descent.denied >= Descent.CHECKS, descent.denied + " denied");
                }
              },
              () -> false));
    }
    return cells;
  }

  /** Fills the stack of a small thread, and asks once on each step of the way back. */
  private static final class Descent {
    static final int CHECKS = 150;
    private final Guard guard;
    private final Prediction prediction;
    private int denied;
    private int others;
    private @Nullable Throwable thrown;

    Descent(Guard guard, Prediction prediction) {
      this.guard = guard;
      this.prediction = prediction;
    }

    void run() throws InterruptedException {
      Thread thread = new Thread(null, this::descend, "small stack", 192 * 1024);
      thread.setUncaughtExceptionHandler((where, e) -> thrown = e);
      thread.start();
      thread.join(60_000);
      assertFalse(thread.isAlive());
      assertSame(null, thrown);
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack is full
    private void descend() {
      try {
        descend();
        if (denied + others < CHECKS) {
          if (guard.check(prediction) instanceof Verdict.Deny) {
            denied++;
          } else {
            others++;
          }
        }
      } catch (StackOverflowError full) {
        // Without a verdict there is no output: the next step back has more room.
        return;
      }
    }
  }
}
