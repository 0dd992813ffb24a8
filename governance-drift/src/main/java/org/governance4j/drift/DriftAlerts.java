package org.governance4j.drift;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.governance4j.DecisionLedger;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * Turns detections into ledger entries. Entries are submitted without waiting; one that the ledger
 * does not take is counted and makes the monitor's health worse.
 */
final class DriftAlerts {

  private final String actor;
  private final DecisionLedger ledger;
  private final @Nullable ModelRef model;
  private final @Nullable String policy;
  private final Clock clock;
  private final AtomicLong detections = new AtomicLong();
  private final AtomicLong raised = new AtomicLong();
  private final AtomicLong recoveries = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> lastLoss = new AtomicReference<>();

  DriftAlerts(
      String schemaName,
      DecisionLedger ledger,
      @Nullable ModelRef model,
      @Nullable String policy,
      Clock clock) {
    this.actor = "monitor:" + schemaName;
    this.ledger = ledger;
    this.model = model;
    this.policy = policy;
    this.clock = clock;
  }

  void raise(
      String stream,
      boolean sensitive,
      DriftEvent event,
      long warningSince,
      @Nullable String requestId) {
    raised.incrementAndGet();
    submit(() -> entry(stream, sensitive, event, warningSince, requestId));
  }

  /** Records that a stream is at rest again. */
  void recover(
      String stream,
      boolean sensitive,
      String detector,
      DriftEpisode.Recovery recovery,
      @Nullable String requestId) {
    recoveries.incrementAndGet();
    submit(
        () -> {
          Entry.Builder entry =
              about(DriftMonitor.DRIFT_RECOVERED, stream, requestId)
                  .attribute("detector", JsonValue.of(detector))
                  .attribute("index", JsonValue.of(recovery.index()))
                  .attribute("firstIndex", JsonValue.of(recovery.first()))
                  .attribute("lastIndex", JsonValue.of(recovery.last()))
                  .attribute("detections", JsonValue.of(recovery.detections()))
                  .attribute("calm", JsonValue.of(recovery.quiet()));
          number(entry, sensitive, "before", recovery.before());
          number(entry, sensitive, "level", recovery.level());
          return entry.build();
        });
  }

  /** Counts a detection, whether or not it raises an entry. */
  void detected() {
    detections.incrementAndGet();
  }

  long detections() {
    return detections.get();
  }

  long raised() {
    return raised.get();
  }

  long recoveries() {
    return recoveries.get();
  }

  long lost() {
    return lost.get();
  }

  Health health() {
    String figures =
        raised.get()
            + " raised by "
            + detections.get()
            + " detections, "
            + recoveries.get()
            + " recoveries, "
            + lost.get()
            + " not recorded";
    Throwable problem = lastLoss.get();
    return problem == null
        ? Health.of("alerts", Health.Status.UP, figures)
        : Health.of("alerts", Health.Status.DEGRADED, figures + "; last: " + problem);
  }

  private Entry entry(
      String stream,
      boolean sensitive,
      DriftEvent event,
      long warningSince,
      @Nullable String requestId) {
    Entry.Builder entry =
        about(Entry.Types.DRIFT_ALERT, stream, requestId)
            .attribute("detector", JsonValue.of(event.detector()))
            .attribute("direction", JsonValue.of(direction(event.status())))
            .attribute("index", JsonValue.of(event.index()));
    if (event.changeIndex() >= 0) {
      entry.attribute("changeIndex", JsonValue.of(event.changeIndex()));
    }
    if (warningSince < event.index()) {
      entry.attribute("warningIndex", JsonValue.of(warningSince));
    }
    number(entry, sensitive, "statistic", event.statistic());
    number(entry, sensitive, "threshold", event.threshold());
    number(entry, sensitive, "before", event.before());
    number(entry, sensitive, "after", event.after());
    return entry.build();
  }

  private Entry.Builder about(String type, String stream, @Nullable String requestId) {
    return Entry.builder(type, actor, "stream:" + stream)
        .time(clock.instant())
        .request(requestId == null ? null : wellFormed(requestId))
        .model(model)
        .policy(policy);
  }

  /** Figures in the unit of a sensitive field tell about its values, so they are only committed. */
  private static void number(Entry.Builder entry, boolean sensitive, String name, double value) {
    if (!Double.isFinite(value)) {
      return; // the detector has no such figure, and JSON has no word for that
    }
    if (sensitive) {
      entry.sensitive(name, JsonValue.of(value));
    } else {
      entry.attribute(name, JsonValue.of(value));
    }
  }

  /** An id comes from outside, and no entry can carry a lone surrogate: it becomes U+FFFD. */
  private static String wellFormed(String id) {
    StringBuilder text = new StringBuilder(id.length());
    id.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static String direction(int status) {
    boolean up = (status & DriftDetector.UP) != 0;
    boolean down = (status & DriftDetector.DOWN) != 0;
    return up == down ? "unknown" : up ? "up" : "down";
  }

  private void submit(Supplier<Entry> entry) {
    try {
      ledger
          .submit(entry.get())
          .whenComplete(
              (receipt, problem) -> {
                if (problem != null) {
                  lose(problem);
                }
              });
    } catch (RuntimeException e) {
      lose(e);
    }
  }

  private void lose(Throwable problem) {
    lost.incrementAndGet();
    lastLoss.set(problem);
  }
}
