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
 * All eight common rules on predictions that pass all of them: the six of {@link SixRules}, two
 * patterns and eight blocked terms in a text of 210 characters.
 *
 * <p>One operation is one verdict; all subjects go round the same 1,024 predictions.
 *
 * <pre>./governance bench EightRules</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EightRules {
  private static final int PREDICTIONS = 1024;

  private final HashSet<String> labels = new HashSet<>(List.of("approve", "review", "deny"));
  private final Map<String, HashSet<String>> versions =
      new HashMap<>(
          Map.of(
              "credit-risk",
              new HashSet<>(List.of("3.2.0", "3.2.1", "3.3.0")),
              "churn",
              new HashSet<>(List.of("1.0.0"))));
  private final TextTwin texts = new TextTwin();

  private BoundPolicy policy;
  private Prediction[] predictions;
  private CreditDecision[] decisions;
  private Peer peer;
  private int next;

  /** Makes the predictions, binds the policy after other policies have been run, starts a peer. */
  @Setup
  public void prepare(BenchmarkParams params) {
    OtherPolicies.warm();
    decisions = CreditDecision.passing(PREDICTIONS);
    predictions = new Prediction[PREDICTIONS];
    for (int i = 0; i < PREDICTIONS; i++) {
      predictions[i] = decisions[i].predictionWithText();
    }
    policy = CreditDecision.eightRules().bind(CreditDecision.WITH_TEXT);
    CreditDecision[] failing = CreditDecision.failing(PREDICTIONS);
    peer = Peer.start(params, Expressions.EIGHT_RULES, policy, decisions, true);
    peer.requireVerdicts(policy, failing, true);
    for (int i = 0; i < PREDICTIONS; i++) {
      require(decisions[i], true);
      require(failing[i], false);
    }
    CreditDecision[] blocked =
        TextTwin.BLOCKED.stream()
            .map(text -> decisions[0].withText(decisions[0].text.substring(text.length()) + text))
            .toArray(CreditDecision[]::new);
    for (CreditDecision decision : blocked) {
      require(decision, false);
    }
    peer.requireVerdicts(policy, blocked, true);
  }

  /** Stops the peer. */
  @TearDown
  public void stop() {
    peer.close();
  }

  /** The rules as a bound policy. */
  @Benchmark
  public Verdict ours() {
    return policy.evaluate(predictions[step()]);
  }

  /** The limit: the same rules as straight-line Java over typed fields. */
  @Benchmark
  public Verdict handWritten() {
    return judge(decisions[step()]);
  }

  /** The rules as one expression in Google's CEL. */
  @Benchmark
  public Object celDev() {
    return peer.celDev(step());
  }

  /** The rules as one expression in Nessie's CEL. */
  @Benchmark
  public Object celNessie() {
    return peer.celNessie(step());
  }

  /** Our policy behind HTTP on the same machine. */
  @Benchmark
  @Fork(jvmArgsAppend = Peer.NO_DELAY)
  public Object httpLoopback() {
    return peer.httpLoopback(step());
  }

  private Verdict judge(CreditDecision decision) {
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
    return texts.allows(decision.text) ? Verdict.ALLOW : null;
  }

  private int step() {
    next = (next + 1) & (PREDICTIONS - 1);
    return next;
  }

  private void require(CreditDecision decision, boolean allowed) {
    boolean same = (judge(decision) == Verdict.ALLOW) == allowed;
    same &= policy.evaluate(decision.predictionWithText()).allowed() == allowed;
    if (!same) {
      throw new IllegalStateException("expected " + allowed + " for " + decision.text);
    }
  }
}
