package org.governance4j.drift;

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

  private final Kind kind;
  private final DriftDetector detector;
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
      int status = detector.update(value);
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
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  void takeMissing() {
    count(missing);
  }

  String name() {
    return kind.name;
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
    boolean whole = failed == null && refused.get() == 0;
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
      drifted = true;
      if (episode.detected(last(position))) {
        raised++;
        alerts.raise(kind.name, kind.sensitive, event, first(warningSince), requestId);
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
