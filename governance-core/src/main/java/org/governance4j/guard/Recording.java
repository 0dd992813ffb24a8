package org.governance4j.guard;

/** Which predictions a {@link Guard} must record in its ledger. */
public enum Recording {
  /** Only those that were not allowed as they are. */
  VIOLATIONS,
  /** Every one: an output whose record cannot be queued is denied. */
  ALL
}
