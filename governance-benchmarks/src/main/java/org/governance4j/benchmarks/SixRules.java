package org.governance4j.benchmarks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.governance4j.BoundPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The six numeric rules of the common rule set on predictions that pass all of them: finite
 * confidence, confidence floor, label list, score ranges, version by model, confidence by amount.
 *
 * <p>One operation is one verdict. Both subjects go round the same 1,024 predictions in the same
 * order; their strings are equal to those of the rules, but other objects, as they are after
 * deserialisation.
 *
 * <p>The peers are given what suits them: {@code celDev} and {@code celNessie} flat, declared
 * variables in maps that were made before, {@code httpLoopback} JSON that was written before. Each
 * must judge all predictions, and as many that break rules, as our policy does.
 *
 * <pre>./governance bench SixRules</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SixRules {
  private static final int PREDICTIONS = 1024;

  private final HashSet<String> labels = new HashSet<>(List.of("approve", "review", "deny"));
  private final Map<String, HashSet<String>> versions =
      new HashMap<>(
          Map.of(
              "credit-risk",
              new HashSet<>(List.of("3.2.0", "3.2.1", "3.3.0")),
              "churn",
              new HashSet<>(List.of("1.0.0"))));

  private BoundPolicy policy;
  private Prediction[] predictions;
  private CreditDecision[] decisions;
  private int next;
  private Peer peer;

  /** Makes the predictions, binds the policy after other policies have been run, starts a peer. */
  @Setup
  public void prepare(BenchmarkParams params) {
    decisions = CreditDecision.passing(PREDICTIONS);
    predictions = new Prediction[PREDICTIONS];
    for (int i = 0; i < PREDICTIONS; i++) {
      predictions[i] = decisions[i].prediction();
    }
    OtherPolicies.warm();
    policy = CreditDecision.sixRules().bind(CreditDecision.SCHEMA);
    for (int i = 0; i < PREDICTIONS; i++) {
      if (ours() != Verdict.ALLOW || handWritten() != Verdict.ALLOW) {
        throw new IllegalStateException("prediction " + i + " must pass");
      }
    }
    peer = Peer.start(params, Expressions.SIX_RULES, policy, decisions, false);
    peer.requireVerdicts(policy, CreditDecision.failing(PREDICTIONS), false);
  }

  /** Stops the peer. */
  @TearDown
  public void stop() {
    peer.close();
  }

  /** The rules as a bound policy. */
  @Benchmark
  public Verdict ours() {
    next = (next + 1) & (PREDICTIONS - 1);
    return policy.evaluate(predictions[next]);
  }

  /** The limit: the same rules as straight-line Java over typed fields. */
  @Benchmark
  public Verdict handWritten() {
    next = (next + 1) & (PREDICTIONS - 1);
    CreditDecision decision = decisions[next];
    double confidence = decision.confidence;
    if (!Double.isFinite(confidence)) {
      return null;
    }
    if (!(confidence >= 0.7)) {
      return null;
    }
    if (!labels.contains(decision.label)) {
      return null;
    }
    for (double score : decision.scores) {
      if (!(score >= 0 && score <= 1)) {
        return null;
      }
    }
    HashSet<String> allowed = versions.get(decision.modelName);
    if (allowed == null || !allowed.contains(decision.modelVersion)) {
      return null;
    }
    double amount = decision.amount;
    double required = amount > 100_000 ? 0.95 : amount > 10_000 ? 0.8 : 0.7;
    if (!(confidence >= required)) {
      return null;
    }
    return Verdict.ALLOW;
  }

  /** The rules as one expression in Google's CEL. */
  @Benchmark
  public Object celDev() {
    next = (next + 1) & (PREDICTIONS - 1);
    return peer.celDev(next);
  }

  /** The rules as one expression in Nessie's CEL. */
  @Benchmark
  public Object celNessie() {
    next = (next + 1) & (PREDICTIONS - 1);
    return peer.celNessie(next);
  }

  /** Our policy behind HTTP on the same machine. */
  @Benchmark
  @Fork(jvmArgsAppend = Peer.NO_DELAY)
  public Object httpLoopback() {
    next = (next + 1) & (PREDICTIONS - 1);
    return peer.httpLoopback(next);
  }
}
