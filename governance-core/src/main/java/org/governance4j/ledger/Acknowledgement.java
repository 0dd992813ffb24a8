package org.governance4j.ledger;

/** How safe an entry must be before a {@link FileLedger} acknowledges it. */
public enum Acknowledgement {
  /**
   * Handed to the operating system: it survives the end of this process, but not that of the
   * machine. It is forced to the disk together with the next durable entry, before the next
   * checkpoint, or after the publish interval, whichever comes first.
   */
  BUFFERED,
  /** Forced to the disk: it survives a loss of power. */
  DURABLE,
  /**
   * Covered by a published checkpoint: anybody can prove it. It waits for the next checkpoint and
   * does not ask for one, see {@link FileLedgerConfig#publishInterval}.
   */
  PUBLISHED
}
