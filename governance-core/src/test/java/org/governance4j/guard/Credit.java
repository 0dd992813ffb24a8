package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.governance4j.Digest;
import org.governance4j.Field;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/** A model with sensitive fields, policies made of a function, and a clock that is set. */
final class Credit {

  static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "1.0",
          List.of(Field.number("amount"), Field.category("iban").asSensitive()),
          List.of(Field.number("confidence"), Field.category("label"), Field.text("answer")));
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Credit() {}

  static GuardBuilder guard(MemoryLedger ledger, Clock clock, Function<Prediction, Verdict> rules) {
    return Guard.builder(SCHEMA)
        .policy(policy(rules))
        .ledger(ledger)
        .clock(clock)
        .unclearedModel(new ModelRef("credit", "1.0", Digest.sha256(new byte[] {42})));
  }

  static Prediction prediction(String id, double confidence) {
    return SCHEMA
        .prediction()
        .wrap(
            id,
            new double[] {1000},
            new double[] {confidence},
            "DE89",
            "approve",
            "your application");
  }

  static Verdict deny(String... rules) {
    return new Verdict.Deny(Verdict.Cause.POLICY, violations(rules));
  }

  static Verdict escalate(String... rules) {
    return new Verdict.Escalate(violations(rules));
  }

  private static List<Violation> violations(String... rules) {
    List<Violation> violations = new ArrayList<>();
    for (String rule : rules) {
      violations.add(Violation.of(rule, null, "broken"));
    }
    return violations;
  }

  /** Runs so many threads at once, each with its number, and fails with the first that fails. */
  static void inParallel(int threads, IntConsumer work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(
            pool.submit(
                () -> {
                  go.await();
                  work.accept(number);
                  return null;
                }));
      }
      go.countDown();
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  static OutputPolicy policy(Function<Prediction, Verdict> rules) {
    return Fixture.policy("rev-1", rules);
  }

  /** Stands still until it is moved. */
  static final class StillClock extends Clock {
    private volatile Instant now = START;

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
