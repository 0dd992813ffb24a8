package org.governance4j.guard;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.governance4j.GovernanceException;
import org.governance4j.OutputPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a guard's policy that of a source.
 *
 * <p>Serving threads compare the age themselves instead of being told by the looking thread: if
 * that thread hangs or dies, the policy grows stale all the same.
 */
final class Follower {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** Longer ages are no bound on anything, and nanoseconds must not overflow. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private static final int MAX_MESSAGE = 200;

  private final PolicySource source;
  private final PolicyInForce policies;
  private final String actor;
  private final long everyNanos;
  private final long maxAgeNanos;
  private final LongSupplier ticker;
  private final AtomicLong failures = new AtomicLong();
  private volatile long seen;
  private volatile @Nullable String failure;
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;

  /**
   * Makes a follower, which does nothing before it is started but to grow older.
   *
   * @param ticker nanoseconds since any moment
   */
  Follower(
      PolicySource source,
      PolicyInForce policies,
      String actor,
      Duration every,
      Duration maxAge,
      LongSupplier ticker) {
    if (every.isZero() || every.isNegative() || every.compareTo(maxAge) >= 0) {
      throw new IllegalArgumentException(
          "every must be positive and shorter than the maxAge " + maxAge + ": " + every);
    }
    if (maxAge.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("maxAge must not exceed " + LONGEST + ": " + maxAge);
    }
    this.source = Objects.requireNonNull(source, "source");
    this.policies = policies;
    this.actor = actor;
    this.everyNanos = every.toNanos();
    this.maxAgeNanos = maxAge.toNanos();
    this.ticker = ticker;
    this.seen = ticker.getAsLong();
  }

  /** Looks now and again, on a thread of its own. */
  void start(String name) {
    Thread looking = new Thread(this::run, name);
    looking.setDaemon(true);
    thread = looking;
    looking.start();
  }

  boolean stale() {
    return ticker.getAsLong() - seen > maxAgeNanos;
  }

  /** Seconds since the source was last reached. */
  double age() {
    return (ticker.getAsLong() - seen) / 1e9;
  }

  /** Looks once; whatever goes wrong leaves the policy as it is. */
  void look() {
    // Before looking, because a slow answer is as old as its question.
    long asked = ticker.getAsLong();
    try {
      OutputPolicy found = Objects.requireNonNull(source.latest(), "the source's policy");
      // A source that leaves its thread interrupted must not make the ledger's wait fail. The order
      // matters: stop() sets its flag before it interrupts.
      clearInterrupt();
      if (stopped) {
        return;
      }
      if (!found.revision().equals(policies.revision())) {
        policies.replace(found, actor, "source");
      }
      seen = asked;
      failure = null;
    } catch (Throwable e) {
      // An Error too: a source that once ran out of memory may be reached the next time.
      failures.incrementAndGet();
      String found = describe(e);
      if (!found.equals(failure)) {
        LOG.warn("{} keeps its policy, because its source failed: {}", actor, found);
      }
      failure = found;
    }
  }

  void stop() {
    stopped = true;
    Thread looking = thread;
    if (looking != null) {
      looking.interrupt();
    }
  }

  /** Appends what is wrong, and says whether anything is. */
  boolean troubled(StringBuilder detail) {
    String last = failure;
    Thread looking = thread;
    boolean dead = looking != null && !looking.isAlive() && !stopped;
    boolean old = stale();
    if (last != null) {
      detail
          .append("; the policy's source failed, ")
          .append(failures.get())
          .append(" times, last: ");
      detail.append(last);
    }
    if (dead) {
      detail.append("; nobody looks at the policy's source any more");
    }
    if (old) {
      detail.append("; the policy is stale: its source was last reached ");
      detail.append((long) age()).append(" s ago");
    }
    return last != null || dead || old;
  }

  private void run() {
    while (!stopped) {
      look();
      // A failing source may leave it interrupted too: the wait must not become a busy loop.
      clearInterrupt();
      if (stopped) {
        return;
      }
      LockSupport.parkNanos(this, everyNanos);
    }
  }

  private void clearInterrupt() {
    if (Thread.interrupted()) {
      LOG.debug("{}: the thread that looks at the policy's source was interrupted", actor);
    }
  }

  /** Our own refusals say what is wrong with a policy or a ledger; others may say anything. */
  private static String describe(Throwable e) {
    return e instanceof GovernanceException
        ? Texts.clean(String.valueOf(e.getMessage()), MAX_MESSAGE)
        : e.getClass().getName();
  }
}
