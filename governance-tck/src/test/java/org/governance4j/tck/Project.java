package org.governance4j.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project that is built. */
final class Project {
  private Project() {}

  /** Its root: where the build says, else the nearest folder above that has a SPEC.md. */
  static Path root() {
    String given = System.getProperty("governance.root");
    if (given != null) {
      return Path.of(given);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("SPEC.md"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("there is no SPEC.md at or above the working directory");
      }
      folder = parent;
    }
    return folder;
  }

  /** The folders in a folder, sorted. */
  static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> modules = Files.list(parent)) {
      return modules.filter(Files::isDirectory).sorted().toList();
    }
  }
}
