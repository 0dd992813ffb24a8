package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.governance4j.DriftReport;
import org.governance4j.DriftTest;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WelchTTest {

  private final DriftTest test = WelchT.defaults();

  @Test
  void small_samples_by_hand() {
    // means 2 and 5, variances 1 and 4 of three values: t = −3/√(1/3 + 4/3) = −3·√(3/5)
    DriftReport report = test.compare(of(1, 2, 3), of(3, 5, 7));
    assertEquals(-3 * Math.sqrt(.6), report.statistic(), 1e-14);
    // freedom (5/3)²/((1/3)²/2 + (4/3)²/2) = 50/17; with one degree per sample, p is an arctangent:
    DriftReport two = test.compare(of(-1, 1), of(2, 4));
    // t = −3/√2, freedom 2: p = 1 − t/√(t² + 2)
    assertEquals(-3 / Math.sqrt(2), two.statistic(), 1e-14);
    assertEquals(1 - Math.sqrt(4.5 / 6.5), two.pValue(), 1e-14);
    assertEquals(two.pValue(), two.score());
    assertEquals(.05, two.threshold());
    assertFalse(two.drifted());
    assertEquals("welch_t", two.test());
  }

  @TestFactory
  @Rule("D27")
  List<DynamicTest> agrees_with_scipy() {
    JsonNode data = ReferenceData.json("twosample/two_sample.json");
    Map<String, JsonNode> pairs = new HashMap<>();
    data.get("pairs").forEach(pair -> pairs.put(pair.get("pair").asText(), pair));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : data.get("records")) {
      if (record.get("test").asText().equals("welch_t")
          && record.path("params").path("alternative").asText().equals("two-sided")) {
        JsonNode pair = Objects.requireNonNull(pairs.get(record.get("pair").asText()));
        tests.add(dynamicTest(record.get("pair").asText(), () -> check(record, pair)));
      }
    }
    assertTrue(tests.size() > 10, "hardly any records");
    return tests;
  }

  @Test
  void tails_keep_their_precision() {
    // mpmath 1.3.0, 80 digits: betainc(nu/2, 1/2, 0, nu/(nu + t²), regularized=True)
    far(2, -7.7857367259996710231, 2.5178284246712719351e-14);
    far(5, -30.969071890266681514, 5.0188726783734479879e-133);
    far(7, -46.424628666444688507, 2.9532447999283085818e-215);
    far(9.5, -65.74407463666719725, 1.0923283998775829709e-300);
    // One constant sample and two values: one degree of freedom, p = 2/π·arctan(1/|t|).
    DriftReport cauchy = test.compare(of(-1e-150, 1e-150), of(1, 1));
    assertEquals(-1e150, cauchy.statistic(), 1e138);
    assertEquals(2 / Math.PI * 1e-150, cauchy.pValue(), 1e-160);
  }

  private void far(double shift, double statistic, double p) {
    double[] reference = new double[400];
    Arrays.setAll(reference, i -> i % 7);
    double[] current = new double[300];
    Arrays.setAll(current, i -> i % 5 + shift);
    DriftReport report = test.compare(reference, current);
    assertEquals(statistic, report.statistic(), 1e-12 * Math.abs(statistic));
    assertEquals(p, report.pValue(), 1e-9 * p);
  }

  @Test
  @Rule("D22")
  void a_p_value_at_the_level_is_no_drift() {
    double p = test.compare(of(-1, 1), of(2, 4)).pValue();
    assertFalse(new WelchT(p).compare(of(-1, 1), of(2, 4)).drifted());
    assertTrue(new WelchT(Math.nextUp(p)).compare(of(-1, 1), of(2, 4)).drifted());
  }

  @Test
  void constant_samples_have_a_verdict() {
    double[] tenths = new double[10];
    Arrays.fill(tenths, .1);
    DriftReport same = test.compare(tenths, Arrays.copyOf(tenths, 7));
    assertEquals(0, same.statistic());
    assertEquals(1, same.pValue());
    assertFalse(same.drifted());
    DriftReport other = test.compare(tenths, of(.3, .3));
    assertEquals(Double.NEGATIVE_INFINITY, other.statistic());
    assertEquals(0, other.pValue());
    assertTrue(other.drifted());
    DriftReport zeros = test.compare(of(0, 0), of(0, 0, 0));
    assertEquals(0, zeros.statistic());
    DriftReport one = test.compare(of(2, 2, 2), of(1, 3));
    assertEquals(0, one.statistic());
    assertEquals(1, one.pValue());
  }

  @Test
  void the_unit_of_the_values_does_not_matter() {
    double[] reference = noise(50, 0);
    double[] current = noise(60, 1);
    DriftReport expected = test.compare(reference, current);
    for (int exponent : new int[] {-1000, -600, 600, 1000}) {
      assertEquals(expected, test.compare(scaled(reference, exponent), scaled(current, exponent)));
    }
  }

  @Test
  void the_samples_are_not_modified() {
    double[] reference = noise(10, 0);
    double[] current = noise(10, 3);
    double[] copy = current.clone();
    test.compare(reference, current);
    assertTrue(Arrays.equals(copy, current));
  }

  @Test
  void bad_samples_are_refused_with_sample_index_and_value() {
    refused("reference sample", () -> test.compare(of(1), of(1, 2)));
    refused("current sample", () -> test.compare(of(1, 2), of()));
    refused("reference[1] must be finite: NaN", () -> test.compare(of(1, Double.NaN), of(1, 2)));
    refused(
        "current[0] must be finite: -Infinity",
        () -> test.compare(of(1, 2), of(Double.NEGATIVE_INFINITY, 2)));
    refused("alpha", () -> new WelchT(0));
    refused("alpha", () -> new WelchT(1));
  }

  private void check(JsonNode record, JsonNode pair) {
    double[] reference = ReferenceData.numbers("twosample/" + pair.get("reference").asText());
    double[] current = ReferenceData.numbers("twosample/" + pair.get("current").asText());
    DriftReport report = test.compare(reference, current);
    double statistic = ReferenceData.number(record.get("statistic"));
    double p = ReferenceData.number(record.get("p_value"));
    assertEquals(statistic, report.statistic(), 1e-9 * Math.abs(statistic) + 1e-12);
    assertEquals(p, report.pValue(), 1e-6 * p);
    assertEquals(p < .05, report.drifted());
  }

  private static double[] noise(int n, double shift) {
    SplittableRandom random = new SplittableRandom(n);
    return random.doubles(n).map(x -> x * 4 + shift).toArray();
  }

  private static double[] scaled(double[] values, int exponent) {
    return Arrays.stream(values).map(x -> Math.scalb(x, exponent)).toArray();
  }

  private static double[] of(double... values) {
    return values;
  }
}
