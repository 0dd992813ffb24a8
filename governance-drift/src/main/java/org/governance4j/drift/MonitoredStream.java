package org.governance4j.drift;

import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.DriftDetector;
import org.governance4j.Health;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a monitor with its detector. Fed by the worker only; {@link #health} is safe for
 * any thread.
 *
 * <p>The detector is foreign code. A value it refuses is counted and the stream goes on, as a
 * client must not be able to switch off a detector with one odd value; any other exception leaves
 * it in an unknown state, so the stream is switched off for good and says so.
 */
final class MonitoredStream {

  private final String name;
  private final boolean sensitive;
  private final DriftDetector detector;
  private final DriftAlerts alerts;
  private final AtomicLong values = new AtomicLong();
  private final AtomicLong missing = new AtomicLong();
  private final AtomicLong nonFinite = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong drifts = new AtomicLong();
  private long warningSince = -1;
  private volatile @Nullable RuntimeException failure;

  MonitoredStream(String name, boolean sensitive, DriftDetector detector, DriftAlerts alerts) {
    this.name = name;
    this.sensitive = sensitive;
    this.detector = detector;
    this.alerts = alerts;
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
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  void takeMissing() {
    count(missing);
  }

  Health health() {
    StringBuilder detail = new StringBuilder();
    RuntimeException failed = failure;
    if (failed != null) {
      // Its message may quote the value.
      String what = sensitive ? failed.getClass().getName() : failed.toString();
      detail.append("switched off, detector failed: ").append(what).append("; ");
    }
    detail.append(values.get()).append(" values, ");
    detail.append(missing.get()).append(" missing, ");
    detail.append(nonFinite.get()).append(" not finite, ");
    detail.append(refused.get()).append(" refused by the detector, ");
    detail.append(drifts.get()).append(" drifts");
    boolean whole = failed == null && refused.get() == 0;
    return Health.of(
        "stream:" + name, whole ? Health.Status.UP : Health.Status.DEGRADED, detail.toString());
  }

  private void report(int status, @Nullable String requestId) {
    long position = values.getPlain() - 1;
    if (warningSince < 0) {
      warningSince = position;
    }
    if ((status & DriftDetector.DRIFT) != 0) {
      count(drifts);
      alerts.raise(name, sensitive, detector.lastEvent(), warningSince, requestId);
      warningSince = -1;
    }
  }

  /** There is one writer, so this needs no atomic addition. */
  private static void count(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }
}
