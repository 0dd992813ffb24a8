package org.governance4j.drift;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.governance4j.DecisionLedger;
import org.governance4j.DriftDetector;
import org.governance4j.InvalidData;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/** Options of a {@link DriftMonitor}; not safe for more than one thread. */
public final class DriftMonitorBuilder {

  static final long MOST_CALM = 1L << 40;
  static final Duration LONGEST_CALM = Duration.ofDays(365);

  final ModelSchema schema;
  @Nullable List<String> fields;
  @Nullable Function<String, DriftDetector> detectors;
  Adwin adwin = Adwin.defaults();
  DecisionLedger ledger = DecisionLedger.none();
  @Nullable ModelRef model;
  @Nullable String policy;
  Clock clock = Clock.systemUTC();
  int capacity = 8192;
  @Nullable String target;
  DriftMonitor.Loss loss = DriftMonitor.Loss.ZERO_ONE;
  int labelWindow = 65_536;
  long calmValues = 1024;
  Duration calmTime = Duration.ZERO;
  boolean manual;
  @Nullable Double expectedRunLength;
  @Nullable MonitorState earlier;

  DriftMonitorBuilder(ModelSchema schema) {
    this.schema = Objects.requireNonNull(schema, "schema");
  }

  /**
   * The numeric and categorical fields to monitor, by name; all of them by default, no free text.
   */
  public DriftMonitorBuilder fields(List<String> names) {
    fields = List.copyOf(names);
    return this;
  }

  /**
   * Watches every stream with ADWIN, the streams of fields and of absolute errors {@linkplain
   * DriftMonitor scaled}; {@link Adwin#defaults()} by default.
   */
  public DriftMonitorBuilder adwin(Adwin config) {
    adwin = Objects.requireNonNull(config, "config");
    detectors = null;
    return this;
  }

