package org.governance4j.guard;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The way of a prediction through a guard: judged, answered by override or fail mode, recorded or
 * held for a review, observed, counted, told.
 *
 * <p>Safe for any number of threads.
 */
final class CheckFlow {
  private final ModelSchema schema;
  private final PolicyInForce policies;
  private final Overrides overrides;
  private final Following following;
  private final FailModes failModes;
  private final PredictionMonitor monitor;
  private final Recorder recorder;
  private final @Nullable ReviewQueue reviews;
  private final Tally tally;
  private final Listeners listeners;
  private final Judge judge;
  private volatile boolean closed;
  private volatile @Nullable String monitorFailure;

  CheckFlow(
      ModelSchema schema,
      PolicyInForce policies,
      Overrides overrides,
      Following following,
      FailModes failModes,
      PredictionMonitor monitor,
      Recorder recorder,
      @Nullable ReviewQueue reviews,
      Tally tally,
      Listeners listeners) {
    this.schema = schema;
    this.policies = policies;
    this.overrides = overrides;
    this.following = following;
    this.failModes = failModes;
    this.monitor = monitor;
    this.recorder = recorder;
    this.reviews = reviews;
    this.tally = tally;
    this.listeners = listeners;
    this.judge = new Judge(schema, tally);
  }

  /** Checks one; what it throws is for {@link #afterError}. */
  Verdict check(Prediction prediction) {
    return listeners.sampled()
        ? timed(prediction)
        : decide(prediction, policies.current(), overrides.active(), following.stale(), null);
  }

  /** Checks, and tells by the ticket which place the output has while it is reviewed. */
  Verdict check(Prediction prediction, ReviewQueue.Ticket ticket) {
    return fenced(prediction, policies.current(), overrides.active(), following.stale(), ticket);
  }

  /** Checks all by the same policy, under the same override as long as it holds. */
  List<Verdict> checkAll(List<Prediction> batch) {
    Verdict[] verdicts = new Verdict[batch.size()];
    PolicySnapshot snapshot = policies.current();
    ActiveOverride active = overrides.active();
    boolean stale = following.stale();
    int at = 0;
    for (Prediction prediction : batch) {
      verdicts[at++] = fenced(prediction, snapshot, active, stale, null);
    }
    return Collections.unmodifiableList(Arrays.asList(verdicts));
  }

  /** From now on everything is denied. */
  void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }

  @Nullable String policyFailure() {
    return judge.lastFailure();
  }

  @Nullable String monitorFailure() {
    return monitorFailure;
  }

  /**
   * Checks one of a batch, or one whose place in the queue of reviews is asked for. It may throw at
   * the very end of the stack.
   */
  private Verdict fenced(
      Prediction prediction,
      PolicySnapshot snapshot,
      @Nullable ActiveOverride active,
      boolean stale,
      ReviewQueue.@Nullable Ticket ticket) {
    try {
      return decide(prediction, snapshot, active, stale, ticket);
    } catch (Throwable e) {
      try {
        return afterError(prediction, e);
      } catch (Throwable again) {
        // As for a single one: the denial needs neither stack nor heap.
        return Denials.GUARD_ERROR;
      }
    }
  }

  private Verdict timed(Prediction prediction) {
    long start = System.nanoTime();
    Verdict verdict =
        decide(prediction, policies.current(), overrides.active(), following.stale(), null);
    listeners.checked(System.nanoTime() - start);
    return verdict;
  }

  private Verdict decide(
      Prediction prediction,
      PolicySnapshot snapshot,
      @Nullable ActiveOverride before,
      boolean stale,
      ReviewQueue.@Nullable Ticket ticket) {
    if (closed) {
      return counted(Denials.CLOSED, snapshot);
    }
    if (prediction == null) {
      return withheld(Denials.NO_PREDICTION, snapshot);
    }
    Verdict own = judge.judge(prediction, snapshot);
    Verdict judged = stale ? failModes.staleJudged(own) : own;
    // A policy may take its time, and what was ordered meanwhile must not come too late.
    ActiveOverride active = overrides.holding(before);
    Verdict verdict;
    if (closed) {
      verdict = Denials.CLOSED;
      active = null;
    } else if (active != null) {
      // What the policy wants done to an output stays, also while the policy is stale.
      verdict = active.overrule(own instanceof Verdict.AllowWith ? own : judged);
    } else {
      verdict = stale ? failModes.staleAnswer(judged, own) : failModes.answer(own);
    }
    if (verdict != Verdict.ALLOW || judged != verdict || recorder.samples()) {
      FailMode mode =
          active == null
                  && verdict != Denials.CLOSED
                  && judged != verdict
                  && judged instanceof Verdict.Deny deny
              ? failModes.of(deny.cause())
              : null;
      verdict =
          recorded(
              prediction,
              new Judgement(snapshot.revision(), own, judged, verdict, active, mode),
              ticket);
    }
    if (verdict != Denials.CLOSED) {
      observe(prediction, verdict);
    }
    return counted(verdict, snapshot);
  }

  private Verdict counted(Verdict verdict, PolicySnapshot snapshot) {
    tally.count(verdict);
    if (verdict != Verdict.ALLOW) {
      listeners.answered(verdict, snapshot.revision());
    }
    return verdict;
  }

  Verdict afterError(Prediction prediction, Throwable e) {
    judge.failed(e.getClass().getName());
    PolicySnapshot snapshot = policies.current();
    Prediction view = prediction == null ? schema.prediction() : prediction;
    recorder.recorded(view, Judgement.plain(snapshot.revision(), Denials.GUARD_ERROR));
    return counted(Denials.GUARD_ERROR, snapshot);
  }

  /** Denies the output that a mapper could not show. */
  Verdict unmapped(Verdict.Deny denial, Throwable e) {
    PolicySnapshot snapshot = policies.current();
    if (closed) {
      return counted(Denials.CLOSED, snapshot);
    }
    judge.failed(e.getClass().getName());
    return withheld(denial, snapshot);
  }

  /** A denial without a prediction: an empty view, but the denial must be on record. */
  private Verdict withheld(Verdict.Deny denial, PolicySnapshot snapshot) {
    recorder.recorded(schema.prediction(), Judgement.plain(snapshot.revision(), denial));
    return counted(denial, snapshot);
  }

  private void observe(Prediction prediction, Verdict verdict) {
    try {
      monitor.observe(prediction, verdict);
    } catch (Throwable e) {
      tally.monitorFailures.increment();
      monitorFailure = e.getClass().getName();
    }
  }

  private Verdict recorded(
      Prediction prediction, Judgement judgement, ReviewQueue.@Nullable Ticket ticket) {
    return reviews != null && judgement.verdict() instanceof Verdict.Escalate escalate
        ? reviews.hold(prediction, escalate, judgement, ticket)
        : recorder.recorded(prediction, judgement);
  }
}
