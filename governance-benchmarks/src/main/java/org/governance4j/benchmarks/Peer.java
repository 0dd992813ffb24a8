package org.governance4j.benchmarks;

import java.util.Map;
import org.governance4j.BoundPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.json.PredictionCodec;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The one peer that a benchmark method needs, with the predictions in its form; none for the other
 * methods, so that they start quickly and share the process with nothing.
 */
final class Peer implements AutoCloseable {

  /** Without it the JDK's HTTP server waits for the client's delayed acknowledgement. */
  static final String NO_DELAY = "-Dsun.net.httpserver.nodelay=true";

  private CelDev google;
  private CelNessie nessie;
  private Loopback loopback;
  private Map<String, Object>[] variables;
  private byte[][] json;

  private Peer() {}

  /**
   * Starts the peer that the running method is named after, and requires that it judges as the
   * policy does.
   *
   * @param expression what the CEL peers evaluate: to true for a prediction to be allowed
   * @param text whether the policy's schema has the text
   */
  static Peer start(
      BenchmarkParams params,
      String expression,
      BoundPolicy policy,
      CreditDecision[] decisions,
      boolean text) {
    Peer peer = new Peer();
    String benchmark = params.getBenchmark();
    switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
      case "celDev" -> peer.google = new CelDev(expression);
      case "celNessie" -> peer.nessie = new CelNessie(expression);
      case "httpLoopback" -> peer.loopback = new Loopback(policy);
      default -> {
        return peer; // ours and handWritten need none
      }
    }
    peer.requireVerdicts(policy, decisions, text);
    return peer;
  }

  /** Requires that the peer judges these decisions as the policy does, and keeps them. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
  void requireVerdicts(BoundPolicy policy, CreditDecision[] decisions, boolean text) {
    Map<String, Object>[] kept = variables;
    byte[][] keptJson = json;
    variables = new Map[decisions.length];
    json = new byte[decisions.length][];
    PredictionCodec codec = new PredictionCodec(policy.schema());
    for (int i = 0; i < decisions.length; i++) {
      variables[i] = decisions[i].variables();
      Prediction prediction = text ? decisions[i].predictionWithText() : decisions[i].prediction();
      json[i] = codec.write(prediction);
      Verdict verdict = policy.evaluate(prediction);
      require(google == null || celDev(i).equals(verdict.allowed()), i);
      require(nessie == null || celNessie(i).equals(verdict.allowed()), i);
      require(loopback == null || httpLoopback(i).equals(Loopback.json(verdict)), i);
    }
    if (kept != null) {
      variables = kept;
      json = keptJson;
    }
  }

  Object celDev(int i) {
    return google.evaluate(variables[i]);
  }

  Object celNessie(int i) {
    return nessie.evaluate(Boolean.class, variables[i]);
  }

  String httpLoopback(int i) {
    return loopback.ask(json[i]);
  }

  @Override
  public void close() {
    if (loopback != null) {
      loopback.close();
    }
  }

  private static void require(boolean same, int i) {
    if (!same) {
      throw new IllegalStateException("the peer judges prediction " + i + " otherwise");
    }
  }
}