  /**
   * Makes the detector of each stream, given its name; called once per stream by {@link #build}.
   * {@link DriftDetector#none()} leaves a stream unwatched; it is counted all the same. These
   * detectors are fed the values as they are, as only their maker knows which unit their parameters
   * are in: {@link Adwin} has its bound for values in [0, 1] only, so rather use {@link #adwin} for
   * it.
   */
  public DriftMonitorBuilder detectors(Function<String, DriftDetector> factory) {
    detectors = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /** Where drift is recorded; nowhere by default. Stays the caller's to close. */
  public DriftMonitorBuilder ledger(DecisionLedger value) {
    ledger = Objects.requireNonNull(value, "ledger");
    return this;
  }

  /** The model in service, for the entries. */
  public DriftMonitorBuilder model(@Nullable ModelRef value) {
    model = value;
    return this;
  }

  /** The revision of the policy in force, for the entries. */
  public DriftMonitorBuilder policy(@Nullable String revision) {
    policy = revision;
    return this;
  }

  /** The time of the entries; the system's clock by default. */
  public DriftMonitorBuilder clock(Clock value) {
    clock = Objects.requireNonNull(value, "clock");
    return this;
  }

  /**
   * How many observations and labels may wait; 8,192 by default.
   *
   * @param value a power of two from 2 to 1,048,576
   */
  public DriftMonitorBuilder capacity(int value) {
    capacity = requirePowerOfTwo("capacity", value);
    return this;
  }

  /**
   * The numeric output field that labels are the truth of; without it, labels match nothing.
   *
   * @param field its name
   * @param measure how the error is measured
   */
  public DriftMonitorBuilder target(String field, DriftMonitor.Loss measure) {
    target = Objects.requireNonNull(field, "field");
    loss = Objects.requireNonNull(measure, "measure");
    return this;
  }

  /**
   * How many predictions are kept for their labels; 65,536 by default. A label that comes after so
   * many later predictions is unmatched: at least predictions per second times the delay of labels
   * in seconds is needed, with room for the slowest. Takes about 100 bytes for each, ids included.
   *
   * @param value a power of two from 2 to 1,048,576
   */
  public DriftMonitorBuilder labelWindow(int value) {
    labelWindow = requirePowerOfTwo("labelWindow", value);
    return this;
  }

  /**
   * When a stream that has drifted is at rest again: after so many predictions (labels, for the
   * errors) without another detection, and not before so much time has passed by the monitor's
   * clock; 1,024 and no time by default. Until then further detections in that stream raise no
   * entry.
   *
   * @param values at least 1; rounded up to whole blocks for rates that are fed in blocks
   * @param time zero or more, at most 365 days
   * @throws IllegalArgumentException if one of them is out of range
   */
  public DriftMonitorBuilder calm(long values, Duration time) {
    if (values < 1 || values > MOST_CALM) {
      throw new IllegalArgumentException(
          "calm values must be from 1 to " + MOST_CALM + ": " + values);
    }
    if (time.isNegative() || time.compareTo(LONGEST_CALM) > 0) {
      throw new IllegalArgumentException("calm time must be from 0 to 365 days: " + time);
    }
    calmValues = values;
    calmTime = time;
    return this;
  }

  /**
   * How often the whole monitor may cry wolf: after how many predictions, on average, the first
   * false alarm of any stream comes if nothing changes. The confidence of each stream's ADWIN is
   * then chosen by {@link Calibration} instead of by {@link #adwin}: with S streams each gets a run
   * length of 1 / (1 − (1 − 1/ERT)^(1/S)), about S·ERT; that of a stream fed in blocks of 16 counts
   * in blocks. Without this, the confidence is that of {@link #adwin}, and the run length is what
   * it is.
   *
   * <p>Streams of fields and of absolute errors get the level that was measured for normal values
   * behind the {@linkplain DriftMonitor scaling}, which is another than that of normal values as
   * they are: scaling leaves them a standard deviation of ⅛, so that of the same confidence come
   * about 20 times rarer alarms. Their run length was within 10 % of the one asked for; it is about
   * half of it for values with the tails of a Laplace distribution, and longer for lighter tails.
   * Rates get the highest of the levels of all models of the table, so theirs is at least the one
   * asked for, and far more for rates near 0. Streams count as independent; those that depend on
   * each other alarm together, which makes the run length of the whole longer.
   *
   * @param predictions more than 1. A share of a stream below the least that there is a level for
   *     (20,000 predictions for scaled values) makes its alarms rarer than they might be; one
   *     beyond the largest is refused by {@link #build}
   */
  public DriftMonitorBuilder expectedRunLength(double predictions) {
    if (!(predictions > 1 && predictions <= MOST_CALM)) {
      throw new IllegalArgumentException(
          "expectedRunLength must be more than 1 and at most " + MOST_CALM + ": " + predictions);
    }
    expectedRunLength = predictions;
    return this;
  }

  /**
   * Goes on from what an earlier monitor of the same model {@linkplain DriftMonitor#state() knew},
   * stream by stream, joined by their names. A stream that the state does not have, or has with
   * another detector or configuration, begins anew; what the state has and this monitor does not is
   * left out. {@link DriftMonitor#health()} lists all of these, {@link DriftMonitor#report()} says
   * of each stream whether it was continued.
   *
   * @throws InvalidData if the bytes are damaged, of another version or none of a monitor
   */
  public DriftMonitorBuilder restore(byte[] state) {
    earlier = MonitorState.parse(state);
    return this;
  }

  /**
   * Makes a monitor without a thread: {@link DriftMonitor#flush} and {@link DriftMonitor#close}
   * process what was handed over, on the thread that calls them.
   */
  public DriftMonitorBuilder manual() {
    manual = true;
    return this;
  }

  /**
   * Makes the monitor and, unless it is manual, starts its worker.
   *
   * @throws IllegalArgumentException if a field or the target does not exist, is of a type that
   *     cannot be monitored, is named twice, or the target is not a numeric output; if the expected
   *     run length is out of the range of the table, or detectors of another make are given with it
   * @throws InvalidData if the earlier state is of another model, or its parts do not fit
   */
  public DriftMonitor build() {
    if (expectedRunLength != null && detectors != null) {
      throw new IllegalArgumentException(
          "expectedRunLength chooses the confidence of ADWIN, but detectors are given");
    }
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
