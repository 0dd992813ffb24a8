package org.governance4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;

/** The detectors there are, as the command line knows them. */
record DetectorNames(List<String> names) {
  private static final int WIDTH = 80;

  static DetectorNames of(Components components) {
    return new DetectorNames(components.names(DriftDetector.class));
  }

  /** Whether a name is of the form {@code implementation:detector}. */
  static boolean isReference(String name) {
    return name.indexOf(':') >= 0;
  }

  /**
   * The name as it is registered. References are known by their exact names alone: theirs differ in
   * such small things.
   *
   * @throws NotDone if there is none; the message has the nearest and the whole list
   */
  String find(String word) {
    if (names.contains(word)) {
      return word;
    }
    List<String> plain = names.stream().map(DetectorNames::plain).toList();
    int same = plain.indexOf(plain(word));
    if (same >= 0 && !isReference(names.get(same))) {
      return names.get(same);
    }
    String nearest = Nearest.of(plain(word), plain);
    throw new NotDone(
        "no detector is named '"
            + word
            + (nearest == null
                ? "'; there are: "
                : "'; did you mean " + names.get(plain.indexOf(nearest)) + "? There are: ")
            + String.join(", ", names));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** What the help says of them. */
  String help() {
    StringBuilder text = new StringBuilder("\nDetectors:\n");
    append(text, names.stream().filter(name -> !isReference(name)).toList());
    text.append("\nDetectors as other libraries have them, to the index:\n");
    append(text, names.stream().filter(DetectorNames::isReference).toList());
    return text
        + """

        docs/DRIFT.md says what they do and which parameters they have; a parameter
        that a detector does not have lists those that it has.

        Example: governance drift detect --detector adwin --param delta=0.01 errors.txt
        """;
  }

  private static void append(StringBuilder text, List<String> names) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      words.add(names.get(i) + (i + 1 < names.size() ? "," : ""));
    }
    StringBuilder line = new StringBuilder(" ");
    for (String word : words) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
