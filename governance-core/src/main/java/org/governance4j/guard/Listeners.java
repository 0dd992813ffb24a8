package org.governance4j.guard;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** The listeners of one guard, fenced: what they throw is counted and goes no further. */
final class Listeners {

  /** A power of two: one check in so many is timed. */
  private static final int SAMPLE = 1_024;

  private final String guard;
  private final GuardListener[] listeners;
  private final GuardListener.Meter timer;
  private final LongAdder failures;
  private volatile @Nullable String lastFailure;

  Listeners(String guard, List<GuardListener> listeners, LongAdder failures) {
    this.guard = guard;
    this.listeners = listeners.toArray(GuardListener[]::new);
    this.failures = failures;
    this.timer =
        new GuardListener.Meter(
            "governance.guard.check", "Duration of sampled checks", Map.of("guard", guard));
  }

  /** Whether this check is one of those to be timed. Random, so that threads share no counter. */
  boolean sampled() {
    return listeners.length != 0 && (ThreadLocalRandom.current().nextInt() & (SAMPLE - 1)) == 0;
  }

  void checked(long nanos) {
    // Spelled out, because a lambda would allocate where the check does not.
    for (GuardListener listener : listeners) {
      try {
        listener.checked(timer, nanos);
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  void answered(Verdict verdict, String policyRevision) {
    if (listeners.length != 0) {
      VerdictEvent event = VerdictEvent.of(guard, verdict, policyRevision);
      each(listener -> listener.answered(event));
    }
  }

  void register(Meters meters) {
    each(meters::register);
  }

  @Nullable String lastFailure() {
    return lastFailure;
  }

  private void each(Consumer<GuardListener> call) {
    for (GuardListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable e) {
    lastFailure = e.getClass().getName();
    failures.increment();
  }
}
