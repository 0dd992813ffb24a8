package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Feeds streaming detectors with a model's predictions, verdicts and late labels, records every
 * drift they find in a ledger, and keeps a profile of what it saw.
 *
 * <p><b>Streams</b>, each with a detector of its own:
 *
 * <ul>
 *   <li>one per monitored numeric field, named like the field. Missing and non-finite values are
 *       counted and not fed;
 *   <li>{@value #DENY_RATE}: 0 for a prediction that was allowed as it is, 1 for every other
 *       verdict;
 *   <li>{@value #VIOLATION_RATE}: 1 for a verdict that a broken rule or an undefined input caused,
 *       else 0. It differs from the deny rate by obligations, and by denials for reasons of
 *       operation;
 *   <li>{@value #MISSING}<i>field</i>, for every monitored field: 1 for a prediction without a
 *       usable value of the field, be it missing or not finite, else 0;
 *   <li>{@value #NEW_CATEGORY}<i>field</i>, for every monitored categorical field: 1 for a category
 *       that is none of those of the field's first 1,024 values, else 0. At most 1,024 categories
 *       of at most 256 characters are told apart; all others are new ones. Free text is not
 *       monitored;
 *   <li>{@value #ERROR}, if a target is configured: the loss of each label against the prediction
 *       with the same request id. The latest predictions are kept for that, 65,536 by default; each
 *       is matched by one label at most, and by none that comes before it. A monitor most of whose
 *       labels match nothing is {@code DEGRADED}.
 * </ul>
 *
 * <p><b>Blocks.</b> Rates of violations, missing values and new categories are nearly always 0.
 * They are fed as means over 16 predictions, so that they cost next to nothing; what they show is
 * seen up to 15 predictions later, and their positions are those of the first or last prediction of
 * a block. Those of new categories count the values that came after the first 1,024.
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
 * <p><b>Alerts.</b> The first {@code DRIFT} of a detector becomes one entry of type {@code
 * drift-alert} by the actor {@code monitor:<schema>} about {@code stream:<name>}, with the request
 * at which it was detected and the attributes {@code detector}, {@code direction}, {@code index},
 * and where known {@code changeIndex}, {@code warningIndex} (where the warning zone began), {@code
 * statistic}, {@code threshold}, {@code before} and {@code after}. The last four are only committed
 * to, not written in the clear, for a sensitive field. Positions count the values the detector
 * took. For a scaled stream, statistic and threshold are in the scaled unit, before and after in
 * the unit of the field, but of the clipped values: at most four scales from the centre, and left
 * out if all of the first values were equal and the mean is another.
 *
 * <p><b>Recovery.</b> From then on the stream is {@link StreamStatus.State#DRIFTED}: further
 * detections raise no entry, but are counted; only one in the other direction than the latest alert
 * is an alert of its own. When it was {@linkplain DriftMonitorBuilder#calm calm} for long enough,
 * at whatever level, an entry of type {@value #DRIFT_RECOVERED} says so, with {@code firstIndex}
 * and {@code lastIndex} of the detections, how many {@code detections} there were, the mean {@code
 * before} the first of them, the {@code calm} values since the last and their mean, {@code level}
 * (both only committed to for a sensitive field): a stream that came to rest is not one that came
 * back. The level is of the values as they came. The next detection is an alert again, unless it is
 * the same change seen once more: it is located before the last detection of that episode, goes the
 * same way, and starts from nearer {@code before} than {@code level}. It is then only counted.
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
 * lock and allocate nothing: they copy primitives and the references of the request id and of
 * categories of at most 256 characters into one bounded ring and return after a bounded number of
 * steps; what finds no place is dropped and counted by verdict. One daemon thread per monitor takes
 * it from there. Each stream gets its values in the order of the ring, which keeps the order of
 * each producer; entries about different streams within 32 predictions may change places. A monitor
 * built with {@link DriftMonitorBuilder#manual()} has no thread: {@link #flush} does the work,
 * which makes runs reproducible.
 *
 * <p><b>Memory.</b> The ring, 25 KB per numeric field and 52 KB per categorical field for the
 * profile, beside the detectors.
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

  /** The stream of broken rules. */
  public static final String VIOLATION_RATE = "@violation-rate";

  /** What the stream of a field's missing values begins with, before the name of the field. */
  public static final String MISSING = "@missing:";

  /** What the stream of a field's new categories begins with, before the name of the field. */
  public static final String NEW_CATEGORY = "@new-category:";

  /** The type of the entry about a stream that is at rest again. */
  public static final String DRIFT_RECOVERED = "drift-recovered";

  /** Of fewer labels, the share without a prediction says little. */
  private static final long MANY_LABELS = 100;

  private final HandOver handOver;
  private final DriftWorker worker;
  private final MonitorRunner runner;
  private final DriftAlerts alerts;
  private final MonitoredStreams streams;
  private final List<MonitoredStream> allStreams;
  private final @Nullable LabelJoin labelJoin;
  private final DropCounts dropped = new DropCounts();

  DriftMonitor(DriftMonitorBuilder options) {
    ModelSchema schema = options.schema;
    String name = schema.name();
    MonitorPlan plan = MonitorPlan.of(schema, options.fields, options.target);
    handOver = new HandOver(schema, plan.columns(), plan.textColumns(), options.capacity);
    alerts = new DriftAlerts(name, options.ledger, options.model, options.policy, options.clock);
    streams = new MonitoredStreams(options, plan, alerts);
    allStreams = streams.all();
    MonitoredStream errors = streams.errors;
    labelJoin =
        errors == null
            ? null
            : new LabelJoin(
                plan.targetColumn(),
                options.loss,
                new PendingPredictions(options.labelWindow),
                errors);
    LossRecord losses = new LossRecord(name, options.ledger, options.clock);
    worker = new DriftWorker(schema, plan, handOver, streams, labelJoin, dropped, losses);
    runner = new MonitorRunner(name, handOver, worker, options.manual);
    runner.start();
  }

  /** Starts a monitor of a model's predictions. */
  public static DriftMonitorBuilder builder(ModelSchema schema) {
    return new DriftMonitorBuilder(schema);
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
      dropped.prediction(verdict);
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
      dropped.label();
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
    runner.flush();
  }

  /** What was seen and lost so far. */
  public MonitorCounts counts() {
    return worker.counts(alerts);
  }

  /**
   * What the processed predictions were like, in figures that depend on no order. Waits for the
   * worker to come to an end with the prediction it is at, not for those that wait; {@link #flush}
   * does that.
   */
  public MonitorProfile profile() {
    return runner.ask(worker::profile);
  }

  /** How every stream does, as of the processed predictions; waits like {@link #profile}. */
  public List<StreamStatus> report() {
    return runner.ask(() -> allStreams.stream().map(MonitoredStream::status).toList());
  }

  /**
   * How a stream does, as of the processed predictions; waits like {@link #profile}.
   *
   * @param stream its name
   * @throws IllegalArgumentException if there is no such stream; the message lists those that exist
   */
  public StreamStatus status(String stream) {
    return runner.ask(streams.named(stream)::status);
  }

  /**
   * What the streams know, as of the processed predictions, for {@link
   * DriftMonitorBuilder#restore}: a monitor made from it goes on, alert for alert, as this one
   * would. That is their detectors, scaling, known categories and counts, and which of them have
   * drifted. Waits like {@link #profile}, and may be called after closing.
   *
   * <p>Not kept: predictions that wait for a label, so that labels of earlier predictions will be
   * unmatched; the profile and the {@linkplain #counts() counts} of the whole; streams that are
   * switched off, or whose detector is not of this package.
   *
   * <p>Big-endian: the magic {@code G4JM}, a 16-bit version (1), a 32-bit length, so many bytes of
   * state, and the CRC-32C of all before it. Of the same history the bytes are the same. They tell
   * about values, those of sensitive fields and the names of categories included: keep them as
   * such.
   *
   * @throws GovernanceException if the worker died, as what it was at is in an unknown state
   */
  public byte[] state() {
    Throwable death = runner.death();
    if (death != null) {
      throw new GovernanceException("a monitor that died has no state: " + death, death);
    }
    return runner.ask(streams::state).toByteArray();
  }

  @Override
  public Health health() {
    MonitorCounts counts = counts();
    Throwable death = runner.death();
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
    String lostLabels = lostLabels(counts);
    figures += lostLabels;
    if (!lostLabels.isEmpty() || counts.dropped() + counts.foreign() + counts.unreadable() > 0) {
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
    if (streams.restored != null) {
      parts.add(streams.restored);
    }
    for (MonitoredStream stream : allStreams) {
      parts.add(
          stream == streams.errors && labelJoin != null ? labelJoin.health() : stream.health());
    }
    return new Health("monitor", status, figures, parts);
  }

  private String lostLabels(MonitorCounts counts) {
    if (labelJoin == null) {
      return counts.labels() > 0 ? "; labels come, but no target is configured" : "";
    }
    return counts.labels() >= MANY_LABELS && 2 * counts.unmatchedLabels() > counts.labels()
        ? "; most labels find no prediction: other ids, or later than labelWindow allows"
        : "";
  }

  /**
   * Takes nothing more, processes what was handed over and ends the worker. Whatever comes later is
   * counted as dropped. Does not close the ledger. If the caller is interrupted while waiting, the
   * worker goes on and ends by itself, and the interrupt is kept.
   */
  @Override
  public void close() {
    handOver.close();
    runner.close();
  }

  /** How far a prediction is from its label. */
  public enum Loss {
    /** 1 if |label − prediction| &gt; ½, else 0: for a class index, or a probability of 0/1. */
    ZERO_ONE,
    /** |label − prediction|. */
    ABSOLUTE
  }
}
