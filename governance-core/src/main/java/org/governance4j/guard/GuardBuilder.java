package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.governance4j.BoundPolicy;
import org.governance4j.Clearance;
import org.governance4j.DecisionLedger;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PredictionMonitor;
import org.jspecify.annotations.Nullable;

/** Configures a {@link Guard}; not safe for more than one thread. */
public final class GuardBuilder {
  private final ModelSchema schema;
  private OutputPolicy policy = OutputPolicy.allowAll();
  private boolean policyGiven;
  private @Nullable DecisionLedger ledger;
  private MonitorFactory monitor = (model, revision) -> PredictionMonitor.none();
  private Clock clock = Clock.systemUTC();
  private Recording recording = Recording.VIOLATIONS;
  private ReviewQueues reviews = (recorder, scribe, clock, stopped) -> null;
  private boolean reviewing;
  private @Nullable Clearance clearance;
  private @Nullable ModelRef uncleared;

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
   * Lets escalated outputs wait for a human, see {@link Guard#reviews} and {@link Guard#reviewed}.
   * Default: they do not wait, the caller does with the verdict what it likes.
   *
   * @param capacity how many may wait at once, 1 to {@link ReviewQueue#MAX_CAPACITY}; another one
   *     is denied
   * @param expiry how long one waits before it is withheld, up to {@link ReviewQueue#MAX_EXPIRY}
   * @throws IllegalArgumentException if a value is out of its range
   */
  public GuardBuilder reviews(int capacity, Duration expiry) {
    Objects.requireNonNull(expiry, "expiry");
    if (capacity < 1 || capacity > ReviewQueue.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity must be 1 to " + ReviewQueue.MAX_CAPACITY + ", found " + capacity);
    }
    if (expiry.isNegative() || expiry.isZero() || expiry.compareTo(ReviewQueue.MAX_EXPIRY) > 0) {
      throw new IllegalArgumentException(
          "expiry must be positive and at most " + ReviewQueue.MAX_EXPIRY + ", found " + expiry);
    }
    reviews =
        (recorder, scribe, time, stopped) ->
            new ReviewQueue(capacity, expiry, recorder, scribe, time, stopped);
    reviewing = true;
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
    DecisionLedger target = ledger;
    if (target == null) {
      throw new IllegalStateException(
          "no ledger given; DecisionLedger.none() is the ledger that records nothing");
    }
    if (target == DecisionLedger.none() && recording.oneIn() > 0) {
      throw new IllegalStateException(
          (recording.oneIn() == 1 ? "every prediction" : "a sample of the predictions")
              + " must be recorded, and the ledger is none()");
    }
    if (target == DecisionLedger.none() && reviewing) {
      throw new IllegalStateException("reviews must be recorded, and the ledger is none()");
    }
    ModelRef model = modelRef();
    BoundPolicy bound = policy.bind(schema);
    PredictionMonitor watching = monitor.make(model, bound.revision());
    Scribe scribe = new Scribe(schema, model, bound.revision(), clock);
    try {
      Guard guard =
          new Guard(
              schema,
              bound,
              target,
              watching,
              clock,
              recording,
              reviews,
              clearance != null,
              scribe);
      target.append(scribe.deploy(clearance));
      // Last, so that a start that fails leaves no thread behind.
      guard.begin();
      return guard;
    } catch (RuntimeException e) {
      watching.close();
      throw e;
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
