package org.governance4j.ledger;

/** What a {@link FileLedger} does with an entry when its queue is full. */
public enum Overflow {
  /**
   * Refuses it at once with {@link org.governance4j.LedgerUnavailable}; what follows is up to the
   * caller.
   */
  REJECT,
  /**
   * Lets the caller wait for room, or for the end of the ledger. An interrupt does not end the wait
   * and is kept for the caller.
   */
  BLOCK,
  /**
   * Gives it up at once, with {@link org.governance4j.LedgerUnavailable} and a count. As soon as
   * there is room, and at the latest on closing, the ledger appends an entry of the type {@code
   * loss} by itself: {@code count} is how many were given up since the last such entry, {@code
   * types} how many of each type, {@code first} and {@code last} when. Entries that were submitted
   * as bytes count under {@code encoded}; beyond 64 types, further ones count under {@code other},
   * and so do types of more than 128 characters.
   */
  DROP
}
