package org.governance4j.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnotatedSeriesTest {

  @Test
  void missing_values_are_not_fed_and_keep_their_positions() {
    double[] values = {1, Double.NaN, 2, 3, Double.NaN, Double.NaN, 4, 5};
    // The 2nd and the 5th value that are there; the last places its change at the 4th.
    AlarmsAt detector = new AlarmsAt(Map.of(1L, 1L, 4L, 3L));
    assertEquals(Set.of(2L, 6L), new AnnotatedSeries("s", values, List.of()).found(detector));
  }

  @Test
  void an_alarm_without_a_place_is_a_change_where_it_is_given() {
    AlarmsAt detector = new AlarmsAt(Map.of(2L, -1L));
    double[] values = {1, 2, Double.NaN, 3};
    assertEquals(Set.of(3L), new AnnotatedSeries("s", values, List.of()).found(detector));
  }

  @Test
  void standardized_values_have_mean_0_and_deviation_1_over_those_that_are_there() {
    // Mean 4, squares 9 + 1 + 1 + 9 over 4: deviation √5.
    double[] values = {1, Double.NaN, 3, 5, 7};
    double[] expected = {-3, Double.NaN, -1, 1, 3};
    for (int i = 0; i < expected.length; i++) {
      expected[i] /= Math.sqrt(5);
    }
    AnnotatedSeries series = new AnnotatedSeries("s", values, List.of(List.of(2L)));
    assertArrayEquals(expected, series.standardized().values(), 1e-15);
    assertEquals(series.annotations(), series.standardized().annotations());
  }

  @Test
  void a_constant_series_becomes_zero() {
    AnnotatedSeries series = new AnnotatedSeries("s", new double[] {7, 7, 7}, List.of());
    assertArrayEquals(new double[3], series.standardized().values());
  }
}
