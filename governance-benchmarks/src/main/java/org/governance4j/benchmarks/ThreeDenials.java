package org.governance4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.governance4j.BoundPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.PredictionCodec;
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
 * The six numeric rules on predictions that break three of them: the verdict, and the text of every
 * reason.
 *
 * <p>One operation is one list of three texts. All subjects go round the same 1,024 predictions and
 * write the same texts, letter by letter; {@code httpLoopback} has them in its JSON.
 *
 * <pre>./governance bench ThreeDenials</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ThreeDenials {
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
  private CelDev google;
  private CelNessie nessie;
  private Loopback loopback;
  private Map<String, Object>[] variables;
  private byte[][] json;
  private int next;

  /** Makes the predictions, binds the policy after other policies have been run, starts a peer. */
  @Setup
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
  public void prepare(BenchmarkParams params) {
    decisions = CreditDecision.failing(PREDICTIONS);
    OtherPolicies.warm();
    policy = CreditDecision.sixRules().bind(CreditDecision.SCHEMA);
    String subject = params.getBenchmark();
    switch (subject.substring(subject.lastIndexOf('.') + 1)) {
      case "celDev" -> google = new CelDev(Expressions.REASONS);
      case "celNessie" -> nessie = new CelNessie(Expressions.REASONS);
      case "httpLoopback" -> loopback = new Loopback(policy);
      default -> {} // ours and handWritten need no peer
    }
    PredictionCodec codec = new PredictionCodec(CreditDecision.SCHEMA);
    predictions = new Prediction[PREDICTIONS];
    variables = new Map[PREDICTIONS];
    json = new byte[PREDICTIONS][];
    for (int i = 0; i < PREDICTIONS; i++) {
      predictions[i] = decisions[i].prediction();
      variables[i] = decisions[i].variables();
      json[i] = codec.write(predictions[i]);
    }
    for (int i = 0; i < PREDICTIONS; i++) {
      requireSame(i);
    }
  }

  /** Stops the peer. */
  @TearDown
  public void stop() {
    if (loopback != null) {
      loopback.close();
    }
  }

  /** The policy's denial, every reason read. */
  @Benchmark
  public List<String> ours() {
    return reasons(policy.evaluate(predictions[step()]));
  }

  /** The limit: straight-line Java that adds a text to a list for each broken rule. */
  @Benchmark
  public List<String> handWritten() {
    CreditDecision decision = decisions[step()];
    List<String> reasons = new ArrayList<>();
    double confidence = decision.confidence;
    if (!Double.isFinite(confidence)) {
      reasons.add("confidence " + confidence + " is not a finite number");
    }
    if (confidence < 0.7) {
      reasons.add("confidence " + confidence + " is below 0.7");
    }
    if (!labels.contains(decision.label)) {
      reasons.add(
          "label \""
              + decision.label
              + "\" is not allowed; allowed are [\"approve\", \"review\", \"deny\"]");
    }
    for (double score : decision.scores) {
      if (!(score >= 0 && score <= 1)) {
        reasons.add("score " + score + " is not from 0 to 1");
      }
    }
    HashSet<String> allowed = versions.get(decision.modelName);
    if (allowed == null || !allowed.contains(decision.modelVersion)) {
      reasons.add("model_version \"" + decision.modelVersion + "\" is not allowed");
    }
    double amount = decision.amount;
    double required = amount > 100_000 ? 0.95 : amount > 10_000 ? 0.8 : 0.7;
    if (!(confidence >= required)) {
      String band =
          amount > 100_000 ? "above 100000" : amount > 10_000 ? "above 10000" : "up to 10000";
      reasons.add(
          "confidence " + confidence + " is below " + required + ", the limit for amount " + band);
    }
    return reasons;
  }

  /** One expression in Google's CEL, whose value is the list of texts. */
  @Benchmark
  public Object celDev() {
    return google.evaluate(variables[step()]);
  }

  /** One expression in Nessie's CEL, whose value is the list of texts. */
  @Benchmark
  public Object celNessie() {
    return nessie.evaluate(List.class, variables[step()]);
  }

  /** Our policy behind HTTP on the same machine. */
  @Benchmark
  @Fork(jvmArgsAppend = Peer.NO_DELAY)
  public String httpLoopback() {
    return loopback.ask(json[step()]);
  }

  private static List<String> reasons(Verdict verdict) {
    List<String> reasons = new ArrayList<>();
    for (Violation violation : ((Verdict.Deny) verdict).violations()) {
      reasons.add(violation.message());
    }
    return reasons;
  }

  private int step() {
    next = (next + 1) & (PREDICTIONS - 1);
    return next;
  }

  private void requireSame(int i) {
    Verdict verdict = policy.evaluate(predictions[i]);
    List<String> expected = reasons(verdict);
    next = i - 1;
    List<Object> found = new ArrayList<>(Arrays.asList(3, handWritten()));
    if (google != null) {
      found = List.of(3, google.evaluate(variables[i]));
    } else if (nessie != null) {
      found = List.of(3, nessie.evaluate(List.class, variables[i]));
    } else if (loopback != null) {
      String body = loopback.ask(json[i]);
      found = List.of(3, body.equals(Loopback.json(verdict)) ? expected : body);
    }
    if (!found.equals(List.of(expected.size(), expected))) {
      throw new IllegalStateException(
          "prediction " + i + ": expected " + expected + ", found " + found);
    }
  }
}
