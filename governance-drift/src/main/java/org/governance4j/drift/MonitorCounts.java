package org.governance4j.drift;

/**
 * What a {@link DriftMonitor} has seen and lost since it was made. After a flush, and with no call
 * under way, {@code observed + labels + dropped} is the number of calls of {@code observe} and
 * {@code label}.
 *
 * @param observed observations that were processed, whether or not their fields could be read
 * @param labels labels that were processed, with or without a prediction to go with
 * @param dropped observations and labels that were not taken: the ring was full, too many threads
 *     competed for a place, or the monitor was closed
 * @param foreign observations of another schema; only their verdict was used
 * @param unreadable observations whose values could not be read; only their verdict was used
 * @param unmatchedLabels labels without a prediction: unknown id, one of more than 256 characters,
 *     too late, a second label, or no target is configured
 * @param detections drifts that were detected
 * @param alerts of those, how many raised an entry: those of a stream that had drifted already, in
 *     the same direction, do not
 * @param recoveries streams that came to rest after a drift, each an entry too
 * @param lostAlerts entries about drifts and recoveries that the ledger did not take
 */
public record MonitorCounts(
    long observed,
    long labels,
    long dropped,
    long foreign,
    long unreadable,
    long unmatchedLabels,
    long detections,
    long alerts,
    long recoveries,
    long lostAlerts) {}
