package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class McNemarTest {

  /** SciPy 1.17.1: {@code binomtest(min(b, c), b + c, 0.5).pvalue}. */
  @Test
  @Rule("P51")
  void few_disagreements_are_judged_by_the_exact_binomial_test() {
    exact(1, 0, 1.0);
    exact(5, 0, 0.0625);
    exact(3, 9, 0.14599609375);
    exact(6, 6, 1.0);
    exact(12, 2, 0.012939453125);
    exact(10, 14, 0.5412561893463135);
    exact(0, 24, 1.1920928955078125e-07);
  }

  /** SciPy 1.17.1: {@code chi2.sf((abs(b - c) - 1)**2 / (b + c), 1)}. */
  @Test
  @Rule("P51")
  void many_disagreements_are_judged_with_the_continuity_correction() {
    corrected(20, 5, 7.84, 0.005110260660855866);
    corrected(15, 10, 0.64, 0.4237107971667936);
    corrected(13, 12, 0.0, 1.0);
    corrected(59, 6, 41.6, 1.1199327149542469e-10);
    corrected(121, 59, 20.67222222222222, 5.450094825427117e-06);
    corrected(1000, 900, 5.158421052631579, 0.023133919510755163);
    corrected(300, 10, 269.4225806451613, 1.51619749112506e-60);
    corrected(100_000, 98_000, 20.181823232323232, 7.041889795894943e-06);
  }

  @Test
  @Rule("P51")
  void the_test_treats_both_policies_alike_and_knows_when_there_is_nothing_to_tell() {
    assertEquals(1, McNemar.of(0, 0).pValue());
    assertEquals(1, McNemar.of(50, 50).pValue());
    assertEquals(0, McNemar.of(Long.MAX_VALUE, 0).pValue());
    for (int b = 0; b < 60; b++) {
      for (int c = 0; c < 60; c++) {
        double p = McNemar.of(b, c).pValue();
        assertEquals(p, McNemar.of(c, b).pValue());
        assertTrue(p >= 0 && p <= 1, b + " " + c + " " + p);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> McNemar.of(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> McNemar.of(0, -1));
  }

  /** Left and right of where one takes over from the other. */
  @Test
  void both_formulas_of_the_error_function_meet() {
    assertEquals(1, McNemar.erfc(0));
    double below = McNemar.erfc(Math.nextDown(2.0));
    assertEquals(1, McNemar.erfc(2) / below, 1e-12);
  }

  private static void exact(long b, long c, double p) {
    McNemar test = McNemar.of(b, c);
    assertTrue(test.exact());
    assertEquals(Math.min(b, c), test.statistic());
    assertEquals(p, test.pValue(), p * 1e-15);
  }

  private static void corrected(long b, long c, double statistic, double p) {
    McNemar test = McNemar.of(b, c);
    assertFalse(test.exact());
    assertEquals(statistic, test.statistic(), statistic * 1e-15);
    assertEquals(p, test.pValue(), p * 1e-12);
  }
}
