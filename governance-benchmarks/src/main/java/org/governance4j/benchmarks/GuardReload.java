package org.governance4j.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.governance4j.DecisionLedger;
import org.governance4j.Prediction;
import org.governance4j.guard.Guard;
import org.governance4j.policy.RulePolicy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What replacing the policy does to those who are served meanwhile: the time of a batch of 1,000
 * checks, calm and while another thread reads the rule file anew and replaces the policy ten times
 * a second, which is far more often than anybody would.
 *
 * <p>What counts is p99.9. It has more to do with the machine's scheduler than with this code, so
 * compare the median of several runs, each with both values of the parameter:
 *
 * <pre>for i in 1 2 3 4 5; do ./governance bench GuardReload --quick; done</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GuardReload {
  private static final int CHECKS = 1_000;
  private static final int MASK = 1023;

  /** How often a second the policy is replaced. */
  @Param({"0", "10"})
  public int replacements;

  private Guard guard;
  private Prediction[] predictions;
  private byte[] rules;
  private volatile boolean running;
  private Thread reloader;

  /** Starts the guard after other guards have been run. */
  @Setup
  public void start() {
    OtherGuards.warm();
    CreditDecision[] decisions = CreditDecision.passing(MASK + 1);
    predictions = new Prediction[decisions.length];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = decisions[i].predictionWithText();
    }
    RulePolicy policy = CreditDecision.eightRules();
    rules = policy.toJson();
    guard =
        Guard.builder(CreditDecision.WITH_TEXT)
            .ledger(DecisionLedger.none())
            .policy(policy)
            .unclearedModel(OtherGuards.model(CreditDecision.WITH_TEXT))
            .start();
  }

  /** Starts to replace the policy. */
  @Setup(Level.Iteration)
  public void reload() {
    running = replacements > 0;
    reloader = new Thread(this::replace, "reloader");
    reloader.start();
  }

  /** Stops it. */
  @TearDown(Level.Iteration)
  public void settle() throws InterruptedException {
    running = false;
    reloader.join();
  }

  /** Requires that all was allowed. */
  @TearDown
  public void stop() {
    if (guard.counts().denied() != 0) {
      throw new IllegalStateException(guard.counts().toString());
    }
    guard.close();
  }

  /** A thousand checks. */
  @Benchmark
  public int ours() {
    int allowed = 0;
    for (int i = 0; i < CHECKS; i++) {
      allowed += guard.check(predictions[i & MASK]).allowed() ? 1 : 0;
    }
    return allowed;
  }

  private void replace() {
    while (running) {
      guard.replacePolicy(RulePolicy.parse(rules), "user:benchmark", "to measure it");
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / replacements);
    }
  }
}
