package org.governance4j.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.governance4j.benchmarks.quality.RealStream.Span;
import org.junit.jupiter.api.Test;

class RealStreamTest {

  private static final List<Span> KNOWN = List.of(new Span(10, 20), new Span(50, 60));

  @Test
  void positions_are_those_of_the_stream_though_its_beginning_is_not_fed() {
    RealStream stream = stream(new double[40], 15, KNOWN);
    Found found = Found.in(stream, new AlarmsAt(Map.of(3L, 1L, 20L, 20L)));
    assertEquals(List.of(18L, 35L), found.alarms());
    assertEquals(List.of(16L, 35L), found.changes());
  }

  @Test
  void a_span_is_hit_by_an_alarm_in_it_or_by_a_change_in_it() {
    assertEquals(1, new Found(List.of(10L), List.of(5L)).hits(KNOWN), "an alarm at its first");
    assertEquals(1, new Found(List.of(30L), List.of(20L)).hits(KNOWN), "a change at its last");
    assertEquals(2, new Found(List.of(55L), List.of(15L)).hits(KNOWN), "one in either");
    assertEquals(1, new Found(List.of(12L, 14L), List.of(11L, 13L)).hits(KNOWN), "hit twice");
    assertEquals(0, new Found(List.of(21L, 49L), List.of(9L, 21L)).hits(KNOWN), "next to them");
  }

  @Test
  void an_alarm_is_false_if_neither_it_nor_its_change_is_in_a_span() {
    Found found = new Found(List.of(9L, 15L, 25L, 40L, 61L), List.of(9L, 2L, 18L, 39L, 45L));
    assertEquals(3, found.falseAlarms(KNOWN));
    assertEquals(1, found.hits(KNOWN));
    assertEquals(5, found.falseAlarms(List.of()));
  }

  @Test
  void a_value_that_is_refused_is_not_passed_over() {
    RealStream stream = stream(new double[] {0, Double.NaN}, 0, List.of());
    AlarmsAt detector = new AlarmsAt(Map.of());
    assertThrows(IllegalStateException.class, () -> Found.in(stream, detector));
  }

  @Test
  void the_correlation_is_that_of_neighbours_among_the_values_that_are_fed() {
    double[] values = {9, 9, 9, -1, 1, -1, 1};
    // Mean 0, three products of −1 over four squares of 1.
    assertEquals(-.75, stream(values, 3, List.of()).autocorrelation(), 1e-15);
  }

  @Test
  void means_of_a_day_are_scaled_by_the_first_of_them_and_spans_go_along() {
    // 40 days of 3 values: the first six days, 15 %, have the means 2, 4, 2, 4, 2, 4; then 9.
    double[] values =
        IntStream.range(0, 121)
            .mapToDouble(i -> (i / 3 < 6 ? 2 + 2 * (i / 3 % 2) : 9) + i % 3 - 1)
            .toArray();
    RealStream days = stream(values, 18, List.of(new Span(19, 23), new Span(100, 120))).means(3);
    assertEquals(40, days.values().length);
    assertEquals(6, days.first());
    assertEquals(-1, days.values()[0], 1e-12);
    assertEquals(1, days.values()[5], 1e-12);
    assertEquals(6, days.values()[39], 1e-12);
    assertEquals(List.of(new Span(6, 7), new Span(33, 39)), days.known());
  }

  private static RealStream stream(double[] values, int first, List<Span> known) {
    return new RealStream("a stream", false, values, first, known);
  }
}
