package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.governance4j.Clearance;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** Configures a {@link Guard}; not safe for more than one thread. */
public final class GuardBuilder {
  final ModelSchema schema;
  private OutputPolicy policy = OutputPolicy.allowAll();
  private boolean policyGiven;
  private @Nullable DecisionLedger ledger;
  private MonitorFactory monitor = (model, revision) -> PredictionMonitor.none();
  Clock clock = Clock.systemUTC();
  Recording recording = Recording.VIOLATIONS;
  ReviewQueue.@Nullable Places reviews;
  @Nullable Clearance clearance;
  private @Nullable ModelRef uncleared;
  private final Map<Verdict.Cause, FailModes.Choice> failModes = new EnumMap<>(Verdict.Cause.class);
  final List<GuardListener> listeners = new ArrayList<>();
  LongSupplier ticker = System::nanoTime;

  GuardBuilder(ModelSchema schema) {
    this.schema = Objects.requireNonNull(schema, "schema");
  }

  /** The rules outputs must meet; required ({@link OutputPolicy#allowAll()} for none). */
  public GuardBuilder policy(OutputPolicy value) {
    policy = Objects.requireNonNull(value, "policy");
    policyGiven = true;
    return this;
  }

  /**
   * Where entries go; required ({@link DecisionLedger#none()} for nowhere). Borrowed: its owner
   * closes it after the guard.
   */
  public GuardBuilder ledger(DecisionLedger value) {
    ledger = Objects.requireNonNull(value, "ledger");
    return this;
  }

  /** What watches for drift; closed with the guard. Default: nothing. */
  public GuardBuilder monitor(PredictionMonitor value) {
    Objects.requireNonNull(value, "monitor");
    return monitor((model, revision) -> value);
  }

  GuardBuilder monitor(MonitorFactory value) {
    monitor = value;
    return this;
  }

  /** The clock for entries and override expiry. Default: the system's. */
  public GuardBuilder clock(Clock value) {
    clock = Objects.requireNonNull(value, "clock");
    return this;
  }

  /** What must be recorded. Default: {@link Recording#VIOLATIONS}. */
  public GuardBuilder recording(Recording value) {
    recording = Objects.requireNonNull(value, "recording");
    return this;
  }

  /**
   * What to answer in place of a denial because nothing could be judged. Default: {@link
   * FailMode#CLOSED} for every cause. The choice and its reason are in the entry of the start, each
   * use is recorded with the judged and the answered verdict and counted, and while another mode
   * than closed is configured the guard's health is not better than {@code DEGRADED}. An answer
   * that cannot be recorded is a denial all the same. An override goes before a fail mode.
   *
   * <p>On {@link Verdict.Cause#STALE} the last good policy is still heard when the mode is not
   * closed: what it denies stays denied, its obligations and escalations stay.
   *
   * @param cause {@link Verdict.Cause#UNDEFINED_INPUT}, {@link Verdict.Cause#POLICY_FAILED}, {@link
   *     Verdict.Cause#BUDGET} or {@link Verdict.Cause#STALE}
   * @param mode what to answer
   * @param reason why, 1 to 500 characters
   * @throws IllegalArgumentException if the cause is another, or the reason blank or too long
   */
  public GuardBuilder onFailure(Verdict.Cause cause, FailMode mode, String reason) {
    Objects.requireNonNull(mode, "mode");
    if (!FailModes.CAUSES.contains(cause)) {
      throw new IllegalArgumentException(
          "no fail mode can be chosen for the cause "
              + cause
              + ", only for one of "
              + FailModes.CAUSES);
    }
    if (reason.isBlank() || reason.length() > FailModes.MAX_REASON) {
      throw new IllegalArgumentException(
          "a fail mode needs a reason of 1 to "
              + FailModes.MAX_REASON
              + " characters, it has "
              + reason.length());
    }
    if (mode == FailMode.CLOSED) {
      failModes.remove(cause);
    } else {
      failModes.put(cause, new FailModes.Choice(mode, Texts.clean(reason, FailModes.MAX_REASON)));
    }
    return this;
  }

  FailModes failModes() {
    return new FailModes(failModes);
  }

  /** Adds a listener. Default: none. */
  public GuardBuilder listener(GuardListener value) {
    listeners.add(Objects.requireNonNull(value, "listener"));
    return this;
  }

