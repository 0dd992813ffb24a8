package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.governance4j.BoundPolicy;
import org.governance4j.DecisionLedger;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.Health;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Stands beside a model: judges every prediction by a policy before it leaves, hands it to a drift
 * monitor and records what must be recorded.
 *
 * <ul>
 *   <li>The policy fails closed: an exception or error in it denies.
 *   <li>The monitor only observes: its failure never changes a verdict, but is counted and shown by
 *       {@link #health}.
 *   <li>A record that the {@link Recording} rule demands and that cannot be queued turns the
 *       verdict into a denial.
 * </ul>
 *
 * <p>Safe for any number of threads. {@link #check} never blocks and does no I/O; when it allows
 * and records nothing it allocates nothing and takes no lock. {@link #override} and starting wait
 * for the ledger.
 */
public final class Guard implements AutoCloseable {

  /** The longest time an override may last; renewing it is a new decision of a human. */
  public static final Duration MAX_OVERRIDE = Duration.ofHours(24);

  // Preallocated: after an Error, such as a full heap or stack, there may be no room to make one.
  private static final Verdict.Deny CLOSED =
      Verdict.Deny.of(Verdict.Cause.GUARD_CLOSED, "guard", "the guard is closed");
  private static final Verdict.Deny ERROR =
      Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED, "policy", "the policy failed with an error, see health");
  private static final Verdict.Deny NULL =
      Verdict.Deny.of(Verdict.Cause.POLICY_FAILED, "policy", "the policy returned no verdict");
  private static final Verdict.Deny STOPPED =
      Verdict.Deny.of(Verdict.Cause.GUARD_CLOSED, "override", "an operator withholds every output");
  private final ModelSchema schema;
  private final BoundPolicy policy;
  private final DecisionLedger ledger;
  private final PredictionMonitor monitor;
  private final String revision;
  private final boolean cleared;
  private final Overrides overrides;
  private final Tally tally = new Tally();
  private final Recorder recorder;
  private final @Nullable ReviewQueue reviews;
  private volatile boolean closed;
  private volatile @Nullable String policyFailure;
  private volatile @Nullable String monitorFailure;

  Guard(
      ModelSchema schema,
      BoundPolicy policy,
      DecisionLedger ledger,
      PredictionMonitor monitor,
      Clock clock,
      Recording recording,
      ReviewQueues reviewing,
      boolean cleared,
      Scribe scribe) {
    this.schema = schema;
    this.policy = policy;
    this.ledger = ledger;
    this.monitor = monitor;
    this.revision = policy.revision();
    this.cleared = cleared;
    this.overrides = new Overrides(schema.name(), ledger, scribe, clock);
    this.recorder = new Recorder(ledger, scribe, recording, clock, tally);
    this.reviews = reviewing.make(recorder, scribe, clock, overrides::stopped);
  }

  /**
   * Starts to configure a guard.
   *
   * @param schema the model's schema
   */
  public static GuardBuilder builder(ModelSchema schema) {
    return new GuardBuilder(schema);
  }

  /** The schema of the predictions this guard takes. */
  public ModelSchema schema() {
    return schema;
  }

  /**
   * Judges one prediction.
   *
   * @param prediction a view of {@link #schema()}; nothing keeps it after this returns
   * @return the verdict; release the output only if it says so
   */
  public Verdict check(Prediction prediction) {
    return check(prediction, null);
  }

  private Verdict check(Prediction prediction, ReviewQueue.@Nullable Ticket ticket) {
    if (closed) {
      tally.count(CLOSED);
      return CLOSED;
    }
    ActiveOverride active = overrides.active();
    Verdict judged = judge(prediction);
    Verdict verdict = active == null ? judged : overruled(active, judged);
    if (verdict != Verdict.ALLOW || judged != verdict || recorder.samples()) {
      verdict = recorded(prediction, judged, verdict, active, ticket);
    }
    observe(prediction, verdict);
    tally.count(verdict);
    return verdict;
  }

  /**
   * Wraps a model so that its output can only be had through a verdict. The model's own exceptions
   * pass through; a mapper that fails denies.
   *
   * @param model the model
   * @param mapper shows the guard what went in and came out
   */
  public <I, O> Function<I, Governed<O>> governed(
      Function<? super I, ? extends O> model, PredictionMapper<? super I, ? super O> mapper) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mapper, "mapper");
    return input -> {
      O output = Objects.requireNonNull(model.apply(input), "the model's output");
      Prediction view = schema.prediction();
      try {
        mapper.map(input, output, view);
      } catch (RuntimeException e) {
        return Governed.of(output, unmapped(e));
      }
      return Governed.of(output, check(view));
    };
  }

  /**
   * Wraps a model like {@link #governed}, and holds an escalated output until a human has decided:
   * the stage completes with the released output, or with the denial. Without an escalation it is
   * complete at once.
   *
   * @param model the model
   * @param mapper shows the guard what went in and came out
   * @throws IllegalStateException if no reviews are configured
   */
  public <I, O> Function<I, CompletionStage<Governed<O>>> reviewed(
      Function<? super I, ? extends O> model, PredictionMapper<? super I, ? super O> mapper) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mapper, "mapper");
    reviews();
    return input -> {
      O output = Objects.requireNonNull(model.apply(input), "the model's output");
      Prediction view = schema.prediction();
      try {
        mapper.map(input, output, view);
      } catch (RuntimeException e) {
        return CompletableFuture.completedStage(Governed.of(output, unmapped(e)));
      }
      ReviewQueue.Ticket ticket = new ReviewQueue.Ticket();
      Verdict verdict = check(view, ticket);
      HeldOutput held = ticket.held;
      return held == null
          ? CompletableFuture.completedStage(Governed.of(output, verdict))
          : held.outcome
              .minimalCompletionStage()
              .thenApply(review -> Governed.of(output, HeldOutput.verdict(review)));
    };
  }

  /**
   * Where escalated outputs wait for a human.
   *
   * @throws IllegalStateException if none is configured
   */
  public ReviewQueue reviews() {
    ReviewQueue queue = reviews;
    if (queue == null) {
      throw new IllegalStateException(
          "no reviews are configured; GuardBuilder.reviews(capacity, expiry) does so");
    }
    return queue;
  }

  /**
   * Takes over from the policy for a while, and ends by itself. A later override replaces an
   * earlier one. A release is itself a ledger entry, durable before it takes effect. A stop takes
   * effect before anything else, because it must not wait for a disk; it is recorded next.
   *
   * @param mode release or withhold everything
   * @param actor who orders it, for example {@code user:alice}
   * @param reason why
   * @param expiry when it ends, in the future and within {@link #MAX_OVERRIDE}
   * @return the override and where it is recorded
   * @throws IllegalArgumentException if the reason is blank or the expiry out of range
   * @throws GovernanceException if the guard is closed, or the override cannot be recorded: a stop
   *     is in force all the same, a release is not; or if another override was ordered while a
   *     release was recorded: the other holds
   */
  public ActiveOverride override(OverrideMode mode, String actor, String reason, Instant expiry) {
    Objects.requireNonNull(mode, "mode");
    if (closed) {
      throw new GovernanceException("the guard of " + schema.name() + " is closed");
    }
    return overrides.start(mode, actor, reason, expiry);
  }

  /**
   * Ends the override in force before its expiry; does nothing when there is none. Ending a release
   * takes effect before it is recorded, ending a stop after.
   *
   * @param actor who orders it
   * @param reason why
   * @throws GovernanceException if it cannot be recorded: a release is ended all the same, a stop
   *     stays
   */
  public void endOverride(String actor, String reason) {
    overrides.end(actor, reason);
  }

  /** The override in force, if there is one. */
  public Optional<ActiveOverride> override() {
    return Optional.ofNullable(overrides.active());
  }

  /** What was done since the start. */
  public GuardCounts counts() {
    return tally.counts();
  }

  /** How the guard and what it is made of do. */
  public Health health() {
    GuardCounts counts = tally.counts();
    Health.Status status = Health.Status.UP;
    StringBuilder detail =
        new StringBuilder(64)
            .append(counts.checked())
            .append(" checked, ")
            .append(counts.denied())
            .append(" denied");
    ActiveOverride active = overrides.active();
    if (active != null) {
      status = Health.Status.DEGRADED;
      detail.append("; override ").append(active.mode().word()).append(" until ");
      detail.append(active.expiry());
    }
    if (!cleared) {
      status = Health.Status.DEGRADED;
      detail.append("; the model was not cleared by a deployment gate");
    }
    status =
        worse(status, detail, counts.policyFailures(), " policy failures, last: ", policyFailure);
    status =
        worse(
            status, detail, counts.monitorFailures(), " monitor failures, last: ", monitorFailure);
    status =
        worse(status, detail, counts.recordFailures(), " lost records, last: ", recorder.failure());
    status = worse(status, detail, "summaries: ", recorder.summaryFailure());
    if (reviews != null) {
      reviews.describe(detail);
      status = worse(status, detail, "reviews: ", reviews.failure());
    }
    if (closed) {
      status = Health.Status.DOWN;
      detail.append("; closed");
    }
    return new Health(
        "guard:" + schema.name(),
        status,
        detail.toString(),
        List.of(healthOf("ledger", ledger::health), healthOf("monitor", monitor::health)));
  }

  /**
   * Denies from now on, withholds every output that waits for a review, writes the last summary of
   * what was not recorded in full, lets the monitor process what it was handed and closes it. The
   * ledger stays open, because its owner may share it; close it after the guard, so that all of
   * that is in it.
   */
  @Override
  public void close() {
    closed = true;
    try {
      if (reviews != null) {
        reviews.close();
      }
      recorder.close();
    } finally {
      monitor.close();
    }
  }

  /** Starts what runs beside the serving threads. */
  void begin() {
    recorder.start();
    if (reviews != null) {
      reviews.start();
    }
  }

  private Verdict judge(Prediction prediction) {
    ModelSchema given = prediction.schema();
    if (given != schema && !given.equals(schema)) {
      return otherSchema(given);
    }
    try {
      Verdict verdict = policy.evaluate(prediction);
      if (verdict != null) {
        return verdict;
      }
      policyFailed("no verdict");
      return NULL;
    } catch (Exception e) {
      // The class only: the message may quote the prediction.
      policyFailed(e.getClass().getName());
      return Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED,
          "policy",
          "the policy failed with " + e.getClass().getName());
    } catch (Throwable e) {
      policyFailed("an error");
      return ERROR;
    }
  }

  private static Verdict overruled(ActiveOverride active, Verdict judged) {
    if (active.mode() == OverrideMode.DENY) {
      return STOPPED;
    }
    // A prediction of another model is not this guard's to release, and an output that is released
    // with obligations is not withheld: the obligations stay.
    boolean stays =
        judged instanceof Verdict.AllowWith
            || (judged instanceof Verdict.Deny deny
                && deny.cause() == Verdict.Cause.SCHEMA_MISMATCH);
    return stays ? judged : Verdict.ALLOW;
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
      Prediction prediction,
      Verdict judged,
      Verdict verdict,
      @Nullable ActiveOverride active,
      ReviewQueue.@Nullable Ticket ticket) {
    return reviews != null && verdict instanceof Verdict.Escalate escalate
        ? reviews.hold(prediction, escalate, active, revision, ticket)
        : recorder.recorded(prediction, judged, verdict, active, revision);
  }

  private Verdict unmapped(RuntimeException failure) {
    String kind = failure.getClass().getName();
    Verdict verdict =
        Verdict.Deny.of(Verdict.Cause.POLICY_FAILED, "mapper", "the mapper failed with " + kind);
    policyFailed(kind);
    // An empty view: there is nothing to show, but the denial must be on record.
    recorder.recorded(schema.prediction(), verdict, verdict, null, revision);
    tally.count(verdict);
    return verdict;
  }

  private Verdict otherSchema(ModelSchema given) {
    return Verdict.Deny.of(
        Verdict.Cause.SCHEMA_MISMATCH,
        "schema",
        "a prediction of "
            + given.name()
            + " "
            + given.version()
            + " was given to the guard of "
            + schema.name()
            + " "
            + schema.version());
  }

  private void policyFailed(String what) {
    tally.policyFailures.increment();
    policyFailure = what;
  }

  private static Health healthOf(String component, Supplier<Health> health) {
    try {
      return health.get();
    } catch (RuntimeException e) {
      return Health.of(component, Health.Status.DOWN, "health failed: " + e.getClass().getName());
    }
  }

  private static Health.Status worse(
      Health.Status status, StringBuilder detail, String what, @Nullable String failure) {
    if (failure == null) {
      return status;
    }
    detail.append("; ").append(what).append(failure);
    return Health.Status.DEGRADED;
  }

  private static Health.Status worse(
      Health.Status status, StringBuilder detail, long count, String what, @Nullable String last) {
    if (count == 0) {
      return status;
    }
    detail.append("; ").append(count).append(what).append(last);
    return Health.Status.DEGRADED;
  }
}
