package org.governance4j.drift;

import org.governance4j.DriftEvent;
import org.jspecify.annotations.Nullable;

/**
 * How one stream of a {@link DriftMonitor} does.
 *
 * @param stream its name
 * @param state what can be said about it
 * @param lacking how many more values or predictions are needed before the state is anything but
 *     {@code INSUFFICIENT_DATA}; 0 in every other state
 * @param values values the detector took; for a rate that is fed in blocks, one per block
 * @param missing predictions without a value for it
 * @param nonFinite values that were not fed because they are NaN or infinite
 * @param refused values that the detector refused
 * @param detections drifts that were detected, those that raised no entry of their own included
 * @param alerts of these, those that raised an entry
 * @param recoveries how often it came to rest again
 * @param lastDrift the latest detection, positions in values or, for a rate that is fed in blocks,
 *     in predictions; null before the first
 * @param continued whether it goes on from the state of an earlier monitor, the counts included;
 *     false for a stream that began anew
 * @param sensitive whether the figures of {@code lastDrift} tell about values of a sensitive field;
 *     {@code toString} withholds them then
 */
public record StreamStatus(
    String stream,
    State state,
    long lacking,
    long values,
    long missing,
    long nonFinite,
    long refused,
    long detections,
    long alerts,
    long recoveries,
    @Nullable DriftEvent lastDrift,
    boolean continued,
    boolean sensitive) {

  /** What can be said about a stream. */
  public enum State {
    /** Too few values yet, or again: that no drift was found means nothing. */
    INSUFFICIENT_DATA,
    /** Nothing is found. */
    STABLE,
    /** The detector is in its warning zone. */
    WARNING,
    /** Drift was detected, and the stream has not been calm for long enough since. */
    DRIFTED,
    /** Not watched any more, because its detector failed. */
    FAILED
  }

  @Override
  public String toString() {
    DriftEvent drift = lastDrift;
    String last =
        drift == null
            ? "no drift"
            : sensitive
                ? "last drift at " + drift.index() + " found by " + drift.detector()
                : "last drift " + drift;
    return "StreamStatus["
        + stream
        + " "
        + state
        + ", lacking "
        + lacking
        + ", "
        + values
        + " values, "
        + missing
        + " missing, "
        + nonFinite
        + " not finite, "
        + refused
        + " refused, "
        + detections
        + " detections, "
        + recoveries
        + " recoveries, "
        + last
        + "]";
  }
}
