package org.governance4j.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.governance4j.DecisionLedger;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.Health;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Stands beside a model: judges every prediction by a policy before it leaves, hands it to a drift
 * monitor and records what must be recorded.
 *
 * <ul>
 *   <li>The policy fails closed: an exception or error in it denies, unless its {@link FailMode}
 *       was chosen otherwise.
 *   <li>The monitor only observes: its failure never changes a verdict, but is counted and shown by
 *       {@link #health}.
 *   <li>A record that the {@link Recording} rule demands and that cannot be queued turns the
 *       verdict into a denial.
 * </ul>
 *
 * <p>Safe for any number of threads. {@link #check} never blocks and does no I/O; when it allows
 * and records nothing it allocates nothing and takes no lock. {@link #override}, {@link
 * #replacePolicy} and starting wait for the ledger.
 */
public final class Guard implements AutoCloseable {

  /** The longest time an override may last; renewing it is a new decision of a human. */
  public static final Duration MAX_OVERRIDE = Duration.ofHours(24);

  private final ModelSchema schema;
  private final PolicyInForce policies;
  private final DecisionLedger ledger;
  private final PredictionMonitor monitor;
  private final boolean cleared;
  private final FailModes failModes;
  private final Recorder recorder;
  private final @Nullable ReviewQueue reviews;
  private final Overrides overrides;
  private final Following following;
  private final Tally tally;
  private final CheckFlow flow;
  private final Listeners listeners;

  /** Kept here because the registries that read it refer to it weakly. */
  private final Meters meters;

  Guard(
      PolicyInForce policies,
      DecisionLedger ledger,
      PredictionMonitor monitor,
      Scribe scribe,
      GuardBuilder settings) {
    Denials.prepare();
    this.schema = settings.schema;
    this.policies = policies;
    this.ledger = ledger;
    this.monitor = monitor;
    this.cleared = settings.clearance != null;
    this.failModes = settings.failModes();
    this.following = new Following(schema.name(), policies, settings.ticker);
    this.overrides =
        new Overrides(
            schema.name(), ledger, scribe, settings.clock, settings.ticker, policies::revision);
    this.tally = new Tally();
    this.recorder = new Recorder(ledger, scribe, settings.recording, settings.clock, tally);
    ReviewQueue.Places places = settings.reviews;
    this.reviews =
        places == null
            ? null
            : new ReviewQueue(
                places, recorder, scribe, settings.clock, policies::revision, overrides::stopped);
    this.listeners = new Listeners(schema.name(), settings.listeners, tally.listenerFailures);
    this.flow =
        new CheckFlow(
            schema, policies, overrides, following, failModes, monitor, recorder, reviews, tally,
            listeners);
    this.meters = new Meters(schema.name(), tally, policies.replacements);
  }

  /**
   * Tells the listeners what there is to read, and starts what runs beside the serving threads; not
   * before the guard is whole, and the threads last.
   */
  void begin() {
    meters.gauge(
        "governance.guard.status",
        "Health of the guard and its parts: 0 up, 1 degraded, 2 down",
        () -> health().status().ordinal());
    meters.gauge(
        "governance.guard.override",
        "1 while an override is in force",
        () -> overrides.active() == null ? 0 : 1);
    meters.gauge(
        "governance.guard.policy.age",
        "Seconds since the policy's source was last reached; NaN without a source",
        following::age);
    if (reviews != null) {
      meters.reviews(reviews);
    }
    listeners.register(meters);
    recorder.start();
    if (reviews != null) {
      reviews.start();
    }
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
   * <p>Never throws: without a prediction, and whatever fails inside, it denies. A set interrupt
   * flag neither changes a verdict nor is it cleared. A stop that is ordered, and a guard that is
   * closed, while the policy judges, withhold the output all the same.
   *
   * @param prediction a view of {@link #schema()}; nothing keeps it after this returns
   * @return the verdict; release the output only if it says so
   */
  public Verdict check(Prediction prediction) {
    try {
      return flow.check(prediction);
    } catch (Throwable e) {
      try {
        return flow.afterError(prediction, e);
      } catch (Throwable again) {
        // Neither stack nor heap is left to count or record; the denial needs neither.
        return Denials.GUARD_ERROR;
      }
    }
  }

  /**
   * Judges a batch of predictions, all by the policy and the override that are in force when it
   * begins; otherwise each as {@link #check} does. A stop that is ordered and a release that ends
   * meanwhile hold for the rest of the batch. One that fails denies that one only.
   *
   * <p>Allocates the list of verdicts, one reference for each, and nothing else where {@link
   * #check} would not.
   *
   * @param batch a view of {@link #schema()} for each prediction; none is kept
   * @return the verdicts in the order of the batch, unmodifiable
   */
  public List<Verdict> checkAll(List<Prediction> batch) {
    return flow.checkAll(batch);
  }

  /**
   * Wraps a model so that its output can only be had through a verdict. The model's own exceptions
   * pass through; a mapper that fails denies, whatever the fail modes.
   *
   * @param model the model
   * @param mapper shows the guard what went in and came out
   */
  public <I, O> Function<I, Governed<O>> governed(
      Function<? super I, ? extends O> model, PredictionMapper<? super I, ? super O> mapper) {
    ModelWrapper<I, O> wrapper = new ModelWrapper<>(this, flow, model, mapper);
    return wrapper::governed;
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
    reviews();
    ModelWrapper<I, O> wrapper = new ModelWrapper<>(this, flow, model, mapper);
    return wrapper::reviewed;
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
   * Replaces the policy while the guard serves: binds the new one, records the replacement (an
   * entry of type {@code deploy} about {@code policy:NAME} with the new revision as {@code policy},
   * the old one as {@code previous}, actor and reason), and judges by it once that is durable. Each
   * check is judged by one policy, the one whose revision its record has. Of several replacements
   * at once, the last on record is in force. The monitor goes on as it is.
   *
   * <p>With {@link DecisionLedger#none()} it is logged instead of recorded.
   *
   * @param policy the new policy
   * @param actor who orders it, for example {@code user:alice}
   * @param reason why
   * @return where it is recorded
   * @throws org.governance4j.PolicyInvalid if it does not fit the schema; the old one stays
   * @throws LedgerUnavailable if it cannot be recorded; the old one stays
   * @throws IllegalArgumentException if actor or reason are blank
   * @throws GovernanceException if the guard is closed
   */
  public Receipt replacePolicy(OutputPolicy policy, String actor, String reason) {
    return policies.replace(policy, actor, reason);
  }

  /**
   * Keeps the policy that of a source, on a daemon thread, until the guard is closed. The thread
   * looks at once and then again and again; a policy of another revision is put into force as
   * {@link #replacePolicy} does, by the actor {@code guard:NAME} with the reason {@code source}. If
   * that fails, the policy in force stays and health shows it. Whatever somebody else puts into
   * force meanwhile, the next look puts the source's policy back.
   *
   * <p>When the source was not reached for longer than {@code maxAge}, every check is denied with
   * the cause {@link Verdict.Cause#STALE}, or answered by the fail mode of that cause, until it is
   * reached again. The age counts from this call on, and does not depend on the thread being alive.
   *
   * @param source where the policy is found
   * @param every how long to wait between two looks; positive
   * @param maxAge how old the last successful look may be; longer than {@code every}, at most 366
   *     days
   * @throws IllegalArgumentException if a duration is out of range
   * @throws IllegalStateException if a source is followed already
   * @throws GovernanceException if the guard is closed
   */
  public void follow(PolicySource source, Duration every, Duration maxAge) {
    following.start(source, every, maxAge);
  }

  /** Follows without a thread: whoever calls this looks. */
  Follower attach(PolicySource source, Duration every, Duration maxAge) {
    return following.attach(source, every, maxAge);
  }

  /**
   * Takes over from the policy for a while, and ends by itself. A later override replaces an
   * earlier one. A release is itself a ledger entry, durable before it takes effect. A stop takes
   * effect before anything else, because it must not wait for a disk; it is recorded next. It
   * withholds what a policy is still judging, too.
   *
   * <p>The expiry is one by the wall clock, and a duration from now on besides: a release ends with
   * the first of the two, a stop with the last, so that a clock that is set prolongs no release and
   * lifts no stop.
   *
   * @param mode release or withhold everything
   * @param actor who orders it, for example {@code user:alice}
   * @param reason why
   * @param expiry when it ends, in the future and within {@link #MAX_OVERRIDE}
   * @return the override and where it is recorded
   * @throws IllegalArgumentException if the reason is blank or the expiry out of range
   * @throws GovernanceException if the guard is closed, or the override cannot be recorded: a stop
   *     is in force all the same, a release is not; or if a stop was being recorded when a release
   *     was ordered, or another override was ordered while the release was recorded: the other
   *     holds
   */
  public ActiveOverride override(OverrideMode mode, String actor, String reason, Instant expiry) {
    Objects.requireNonNull(mode, "mode");
    if (flow.closed()) {
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

  /**
   * How often each rule was broken since the start, whatever was then answered; read without locks,
   * each figure exact. Rules beyond the first 1,000 are counted together as {@code " others"}.
   *
   * @return by the rule's id, sorted, a copy
   */
  public Map<String, Long> violations() {
    return tally.rules.counts();
  }

  /** The revision of the policy in force. */
  public String policyRevision() {
    return policies.revision();
  }

  /** How the guard and what it is made of do. */
  public Health health() {
    GuardCounts counts = tally.counts();
    HealthReport report = new HealthReport(counts);
    ActiveOverride active = overrides.active();
    if (active != null) {
      report.degraded("override " + active.mode().word() + " until " + active.expiry());
    }
    if (!cleared) {
      report.degraded("the model was not cleared by a deployment gate");
    }
    report.failModes(failModes, counts);
    report.failures(counts.policyFailures(), "policy failures", flow.policyFailure());
    report.failures(counts.monitorFailures(), "monitor failures", flow.monitorFailure());
    report.failures(counts.recordFailures(), "lost records", recorder.failure());
    report.trouble("summaries", recorder.summaryFailure());
    report.failures(counts.listenerFailures(), "listener failures", listeners.lastFailure());
    if (reviews != null) {
      report.reviews(reviews);
    }
    following.describe(report, failModes.of(Verdict.Cause.STALE));
    if (flow.closed()) {
      report.down("closed");
    }
    return report.health("guard:" + schema.name(), ledger, monitor);
  }

  /**
   * Denies from now on, withholds every output that waits for a review, writes the last summary of
   * what was not recorded in full, stops following a source, waits for a replacement of the policy
   * that is being recorded, lets the monitor process what it was handed and closes it. The ledger
   * stays open, because its owner may share it; close it after the guard, so that all of that is in
   * it.
   */
  @Override
  public void close() {
    flow.close();
    following.close();
    try {
      if (reviews != null) {
        reviews.close();
      }
    } finally {
      try {
        recorder.close();
      } finally {
        policies.close();
        monitor.close();
      }
    }
  }
}
