package org.governance4j.benchmarks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  private CreditDecision[] decisions;
  private Map<String, Object>[] variables;
  private CelDev google;
  private CelNessie nessie;
  private int next;

  /** Makes the predictions after other policies have been run, starts a peer. */
  @Setup
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
  public void prepare(BenchmarkParams params) {
    OtherPolicies.warm();
    decisions = CreditDecision.passing(PREDICTIONS);
    variables = new Map[PREDICTIONS];
    for (int i = 0; i < PREDICTIONS; i++) {
      variables[i] = decisions[i].variables();
    }
    String subject = params.getBenchmark();
    switch (subject.substring(subject.lastIndexOf('.') + 1)) {
      case "celDev" -> google = new CelDev(Expressions.EIGHT_RULES);
      case "celNessie" -> nessie = new CelNessie(Expressions.EIGHT_RULES);
      default -> {} // handWritten needs no peer
    }
    for (int i = 0; i < PREDICTIONS; i++) {
      require(decisions[i], true);
      for (String text : TextTwin.BLOCKED) {
        require(decisions[i].withText(decisions[i].text.substring(text.length()) + text), false);
      }
    }
    for (CreditDecision failing : CreditDecision.failing(PREDICTIONS)) {
      require(failing, false);
    }
  }

  /** The limit: the same rules as straight-line Java over typed fields. */
  @Benchmark
  public Verdict handWritten() {
    return judge(decisions[step()]);
  }

  /** The rules as one expression in Google's CEL. */
  @Benchmark
  public Object celDev() {
    return google.evaluate(variables[step()]);
  }

  /** The rules as one expression in Nessie's CEL. */
  @Benchmark
  public Object celNessie() {
    return nessie.evaluate(Boolean.class, variables[step()]);
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
    if (google != null) {
      same &= google.evaluate(decision.variables()).equals(allowed);
    }
    if (nessie != null) {
      same &= nessie.evaluate(Boolean.class, decision.variables()) == allowed;
    }
    if (!same) {
      throw new IllegalStateException("expected " + allowed + " for " + decision.text);
    }
  }
}