  /** What tells how old a followed policy and an override are, in nanoseconds. */
  GuardBuilder ticker(LongSupplier value) {
    ticker = value;
    return this;
  }

  /**
   * Lets escalated outputs wait for a human, see {@link Guard#reviews} and {@link Guard#reviewed}.
   * Default: they do not wait, the caller does with the verdict what it likes.
   *
   * @param capacity how many may wait at once, 1 to {@link ReviewQueue#MAX_CAPACITY}; another one
   *     is denied
   * @param expiry how long one waits before it is withheld, {@link ReviewQueue#MIN_EXPIRY} to
   *     {@link ReviewQueue#MAX_EXPIRY}
   * @throws IllegalArgumentException if a value is out of its range
   */
  public GuardBuilder reviews(int capacity, Duration expiry) {
    Objects.requireNonNull(expiry, "expiry");
    if (capacity < 1 || capacity > ReviewQueue.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity must be 1 to " + ReviewQueue.MAX_CAPACITY + ", found " + capacity);
    }
    if (expiry.compareTo(ReviewQueue.MIN_EXPIRY) < 0
        || expiry.compareTo(ReviewQueue.MAX_EXPIRY) > 0) {
      throw new IllegalArgumentException(
          "expiry must be "
              + ReviewQueue.MIN_EXPIRY
              + " to "
              + ReviewQueue.MAX_EXPIRY
              + ", found "
              + expiry);
    }
    reviews = new ReviewQueue.Places(capacity, expiry);
    return this;
  }

  /** The model this guard serves, as a deployment gate cleared it. */
  public GuardBuilder model(Clearance value) {
    clearance = Objects.requireNonNull(value, "clearance");
    return this;
  }

  /**
   * The model this guard serves, on the caller's word: no signature, no approval. The ledger and
   * the guard's health say so.
   */
  public GuardBuilder unclearedModel(ModelRef value) {
    uncleared = Objects.requireNonNull(value, "model");
    return this;
  }

  /**
   * As {@link #unclearedModel(ModelRef)}, under the schema's name and version.
   *
   * @param digest of what is served; best the one that an artifact verifier computes, because
   *     approvals name that
   */
  public GuardBuilder unclearedModel(Digest digest) {
    return unclearedModel(new ModelRef(schema.name(), schema.version(), digest));
  }

  /**
   * Binds the policy, records that the guard goes into service, and starts.
   *
   * @throws org.governance4j.PolicyInvalid if the policy does not fit the schema
   * @throws LedgerUnavailable if the start cannot be recorded
   * @throws IllegalStateException if policy or model are missing, the model is given twice or is
   *     another than the schema's, or something must be recorded and the ledger is none()
   */
  public Guard start() {
    if (!policyGiven) {
      throw new IllegalStateException(
          "no policy given; OutputPolicy.allowAll() is the policy without rules");
    }
    DecisionLedger target = ledger;
    if (target == null) {
      throw new IllegalStateException(
          "no ledger given; DecisionLedger.none() is the ledger that records nothing");
    }
    if (target == DecisionLedger.none()) {
      requireNothingToRecord();
    }
    ModelRef model = modelRef();
    PolicySnapshot first = PolicySnapshot.of(policy, schema);
    PredictionMonitor watching = monitor.make(model, first.revision());
    Scribe scribe = new Scribe(schema, model, clock);
    PolicyInForce policies = new PolicyInForce(schema, first, target, scribe);
    Guard guard;
    try {
      guard = new Guard(policies, target, watching, scribe, this);
      target.append(scribe.deploy(first.revision(), clearance, failModes()));
    } catch (RuntimeException | Error e) {
      watching.close();
      throw e;
    }
    try {
      guard.begin();
    } catch (RuntimeException | Error e) {
      guard.close();
      throw e;
    }
    return guard;
  }

  private void requireNothingToRecord() {
    String must =
        switch (recording.oneIn()) {
          case 0 ->
              !failModes.isEmpty()
                  ? "every use of the fail modes for " + failModes.keySet()
                  : reviews != null ? "every review" : null;
          case 1 -> "every prediction";
          default -> "a sample of the predictions";
        };
    if (must != null) {
      throw new IllegalStateException(must + " must be recorded, and the ledger is none()");
    }
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

  /** Makes the monitor of a guard, once its model and policy are known. */
  @FunctionalInterface
  interface MonitorFactory {
    PredictionMonitor make(ModelRef model, String policyRevision);
  }
}
