package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rates a monitor makes of predictions and verdicts. */
class MonitorRatesTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "3",
          List.of(Field.number("age"), Field.category("country")),
          List.of(Field.number("score")));
  private static final int BLOCK = RateBlocks.BLOCK;
  private static final List<Violation> WHY = List.of(Violation.of("rule", null, "a reason"));

  private final Map<String, Probe> probes = new ConcurrentHashMap<>();
  private final Prediction view = SCHEMA.prediction();

  @Test
  @Rule("M14")
  void a_block_has_the_share_of_its_predictions_without_a_usable_value() {
    try (DriftMonitor monitor = probed().manual().build()) {
      for (int i = 0; i < 2 * BLOCK + 5; i++) {
        view.wrap("r", new double[] {i == 3 ? Double.NaN : 1}, new double[1], i < 6 ? null : "X");
        if (i == BLOCK + 2) {
          view.missing(0);
        }
        monitor.observe(view, Verdict.ALLOW);
      }
      monitor.flush();
      assertEquals(List.of(1. / BLOCK, 1. / BLOCK), fed("@missing:age"));
      assertEquals(List.of(6. / BLOCK, 0.), fed("@missing:country"));
      assertEquals(List.of(0., 0.), fed("@missing:score"));
    }
  }

  @Test
  @Rule("M14")
  void violations_are_verdicts_that_a_rule_or_an_undefined_input_caused() {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(new Verdict.Escalate(WHY));
    verdicts.add(
        new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "country", null))));
    for (Verdict.Cause cause : Verdict.Cause.values()) {
      verdicts.add(new Verdict.Deny(cause, WHY));
    }
    try (DriftMonitor monitor = probed().manual().build()) {
      for (int i = 0; i < BLOCK; i++) {
        view.wrap("r", new double[1], new double[1], "X");
        monitor.observe(view, i < verdicts.size() ? verdicts.get(i) : Verdict.ALLOW);
      }
      monitor.flush();
      assertEquals(List.of(3. / BLOCK), fed(DriftMonitor.VIOLATION_RATE));
      assertEquals(
          verdicts.size(),
          fed(DriftMonitor.DENY_RATE).stream().mapToDouble(Double::doubleValue).sum());
      assertEquals(3, monitor.profile().violated());
    }
  }

  @Test
  @Rule("M14")
  void a_category_is_new_if_it_is_none_of_those_of_the_first_values() {
    int learned = MonitoredStreams.LEARNED_CATEGORIES;
    try (DriftMonitor monitor = probed().manual().build()) {
      for (int i = 0; i < learned; i++) {
        category(monitor, "c" + i % 9);
        category(monitor, null);
      }
      assertEquals(List.of(), fed("@new-category:country"));
      for (int i = 0; i < BLOCK; i++) {
        category(monitor, i < 3 ? "new" : i < 5 ? "x".repeat(257) : "c" + i % 9);
      }
      assertEquals(List.of(5. / BLOCK), fed("@new-category:country"));
      assertEquals(learned, monitor.profile().categories().get(0).missing());
      assertEquals(2, monitor.profile().categories().get(0).others());
    }
  }

  @Test
  @Rule("M21")
  void nothing_is_said_about_new_categories_before_there_are_known_ones() {
    try (DriftMonitor monitor = probed().manual().build()) {
      category(monitor, "a");
      StreamStatus status = monitor.status("@new-category:country");
      assertEquals(StreamStatus.State.INSUFFICIENT_DATA, status.state());
      assertEquals(1_023 + 512, status.lacking());
    }
  }

  @Test
  @Rule("M14")
  void rates_that_rise_are_alerts_at_positions_of_predictions() {
    RecordingLedger ledger = RecordingLedger.open();
    int calm = 8_192;
    SplittableRandom random = new SplittableRandom(7);
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA).ledger(ledger).manual().capacity(64).build()) {
      for (int i = 0; i < 2 * calm; i++) {
        boolean changed = i >= calm;
        String country = changed && random.nextInt(4) == 0 ? "Z" : "A" + random.nextInt(3);
        view.wrap("r" + i, new double[] {random.nextDouble()}, new double[1], country);
        if (random.nextInt(100) == 0 || (changed && random.nextInt(4) == 0)) {
          view.missing(0);
        }
        boolean violated = random.nextInt(50) == 0 || (changed && random.nextInt(4) == 0);
        monitor.observe(
            view, violated ? new Verdict.Deny(Verdict.Cause.POLICY, WHY) : Verdict.ALLOW);
        if (i % 64 == 63) {
          monitor.flush();
        }
      }
    }
    for (String stream : List.of("@missing:age", "@new-category:country", "@violation-rate")) {
      Entry alert =
          ledger.entries.stream()
              .filter(e -> e.subject().equals("stream:" + stream))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no alert about " + stream));
      assertEquals(Entry.Types.DRIFT_ALERT, alert.type());
      assertEquals(JsonValue.of("up"), alert.attributes().get("direction"));
      int learned = stream.startsWith("@new") ? MonitoredStreams.LEARNED_CATEGORIES : 0;
      double index = number(alert, "index") + learned;
      assertEquals("r" + (int) index, alert.request(), stream);
      assertTrue(index >= calm && index < calm + 1_536, stream + " at " + index);
      double change = number(alert, "changeIndex") + learned;
      assertTrue(Math.abs(change - calm) <= 512, stream + " changed at " + change);
    }
    List<String> subjects = ledger.entries.stream().map(Entry::subject).distinct().toList();
    assertTrue(Collections.disjoint(subjects, List.of("stream:@missing:score", "stream:score")));
  }

  @Test
  @Rule("M15")
  void the_ring_keeps_no_text_beyond_the_limit() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0}, new int[] {2}, 2);
    String longest = "x".repeat(256);
    for (String text : new String[] {longest, longest + "x", "y".repeat(1 << 20), null, "z"}) {
      ring.offer(view.wrap("r", new double[1], new double[1], text), Verdict.ALLOW);
      int slot = ring.next();
      if (text == null) {
        assertNull(ring.text(slot, 0));
      } else {
        assertSame(text.length() <= 256 ? text : HandOver.OVERLONG, ring.text(slot, 0));
      }
      ring.release(slot);
    }
  }

  @Test
  void a_text_that_reads_like_the_mark_for_a_long_one_is_a_category() {
    try (DriftMonitor monitor = probed().manual().build()) {
      category(monitor, "overlong");
      assertEquals(
          List.of(new MonitorProfile.Category("overlong", 1)),
          monitor.profile().categories().get(0).seen());
    }
  }

  private DriftMonitorBuilder probed() {
    return DriftMonitor.builder(SCHEMA)
        .detectors(name -> probes.computeIfAbsent(name, fresh -> Probe.silent()));
  }

  private List<Double> fed(String stream) {
    return Objects.requireNonNull(probes.get(stream), stream).values;
  }

  private void category(DriftMonitor monitor, @Nullable String country) {
    monitor.observe(view.wrap("r", new double[1], new double[1], country), Verdict.ALLOW);
    monitor.flush();
  }

  private static double number(Entry entry, String attribute) {
    return assertInstanceOf(JsonValue.Num.class, entry.attributes().get(attribute)).asDouble();
  }
}
