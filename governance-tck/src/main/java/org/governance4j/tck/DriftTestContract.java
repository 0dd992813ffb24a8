package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.Random;
import org.governance4j.DriftReport;
import org.governance4j.DriftTest;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DriftTest} must do. The samples are normal; a test for categories overrides
 * them.
 */
public abstract class DriftTestContract {

  private static final long SEED = 20_260_101;

  /** For tests that an implementer extends. */
  protected DriftTestContract() {}

  /** The test. */
  protected abstract DriftTest create();

  /** A reference sample; the same values at each call. */
  protected double[] reference() {
    return normal(0);
  }

  /** A sample that differs from the reference by far; the same values at each call. */
  protected double[] shifted() {
    return normal(5);
  }

  @Test
  @Rule("D20")
  void a_sample_does_not_differ_from_itself() {
    DriftReport report = create().compare(reference(), reference());

    assertFalse(report.drifted(), report.toString());
  }

  @Test
  @Rule("D21")
  void a_large_difference_is_drift() {
    DriftReport report = create().compare(reference(), shifted());

    assertTrue(report.drifted(), report.toString());
  }

  @Test
  @Rule("D22")
  void a_report_is_consistent() {
    DriftTest test = create();
    for (double[] current : new double[][] {reference(), shifted()}) {
      DriftReport report = test.compare(reference(), current);

      assertEquals(test.name(), report.test());
      assertFalse(report.test().isBlank(), "the name is blank");
      assertTrue(Double.isFinite(report.score()), () -> "the score of " + report);
      assertTrue(Double.isFinite(report.threshold()), () -> "the threshold of " + report);
      if (Double.isNaN(report.pValue())) {
        assertEquals(
            report.score() > report.threshold(), report.drifted(), () -> "a distance: " + report);
      } else {
        assertTrue(report.pValue() >= 0 && report.pValue() <= 1, () -> "the p-value of " + report);
        if (report.score() == report.pValue()) {
          assertEquals(
              report.score() < report.threshold(), report.drifted(), () -> "a test: " + report);
        }
      }
    }
  }

  @Test
  @Rule("D23")
  void a_value_that_is_not_finite_is_refused_with_its_place() {
    DriftTest test = create();
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      double[] damaged = reference();
      damaged[17] = bad;
      refused(() -> test.compare(damaged, shifted()), "reference", "17", String.valueOf(bad));
      refused(() -> test.compare(reference(), damaged), "current", "17", String.valueOf(bad));
    }
  }

  @Test
  @Rule("D24")
  void a_sample_that_is_too_small_is_refused() {
    DriftTest test = create();
    refused(() -> test.compare(new double[0], shifted()), "reference");
    refused(() -> test.compare(reference(), new double[0]), "current");
  }

  @Test
  @Rule("D25")
  void the_samples_stay_as_they_are() {
    double[] reference = reference();
    double[] shifted = shifted();

    create().compare(reference, shifted);

    assertArrayEquals(reference(), reference);
    assertArrayEquals(shifted(), shifted);
  }

  @Test
  @Rule("D26")
  void one_test_serves_several_threads() throws Exception {
    DriftTest test = create();
    DriftReport same = test.compare(reference(), reference());
    DriftReport different = test.compare(reference(), shifted());

    Threads.each(
        thread -> {
          for (int i = 0; i < 10; i++) {
            assertEquals(same, test.compare(reference(), reference()));
            assertEquals(different, test.compare(reference(), shifted()));
          }
          return thread;
        });
  }

  private interface Call {
    DriftReport run();
  }

  private static void refused(Call call, String... mentioned) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, call::run, () -> String.join(" ", mentioned));
    String message = Objects.requireNonNullElse(refusal.getMessage(), "");
    for (String word : mentioned) {
      assertTrue(message.contains(word), () -> "the message says " + word + ": " + message);
    }
  }

  private static double[] normal(double mean) {
    Random random = new Random(SEED);
    double[] sample = new double[400];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = mean + random.nextGaussian();
    }
    return sample;
  }
}
