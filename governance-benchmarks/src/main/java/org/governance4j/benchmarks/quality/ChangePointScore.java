package org.governance4j.benchmarks.quality;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The F1 score of change points against several annotators: precision against the union of their
 * points, recall averaged over them, so that nobody's points are lost in the others'. Position 0
 * counts as a change point of everybody.
 *
 * <p>Van den Burg, Williams: An Evaluation of Change Point Detection Algorithms. 2020,
 * doi:10.48550/arXiv.2003.06222, section 4.2.
 */
final class ChangePointScore {

  private ChangePointScore() {}

  /**
   * The score, from above 0 to 1.
   *
   * @param annotations the points of each annotator
   * @param found the points that were found
   * @param margin how far apart two points may be and still be the same
   */
  static double f1(
      Collection<? extends Collection<Long>> annotations, Collection<Long> found, int margin) {
    SortedSet<Long> points = withStart(found);
    SortedSet<Long> union = new TreeSet<>();
    double recall = 0;
    for (Collection<Long> annotation : annotations) {
      SortedSet<Long> truth = withStart(annotation);
      union.addAll(truth);
      recall += (double) matches(truth, points, margin) / truth.size();
    }
    recall /= annotations.size();
    double precision = (double) matches(union, points, margin) / points.size();
    return 2 * precision * recall / (precision + recall);
  }

  /** How many true points are found, where a found point serves only one of them. */
  private static int matches(SortedSet<Long> truth, SortedSet<Long> found, int margin) {
    SortedSet<Long> left = new TreeSet<>(found);
    int matches = 0;
    for (long point : truth) {
      long closest = -1;
      for (long candidate : left.subSet(point - margin, point + margin + 1)) {
        if (closest < 0 || Math.abs(candidate - point) < Math.abs(closest - point)) {
          closest = candidate;
        }
      }
      if (closest >= 0) {
        left.remove(closest);
        matches++;
      }
    }
    return matches;
  }

  private static SortedSet<Long> withStart(Collection<Long> points) {
    SortedSet<Long> set = new TreeSet<>(points);
    set.add(0L);
    return set;
  }
}
