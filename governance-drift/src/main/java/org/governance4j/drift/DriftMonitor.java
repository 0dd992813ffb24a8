package org.governance4j.drift;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.governance4j.DecisionLedger;
import org.governance4j.DriftDetector;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Feeds streaming detectors with a model's predictions, verdicts and late labels, and records every
 * detected drift in a ledger.
 *
 * <p><b>Streams</b>, each with a detector of its own:
 *
 * <ul>
 *   <li>one per monitored numeric field, named like the field. Missing and non-finite values are
 *       counted and not fed;
 *   <li>{@value #DENY_RATE}: 0 for a prediction that was allowed as it is, 1 for every other
 *       verdict;
 *   <li>{@value #ERROR}, if a target is configured: the loss of each label against the prediction
 *       with the same request id. The latest predictions are kept for that, 65,536 by default; each
 *       is matched by one label at most.
 * </ul>
 *
 * <p><b>Scale.</b> The bound of ADWIN, which watches every stream unless other detectors are given,
 * is for values in [0, 1]. Values of fields, and absolute errors, are therefore centred by the
 * median of the first 256 values of the stream, divided by eight times their scale (1.4826 times
 * the median absolute deviation; the mean absolute deviation where that is 0) and clipped, so that
 * the unit does not matter, tails may be heavy and an outlier weighs little. Nothing is reported
 * before these 256 values; a change among them is reported with the last one. If three quarters of
 * 256 values in a row are clipped, centre and scale are taken anew, from the 256 values that
 * follow. A detector that is given is fed the values as they are.
 *
 * <p><b>Alerts.</b> A {@code DRIFT} of a detector becomes one entry of type {@code drift-alert} by
 * the actor {@code monitor:<schema>} about {@code stream:<name>}, with the request at which it was
 * detected and the attributes {@code detector}, {@code direction}, {@code index}, and where known
 * {@code changeIndex}, {@code warningIndex} (where the warning zone began), {@code statistic},
 * {@code threshold}, {@code before} and {@code after}. The last four are only committed to, not
 * written in the clear, for a sensitive field. Positions count the values the detector took. For a
 * scaled stream, statistic and threshold are in the scaled unit, before and after in the unit of
 * the field, but of the clipped values: at most four scales from the centre, and left out if all of
 * the first values were equal and the mean is another.
 *
 * <p><b>Losses.</b> What was dropped is recorded too: an entry of type {@code loss} by and about
 * {@code monitor:<schema>}, whose {@code count} is what was dropped since the entry before. It is
 * submitted when the worker has caught up, at most once a minute by the monitor's clock, and at the
 * closing. What comes after the closing is counted.
 *
 * <p><b>Request ids</b> come from outside. One of more than 256 characters is not kept: its alert
 * names no request, and its label counts as unmatched. A lone surrogate is written as U+FFFD.
 *
 * <p><b>Threads.</b> Safe for any number. {@link #observe} and {@link #label} never wait, take no
 * lock and allocate nothing: they copy primitives and the reference of the request id into one
 * bounded ring and return after a bounded number of steps; what finds no place is dropped and
 * counted. One daemon thread per monitor takes it from there, in the order of the ring, which keeps
 * the order of each producer. A monitor built with {@link Builder#manual()} has no thread: {@link
 * #flush} does the work, which makes runs reproducible.
 *
 * <p><b>Failure.</b> Nothing here changes a verdict. A detector that throws is switched off and the
 * other streams go on; losses and switched-off streams make {@link #health()} {@code DEGRADED}, a
 * dead worker makes it {@code DOWN}.
 */
public final class DriftMonitor implements PredictionMonitor {

  /** The stream of verdicts. */
  public static final String DENY_RATE = "@deny-rate";

  /** The stream of errors of labelled predictions. */
  public static final String ERROR = "@error";

  private static final long FLUSH_REST_NANOS = 20_000;

  private final String name;
  private final HandOver handOver;
  private final DriftWorker worker;
  private final @Nullable Thread thread;
  private final DriftAlerts alerts;
  private final List<MonitoredStream> streams;
  private final @Nullable LabelJoin labelJoin;
  private final LongAdder dropped = new LongAdder();
  private final ReentrantLock manual = new ReentrantLock();

  private DriftMonitor(Builder builder) {
    ModelSchema schema = builder.schema;
    name = schema.name();
    MonitorPlan plan = MonitorPlan.of(schema, builder.fields, builder.target);
    handOver = new HandOver(schema, plan.columns(), builder.capacity);
    alerts = new DriftAlerts(name, builder.ledger, builder.model, builder.policy, builder.clock);
    List<MonitoredStream> fields = new ArrayList<>();
    for (String field : plan.fields()) {
      fields.add(stream(builder, field, schema.field(schema.index(field)).sensitive(), false));
    }
    MonitoredStream denyRate = stream(builder, DENY_RATE, false, true);
    streams = new ArrayList<>(fields);
    streams.add(denyRate);
    String target = builder.target;
    labelJoin =
        target == null
            ? null
            : new LabelJoin(
                plan.targetColumn(),
                builder.loss,
                new PendingPredictions(builder.labelWindow),
                stream(
                    builder,
                    ERROR,
                    builder.loss == Loss.ABSOLUTE && schema.field(schema.index(target)).sensitive(),
                    builder.loss == Loss.ZERO_ONE));
    worker =
        new DriftWorker(
            handOver,
            fields,
            denyRate,
            labelJoin,
            dropped,
            new LossRecord(name, builder.ledger, builder.clock));
    thread = builder.manual ? null : new Thread(worker, "governance-drift-" + name);
    if (thread != null) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Starts a monitor of a model's predictions. */
  public static Builder builder(ModelSchema schema) {
    return new Builder(schema);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A prediction of another schema, or one whose buffers cannot be read, is counted as such and
   * contributes its verdict only.
   */
  @Override
  public void observe(Prediction prediction, Verdict verdict) {
    if (!handOver.offer(prediction, verdict)) {
      dropped.increment();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  @Override
  public void label(String requestId, double value) {
    Objects.requireNonNull(requestId, "requestId");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("label of " + requestId + " must be finite: " + value);
    }
    if (!handOver.offerLabel(requestId, value)) {
      dropped.increment();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Alerts are then submitted to the ledger, not necessarily durable. Waits through interrupts
   * and keeps them for the caller.
   *
   * @throws GovernanceException if the worker died before it came that far
   */
  @Override
  public void flush() {
    workUpTo(handOver.claimed());
  }

  /** What was seen and lost so far. */
  public MonitorCounts counts() {
    return worker.counts(alerts);
  }

  @Override
  public Health health() {
    MonitorCounts counts = counts();
    Throwable death = worker.death();
    Health.Status status = Health.Status.UP;
    String figures =
        counts.observed()
            + " observed, "
            + counts.labels()
            + " labels ("
            + counts.unmatchedLabels()
            + " unmatched), "
            + counts.dropped()
            + " dropped, "
            + counts.foreign()
            + " of another schema, "
            + counts.unreadable()
            + " unreadable";
    if (counts.dropped() + counts.foreign() + counts.unreadable() > 0) {
      status = Health.Status.DEGRADED;
    }
    if (handOver.closed()) {
      status = Health.Status.DOWN;
      figures = "closed; " + figures;
    }
    if (death != null) {
      status = Health.Status.DOWN;
      figures = "the worker died: " + death + "; " + figures;
    }
    List<Health> parts = new ArrayList<>();
    parts.add(alerts.health());
    for (MonitoredStream stream : streams) {
      parts.add(stream.health());
    }
    if (labelJoin != null) {
      parts.add(labelJoin.health());
    }
    return new Health("monitor", status, figures, parts);
  }

  /**
   * Takes nothing more, processes what was handed over and ends the worker. Whatever comes later is
   * counted as dropped. Does not close the ledger. If the caller is interrupted while waiting, the
   * worker goes on and ends by itself, and the interrupt is kept.
   */
  @Override
  public void close() {
    handOver.close();
    if (thread == null) {
      if (worker.death() == null) {
        workUpTo(handOver.claimed());
      }
    } else if (Thread.currentThread() != thread) {
      LockSupport.unpark(thread);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void workUpTo(long position) {
    if (thread == null) {
      workHere(position);
    } else if (Thread.currentThread() == thread) {
      throw new IllegalStateException("flush must not be called by the monitor's own worker");
    } else {
      awaitWorker(thread, position);
    }
  }

  private void workHere(long position) {
    manual.lock();
    try {
      while (handOver.done() < position) {
        refuseIfDead();
        if (!worker.step()) {
          Thread.onSpinWait(); // a producer has its place and is just filling it
        }
      }
      worker.recordLosses(handOver.closed());
    } catch (Error e) {
      worker.die(e);
      refuseIfDead();
    } finally {
      manual.unlock();
    }
  }

  private void awaitWorker(Thread busy, long position) {
    boolean interrupted = false;
    while (handOver.done() < position) {
      if (!busy.isAlive() && handOver.done() < position) {
        refuseIfDead();
      }
      LockSupport.unpark(busy);
      LockSupport.parkNanos(this, FLUSH_REST_NANOS);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseIfDead() {
    Throwable death = worker.death();
    if (death != null) {
      throw new GovernanceException("the drift monitor of " + name + " died: " + death, death);
    }
  }

  private MonitoredStream stream(
      Builder builder, String stream, boolean sensitive, boolean fromZeroToOne) {
    DriftDetector detector;
    if (builder.detectors != null) {
      detector =
          Objects.requireNonNull(
              builder.detectors.apply(stream), () -> "the detector of stream " + stream);
    } else {
      detector = builder.adwin.start();
      if (!fromZeroToOne) {
        detector = new Scaled(detector);
      }
    }
    return new MonitoredStream(stream, sensitive, detector, alerts);
  }

  /** How far a prediction is from its label. */
  public enum Loss {
    /** 1 if |label − prediction| &gt; ½, else 0: for a class index, or a probability of 0/1. */
    ZERO_ONE,
    /** |label − prediction|. */
    ABSOLUTE
  }

  /** Options of a {@link DriftMonitor}; not safe for more than one thread. */
  public static final class Builder {
    private final ModelSchema schema;
    private @Nullable List<String> fields;
    private @Nullable Function<String, DriftDetector> detectors;
    private Adwin adwin = Adwin.defaults();
    private DecisionLedger ledger = DecisionLedger.none();
    private @Nullable ModelRef model;
    private @Nullable String policy;
    private Clock clock = Clock.systemUTC();
    private int capacity = 8192;
    private @Nullable String target;
    private Loss loss = Loss.ZERO_ONE;
    private int labelWindow = 65_536;
    private boolean manual;

    private Builder(ModelSchema schema) {
      this.schema = Objects.requireNonNull(schema, "schema");
    }

    /** The numeric fields to monitor, by name; all of them by default. */
    public Builder fields(List<String> names) {
      fields = List.copyOf(names);
      return this;
    }

    /**
     * Watches every stream with ADWIN, the streams of fields and of absolute errors {@linkplain
     * DriftMonitor scaled}; {@link Adwin#defaults()} by default.
     */
    public Builder adwin(Adwin config) {
      adwin = Objects.requireNonNull(config, "config");
      detectors = null;
      return this;
    }

    /**
     * Makes the detector of each stream, given its name; called once per stream by {@link #build}.
     * {@link DriftDetector#none()} leaves a stream unwatched. These detectors are fed the values as
     * they are, as only their maker knows which unit their parameters are in: {@link Adwin} has its
     * bound for values in [0, 1] only, so rather use {@link #adwin} for it.
     */
    public Builder detectors(Function<String, DriftDetector> factory) {
      detectors = Objects.requireNonNull(factory, "factory");
      return this;
    }

    /** Where drift is recorded; nowhere by default. Stays the caller's to close. */
    public Builder ledger(DecisionLedger value) {
      ledger = Objects.requireNonNull(value, "ledger");
      return this;
    }

    /** The model in service, for the entries. */
    public Builder model(@Nullable ModelRef value) {
      model = value;
      return this;
    }

    /** The revision of the policy in force, for the entries. */
    public Builder policy(@Nullable String revision) {
      policy = revision;
      return this;
    }

    /** The time of the entries; the system's clock by default. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /**
     * How many observations and labels may wait; 8,192 by default.
     *
     * @param value a power of two from 2 to 1,048,576
     */
    public Builder capacity(int value) {
      capacity = requirePowerOfTwo("capacity", value);
      return this;
    }

    /**
     * The numeric output field that labels are the truth of; without it, labels match nothing.
     *
     * @param field its name
     * @param measure how the error is measured
     */
    public Builder target(String field, Loss measure) {
      target = Objects.requireNonNull(field, "field");
      loss = Objects.requireNonNull(measure, "measure");
      return this;
    }

    /**
     * How many predictions are kept for their labels; 65,536 by default.
     *
     * @param value a power of two from 2 to 1,048,576
     */
    public Builder labelWindow(int value) {
      labelWindow = requirePowerOfTwo("labelWindow", value);
      return this;
    }

    /**
     * Makes a monitor without a thread: {@link DriftMonitor#flush} and {@link
     * DriftMonitor#close} process what was handed over, on the thread that calls them.
     */
    public Builder manual() {
      manual = true;
      return this;
    }

    /**
     * Makes the monitor and, unless it is manual, starts its worker.
     *
     * @throws IllegalArgumentException if a field or the target does not exist, is not numeric, is
     *     named twice, or the target is not an output
     */
    public DriftMonitor build() {
      return new DriftMonitor(this);
    }

    private static int requirePowerOfTwo(String what, int value) {
      if (value < 2 || value > 1 << 20 || Integer.bitCount(value) != 1) {
        throw new IllegalArgumentException(
            what + " must be a power of two from 2 to " + (1 << 20) + ": " + value);
      }
      return value;
    }
  }
}
