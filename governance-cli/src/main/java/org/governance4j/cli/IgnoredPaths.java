package org.governance4j.cli;

import java.util.List;
import java.util.stream.Stream;

/** The paths that a caller leaves out of a model. */
final class IgnoredPaths {
  private IgnoredPaths() {}

  /** Refuses a path that stands for the whole model. */
  static void require(List<String> ignored) {
    for (String relative : ignored) {
      if (Stream.of(relative.split("/")).allMatch(part -> part.isEmpty() || part.equals("."))) {
        throw new NotDone("--ignore " + relative + " leaves nothing of the model to judge");
      }
    }
  }
}
