package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;

/**
 * What a {@link Shadow} has seen so far. Every count is exact; counts of one report that are still
 * moving may have been read at slightly different moments.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param policy the name of the active policy
 * @param revision its revision
 * @param sampled the predictions that were shown to the candidates
 * @param lost of these, the ones whose observation failed for other reasons than a candidate's
 * @param meanNanos the mean time of the active policy, NaN if none was taken
 * @param timed how many evaluations that mean is of
 * @param candidates in the order given
 */
public record ShadowReport(
    String policy,
    String revision,
    long sampled,
    long lost,
    double meanNanos,
    long timed,
    List<Candidate> candidates) {

  /** Copies the list. */
  public ShadowReport {
    candidates = List.copyOf(candidates);
  }

  /**
   * One candidate beside the active policy.
   *
   * @param policy its name
   * @param revision its revision
   * @param agreement the verdicts of both
   * @param failures how often it threw or returned null; these are not in the matrix
   * @param meanNanos the mean time it took, NaN if none was taken
   * @param timed how many evaluations that mean is of
   * @param disagreements the first predictions it judged differently, in the order they came
   */
  public record Candidate(
      String policy,
      String revision,
      Agreement agreement,
      long failures,
      double meanNanos,
      long timed,
      List<Disagreement> disagreements) {

    /** Copies the list. */
    public Candidate {
      disagreements = List.copyOf(disagreements);
    }

    private JsonValue toJson() {
      return JsonValue.object()
          .with("policy", JsonValue.of(policy))
          .with("revision", JsonValue.of(revision))
          .with("judged", JsonValue.of(agreement.judged()))
          .with("agreed", JsonValue.of(agreement.agreed()))
          .with("failures", JsonValue.of(failures))
          .with("agreement", agreement.toJson())
          .with("mcNemar", agreement.mcNemar().toJson())
          .with("meanNanos", mean(meanNanos))
          .with("timed", JsonValue.of(timed))
          .with(
              "disagreements",
              new JsonValue.Arr(
                  disagreements.stream().<JsonValue>map(Disagreement::toJson).toList()));
    }
  }

  /**
   * The report in JSON: {@code
   * {"policy","revision","sampled","lost","meanNanos","timed","candidates":[{"policy","revision",
   * "judged","agreed","failures","agreement":{active:{candidate:count}},"mcNemar":{"newlyWithheld",
   * "newlyReleased","exact","statistic","pValue"},"meanNanos","timed","disagreements":[{"requestId",
   * "active","candidate","activeRules","candidateRules","values"}]}]}}. A mean of nothing is null.
   */
  public JsonValue.Obj toJson() {
    return JsonValue.object()
        .with("policy", JsonValue.of(policy))
        .with("revision", JsonValue.of(revision))
        .with("sampled", JsonValue.of(sampled))
        .with("lost", JsonValue.of(lost))
        .with("meanNanos", mean(meanNanos))
        .with("timed", JsonValue.of(timed))
        .with("candidates", new JsonValue.Arr(candidates.stream().map(Candidate::toJson).toList()));
  }

  private static JsonValue mean(double nanos) {
    return Double.isNaN(nanos) ? JsonValue.NULL : JsonValue.of(nanos);
  }
}
