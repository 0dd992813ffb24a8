package org.governance4j.policy;

import java.util.Arrays;
import java.util.List;
import org.governance4j.json.JsonMembers;

/** The kinds of windows that can be written in a rule file. */
enum WindowKind {
  /** The share of predictions that violate. */
  RATE("rate", RateWindow::read),
  /** Predictions in a row that violate. */
  CONSECUTIVE("consecutive", ConsecutiveWindow::read),
  /** The number of predictions. */
  QUOTA("quota", QuotaWindow::read),
  /** How much more often one group fares well than another. */
  FAIRNESS_GAP("fairness_gap", FairnessGapWindow::read);

  /** Makes a window of this kind from the members of its JSON object. */
  @FunctionalInterface
  interface Reader {
    WindowRule read(RuleHead head, JsonMembers members);
  }

  private final String word;
  private final Reader reader;

  WindowKind(String word, Reader reader) {
    this.word = word;
    this.reader = reader;
  }

  /** The word in JSON. */
  String word() {
    return word;
  }

  WindowRule read(RuleHead head, JsonMembers members) {
    return reader.read(head, members);
  }

  /** The kind with that word, which is one of {@link #words}. */
  static WindowKind of(String word) {
    return values()[words().indexOf(word)];
  }

  /** The words of all kinds. */
  static List<String> words() {
    return Arrays.stream(values()).map(WindowKind::word).toList();
  }
}
