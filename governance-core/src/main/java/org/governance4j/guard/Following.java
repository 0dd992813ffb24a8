package org.governance4j.guard;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.governance4j.GovernanceException;
import org.jspecify.annotations.Nullable;

/** The source that a guard's policy follows, where there is one. */
final class Following {
  private final String guard;
  private final PolicyInForce policies;
  private final LongSupplier ticker;
  private volatile @Nullable Follower follower;
  private boolean closed;

  Following(String guard, PolicyInForce policies, LongSupplier ticker) {
    this.guard = guard;
    this.policies = policies;
    this.ticker = ticker;
  }

  /** Follows on a thread. */
  synchronized void start(PolicySource source, Duration every, Duration maxAge) {
    attach(source, every, maxAge).start("governance-policy-" + guard);
  }

  /** Follows without a thread: whoever calls this looks. */
  synchronized Follower attach(PolicySource source, Duration every, Duration maxAge) {
    if (closed) {
      throw new GovernanceException("the guard of " + guard + " is closed");
    }
    if (follower != null) {
      throw new IllegalStateException(
          "the guard of " + guard + " follows a source of its policy already");
    }
    Follower made = new Follower(source, policies, "guard:" + guard, every, maxAge, ticker);
    follower = made;
    return made;
  }

  /** Whether the source was not reached for too long. */
  boolean stale() {
    Follower made = follower;
    return made != null && made.stale();
  }

  /** Seconds since the source was last reached; NaN without one. */
  double age() {
    Follower made = follower;
    return made == null ? Double.NaN : made.age();
  }

  void describe(HealthReport report, FailMode onStale) {
    Follower made = follower;
    if (made != null) {
      report.follower(made, onStale);
    }
  }

  /** Stops looking, and lets nobody begin. */
  synchronized void close() {
    closed = true;
    Follower made = follower;
    if (made != null) {
      made.stop();
    }
  }
}
