package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.governance4j.DriftDetector;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorProfileTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "3",
          List.of(Field.number("age"), Field.number("income").asSensitive()),
          List.of(
              Field.number("score"),
              Field.category("label"),
              Field.category("region").asSensitive(),
              Field.text("reason")));
  private static final int WRITERS = 8;
  private static final int BATCH = 4_096;
  private static final List<Violation> WHY = List.of(Violation.of("rule", null, "a reason"));

  /**
   * By kind, every third of the calls is allowed; the last two are denied without a broken rule.
   */
  private static final List<Verdict> VERDICTS =
      List.of(
          Verdict.ALLOW,
          new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "label", null))),
          new Verdict.Escalate(WHY),
          Verdict.ALLOW,
          new Verdict.Deny(Verdict.Cause.POLICY, WHY),
          new Verdict.Deny(Verdict.Cause.UNDEFINED_INPUT, WHY),
          Verdict.ALLOW,
          new Verdict.Deny(Verdict.Cause.STALE, WHY),
          new Verdict.Deny(Verdict.Cause.GUARD_CLOSED, WHY));

  @Test
  void it_says_what_was_seen() {
    try (DriftMonitor monitor = unwatched().manual().build()) {
      Prediction view = SCHEMA.prediction();
      double[][] inputs = {{1, -2.5}, {3, 1000}, {-0.0, Double.NaN}, {2, 0}};
      for (int i = 0; i < 4; i++) {
        view.wrap("r", inputs[i], new double[] {i / 4.0}, i == 2 ? null : "no", "x" + i % 2, "t");
        if (i == 3) {
          view.missing(0);
        }
        monitor.observe(view, i < 2 ? Verdict.ALLOW : VERDICTS.get(i));
      }
      monitor.flush();
      MonitorProfile profile = monitor.profile();
      MonitorProfile.Numbers age = profile.numbers().get(0);
      assertEquals(
          new MonitorProfile.Numbers(
              "age",
              false,
              3,
              1,
              0,
              0,
              3,
              4,
              4.0 / 3,
              List.of(
                  new MonitorProfile.Bin(-0x1p-24, 0x1p-24, 1),
                  new MonitorProfile.Bin(1, 1.125, 1),
                  new MonitorProfile.Bin(3, 3.25, 1))),
          age);
      MonitorProfile.Numbers income = profile.numbers().get(1);
      assertEquals(1, income.nonFinite());
      assertEquals(-2.5, income.min());
      assertEquals(new MonitorProfile.Bin(-2.75, -2.5, 1), income.histogram().get(0));
      assertEquals(List.of("age", "income", "score"), names(profile));
      assertEquals(
          new MonitorProfile.Categories(
              "label", false, 3, 1, 0, List.of(new MonitorProfile.Category("no", 3))),
          profile.categories().get(0));
      assertEquals(2, profile.categories().size(), "no free text");
      assertEquals(
          Map.of(
              Verdict.Action.ALLOW,
              3L,
              Verdict.Action.ALLOW_WITH,
              0L,
              Verdict.Action.ESCALATE,
              1L,
              Verdict.Action.DENY,
              0L),
          profile.actions());
      assertEquals(1, profile.violated());
    }
  }

  @Test
  void the_bins_cover_all_numbers_without_a_gap() {
    try (DriftMonitor monitor = unwatched().manual().build()) {
      Prediction view = SCHEMA.prediction();
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < 4_000; i++) {
        double value = Math.scalb(random.nextDouble() - .5, random.nextInt(140) - 70);
        monitor.observe(
            view.wrap(null, new double[] {value, 0}, new double[1], "a", "b", "c"), Verdict.ALLOW);
        monitor.flush();
        MonitorProfile.Numbers age = monitor.profile().numbers().get(0);
        assertTrue(
            age.histogram().stream().anyMatch(bin -> within(bin, value)),
            () -> value + " is in none of " + age.histogram());
      }
      List<MonitorProfile.Bin> bins = monitor.profile().numbers().get(0).histogram();
      assertEquals(Double.NEGATIVE_INFINITY, bins.get(0).from());
      assertEquals(Double.POSITIVE_INFINITY, bins.get(bins.size() - 1).to());
      for (int i = 1; i < bins.size(); i++) {
        assertTrue(bins.get(i - 1).to() <= bins.get(i).from(), "overlap at " + bins.get(i));
      }
      assertEquals(4_000, bins.stream().mapToLong(MonitorProfile.Bin::count).sum());
    }
  }

  private static boolean within(MonitorProfile.Bin bin, double value) {
    return bin.from() >= 0
        ? value >= bin.from() && value < bin.to()
        : bin.to() <= 0
            ? value > bin.from() && value <= bin.to()
            : value > bin.from() && value < bin.to();
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M16")
  void any_order_of_the_predictions_gives_the_same_profile(long seed) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      order.add(i);
    }
    MonitorProfile expected = profile(order);
    Collections.shuffle(order, new Random(seed));
    assertEquals(expected, profile(order), "seed " + seed);
  }

  private static MonitorProfile profile(List<Integer> order) {
    try (DriftMonitor monitor = unwatched().manual().build()) {
      Caller caller = new Caller(monitor);
      for (int number : order) {
        caller.call(number);
      }
      monitor.flush();
      assertEquals(0, monitor.counts().dropped());
      return monitor.profile();
    }
  }

  @Test
  @Rule({"M16", "M17"})
  void eight_writers_give_exactly_the_profile_of_one() throws Exception {
    int each = Integer.getInteger("governance.observations", 100_000);
    MonitorProfile one;
    try (DriftMonitor monitor = unwatched().capacity(2 * BATCH).build()) {
      Caller caller = new Caller(monitor);
      for (int i = 0; i < WRITERS * each; i++) {
        caller.call(i);
        if (i % BATCH == 0) {
          monitor.flush();
        }
      }
      monitor.flush();
      one = monitor.profile();
    }
    assertEquals(0, one.dropped());
    try (DriftMonitor monitor = unwatched().capacity(2 * WRITERS * BATCH).build()) {
      write(monitor, each, true);
      monitor.flush();
      assertEquals(0, monitor.counts().dropped());
      assertEquals(one, monitor.profile());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 64})
  @Rule("M17")
  void what_a_full_ring_drops_is_counted_by_action(int capacity) throws Exception {
    int each = 20_000;
    try (DriftMonitor monitor = unwatched().capacity(capacity).build()) {
      write(monitor, each, false);
      monitor.flush();
      MonitorProfile profile = monitor.profile();
      assertTrue(profile.dropped() > 0, "the ring was never full");
      assertEquals((long) WRITERS * each, profile.observed() + profile.dropped());
      Map<Verdict.Action, Long> expected = new EnumMap<>(Verdict.Action.class);
      long violated = 0;
      for (int i = 0; i < WRITERS * each; i++) {
        Verdict verdict = VERDICTS.get(i % VERDICTS.size());
        expected.merge(verdict.action(), 1L, Long::sum);
        violated += List.of(2, 4, 5).contains(i % VERDICTS.size()) ? 1 : 0;
      }
      assertEquals(expected, profile.actions());
      assertEquals(violated, profile.violated());
    }
  }

  @Test
  @Rule("M22")
  void the_text_of_a_profile_withholds_values_of_sensitive_fields() {
    try (DriftMonitor monitor = unwatched().manual().build()) {
      double[] inputs = {41, 77_123};
      monitor.observe(
          SCHEMA.prediction().wrap("r", inputs, new double[] {1}, "yes", "Elbonia", "t"),
          Verdict.ALLOW);
      monitor.flush();
      MonitorProfile profile = monitor.profile();
      assertEquals(77_123, profile.numbers().get(1).max());
      assertTrue(profile.toString().contains("41") && profile.toString().contains("yes"));
      assertFalse(profile.toString().contains("77123"), profile.toString());
      assertFalse(profile.toString().contains("Elbonia"), profile.toString());
    }
  }

  @Test
  void a_closed_monitor_still_tells_what_it_saw() {
    DriftMonitor monitor = unwatched().build();
    new Caller(monitor).call(0);
    monitor.close();
    assertEquals(1, monitor.profile().observed());
    assertEquals(1, monitor.status("age").values());
  }

  private static void write(DriftMonitor monitor, int each, boolean restrained) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int me = writer;
        done.add(
            pool.submit(
                () -> {
                  Caller caller = new Caller(monitor);
                  start.await();
                  for (int i = 0; i < each; i++) {
                    caller.call(me + WRITERS * i);
                    if (restrained && i % BATCH == 0) {
                      monitor.flush();
                    }
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static DriftMonitorBuilder unwatched() {
    return DriftMonitor.builder(SCHEMA).detectors(stream -> DriftDetector.none());
  }

  private static List<String> names(MonitorProfile profile) {
    return profile.numbers().stream().map(MonitorProfile.Numbers::field).toList();
  }

  /** Makes the observation of any number, always the same, odd values included. */
  private static final class Caller {
    private final DriftMonitor monitor;
    private final Prediction view = SCHEMA.prediction();
    private final double[] inputs = new double[2];
    private final double[] outputs = new double[1];
    private final String[] texts = new String[3];

    private Caller(DriftMonitor monitor) {
      this.monitor = monitor;
    }

    private void call(int number) {
      SplittableRandom random = new SplittableRandom(number);
      inputs[0] = random.nextInt(4) == 0 ? -0.0 * random.nextInt() : random.nextDouble() - .5;
      inputs[1] = Math.scalb(random.nextDouble() - .5, random.nextInt(2_000) - 1_000);
      outputs[0] =
          switch (random.nextInt(20)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> Double.MIN_VALUE;
            default -> random.nextDouble();
          };
      texts[0] = random.nextInt(50) == 0 ? null : "label-" + random.nextInt(200);
      texts[1] = random.nextInt(50) == 0 ? "long".repeat(65) : "r" + random.nextInt(3);
      texts[2] = "free";
      view.wrap("r", inputs, outputs, texts);
      if (random.nextInt(30) == 0) {
        view.missing(random.nextInt(SCHEMA.size()));
      }
      monitor.observe(view, VERDICTS.get(number % VERDICTS.size()));
    }
  }
}
