package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewcombeTest {

  // R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10, 95 %, 4
  // decimals.
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0000",
    "10, 10, 0, 10, 0.6075, 1.0000"
  })
  @Rule("W6")
  void the_interval_has_the_values_of_the_paper(
      long x1, long n1, long x2, long n2, double lower, double upper) {
    double z = Newcombe.quantile(0.95);
    assertEquals(lower, Newcombe.lower(x1, n1, x2, n2, z), 5.1e-5);
    // The upper end is the lower end of the opposite difference.
    assertEquals(upper, -Newcombe.lower(x2, n2, x1, n1, z), 5.1e-5);
  }

  @Test
  void one_proportion_has_the_score_interval() {
    // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81 of 263.
    double z = Newcombe.quantile(0.95);
    assertEquals(0.2553, Newcombe.wilson(81, 263, -z), 5.1e-5);
    assertEquals(0.3662, Newcombe.wilson(81, 263, z), 5.1e-5);
  }

  // scipy 1.17.1: scipy.stats.norm.isf((1 - confidence) / 2)
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.6744897501960817",
    "0.8, 1.2815515655446004",
    "0.95, 1.959963984540054",
    "0.99, 2.5758293035489004",
    "0.999999, 4.8916384757"
  })
  void quantiles_are_those_of_the_normal_distribution(double confidence, double z) {
    assertEquals(z, Newcombe.quantile(confidence), confidence < 0.999 ? 1e-10 : 1e-9);
  }
}
