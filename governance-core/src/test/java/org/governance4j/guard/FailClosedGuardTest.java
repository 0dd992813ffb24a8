package org.governance4j.guard;

import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.function.Function;
import org.governance4j.Governed;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** After an error there may be no room for a denial: it is there beforehand. */
class FailClosedGuardTest {
  private static final List<Error> ERRORS =
      List.of(new OutOfMemoryError(), new StackOverflowError(), new AssertionError());

  private static Function<Prediction, Verdict> throwing(Error error) {
    return prediction -> {
      throw error;
    };
  }

  @Test
  @Rule("F4")
  void an_error_is_answered_by_one_denial_whatever_the_door() {
    for (Error error : ERRORS) {
      Guard guard = guard(new MemoryLedger(), throwing(error)).start();
      assertSame(Denials.ERROR, guard.check(prediction(0.9)));
      assertEquals(
          List.of(Denials.ERROR, Denials.ERROR),
          guard.checkAll(List.of(prediction(0.9), prediction(0.1))));
      Governed<String> governed =
          guard
              .<String, String>governed(
                  in -> in,
                  (in, out, view) ->
                      view.wrap("r", new double[] {1}, new double[] {0.9}, "approve"))
              .apply("x");
      assertSame(Denials.ERROR, governed.verdict());
    }
  }

  @Test
  @Rule("F4")
  void denying_after_an_error_allocates_nothing() {
    for (Error error : ERRORS) {
      Judge judge = new Judge(Fixture.SCHEMA, new Tally());
      PolicySnapshot snapshot =
          PolicySnapshot.of(Fixture.policy("rev-1", throwing(error)), Fixture.SCHEMA);
      Prediction view = prediction(0.9);
      Runnable judging =
          () -> {
            for (int i = 0; i < 20_000; i++) {
              assertSame(Denials.ERROR, judge.judge(view, snapshot));
            }
          };
      judging.run();
      long bytes = Allocation.of(judging);
      assertEquals(0, bytes / 20_000, bytes + " bytes in 20,000 denials");
    }
  }

  @Test
  @Rule("F4")
  void an_error_in_the_record_of_a_denial_leaves_the_denial() {
    for (Error error : ERRORS) {
      MemoryLedger ledger = new MemoryLedger();
      Guard guard =
          guard(ledger, Fixture::denyLow)
              .listener(
                  new GuardListener() {
                    @Override
                    public void answered(VerdictEvent event) {
                      throw error;
                    }
                  })
              .start();
      ledger.broken = true;
      assertEquals(Verdict.Action.DENY, guard.check(prediction(0.1)).action());
      assertEquals(1, guard.counts().recordFailures());
      assertEquals(1, guard.counts().listenerFailures());
    }
  }
}
