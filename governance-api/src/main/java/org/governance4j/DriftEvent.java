package org.governance4j;

/**
 * What a streaming detector saw with one value of its stream.
 *
 * @param detector the algorithm, as {@link DriftDetector#name()} says it
 * @param status the status bits of {@link DriftDetector}
 * @param index 0-based position of the value in the stream since the detector was made or reset by
 *     its owner; -1 before the first value
 * @param changeIndex estimated position of the first value of the new regime, or -1 when the
 *     algorithm gives no estimate or nothing changed
 * @param statistic the test statistic, NaN when there is none yet
 * @param threshold what the statistic is held against, NaN when there is none yet
 * @param logP natural logarithm of the probability of such a statistic without a change, NaN where
 *     the algorithm states none
 * @param before estimated mean before the change, NaN when unknown
 * @param after estimated mean after the change (or of the current window), NaN when unknown
 */
public record DriftEvent(
    String detector,
    int status,
    long index,
    long changeIndex,
    double statistic,
    double threshold,
    double logP,
    double before,
    double after) {

  /** Whether a change was detected. */
  public boolean drift() {
    return (status & DriftDetector.DRIFT) != 0;
  }

  /** Whether the stream is in the warning zone. */
  public boolean warning() {
    return (status & DriftDetector.WARNING) != 0;
  }
}
