package org.governance4j.benchmarks.quality;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scores of several choices on the same series, and which choice is best; of equals, the first.
 *
 * @param byChoice for each choice its scores, one for each series
 */
record ChoiceScores(List<double[]> byChoice) {

  double of(int choice, int series) {
    return byChoice.get(choice)[series];
  }

  /** Its mean over all series. */
  double mean(int choice) {
    return Arrays.stream(byChoice.get(choice)).average().orElseThrow();
  }

  /** The best over all series. */
  int best() {
    return bestWithout(-1);
  }

  /** The best over all series but one, which therefore had no say in it. */
  int bestWithout(int left) {
    int best = 0;
    for (int choice = 1; choice < byChoice.size(); choice++) {
      if (total(choice, left) > total(best, left)) {
        best = choice;
      }
    }
    return best;
  }

  /** The mean over the series of what the best choice of all others scores. */
  double meanOfLeaveOneOut() {
    return IntStream.range(0, byChoice.get(0).length)
        .mapToDouble(left -> of(bestWithout(left), left))
        .average()
        .orElseThrow();
  }

  private double total(int choice, int without) {
    double[] scores = byChoice.get(choice);
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += i == without ? 0 : scores[i];
    }
    return sum;
  }
}
