package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.governance4j.DriftReport;
import org.governance4j.DriftTest;
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
  List<DynamicTest> agrees_with_scipy() {
    JsonNode data = ReferenceData.json("twosample/two_sample.json");
    Map<String, JsonNode> pairs = new HashMap<>();
    data.get("pairs").forEach(pair -> pairs.put(pair.get("pair").asText(), pair));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : data.get("records")) {
      if (record.get("test").asText().equals("welch_t")
          && record.path("params").path("alternative").asText().equals("two-sided")) {
        JsonNode pair = pairs.get(record.get("pair").asText());
        tests.add(dynamicTest(record.get("pair").asText(), () -> check(record, pair)));
      }
    }
    assertTrue(tests.size() > 10, "hardly any records");
    return tests;
  }

  @Test
  void tails_keep_their_precision() {
    // freedom 2: p = 1 − t/√(t² + 2) = 2/(√(t²+2)·(√(t²+2)+t)), which tends to 1/t²
    DriftReport report = test.compare(of(-1, 1), of(1e100 - 1e84, 1e100 + 1e84));
    assertTrue(report.pValue() > 0 && report.pValue() < 1e-15, "p = " + report.pValue());
    double[] low = noise(400, 0);
    double[] high = noise(400, 60);
    DriftReport far = test.compare(low, high);
    assertTrue(far.pValue() > 0 && far.pValue() < 1e-300 || far.pValue() == 0, "" + far);
    double last = 1;
    for (double shift = 0; shift < 20; shift += .25) {
      double p = test.compare(low, noise(400, shift)).pValue();
      assertTrue(p >= 0 && p <= last + .8, "p = " + p + " at " + shift);
      if (shift > 1) {
        assertTrue(p < last, "p must fall with the shift: " + p + " after " + last);
      }
      last = p;
    }
    assertTrue(last > 0 && last < 1e-200, "p = " + last);
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
    assertEquals(p <= .05, report.drifted());
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

  private static void refused(String part, Runnable work) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, work::run);
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }
}
