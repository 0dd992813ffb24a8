package org.governance4j.guard;

import java.util.List;
import java.util.function.Supplier;
import org.governance4j.DecisionLedger;
import org.governance4j.Health;
import org.governance4j.PredictionMonitor;
import org.jspecify.annotations.Nullable;

/** Puts the health of a guard into one line; the status is that of the worst finding. */
final class HealthReport {
  private final StringBuilder detail = new StringBuilder(64);
  private Health.Status status = Health.Status.UP;

  HealthReport(GuardCounts counts) {
    detail.append(counts.checked()).append(" checked, ");
    detail.append(counts.denied()).append(" denied");
  }

  void degraded(String what) {
    detail.append("; ").append(what);
    atLeast(Health.Status.DEGRADED);
  }

  void down(String what) {
    detail.append("; ").append(what);
    atLeast(Health.Status.DOWN);
  }

  void failures(long count, String what, @Nullable String last) {
    if (count > 0) {
      degraded(count + " " + what + ", last: " + last);
    }
  }

  /** Something that does not go on, where there is such a thing. */
  void trouble(String what, @Nullable String failure) {
    if (failure != null) {
      degraded(what + ": " + failure);
    }
  }

  void reviews(ReviewQueue reviews) {
    List<Review> pending = reviews.pending();
    if (!pending.isEmpty()) {
      detail.append("; ").append(pending.size()).append(" reviews pending, the oldest since ");
      detail.append(pending.get(0).time());
    }
    trouble("reviews", reviews.failure());
  }

  void failModes(FailModes modes, GuardCounts counts) {
    if (!modes.allClosed()) {
      modes.describe(detail);
      degraded(
          "answered by fail mode: "
              + counts.failedOpen()
              + " open, "
              + counts.failedEscalated()
              + " escalated");
    }
  }

  void follower(Follower follower, FailMode onStale) {
    if (follower.troubled(detail)) {
      // Stale and closed, every output is withheld.
      boolean out = onStale == FailMode.CLOSED && follower.stale();
      atLeast(out ? Health.Status.DOWN : Health.Status.DEGRADED);
    }
  }

  Health health(String component, DecisionLedger ledger, PredictionMonitor monitor) {
    return new Health(
        component,
        status,
        detail.toString(),
        List.of(of("ledger", ledger::health), of("monitor", monitor::health)));
  }

  private void atLeast(Health.Status found) {
    if (found.compareTo(status) > 0) {
      status = found;
    }
  }

  private static Health of(String component, Supplier<Health> health) {
    try {
      Health found = health.get();
      return found != null
          ? found
          : Health.of(component, Health.Status.DOWN, "tells nothing of its health");
    } catch (Throwable e) {
      return Health.of(component, Health.Status.DOWN, "health failed: " + e.getClass().getName());
    }
  }
}
