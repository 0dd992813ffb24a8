package org.governance4j.policy;

import static org.governance4j.policy.Scripted.deny;
import static org.governance4j.policy.Scripted.rules;
import static org.governance4j.policy.Scripted.says;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Verdict.Cause;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(2);

  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() throws InterruptedException {
    executor.shutdownNow();
    assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS), "a policy does not end");
  }

  private static Prediction prediction() {
    return Model.values().wrap();
  }

  private static void assertLate(Verdict verdict) {
    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
    assertEquals(Cause.BUDGET, deny.cause());
    assertEquals(List.of("deadline"), rules(deny));
  }

  @Test
  @Rule("P52")
  void a_policy_that_hangs_denies_and_is_interrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    OutputPolicy hanging =
        Scripted.does(
            "hanging",
            given -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return Verdict.ALLOW;
            });
    BoundPolicy bound = Policies.withDeadline(hanging, SHORT, started(executor)).bind(Model.SCHEMA);

    Verdict verdict = bound.evaluate(prediction());

    assertLate(verdict);
    assertTrue(interrupted.await(60, TimeUnit.SECONDS), "the policy is told to stop");
    assertEquals(
        "deadline: policy \"hanging\" was not done within PT0.002S",
        ((Verdict.Deny) verdict).violations().get(0).toString());
  }

  /** An executor that returns only when a thread has taken the work, so that it can be too late. */
  private static Executor started(ExecutorService pool) {
    return work -> {
      CountDownLatch taken = new CountDownLatch(1);
      pool.execute(
          () -> {
            taken.countDown();
            work.run();
          });
      try {
        taken.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }

  @Test
  @Rule("P52")
  void what_comes_late_is_dropped_and_never_started_if_it_was_only_queued() {
    Queue<Runnable> queue = new ArrayDeque<>();
    List<String> judged = new ArrayList<>();
    OutputPolicy policy =
        Scripted.does(
            "queued",
            given -> {
              judged.add(String.valueOf(given.id()));
              return Verdict.ALLOW;
            });
    BoundPolicy bound = Policies.withDeadline(policy, SHORT, queue::add).bind(Model.SCHEMA);

    assertLate(bound.evaluate(prediction()));
    queue.remove().run();

    assertEquals(List.of(), judged);
  }

  @Test
  @Rule("P52")
  void on_the_callers_own_thread_a_late_verdict_denies_too() {
    AtomicLong clock = new AtomicLong();
    OutputPolicy slow =
        Scripted.does(
            "slow",
            given -> {
              clock.addAndGet((long) given.number(Model.SCHEMA.index("amount")));
              return Verdict.ALLOW;
            });
    BoundPolicy bound =
        new Deadline(slow, Duration.ofNanos(1_000), Runnable::run, clock::get).bind(Model.SCHEMA);

    assertSame(Verdict.ALLOW, bound.evaluate(Model.values().set("amount", 1_000).wrap()));
    assertLate(bound.evaluate(Model.values().set("amount", 1_001).wrap()));
  }

  @Test
  @Rule("P52")
  void an_executor_that_takes_no_work_or_fails_denies() {
    OutputPolicy fine = says("fine", Verdict.ALLOW);
    BoundPolicy full =
        Policies.withDeadline(
                fine,
                LONG,
                work -> {
                  throw new RejectedExecutionException("full");
                })
            .bind(Model.SCHEMA);
    BoundPolicy broken =
        Policies.withDeadline(
                fine,
                LONG,
                work -> {
                  throw new OutOfMemoryError("unable to create native thread");
                })
            .bind(Model.SCHEMA);

    assertLate(full.evaluate(prediction()));
    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, broken.evaluate(prediction()));
    assertEquals(Cause.POLICY_FAILED, deny.cause());
    assertSame(deny, broken.evaluate(prediction()), "made beforehand");
  }

  @Test
  @Rule("P52")
  void a_policy_that_fails_denies_by_name() {
    for (Throwable failure : List.of(new IllegalStateException("x"), new StackOverflowError())) {
      BoundPolicy bound =
          Policies.withDeadline(Scripted.throwing("bad", failure), LONG, executor)
              .bind(Model.SCHEMA);

      Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, bound.evaluate(prediction()));

      assertEquals(Cause.POLICY_FAILED, deny.cause());
      assertTrue(deny.violations().get(0).message().startsWith("policy \"bad\""), deny::toString);
    }
  }

  @Test
  @Rule("P52")
  void an_interrupt_of_the_caller_changes_no_verdict_and_is_kept() {
    Thread caller = Thread.currentThread();
    OutputPolicy interrupting =
        Scripted.does(
            "p",
            given -> {
              caller.interrupt();
              return deny("x");
            });
    BoundPolicy during = Policies.withDeadline(interrupting, LONG, executor).bind(Model.SCHEMA);
    BoundPolicy before =
        Policies.withDeadline(says("p", deny("x")), LONG, executor).bind(Model.SCHEMA);

    Verdict first = during.evaluate(prediction());
    boolean keptDuring = Thread.interrupted();
    Thread.currentThread().interrupt();
    Verdict second = before.evaluate(prediction());
    boolean keptBefore = Thread.interrupted();

    assertEquals(List.of("x"), rules(first));
    assertTrue(keptDuring, "the flag set while waiting");
    assertEquals(List.of("x"), rules(second));
    assertTrue(keptBefore, "the flag set before");
    before.evaluate(prediction());
    assertFalse(Thread.interrupted(), "a flag that nobody set");
  }

  @Test
  @Rule("P52")
  void the_policy_sees_a_copy_that_the_caller_cannot_change() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    AtomicReference<@Nullable String> seen = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    OutputPolicy slow =
        Scripted.does(
            "slow",
            given -> {
              begun.countDown();
              boolean waiting = true;
              while (waiting) { // deaf to interrupts
                try {
                  changed.await();
                  waiting = false;
                } catch (InterruptedException e) {
                  waiting = true;
                }
              }
              seen.set(given.id() + " " + given.number(0) + " " + given.text(6));
              done.countDown();
              return Verdict.ALLOW;
            });
    Model.Values values = Model.values();
    Prediction view = values.wrap();
    Executor judging = // returns when the policy runs: work given up before that never begins
        work -> {
          executor.execute(work);
          assertDoesNotThrow(() -> begun.await());
        };
    BoundPolicy bound = Policies.withDeadline(slow, SHORT, judging).bind(Model.SCHEMA);

    assertLate(bound.evaluate(view));
    values.set("amount", -1).set("model_name", "overwritten");
    view.wrap("other", values.inputs, values.outputs, values.texts);
    changed.countDown();

    assertTrue(done.await(60, TimeUnit.SECONDS));
    assertEquals("request 12500.5 credit-risk", seen.get());
  }

  @Test
  @Rule("P52")
  void a_copy_answers_every_question_as_the_prediction_does() {
    long fresh = System.nanoTime();
    for (long seed : new long[] {7, fresh}) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; round < 2_000; round++) {
        Prediction original = random(random);

        Prediction copy = Predictions.copy(original);

        assertSameAnswers(original, copy, "seed " + seed + " round " + round);
      }
    }
    Prediction empty = Model.SCHEMA.prediction();
    assertSameAnswers(empty, Predictions.copy(empty), "never wrapped");
    assertNull(Predictions.copy(empty).id());
  }

  private static Prediction random(SplittableRandom random) {
    ModelSchema schema = Model.SCHEMA;
    float[] in = new float[schema.inputNumbers()];
    float[] out = new float[schema.outputNumbers()];
    double[] inputs = new double[in.length];
    double[] outputs = new double[out.length];
    for (int i = 0; i < in.length; i++) {
      inputs[i] = number(random);
      in[i] = (float) inputs[i];
    }
    for (int i = 0; i < out.length; i++) {
      outputs[i] = number(random);
      out[i] = (float) outputs[i];
    }
    @Nullable String[] texts = new @Nullable String[schema.texts()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = random.nextInt(4) == 0 ? null : "t" + random.nextInt(100);
    }
    String id = random.nextBoolean() ? null : "id" + random.nextInt();
    Prediction view = schema.prediction();
    switch (random.nextInt(3)) {
      case 0 -> view.wrap(id, inputs, outputs, texts);
      case 1 -> view.wrap(id, in, out, texts);
      default -> view.wrap(id, FloatBuffer.wrap(in), FloatBuffer.wrap(out), texts);
    }
    for (int i = 0; i < schema.size(); i++) {
      if (random.nextInt(5) == 0) {
        view.missing(i);
      }
    }
    return view;
  }

  private static double number(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> 0.1;
      default -> random.nextDouble() * 1e6;
    };
  }

  private static void assertSameAnswers(Prediction expected, Prediction actual, String where) {
    assertEquals(expected.schema(), actual.schema(), where);
    assertEquals(expected.id(), actual.id(), where);
    for (int i = 0; i < expected.schema().size(); i++) {
      assertEquals(expected.has(i), actual.has(i), where + ": whether field " + i + " is there");
      if (i < expected.schema().numbers()) {
        assertEquals(
            Double.doubleToLongBits(expected.number(i)),
            Double.doubleToLongBits(actual.number(i)),
            where + ": field " + i);
      } else {
        assertEquals(expected.text(i), actual.text(i), where + ": field " + i);
      }
    }
  }

  @Test
  @Rule("P52")
  void a_deadline_out_of_range_is_refused_and_a_deadline_is_part_of_the_revision() {
    OutputPolicy fine = says("fine", Verdict.ALLOW);
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofHours(1).plusNanos(1))) {
      assertThrows(
          PolicyInvalid.class, () -> Policies.withDeadline(fine, wrong, executor), wrong::toString);
    }
    OutputPolicy one = Policies.withDeadline(fine, LONG, executor);
    assertEquals("fine", one.name());
    assertEquals(one.revision(), Policies.withDeadline(fine, LONG, executor).revision());
    assertNotEquals(one.revision(), Policies.withDeadline(fine, SHORT, executor).revision());
    assertNotEquals(one.revision(), fine.revision());
  }
}
