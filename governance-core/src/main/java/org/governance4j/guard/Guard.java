package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.governance4j.BoundPolicy;
import org.governance4j.Clearance;
import org.governance4j.DecisionLedger;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.Health;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

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
  private static final Verdict.Deny UNRECORDED =
      Verdict.Deny.of(
          Verdict.Cause.RECORD_FAILED, "ledger", "the record of this prediction cannot be queued");

  private final ModelSchema schema;
  private final BoundPolicy policy;
  private final DecisionLedger ledger;
  private final PredictionMonitor monitor;
  private final Clock clock;
  private final boolean recordAll;
  private final boolean cleared;
  private final Scribe scribe;
  private final Tally tally = new Tally();
  private volatile @Nullable ActiveOverride override;
  private volatile boolean closed;
  private volatile @Nullable String policyFailure;
  private volatile @Nullable String monitorFailure;
  private volatile @Nullable String recordFailure;

  private Guard(Builder builder, BoundPolicy policy, ModelRef model, PredictionMonitor monitor) {
    this.schema = builder.schema;
    this.policy = policy;
    this.ledger = builder.ledger;
    this.monitor = monitor;
    this.clock = builder.clock;
    this.recordAll = builder.recording == Recording.ALL;
    this.cleared = builder.clearance != null;
    this.scribe = new Scribe(schema, model, policy.revision(), clock);
  }

  /**
   * Starts to configure a guard.
   *
   * @param schema the model's schema
   */
  public static Builder builder(ModelSchema schema) {
    return new Builder(schema);
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
    if (closed) {
      tally.count(CLOSED);
      return CLOSED;
    }
    ActiveOverride active = activeOverride();
    Verdict judged = judge(prediction);
    Verdict verdict = active == null ? judged : overruled(active, judged);
    observe(prediction, verdict);
    if (recordAll || verdict != Verdict.ALLOW || judged != verdict) {
      verdict = recorded(prediction, judged, verdict, active);
    }
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
   * Takes over from the policy for a while. The override is itself a ledger entry, durable before
   * it takes effect, and ends by itself. A later override replaces an earlier one.
   *
   * @param mode release or withhold everything
   * @param actor who orders it, for example {@code user:alice}
   * @param reason why
   * @param expiry when it ends, in the future and within {@link #MAX_OVERRIDE}
   * @return the override and where it is recorded
   * @throws IllegalArgumentException if the reason is blank or the expiry out of range
   * @throws GovernanceException if it cannot be recorded; nothing changes then
   */
  public ActiveOverride override(OverrideMode mode, String actor, String reason, Instant expiry) {
    Objects.requireNonNull(mode, "mode");
    requireReason(reason);
    Instant now = clock.instant();
    if (!expiry.isAfter(now) || expiry.isAfter(now.plus(MAX_OVERRIDE))) {
      throw new IllegalArgumentException(
          "an override must expire after "
              + now
              + " and by "
              + now.plus(MAX_OVERRIDE)
              + ": "
              + expiry);
    }
    requireOpen();
    Receipt receipt = ledger.append(scribe.override(mode, actor, reason, expiry));
    ActiveOverride started = new ActiveOverride(mode, actor, reason, expiry, receipt);
    override = started;
    LOG.warn(
        "override {} of guard {} until {}, ledger entry {}",
        mode,
        schema.name(),
        expiry,
        receipt.index());
    return started;
  }

  /**
   * Ends an override before its expiry; does nothing when none is active.
   *
   * @param actor who orders it
   * @param reason why
   * @throws GovernanceException if it cannot be recorded; the override is ended all the same when
   *     it released outputs, and stays when it withheld them
   */
  public void endOverride(String actor, String reason) {
    requireReason(reason);
    ActiveOverride active = activeOverride();
    if (active == null) {
      return;
    }
    // Towards the policy's control first, away from withholding only once it is recorded.
    if (active.mode() == OverrideMode.ALLOW) {
      override = null;
    }
    requireOpen();
    ledger.append(scribe.overrideEnd(actor, reason, active));
    override = null;
  }

  /** The override in force, if there is one. */
  public Optional<ActiveOverride> override() {
    return Optional.ofNullable(activeOverride());
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
    ActiveOverride active = activeOverride();
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
    status = worse(status, detail, counts.recordFailures(), " lost records, last: ", recordFailure);
    if (closed) {
      status = Health.Status.DOWN;
      detail.append("; closed");
    }
    return new Health(
        "guard:" + schema.name(),
        status,
        detail.toString(),
        List.of(ledger.health(), monitorHealth()));
  }

  /**
   * Denies from now on, lets the monitor process what it was handed and closes it. The ledger stays
   * open, because its owner may share it; close it after the guard, so that the monitor's last
   * findings are in it.
   */
  @Override
  public void close() {
    closed = true;
    monitor.close();
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
      tally.policyFailures.increment();
      policyFailure = "an error";
      return ERROR;
    }
  }

  private static Verdict overruled(ActiveOverride active, Verdict judged) {
    if (active.mode() == OverrideMode.DENY) {
      return STOPPED;
    }
    // Whatever the policy thinks is overruled; a prediction of another model is not this guard's.
    return judged instanceof Verdict.Deny deny && deny.cause() == Verdict.Cause.SCHEMA_MISMATCH
        ? judged
        : Verdict.ALLOW;
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
      Prediction prediction, Verdict judged, Verdict verdict, @Nullable ActiveOverride active) {
    boolean queued = queue(prediction, judged, verdict, active);
    if (!queued && !(verdict instanceof Verdict.Deny)) {
      return UNRECORDED;
    }
    if (judged != verdict && verdict.allowed()) {
      tally.overridden.increment();
    }
    return verdict;
  }

  private boolean queue(
      Prediction prediction, Verdict judged, Verdict verdict, @Nullable ActiveOverride active) {
    try {
      CompletableFuture<Receipt> receipt =
          ledger.submit(scribe.prediction(prediction, judged, verdict, active));
      if (receipt.isCompletedExceptionally()) {
        recordFailed(receipt.handle((ok, e) -> e == null ? "unknown" : cause(e)).join());
        return false;
      }
      receipt.whenComplete(
          (ok, e) -> {
            if (e != null) {
              recordFailed(cause(e));
            }
          });
      return true;
    } catch (Throwable e) {
      recordFailed(e.getClass().getName());
      return false;
    }
  }

  private Verdict unmapped(RuntimeException failure) {
    String kind = failure.getClass().getName();
    Verdict verdict =
        Verdict.Deny.of(Verdict.Cause.POLICY_FAILED, "mapper", "the mapper failed with " + kind);
    policyFailed(kind);
    // An empty view: there is nothing to show, but the denial must be on record.
    queue(schema.prediction(), verdict, verdict, null);
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

  private void recordFailed(String what) {
    tally.recordFailures.increment();
    recordFailure = what;
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private @Nullable ActiveOverride activeOverride() {
    ActiveOverride active = override;
    return active == null || clock.millis() >= active.expiry().toEpochMilli() ? null : active;
  }

  private Health monitorHealth() {
    try {
      return monitor.health();
    } catch (RuntimeException e) {
      return Health.of("monitor", Health.Status.DOWN, "health failed: " + e.getClass().getName());
    }
  }

  private static Health.Status worse(
      Health.Status status, StringBuilder detail, long count, String what, @Nullable String last) {
    if (count == 0) {
      return status;
    }
    detail.append("; ").append(count).append(what).append(last);
    return Health.Status.DEGRADED;
  }

  private void requireOpen() {
    if (closed) {
      throw new GovernanceException("the guard of " + schema.name() + " is closed");
    }
    if (ledger == DecisionLedger.none()) {
      throw new GovernanceException("an override must be recorded, and no ledger is configured");
    }
  }

  private static void requireReason(String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an override needs a reason");
    }
  }

  /** Makes the monitor of a guard, once its model and policy are known. */
  @FunctionalInterface
  interface MonitorFactory {
    PredictionMonitor make(ModelRef model, String policyRevision);
  }

  /** Configures a {@link Guard}; not safe for more than one thread. */
  public static final class Builder {
    private final ModelSchema schema;
    private OutputPolicy policy = OutputPolicy.allowAll();
    private boolean policyGiven;
    private DecisionLedger ledger = DecisionLedger.none();
    private MonitorFactory monitor = (model, revision) -> PredictionMonitor.none();
    private Clock clock = Clock.systemUTC();
    private Recording recording = Recording.VIOLATIONS;
    private @Nullable Clearance clearance;
    private @Nullable ModelRef uncleared;

    private Builder(ModelSchema schema) {
      this.schema = Objects.requireNonNull(schema, "schema");
    }

    /** The rules outputs must meet; required ({@link OutputPolicy#allowAll()} for none). */
    public Builder policy(OutputPolicy value) {
      policy = Objects.requireNonNull(value, "policy");
      policyGiven = true;
      return this;
    }

    /** Where entries go; borrowed, its owner closes it after the guard. Default: nowhere. */
    public Builder ledger(DecisionLedger value) {
      ledger = Objects.requireNonNull(value, "ledger");
      return this;
    }

    /** What watches for drift; closed with the guard. Default: nothing. */
    public Builder monitor(PredictionMonitor value) {
      Objects.requireNonNull(value, "monitor");
      return monitor((model, revision) -> value);
    }

    Builder monitor(MonitorFactory value) {
      monitor = value;
      return this;
    }

    /** The clock for entries and override expiry. Default: the system's. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** What must be recorded. Default: {@link Recording#VIOLATIONS}. */
    public Builder recording(Recording value) {
      recording = Objects.requireNonNull(value, "recording");
      return this;
    }

    /** The model this guard serves, as a deployment gate cleared it. */
    public Builder model(Clearance value) {
      clearance = Objects.requireNonNull(value, "clearance");
      return this;
    }

    /**
     * The model this guard serves, on the caller's word: no signature, no approval. The ledger and
     * the guard's health say so.
     */
    public Builder unclearedModel(ModelRef value) {
      uncleared = Objects.requireNonNull(value, "model");
      return this;
    }

    /**
     * Binds the policy, records that the guard goes into service, and starts.
     *
     * @throws org.governance4j.PolicyInvalid if the policy does not fit the schema
     * @throws LedgerUnavailable if the start cannot be recorded
     * @throws IllegalStateException if policy or model are missing, the model is given twice, or it
     *     is another model than the schema's
     */
    public Guard start() {
      if (!policyGiven) {
        throw new IllegalStateException(
            "no policy given; OutputPolicy.allowAll() is the policy without rules");
      }
      ModelRef model = modelRef();
      BoundPolicy bound = policy.bind(schema);
      PredictionMonitor watching = monitor.make(model, bound.revision());
      Guard guard = new Guard(this, bound, model, watching);
      try {
        ledger.append(guard.scribe.deploy(clearance));
      } catch (RuntimeException e) {
        watching.close();
        throw e;
      }
      return guard;
    }

    private ModelRef modelRef() {
      if ((clearance == null) == (uncleared == null)) {
        throw new IllegalStateException(
            "give the model once: model(clearance) from a gate, or unclearedModel(ref)");
      }
      ModelRef model = clearance != null ? clearance.model() : Objects.requireNonNull(uncleared);
      if (!model.name().equals(schema.name()) || !model.version().equals(schema.version())) {
        throw new IllegalStateException(
            "the model is "
                + model.name()
                + " "
                + model.version()
                + ", the schema is for "
                + schema.name()
                + " "
                + schema.version());
      }
      return model;
    }
  }
}
