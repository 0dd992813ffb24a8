package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.Receipt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What humans have ordered a guard to do.
 *
 * <p>Two people may act at once, and writing to the ledger may take as long as it likes. So nobody
 * waits for anybody: a stop is simply set; a release takes effect only if nothing was ordered since
 * it was asked for; ending touches only the override it was meant for.
 */
final class Overrides {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final String guard;
  private final DecisionLedger ledger;
  private final Scribe scribe;
  private final Clock clock;
  private final LongSupplier ticker;
  private final Supplier<String> revision;
  private final AtomicReference<@Nullable InForce> current = new AtomicReference<>();

  Overrides(
      String guard,
      DecisionLedger ledger,
      Scribe scribe,
      Clock clock,
      LongSupplier ticker,
      Supplier<String> revision) {
    this.guard = guard;
    this.ledger = ledger;
    this.scribe = scribe;
    this.clock = clock;
    this.ticker = ticker;
    this.revision = revision;
  }

  /**
   * An order, and when it ends by the clock that nobody sets: a wall clock that jumps must neither
   * prolong a release nor lift a stop.
   *
   * @param recording whether it is a stop whose record is on its way
   */
  private record InForce(
      ActiveOverride order, long deadlineNanos, Object token, boolean recording) {

    /** The same order, with its receipt. */
    InForce recorded(Receipt receipt) {
      return new InForce(order.recorded(receipt), deadlineNanos, token, false);
    }

    /** The same order, which could not be recorded. */
    InForce unrecorded() {
      return new InForce(order, deadlineNanos, token, false);
    }
  }

  /** The override in force, or null. */
  @Nullable ActiveOverride active() {
    InForce inForce = current.get();
    return inForce == null || expired(inForce) ? null : inForce.order();
  }

  /**
   * What holds for a prediction that was judged under the given override, or under none: a stop
   * that was ordered meanwhile, and a release, or its renewal, no longer than it lasts. A release
   * that was ordered meanwhile is for later predictions. Looks at no clock unless an override
   * exists.
   */
  @Nullable ActiveOverride holding(@Nullable ActiveOverride before) {
    InForce inForce = current.get();
    ActiveOverride now = inForce == null || expired(inForce) ? null : inForce.order();
    if (now != null && now.mode() == OverrideMode.DENY) {
      return now;
    }
    boolean released = before != null && before.mode() == OverrideMode.ALLOW;
    return released ? now : before;
  }

  /** Whether an emergency stop is in force. */
  boolean stopped() {
    ActiveOverride order = active();
    return order != null && order.mode() == OverrideMode.DENY;
  }

  ActiveOverride start(OverrideMode mode, String actor, String reason, Instant expiry) {
    requireReason(reason);
    Instant now = clock.instant();
    if (!expiry.isAfter(now) || expiry.isAfter(now.plus(Guard.MAX_OVERRIDE))) {
      throw new IllegalArgumentException(
          "an override must expire after "
              + now
              + " and by "
              + now.plus(Guard.MAX_OVERRIDE)
              + ": "
              + expiry);
    }
    long deadline = ticker.getAsLong() + Duration.between(now, expiry).toNanos();
    ActiveOverride order = new ActiveOverride(mode, actor, reason, expiry, null);
    return mode == OverrideMode.DENY ? stop(order, deadline) : release(order, deadline);
  }

  void end(String actor, String reason) {
    requireReason(reason);
    InForce inForce = current.get();
    if (inForce == null || expired(inForce)) {
      return;
    }
    if (inForce.order().mode() == OverrideMode.ALLOW) {
      clear(inForce.token());
    }
    record(scribe.overrideEnd(revision.get(), actor, reason, inForce.order()));
    clear(inForce.token());
  }

  private void clear(Object token) {
    current.updateAndGet(inForce -> inForce != null && inForce.token() == token ? null : inForce);
  }

  private ActiveOverride stop(ActiveOverride order, long deadline) {
    InForce stopped = new InForce(order, deadline, new Object(), true);
    current.set(stopped);
    LOG.warn("guard of {} withholds every output until {}", guard, order.expiry());
    Receipt receipt;
    try {
      receipt = record(scribe.override(revision.get(), order));
    } catch (Error e) {
      current.compareAndSet(stopped, stopped.unrecorded());
      throw e;
    } catch (RuntimeException e) {
      current.compareAndSet(stopped, stopped.unrecorded());
      throw new GovernanceException(
          "the stop is in force, but it is not recorded: " + e.getMessage(), e);
    }
    InForce recorded = stopped.recorded(receipt);
    current.compareAndSet(stopped, recorded);
    return recorded.order();
  }

  private ActiveOverride release(ActiveOverride order, long deadline) {
    InForce before = current.get();
    // Both were ordered at once, and the release might be on record first.
    if (before != null && before.recording() && !expired(before)) {
      throw new GovernanceException(
          "the release is not in force: a stop is being recorded, and it holds");
    }
    ActiveOverride recorded = order.recorded(record(scribe.override(revision.get(), order)));
    if (!current.compareAndSet(before, new InForce(recorded, deadline, new Object(), false))) {
      throw new GovernanceException(
          "the release is recorded but not in force: another override was ordered meanwhile");
    }
    LOG.warn("guard of {} releases every output until {}", guard, order.expiry());
    return recorded;
  }

  private Receipt record(Entry entry) {
    if (ledger == DecisionLedger.none()) {
      throw new GovernanceException("an override must be recorded, and no ledger is configured");
    }
    return ledger.append(entry);
  }

  private boolean expired(InForce inForce) {
    ActiveOverride order = inForce.order();
    boolean byWall = clock.millis() >= order.expiry().toEpochMilli();
    boolean byTicker = ticker.getAsLong() - inForce.deadlineNanos() >= 0;
    return order.mode() == OverrideMode.ALLOW ? byWall || byTicker : byWall && byTicker;
  }

  private static void requireReason(String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an override needs a reason");
    }
  }
}
