package org.governance4j.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangePointScoreTest {

  /** The worked examples of the published implementation (TCPDBench, metrics.py), by hand again. */
  @Test
  void agrees_with_the_published_examples() {
    // Every point found serves somebody, and everybody's points are found: 10 serves 5 and 10.
    List<List<Long>> four = List.of(List.of(10L, 20L), List.of(11L, 20L), List.of(10L), of(0, 5));
    assertEquals(1, ChangePointScore.f1(four, of(10, 20), 5), 1e-15);
    // Precision 2/2; recalls 1, 1 and 1/2: 2·(5/6)/(11/6).
    List<List<Long>> three = List.of(List.of(), of(10), of(50));
    assertEquals(10 / 11., ChangePointScore.f1(three, of(10), 5), 1e-15);
    // Precision 1/1; recalls 1, 1/2 and 1/2: 2·(2/3)/(5/3).
    assertEquals(.8, ChangePointScore.f1(three, List.of(), 5), 1e-15);
  }

  @Test
  void precision_is_against_all_annotators_and_recall_against_each() {
    // 0 and 102 of 0, 102, 300 are right; recalls 2/2 and 2/3: 2·(2/3)·(5/6)/(3/2).
    List<List<Long>> two = List.of(of(100), of(100, 200));
    assertEquals(20 / 27., ChangePointScore.f1(two, of(102, 300), 5), 1e-15);
  }

  @Test
  void a_point_at_the_margin_is_found_and_one_behind_it_is_not() {
    List<List<Long>> one = List.of(of(100));
    for (long found : new long[] {95, 105}) {
      assertEquals(1, ChangePointScore.f1(one, of(found), 5), 1e-15, "found " + found);
    }
    for (long found : new long[] {94, 106}) {
      assertEquals(.5, ChangePointScore.f1(one, of(found), 5), 1e-15, "found " + found);
    }
  }

  @Test
  void a_found_point_serves_one_true_point_and_a_true_point_takes_one() {
    // Precision 2/2, recall 2/3; then precision 2/3, recall 2/2.
    assertEquals(.8, ChangePointScore.f1(List.of(of(100, 104)), of(102), 5), 1e-15);
    assertEquals(.8, ChangePointScore.f1(List.of(of(100)), of(98, 102), 5), 1e-15);
    // 100 takes 101, which is closest, and leaves 97 to 92.
    assertEquals(1, ChangePointScore.f1(List.of(of(92, 100)), of(97, 101), 5), 1e-15);
  }

  @Test
  void a_change_found_right_after_the_start_is_one_too_many() {
    assertEquals(2 / 3., ChangePointScore.f1(List.of(List.of()), of(3), 5), 1e-15);
  }

  private static List<Long> of(long... points) {
    return Arrays.stream(points).boxed().toList();
  }
}
