package org.governance4j.cli.demo;

import java.util.List;

/**
 * A labelled stream in time order.
 *
 * @param name where it comes from, for people
 * @param features the names of the numeric features
 * @param rows one array of features per row
 * @param labels the true class of each row, 0 or 1
 * @param changes the rows at which the concept is known to change; empty for real data
 */
record LabelledStream(
    String name, List<String> features, double[][] rows, int[] labels, List<Integer> changes) {

  /** How many rows there are. */
  int size() {
    return rows.length;
  }
}
