package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.Health;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link PredictionMonitor} must do. */
public abstract class PredictionMonitorContract {

  /** Between two flushes; a ring of the smallest useful size holds as many. */
  private static final int BATCH = 256;

  private static final int CALM = 4_096;
  private static final int SHIFTED = 4_096;

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit-risk",
          "1.0",
          List.of(Field.number("income"), Field.number("age"), Field.category("country")),
          List.of(Field.number("score"), Field.category("label")));

  private static final ModelSchema OTHER =
      ModelSchema.of(
          "other", "2.0", List.of(Field.text("question")), List.of(Field.text("answer")));

  /** For tests that an implementer extends. */
  protected PredictionMonitorContract() {}

  /**
   * A new monitor that watches every number of the schema with its defaults, deterministically. The
   * contract closes it.
   *
   * @param schema the schema of the predictions it will see
   * @param ledger where it writes what it finds
   */
  protected abstract PredictionMonitor create(ModelSchema schema, DecisionLedger ledger)
      throws Exception;

  /**
   * Whether it writes an entry when, after 4,096 predictions, all numbers of the model jump by far.
   */
  protected boolean findsDrift() {
    return true;
  }

  /**
   * How long a call may take before the test says that it hangs; only ever reached when it does.
   */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  @Test
  @Rule("M1")
  void it_finds_nothing_in_a_calm_stream() throws Exception {
    NotingLedger ledger = new NotingLedger(false);
    try (PredictionMonitor monitor = create(SCHEMA, ledger)) {
      stream(monitor, CALM, 0, false);
    }
    assertEquals(List.of(), ledger.entries());
  }

  @Test
  @Rule("M2")
  void after_a_flush_what_was_found_is_on_record() throws Exception {
    assumeTrue(findsDrift(), "the monitor writes no entries");
    NotingLedger ledger = new NotingLedger(false);
    try (PredictionMonitor monitor = create(SCHEMA, ledger)) {
      stream(monitor, CALM, SHIFTED, false);

      List<Entry> flushed = ledger.entries();

      assertTrue(
          flushed.stream().anyMatch(entry -> entry.type().equals(Entry.Types.DRIFT_ALERT)),
          () -> "no drift alert about the shift: " + flushed);
    }
  }

  @Test
  @Rule("M3")
  void nothing_of_a_prediction_is_kept() throws Exception {
    assertEquals(found(false), found(true), "found after the caller changed its arrays");
  }

  @Test
  @Rule("M4")
  void no_prediction_and_no_verdict_makes_it_throw() throws Exception {
    List<Violation> why = List.of(Violation.of("rule", null, "a reason"));
    Obligation mask = new Obligation(Obligation.Operation.MASK, "label", null);
    try (PredictionMonitor monitor = create(SCHEMA, new NotingLedger(false))) {
      Prediction view = SCHEMA.prediction();
      monitor.observe(view, Verdict.ALLOW);
      for (double value :
          new double[] {
            0,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE
          }) {
        view.wrap(null, new double[] {value, value}, new double[] {value}, null, null);
        monitor.observe(view, Verdict.ALLOW);
        monitor.observe(view, new Verdict.AllowWith(List.of(mask)));
        monitor.observe(view, new Verdict.Escalate(why));
        for (Verdict.Cause cause : Verdict.Cause.values()) {
          monitor.observe(view, new Verdict.Deny(cause, why));
        }
      }
      monitor.observe(OTHER.prediction(), new Verdict.Deny(Verdict.Cause.SCHEMA_MISMATCH, why));
      monitor.observe(
          OTHER.prediction().wrap("r", new double[0], new double[0], "why?", "because"),
          new Verdict.Deny(Verdict.Cause.SCHEMA_MISMATCH, why));
      flush(monitor);
      assertNotEquals(Health.Status.DOWN, monitor.health().status(), "its worker died");
    }
  }

  @Test
  @Rule("M5")
  void a_label_that_belongs_to_nothing_does_no_harm() throws Exception {
    try (PredictionMonitor monitor = create(SCHEMA, new NotingLedger(false))) {
      monitor.label("never seen", 1);
      labelNonFinite(monitor, "", Double.NaN);
      observe(monitor, SCHEMA.prediction(), new double[3], 0, false);
      monitor.label("request-0", 0.5);
      monitor.label("request-0", 0.5);
      labelNonFinite(monitor, "request-0", Double.POSITIVE_INFINITY);
      flush(monitor);
      assertNotEquals(Health.Status.DOWN, monitor.health().status(), "its worker died");
    }
  }

  /** A monitor may refuse such a label or ignore it. */
  private static void labelNonFinite(PredictionMonitor monitor, String id, double value) {
    try {
      monitor.label(id, value);
    } catch (IllegalArgumentException e) {
      assertTrue(
          String.valueOf(e.getMessage()).contains(String.valueOf(value)),
          () -> "the refusal names the value: " + e.getMessage());
    }
  }

  @Test
  @Rule("M6")
  void a_ledger_that_refuses_shows_in_its_health_and_nowhere_else() throws Exception {
    assumeTrue(findsDrift(), "the monitor writes no entries");
    try (PredictionMonitor monitor = create(SCHEMA, new NotingLedger(true))) {
      stream(monitor, CALM, SHIFTED, false);

      Health health = monitor.health();

      assertNotEquals(Health.Status.UP, health.status(), health.toString());
    }
  }

  @Test
  @Rule("M7")
  void its_health_tells_whether_it_works() throws Exception {
    PredictionMonitor monitor = create(SCHEMA, new NotingLedger(false));
    stream(monitor, BATCH, 0, false);

    Health open = monitor.health();
    monitor.close();
    Health closed = monitor.health();

    assertEquals(Health.Status.UP, open.status(), open.toString());
    assertFalse(open.component().isBlank());
    assertEquals(Health.Status.DOWN, closed.status(), closed.toString());
  }

  @Test
  @Rule("M8")
  void closing_twice_and_calls_after_it_do_no_harm() throws Exception {
    PredictionMonitor monitor = create(SCHEMA, new NotingLedger(false));
    stream(monitor, BATCH, 0, false);
    assertTimeoutPreemptively(patience(), monitor::close);
    assertTimeoutPreemptively(patience(), monitor::close);

    observe(monitor, SCHEMA.prediction(), new double[3], 0, false);
    monitor.label("request-0", 1);
    flush(monitor);
  }

  @Test
  @Rule("M9")
  void closing_finishes_what_was_handed_over() throws Exception {
    assumeTrue(findsDrift(), "the monitor writes no entries");
    NotingLedger flushed = new NotingLedger(false);
    NotingLedger closed = new NotingLedger(false);
    try (PredictionMonitor first = create(SCHEMA, flushed);
        PredictionMonitor second = create(SCHEMA, closed)) {
      stream(first, CALM, SHIFTED, false);
      stream(second, CALM, SHIFTED - BATCH, false);
      handOver(second, SHIFTED - BATCH, SHIFTED, true, false);
      assertTimeoutPreemptively(patience(), second::close);
      assertEquals(described(flushed), described(closed));
    }
  }

  @Test
  @Rule("M10")
  void several_threads_hand_over_at_once() throws Exception {
    try (PredictionMonitor monitor = create(SCHEMA, new NotingLedger(false))) {
      Threads.each(
          thread -> {
            stream(monitor, 4 * BATCH, 0, true);
            monitor.health();
            monitor.label("request-" + thread, 1);
            return thread;
          });
      flush(monitor);
      assertNotEquals(Health.Status.DOWN, monitor.health().status(), "its worker died");
    }
  }

  /** What a monitor finds in a stream with a shift. */
  private List<String> found(boolean overwrites) throws Exception {
    NotingLedger ledger = new NotingLedger(false);
    try (PredictionMonitor monitor = create(SCHEMA, ledger)) {
      stream(monitor, CALM, SHIFTED, overwrites);
    }
    return described(ledger);
  }

  private static List<String> described(NotingLedger ledger) {
    return ledger.entries().stream()
        .map(entry -> entry.type() + " " + entry.subject() + " " + entry.decision())
        .toList();
  }

  /** Hands over predictions before and after a shift, flushing often enough to lose none. */
  private void stream(PredictionMonitor monitor, int calm, int shifted, boolean overwrites) {
    for (int from = 0; from < calm; from += BATCH) {
      handOver(monitor, from, Math.min(calm, from + BATCH), false, overwrites);
      flush(monitor);
    }
    for (int from = 0; from < shifted; from += BATCH) {
      handOver(monitor, from, Math.min(shifted, from + BATCH), true, overwrites);
      flush(monitor);
    }
  }

  private static void handOver(
      PredictionMonitor monitor, int from, int to, boolean shifted, boolean overwrites) {
    Prediction view = SCHEMA.prediction();
    double[] numbers = new double[3];
    for (int i = from; i < to; i++) {
      double level = (shifted ? 0.9 : 0.1) + 0.01 * (i % 7 - 3);
      Arrays.fill(numbers, level);
      if (overwrites) {
        observe(monitor, view, numbers, i, true);
      } else {
        observe(monitor, SCHEMA.prediction(), numbers.clone(), i, false);
      }
    }
  }

  /**
   * Hands over one prediction; afterwards its arrays may be overwritten with what would be a shift
   * in any stream.
   */
  private static void observe(
      PredictionMonitor monitor, Prediction view, double[] numbers, int i, boolean overwrites) {
    double[] inputs = {numbers[0], numbers[1]};
    double[] outputs = {numbers[2]};
    @Nullable String[] texts = {"DE", numbers[2] > 0.5 ? "yes" : "no"};
    monitor.observe(view.wrap("request-" + i, inputs, outputs, texts), Verdict.ALLOW);
    if (overwrites) {
      Arrays.fill(inputs, i % 2 == 0 ? 1e6 : -1e6);
      Arrays.fill(outputs, i % 2 == 0 ? 1e6 : -1e6);
      Arrays.fill(texts, "overwritten");
    }
  }

  private void flush(PredictionMonitor monitor) {
    assertTimeoutPreemptively(patience(), monitor::flush);
  }
}
