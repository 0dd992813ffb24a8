package org.governance4j.drift;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.Health;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a monitor with its detector. Fed and asked for its status by the worker only;
 * {@link #health} is safe for any thread.
 *
 * <p>The detector is foreign code. A value it refuses is counted and the stream goes on, as a
 * client must not be able to switch off a detector with one odd value; any other exception leaves
 * it in an unknown state, so the stream is switched off for good and says so.
 */
final class MonitoredStream {

  /** A field that has no value in so many predictions is not merely slow to come. */
  private static final long MANY = 1024;

  private final Kind kind;
  private final DriftDetector detector;
  private final @Nullable Scaled scaled; // the same, if it is one: it takes many values at once
  private final DriftAlerts alerts;
  private final DriftEpisode episode;
  private final AtomicLong values = new AtomicLong();
  private final AtomicLong missing = new AtomicLong();
  private final AtomicLong nonFinite = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong drifts = new AtomicLong();
  private long raised;
  private long recoveries;
  private long warningSince = -1;
  private boolean continued; // from an earlier monitor's state
  private boolean drifted; // the episode is open, said here as every value asks
  private @Nullable DriftEvent lastDrift;
  private volatile @Nullable RuntimeException failure;

  /**
   * Makes a stream.
   *
   * @param calm when it is at rest after a drift
   */
  MonitoredStream(Kind kind, DriftDetector detector, DriftAlerts alerts, Calm calm) {
    this.kind = kind;
    this.detector = detector;
    this.scaled = detector instanceof Scaled own ? own : null;
    this.alerts = alerts;
    this.episode = new DriftEpisode(calm);
  }

  void take(double value, @Nullable String requestId) {
    if (failure != null) {
      return;
    }
    if (!Double.isFinite(value)) {
      count(nonFinite);
      return;
    }
    try {
      answer(detector.update(value), value, requestId);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void answer(int status, double value, @Nullable String requestId) {
    if ((status & DriftDetector.REFUSED) != 0) {
      count(refused);
      return;
    }
    count(values);
    if (status != DriftDetector.NONE) {
      report(status, requestId);
    } else {
      warningSince = -1;
    }
    if (drifted && (status & DriftDetector.DRIFT) == 0 && episode.quiet(value)) {
      recover(requestId);
    }
  }

  /**
   * Takes the next values, all finite, as {@link #take(double, String)} does one by one.
   *
   * @param requests the request ids of the values
   */
  void take(double[] next, int many, @Nullable String[] requests) {
    int at = 0;
    while (at < many) {
      if (scaled == null || drifted || warningSince >= 0 || failure != null) {
        take(next[at], requests[at]);
        at++;
        continue;
      }
      try {
        int noted = scaled.update(next, at, many - at);
        int calm = noted < 0 ? many : noted;
        values.setOpaque(values.getPlain() + calm - at);
        at = calm;
        if (noted >= 0) {
          answer(scaled.lastStatus(), next[at], requests[at]);
          at++;
        }
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  void takeMissing() {
    count(missing);
  }

  void takeNonFinite() {
    if (failure == null) {
      count(nonFinite);
    }
  }

  String name() {
    return kind.name;
  }

  /** Whether it can be kept: its detector works and is one of this package. */
  boolean keeps() {
    return failure == null && keeper() != null;
  }

  /** Writes its detector and counts, if it {@linkplain #keeps() can be kept}. */
  void write(StateWriter out) {
    Detector<?> keeper = Objects.requireNonNull(keeper());
    out.put(configuration(keeper));
    keeper.write(out);
    if (scaled != null) {
      scaled.write(out);
    }
    for (AtomicLong counter : counters()) {
      out.put(counter.getPlain());
    }
    out.put(raised);
    out.put(recoveries);
    out.put(warningSince);
    episode.write(out);
    DriftEvent event = lastDrift;
    out.put(event != null);
    if (event != null) {
      out.put(event.status());
      out.put(event.index());
      out.put(event.changeIndex());
      out.put(event.statistic());
      out.put(event.threshold());
      out.put(event.logP());
      out.put(event.before());
      out.put(event.after());
    }
  }

  /** Goes on from what {@link #write} wrote; false if that was a detector of another kind. */
  boolean read(StateReader in) {
    Detector<?> keeper = keeper();
    long other = in.integer64("configuration", Long.MIN_VALUE, Long.MAX_VALUE);
    if (keeper == null || other != configuration(keeper)) {
      return false;
    }
    keeper.read(in);
    if (scaled != null) {
      scaled.read(in);
    }
    for (AtomicLong counter : counters()) {
      counter.setOpaque(in.integer64("count", 0, Long.MAX_VALUE));
    }
    raised = in.integer64("alerts", 0, Long.MAX_VALUE);
    recoveries = in.integer64("recoveries", 0, Long.MAX_VALUE);
    warningSince = in.integer64("warningSince", -1, Long.MAX_VALUE);
    episode.read(in);
    drifted = episode.open();
    if (in.flag("lastDrift")) {
      lastDrift =
          new DriftEvent(
              detector.name(),
              in.integer("status", 0, DriftDetector.REFUSED - 1),
              in.integer64("index", 0, Long.MAX_VALUE),
              in.integer64("changeIndex", -1, Long.MAX_VALUE),
              in.any("statistic"),
              in.any("threshold"),
              in.any("logP"),
              in.any("before"),
              in.any("after"));
    }
    continued = true;
    return true;
  }

  private @Nullable Detector<?> keeper() {
    if (scaled != null) {
      return scaled.keeper();
    }
    return detector instanceof Detector<?> own ? own : null;
  }

  private AtomicLong[] counters() {
    return new AtomicLong[] {values, missing, nonFinite, refused, drifts};
  }

  /** Tells detectors and what they are fed apart. */
  private long configuration(Detector<?> keeper) {
    long hash = ByteBuffer.wrap(StateFormat.hash(keeper.config())).getLong();
    return 31 * hash + 2L * kind.perValue + (scaled == null ? 0 : 1);
  }

  StreamStatus status() {
    long lacking = lacking();
    return new StreamStatus(
        kind.name,
        state(lacking),
        drifted || failure != null ? 0 : lacking,
        values.get(),
        missing.get(),
        nonFinite.get(),
        refused.get(),
        drifts.get(),
        raised,
        recoveries,
        lastDrift,
        continued,
        kind.sensitive);
  }

  Health health() {
    StringBuilder detail = new StringBuilder();
    RuntimeException failed = failure;
    if (failed != null) {
      // Its message may quote the value.
      String what = kind.sensitive ? failed.getClass().getName() : failed.toString();
      detail.append("switched off, detector failed: ").append(what).append("; ");
    }
    detail.append(values.get()).append(" values, ");
    detail.append(missing.get()).append(" missing, ");
    detail.append(nonFinite.get()).append(" not finite, ");
    detail.append(refused.get()).append(" refused by the detector, ");
    detail.append(drifts.get()).append(" drifts");
    long unusable = missing.get() + nonFinite.get();
    boolean fed = values.get() > 0 || unusable < MANY;
    if (!fed) {
      detail.insert(0, "no usable value yet; ");
    }
    boolean whole = failed == null && refused.get() == 0 && fed;
    return Health.of(
        "stream:" + kind.name,
        whole ? Health.Status.UP : Health.Status.DEGRADED,
        detail.toString());
  }

  private long lacking() {
    long fed = values.getPlain();
    return kind.unlearned.getAsLong() + Math.max(0, kind.needed - fed) * kind.perValue;
  }

  private StreamStatus.State state(long lacking) {
    if (failure != null) {
      return StreamStatus.State.FAILED;
    }
    if (drifted) {
      return StreamStatus.State.DRIFTED;
    }
    if (lacking > 0) {
      return StreamStatus.State.INSUFFICIENT_DATA;
    }
    return warningSince >= 0 ? StreamStatus.State.WARNING : StreamStatus.State.STABLE;
  }

  private void report(int status, @Nullable String requestId) {
    long position = values.getPlain() - 1;
    if (warningSince < 0) {
      warningSince = position;
    }
    if ((status & DriftDetector.DRIFT) != 0) {
      count(drifts);
      DriftEvent event = inPredictions(detector.lastEvent());
      lastDrift = event;
      alerts.detected();
      if (!episode.repeats(event)) {
        drifted = true;
        if (episode.detected(last(position), event)) {
          raised++;
          alerts.raise(kind.name, kind.sensitive, event, first(warningSince), requestId);
        }
      }
      warningSince = -1;
    }
  }

  private void recover(@Nullable String requestId) {
    drifted = false;
    recoveries++;
    alerts.recover(
        kind.name,
        kind.sensitive,
        detector.name(),
        episode.recovery(last(values.getPlain() - 1)),
        requestId);
  }

  private DriftEvent inPredictions(DriftEvent event) {
    if (kind.perValue == 1) {
      return event;
    }
    return new DriftEvent(
        event.detector(),
        event.status(),
        last(event.index()),
        event.changeIndex() < 0 ? -1 : first(event.changeIndex()),
        event.statistic(),
        event.threshold(),
        event.logP(),
        event.before(),
        event.after());
  }

  /** The first prediction of the value at that position. */
  private long first(long position) {
    return position * kind.perValue;
  }

  /** The last prediction of the value at that position. */
  private long last(long position) {
    return (position + 1) * kind.perValue - 1;
  }

  /** There is one writer, so this needs no atomic addition. */
  private static void count(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }

  /**
   * What a stream is.
   *
   * @param name its name
   * @param sensitive whether its values are those of a sensitive field
   * @param perValue how many predictions make one value
   * @param needed before so many values nothing is said about it
   * @param unlearned how many predictions are lacking before values can be judged at all
   */
  record Kind(String name, boolean sensitive, int perValue, long needed, LongSupplier unlearned) {}
}
