package org.governance4j.drift;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.JsonValue;

/**
 * Records in the ledger how many observations and labels were dropped: at once the first time, then
 * at most once a minute and at the end. What the ledger did not take is added to the next entry.
 * One thread.
 */
final class LossRecord {

  private static final long PAUSE_MILLIS = 60_000;

  private final String actor;
  private final DecisionLedger ledger;
  private final Clock clock;
  private final AtomicLong recorded = new AtomicLong();
  private boolean any;
  private long last;

  LossRecord(String schemaName, DecisionLedger ledger, Clock clock) {
    this.actor = "monitor:" + schemaName;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Looks whether there is something to record.
   *
   * @param dropped how many were dropped so far
   * @param end whether there is no later call, so that it cannot wait
   */
  void look(long dropped, boolean end) {
    long count = dropped - recorded.get();
    if (count <= 0) {
      return;
    }
    long now = clock.millis();
    // A clock that was set back must not silence this for long.
    if (any && !end && now >= last && now - last < PAUSE_MILLIS) {
      return;
    }
    any = true;
    last = now;
    recorded.addAndGet(count);
    Entry entry =
        Entry.builder(Entry.Types.LOSS, actor, actor)
            .time(clock.instant())
            .attribute("count", JsonValue.of(count))
            .build();
    try {
      ledger
          .submit(entry)
          .whenComplete(
              (receipt, problem) -> {
                if (problem != null) {
                  recorded.addAndGet(-count);
                }
              });
    } catch (RuntimeException e) {
      recorded.addAndGet(-count); // still counted by the monitor, and shown by its health
    }
  }
}
