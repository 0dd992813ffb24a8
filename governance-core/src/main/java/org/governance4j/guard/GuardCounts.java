package org.governance4j.guard;

/**
 * What a guard has done since it started; each figure is exact, read without locks, and the figures
 * are not one snapshot.
 *
 * @param allowed released as they were
 * @param allowedWith released with obligations
 * @param escalated held for a human
 * @param denied withheld
 * @param overridden released by an override though the policy withheld them or was stale; also in
 *     {@code allowed} or, where the policy had obligations, {@code allowedWith}
 * @param failedOpen released by {@link FailMode#OPEN} though nothing judged them; also in {@code
 *     allowed} or, where the policy had obligations, {@code allowedWith}
 * @param failedEscalated held by {@link FailMode#ESCALATE}; also in {@code escalated}
 * @param recordFailures records that could not be queued or written
 * @param policyFailures evaluations in which the policy failed instead of judging
 * @param monitorFailures observations in which the monitor failed
 * @param listenerFailures calls of a listener that failed
 */
public record GuardCounts(
    long allowed,
    long allowedWith,
    long escalated,
    long denied,
    long overridden,
    long failedOpen,
    long failedEscalated,
    long recordFailures,
    long policyFailures,
    long monitorFailures,
    long listenerFailures) {

  /** How many predictions were checked. */
  public long checked() {
    return allowed + allowedWith + escalated + denied;
  }
}
