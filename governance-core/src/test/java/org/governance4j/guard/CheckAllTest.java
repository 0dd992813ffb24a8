package org.governance4j.guard;

import static org.governance4j.guard.Fixture.SCHEMA;
import static org.governance4j.guard.Fixture.START;
import static org.governance4j.guard.Fixture.deny;
import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.policy;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckAllTest {

  private final MemoryLedger ledger = new MemoryLedger();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  @Rule("G26")
  void a_batch_is_judged_counted_and_recorded_as_one_by_one(long seed) {
    ModelSchema other = ModelSchema.of("x", "1", List.of(), List.of(Field.number("y")));
    Random random = new Random(seed);
    List<Prediction> batch = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      double confidence = random.nextDouble();
      batch.add(random.nextInt(10) == 0 ? other.prediction() : prediction(confidence));
    }
    MemoryLedger single = new MemoryLedger();
    Guard alone = guard(single, CheckAllTest::rules).start();
    Guard together = guard(ledger, CheckAllTest::rules).start();

    List<String> expected = batch.stream().map(p -> alone.check(p).toString()).toList();
    List<String> verdicts = together.checkAll(batch).stream().map(Object::toString).toList();

    assertEquals(expected, verdicts, "seed " + seed);
    assertEquals(alone.counts(), together.counts(), "seed " + seed);
    assertEquals(single.stored.size(), ledger.stored.size(), "seed " + seed);
  }

  private static Verdict rules(Prediction p) {
    if (p.number(SCHEMA.index("confidence")) > 0.95) {
      throw new IllegalStateException("a policy that fails now and then");
    }
    return Fixture.denyLow(p);
  }

  @Test
  @Rule("G26")
  void one_policy_and_one_override_judge_the_whole_batch() {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>();
    OutputPolicy first =
        policy(
            "rev-1",
            p -> {
              Runnable once = meanwhile.getAndSet(null);
              if (once != null) {
                once.run();
              }
              return deny("first");
            });
    Guard guard = guard(ledger, p -> Verdict.ALLOW).policy(first).start();
    meanwhile.set(
        () -> {
          guard.replacePolicy(policy("rev-2", p -> Verdict.ALLOW), "user:a", "why");
          guard.override(OverrideMode.ALLOW, "user:a", "why", START.plusSeconds(60));
        });

    List<Verdict> verdicts =
        guard.checkAll(List.of(prediction(0.9), prediction(0.9), prediction(0.9)));

    for (Verdict verdict : verdicts) {
      assertEquals(Verdict.Cause.POLICY, FollowTest.causeOf(verdict));
    }
    for (Entry entry : ledger.entries.subList(3, 6)) {
      assertEquals("rev-1", entry.policy());
    }
    assertEquals("rev-2", guard.policyRevision());
    assertEquals(List.of(Verdict.ALLOW), guard.checkAll(List.of(prediction(0.9))));
  }

  @Test
  @Rule("G26")
  void an_empty_batch_has_no_verdicts_and_the_list_cannot_be_changed() {
    Guard guard = guard(ledger, p -> Verdict.ALLOW).start();

    assertEquals(List.of(), guard.checkAll(List.of()));
    List<Verdict> verdicts = guard.checkAll(List.of(prediction(0.9)));

    assertThrows(UnsupportedOperationException.class, () -> verdicts.set(0, deny("x")));
  }

  @Test
  void a_batch_that_is_allowed_allocates_its_list_alone() {
    Guard guard = guard(ledger, Fixture::denyLow).start();
    List<Prediction> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(prediction(0.9));
    }
    Runnable checks =
        () -> {
          for (int i = 0; i < 10_000; i++) {
            if (guard.checkAll(batch).get(99) != Verdict.ALLOW) {
              throw new AssertionError("denied");
            }
          }
        };
    checks.run(); // the compilers work on it meanwhile

    long bytes = Allocation.of(checks);

    // References of 4 or 8 bytes, and the headers of an array, a list, its view and an iterator.
    assertTrue(bytes < 10_000L * (100 * 8 + 200), bytes + " bytes in 10,000 batches of 100");
  }
}
