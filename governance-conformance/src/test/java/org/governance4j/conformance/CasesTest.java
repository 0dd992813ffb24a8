package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.governance4j.InvalidData;
import org.junit.jupiter.api.Test;

class CasesTest {

  private static final Act ACCEPTS = () -> {};
  private static final Act REFUSES =
      () -> {
        throw new InvalidData("no");
      };

  private static final Act CRASHES =
      () -> {
        throw new IllegalStateException("bug");
      };

  private static final Act OVERFLOWS =
      () -> {
        throw new StackOverflowError();
      };

  private static final Act DIFFERS = () -> Mismatch.check("size", 1, 2);

  @Test
  void a_refusal_is_only_what_the_library_throws_on_purpose() {
    try (Cases cases = new Cases(Duration.ofMinutes(1))) {
      cases.accepted("1", ACCEPTS);
      cases.refused("2", REFUSES);
      cases.either("3", ACCEPTS);
      cases.either("4", REFUSES);
      cases.expect(true, "5", ACCEPTS);
      cases.expect(false, "6", REFUSES);
      assertEquals(new SuiteReport("s", 6, List.of(), List.of()), cases.report("s"));
      for (Act bad : List.of(CRASHES, OVERFLOWS, DIFFERS)) {
        cases.accepted("a", bad);
        cases.refused("b", bad);
        cases.either("c", bad);
      }
      cases.accepted("d", REFUSES);
      cases.refused("e", ACCEPTS);
      SuiteReport report = cases.report("s");
      assertEquals(6, report.passed());
      assertEquals(11, report.failures().size());
      assertTrue(report.failures().get(0).why().contains("IllegalStateException: bug"));
      assertTrue(report.failures().get(3).why().contains("StackOverflowError"));
      assertEquals("size: expected 1, found 2", report.failures().get(6).why());
      assertEquals(17, cases.counted());
    }
  }

  @Test
  void a_case_that_hangs_fails_and_the_next_one_runs() {
    CountDownLatch never = new CountDownLatch(1);
    try (Cases cases = new Cases(Duration.ofSeconds(1))) {
      cases.either(
          "hangs",
          () -> {
            while (never.getCount() > 0) {
              Thread.onSpinWait(); // deaf to interrupts, as a parser is
            }
          });
      cases.accepted("next", ACCEPTS);
      never.countDown();
      assertEquals(1, cases.report("s").passed());
      assertEquals(
          List.of(new SuiteReport.Failure("hangs", "no answer within PT1S")),
          cases.report("s").failures());
    }
  }

  @Test
  void an_interrupt_stops_the_run_and_is_kept() {
    try (Cases cases = new Cases(Duration.ofMinutes(1))) {
      Thread.currentThread().interrupt();
      assertThrows(TimeLimit.Interrupted.class, () -> cases.accepted("1", ACCEPTS));
      assertTrue(Thread.interrupted());
    }
  }
}
