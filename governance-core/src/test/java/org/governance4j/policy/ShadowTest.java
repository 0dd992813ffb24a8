package org.governance4j.policy;

import static org.governance4j.policy.Scripted.deny;
import static org.governance4j.policy.Scripted.escalate;
import static org.governance4j.policy.Scripted.oblige;
import static org.governance4j.policy.Scripted.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Verdict.Action;
import org.governance4j.json.CanonicalJson;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShadowTest {
  /** One of each action, in the order of the words. */
  private static final List<Verdict> VERDICTS =
      List.of(Verdict.ALLOW, oblige("label"), escalate("held"), deny("broken"));

  private static final Prediction ANY = Model.values().wrap();

  /** Says the verdict whose number is in the field. */
  private static OutputPolicy byField(String name, String field) {
    int index = Model.SCHEMA.index(field);
    return Scripted.does(name, prediction -> VERDICTS.get((int) prediction.number(index)));
  }

  private static Prediction withId(@Nullable String id) {
    Model.Values values = Model.values();
    return Model.SCHEMA.prediction().wrap(id, values.inputs, values.outputs, values.texts);
  }

  @Test
  @Rule("P48")
  void whatever_a_candidate_does_the_verdict_is_that_of_the_active_policy() {
    for (Verdict verdict : VERDICTS) {
      Shadow shadow =
          Shadow.of(says("active", verdict))
              .candidate(Scripted.throwing("throws", new IllegalStateException("x")))
              .candidate(Scripted.throwing("errs", new StackOverflowError()))
              .candidate(Scripted.does("null", prediction -> null))
              .candidate(Scripted.throwing("interrupted", new InterruptedException()))
              .candidate(says("denies", deny("x")))
              .build();

      Verdict given = shadow.bind(Model.SCHEMA).evaluate(ANY);

      assertTrue(Thread.interrupted(), "the flag a candidate threw");
      assertSame(verdict, given);
      ShadowReport report = shadow.report();
      assertEquals(
          List.of(1L, 1L, 1L, 1L, 0L),
          report.candidates().stream().map(ShadowReport.Candidate::failures).toList());
      assertEquals(
          List.of(0L, 0L, 0L, 0L, 1L),
          report.candidates().stream().map(c -> c.agreement().judged()).toList());
      assertEquals(0, report.lost());
    }
  }

  @Test
  @Rule("P48")
  void the_active_policy_is_seen_from_outside_failures_included() {
    OutputPolicy failing = Scripted.throwing("active", new IllegalStateException("planted"));
    Shadow shadow = Shadow.of(failing).candidate(says("c", deny("x"))).build();
    BoundPolicy bound = shadow.bind(Model.SCHEMA);

    assertThrows(IllegalStateException.class, () -> bound.evaluate(ANY));

    assertEquals(0, shadow.report().sampled());
    assertEquals("active", shadow.name());
    assertEquals(failing.revision(), shadow.revision());
    assertEquals(failing.revision(), bound.revision());
  }

  @Test
  @Rule("P48")
  void an_interrupt_is_kept_from_candidates() {
    Shadow shadow =
        Shadow.of(says("active", Verdict.ALLOW))
            .candidate(
                Scripted.does(
                    "c", p -> Thread.currentThread().isInterrupted() ? deny("x") : Verdict.ALLOW))
            .build();
    BoundPolicy bound = shadow.bind(Model.SCHEMA);

    Thread.currentThread().interrupt();
    bound.evaluate(ANY);

    assertTrue(Thread.interrupted(), "the flag");
    assertEquals(1, shadow.report().candidates().get(0).agreement().agreed());
  }

  @Test
  @Rule("P49")
  void sixteen_threads_are_counted_exactly() throws Exception {
    int threads = 16;
    int rounds = 2_000;
    Shadow shadow =
        Shadow.of(byField("active", "approve"))
            .candidate(byField("same", "approve"))
            .candidate(byField("other", "review"))
            .candidate(
                Scripted.does(
                    "sometimes",
                    p -> {
                      if (p.number(Model.SCHEMA.index("deny")) == 0) {
                        throw new IllegalStateException("planted");
                      }
                      return Verdict.ALLOW;
                    }))
            .disagreements(10)
            .build();
    BoundPolicy bound = shadow.bind(Model.SCHEMA);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      work.add(
          pool.submit(
              () -> {
                Model.Values values = Model.values();
                for (int i = 0; i < rounds * 16; i++) {
                  values.set("approve", i % 4).set("review", i / 4 % 4).set("deny", i % 2);
                  bound.evaluate(values.wrap());
                }
              }));
    }
    for (Future<?> future : work) {
      future.get(120, TimeUnit.SECONDS);
    }
    pool.shutdown();

    ShadowReport report = shadow.report();
    long each = (long) threads * rounds;
    assertEquals(16 * each, report.sampled());
    assertEquals(0, report.lost());
    Agreement same = report.candidates().get(0).agreement();
    Agreement other = report.candidates().get(1).agreement();
    for (Action active : Action.values()) {
      for (Action candidate : Action.values()) {
        assertEquals(each, other.count(active, candidate), active + " " + candidate);
        assertEquals(active == candidate ? 4 * each : 0, same.count(active, candidate));
      }
    }
    assertEquals(16 * each, same.agreed());
    assertEquals(0, same.mcNemar().newlyWithheld());
    assertEquals(4 * each, other.newlyWithheld());
    assertEquals(4 * each, other.newlyReleased());
    assertEquals(10, report.candidates().get(1).disagreements().size());
    assertEquals(8 * each, report.candidates().get(2).failures());
    assertEquals(8 * each, report.candidates().get(2).agreement().judged());
    // One of 16 of all, on whatever thread it came.
    assertEquals(each, report.timed());
    assertEquals(each, report.candidates().get(0).timed());
  }

  @Test
  @Rule("P49")
  void ids_decide_the_sample_alike_everywhere() {
    int oneIn = 10;
    List<List<String>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      List<String> seen = new ArrayList<>();
      BoundPolicy bound =
          Shadow.of(says("active", Verdict.ALLOW))
              .candidate(
                  Scripted.does(
                      "c",
                      p -> {
                        seen.add(String.valueOf(p.id()));
                        return Verdict.ALLOW;
                      }))
              .oneIn(oneIn)
              .build()
              .bind(Model.SCHEMA);
      for (int i = 0; i < 20_000; i++) {
        // The second replica sees the same requests the other way round.
        bound.evaluate(withId("request-" + (run == 0 ? i : 19_999 - i)));
      }
      runs.add(seen.stream().sorted().toList());
    }

    assertEquals(runs.get(0), runs.get(1));
    // Binomial with p = 1/10: six standard deviations of 20,000 are 255.
    assertEquals(2_000, runs.get(0).size(), 255);
  }

  @Test
  @Rule("P49")
  void without_ids_every_nth_is_sampled() {
    Shadow shadow =
        Shadow.of(says("active", Verdict.ALLOW)).candidate(says("c", deny("x"))).oneIn(7).build();
    BoundPolicy bound = shadow.bind(Model.SCHEMA);

    for (int i = 0; i < 7_000; i++) {
      bound.evaluate(withId(null));
    }

    assertEquals(1_000, shadow.report().sampled());
  }

  @Test
  @Rule("P49")
  void outside_the_sample_nothing_is_allocated() {
    RulePolicy sure = RulePolicy.builder("sure").atLeast("low", "confidence", 0.5).build();
    BoundPolicy bound =
        Shadow.of(sure)
            .candidate(Scripted.throwing("c", new IllegalStateException("asked")))
            .oneIn(Shadow.MAX_ONE_IN)
            .build()
            .bind(Model.SCHEMA);
    Prediction named = withId("not sampled");
    Prediction nameless = withId(null);
    bound.evaluate(nameless); // the first of a million
    Runnable evaluations =
        () -> {
          for (int i = 0; i < 200_000; i++) {
            if (!Model.allows(bound, named) || !Model.allows(bound, nameless)) {
              throw new AssertionError("denied");
            }
          }
        };
    evaluations.run();

    long bytes = Allocation.of(evaluations);

    assertTrue(bytes < 10_000, bytes + " bytes in 400,000 evaluations");
  }

  @Test
  @Rule("P50")
  void the_first_disagreements_are_kept_without_what_must_not_be_shown() throws Exception {
    ModelSchema schema =
        ModelSchema.of(
            "m",
            "1",
            List.of(
                Field.number("amount"),
                Field.number("income").asSensitive(),
                Field.category("country"),
                Field.category("gender").asSensitive()),
            List.of(Field.number("score"), Field.number("gone"), Field.text("reason")));
    RulePolicy active = RulePolicy.builder("active").atMost("too_much", 10, "amount").build();
    RulePolicy candidate =
        RulePolicy.builder("candidate")
            .atMost("way_too_much", 5, "amount")
            .finite("no_score", "score")
            .build();
    Shadow shadow = Shadow.of(active).candidate(candidate).disagreements(3).build();
    BoundPolicy bound = shadow.bind(schema);
    String country = "DE\n\uD83D" + "x".repeat(100);
    Prediction view = schema.prediction();
    for (int i = 0; i < 6; i++) {
      double[] inputs = {3 + i, 54_321};
      double[] outputs = {Double.NaN, 7};
      view.wrap("r" + i, inputs, outputs, country, "divers", "because of her illness").missing(3);
      bound.evaluate(view);
    }

    ShadowReport.Candidate report = shadow.report().candidates().get(0);
    assertEquals(6, report.agreement().newlyWithheld());
    assertEquals(
        List.of("r0", "r1", "r2"),
        report.disagreements().stream().map(Disagreement::requestId).toList());
    Disagreement first = report.disagreements().get(0);
    assertEquals(Action.ALLOW, first.active());
    assertEquals(List.of(), first.activeRules());
    assertEquals(Action.DENY, first.candidate());
    assertEquals(List.of("no_score"), first.candidateRules());
    assertEquals(
        JsonValue.object()
            .with("amount", JsonValue.of(3))
            .with("income", JsonValue.object().with("withheld", JsonValue.of("sensitive")))
            .with("score", JsonValue.of("NaN"))
            .with("gone", JsonValue.NULL)
            .with("country", JsonValue.of("DE??" + "x".repeat(60) + "…"))
            .with("gender", JsonValue.object().with("withheld", JsonValue.of("sensitive")))
            .with(
                "reason",
                JsonValue.object()
                    .with("withheld", JsonValue.of("text"))
                    .with("length", JsonValue.of(22))),
        first.values());
    String json = new String(CanonicalJson.write(shadow.report().toJson()), StandardCharsets.UTF_8);
    for (String secret : List.of("54321", "divers", "illness")) {
      assertFalse(json.contains(secret), secret);
    }
    assertTrue(json.contains("\"sampled\":6"), json);
  }

  @Test
  @Rule("P49")
  void one_evaluation_in_sixteen_is_timed_on_both_sides() {
    AtomicLong clock = new AtomicLong();
    Shadow shadow =
        Shadow.of(
                Scripted.does(
                    "active",
                    p -> {
                      clock.addAndGet(100);
                      return Verdict.ALLOW;
                    }))
            .candidate(
                Scripted.does(
                    "c",
                    p -> {
                      clock.addAndGet(p.id() == null ? 30 : 40);
                      return Verdict.ALLOW;
                    }))
            .build(clock::get);
    assertTrue(Double.isNaN(shadow.report().meanNanos()));
    assertEquals(JsonValue.NULL, shadow.report().toJson().get("meanNanos"));
    BoundPolicy bound = shadow.bind(Model.SCHEMA);

    for (int i = 0; i < 32; i++) {
      bound.evaluate(withId(i < 16 ? null : "id"));
    }

    ShadowReport report = shadow.report();
    assertEquals(2, report.timed());
    assertEquals(100, report.meanNanos());
    assertEquals(2, report.candidates().get(0).timed());
    assertEquals(35, report.candidates().get(0).meanNanos());
  }

  private static ShadowReport.Candidate judged(
      long agreed, long withheld, long released, long failed) {
    long[] counts = new long[16];
    counts[Agreement.cell(Action.ALLOW, Action.ALLOW)] = agreed;
    counts[Agreement.cell(Action.ALLOW_WITH, Action.ESCALATE)] = withheld;
    counts[Agreement.cell(Action.DENY, Action.ALLOW)] = released;
    return new ShadowReport.Candidate(
        "c", "r2", new Agreement(counts), failed, Double.NaN, 0, List.of());
  }

  @Test
  @Rule("P51")
  void a_candidate_is_promoted_if_it_meets_every_criterion_and_told_which_it_misses() {
    PromotionCriteria criteria = new PromotionCriteria(1_000, 0.01, 0);

    assertTrue(criteria.judge(judged(990, 10, 0, 0)).holds(), "on every limit");
    Promotion refused = criteria.judge(judged(800, 9, 1, 3));

    assertFalse(refused.holds());
    assertEquals("r2", refused.revision());
    assertEquals(
        List.of(
            "judged 810 predictions, at least 1000 are needed",
            "failed on 3 predictions, none is allowed",
            "withholds 9 of 810 predictions that the active policy releases,"
                + " at most a share of 0.01 is allowed",
            "releases 1 of 810 predictions that the active policy withholds,"
                + " at most a share of 0 is allowed"),
        refused.reasons());
    assertEquals(1, criteria.judge(judged(989, 11, 0, 0)).reasons().size());
    assertEquals(1, criteria.judge(judged(999, 0, 1, 0)).reasons().size());
    assertEquals(1, criteria.judge(judged(1_000, 0, 0, 1)).reasons().size());
    assertEquals(1, criteria.judge(judged(0, 0, 0, 0)).reasons().size());
  }

  @Test
  @Rule("P51")
  void settings_out_of_range_are_refused() {
    OutputPolicy a = says("a", Verdict.ALLOW);
    assertThrows(IllegalArgumentException.class, () -> new PromotionCriteria(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new PromotionCriteria(1, 1.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new PromotionCriteria(1, 0, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Shadow.of(a).oneIn(0));
    assertThrows(IllegalArgumentException.class, () -> Shadow.of(a).oneIn(1_000_001));
    assertThrows(IllegalArgumentException.class, () -> Shadow.of(a).disagreements(101));
    assertThrows(PolicyInvalid.class, () -> Shadow.of(a).build());
    Shadow.Builder nine = Shadow.of(a);
    for (int i = 0; i < 9; i++) {
      nine.candidate(a);
    }
    assertThrows(PolicyInvalid.class, nine::build);
    RulePolicy unfit = RulePolicy.builder("unfit").finite("f", "unknown").build();
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class, () -> Shadow.of(a).candidate(unfit).build().bind(Model.SCHEMA));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("candidate \"unfit\": "));
  }
}
