package org.governance4j.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceScoresTest {

  /** Totals 1.6, 1.8 and 1.7. */
  private final ChoiceScores scores =
      new ChoiceScores(
          List.of(new double[] {.6, .5, .5}, new double[] {1, .2, .6}, new double[] {.2, .9, .6}));

  @Test
  void the_best_choice_has_the_highest_mean() {
    assertEquals(1, scores.best());
    assertEquals(.6, scores.mean(1), 1e-15);
  }

  @Test
  void a_series_that_is_left_out_has_no_say_in_the_choice() {
    // Without the first series 1.0, .8 and 1.5; without the second 1.1, 1.6 and .8; without the
    // third 1.1, 1.2 and 1.1.
    assertEquals(2, scores.bestWithout(0));
    assertEquals(1, scores.bestWithout(1));
    assertEquals(1, scores.bestWithout(2));
    assertEquals((.2 + .2 + .6) / 3, scores.meanOfLeaveOneOut(), 1e-15);
  }

  @Test
  void of_equals_the_first_is_taken() {
    double[] same = {.5, .25};
    assertEquals(0, new ChoiceScores(List.of(same, same)).best());
  }
}
