package org.governance4j.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** One place in a {@link ReviewQueue}: of several deciders one claims it. */
final class HeldOutput {

  private static final Verdict.Deny WITHHELD =
      Verdict.Deny.of(Verdict.Cause.POLICY, "review", "a reviewer withheld the output");
  private static final Verdict.Deny EXPIRED =
      Verdict.Deny.of(Verdict.Cause.POLICY, "review", "nobody decided in time");
  private static final Verdict.Deny CLOSED =
      Verdict.Deny.of(
          Verdict.Cause.GUARD_CLOSED, "review", "the guard was closed before anybody decided");

  final String request;
  final long deadlineNanos;
  final CompletableFuture<Receipt> escalation;
  final CompletableFuture<Review> outcome = new CompletableFuture<>();
  private volatile Review state;

  HeldOutput(
      Review review, String request, long deadlineNanos, CompletableFuture<Receipt> escalation) {
    this.state = review;
    this.request = request;
    this.deadlineNanos = deadlineNanos;
    this.escalation = escalation;
  }

  /** How it stands. */
  Review review() {
    Review review = state;
    boolean recorded = escalation.isDone() && !escalation.isCompletedExceptionally();
    return recorded && review.escalation() == null ? review.escalatedAt(escalation.join()) : review;
  }

  /** Where the escalation is recorded; waits for it; null if that failed. */
  @Nullable Receipt escalated() {
    try {
      return escalation.join();
    } catch (CompletionException e) {
      // Counted as a lost record by the one who queued it.
      return null;
    }
  }

  /** Takes it out of the hands of everybody else. */
  synchronized boolean claim(Review.Status next, @Nullable String actor, @Nullable String reason) {
    if (state.status() != Review.Status.PENDING) {
      return false;
    }
    state = state.with(next, actor, reason, null);
    return true;
  }

  /** A claimed release that was not to be waits again. */
  synchronized void putBack() {
    state = state.with(Review.Status.PENDING, null, null, null);
  }

  /** By the claimant: what has become of it. */
  synchronized void settle(Review.Status next, @Nullable Receipt where) {
    state = state.with(next, state.actor(), state.reason(), where);
  }

  /** The verdict after a review. */
  static Verdict verdict(Review review) {
    return switch (review.status()) {
      case RELEASED ->
          review.obligations().isEmpty()
              ? Verdict.ALLOW
              : new Verdict.AllowWith(review.obligations());
      case EXPIRED -> EXPIRED;
      case CLOSED -> CLOSED;
      case WITHHELD, PENDING, DECIDING -> WITHHELD;
    };
  }
}
