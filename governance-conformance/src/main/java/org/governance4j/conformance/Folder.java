package org.governance4j.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a suite.
 *
 * @param dir the suite's folder
 * @param files every regular file in it, hidden ones too, relative to it with {@code /} between the
 *     parts; in alphabetical order
 */
record Folder(Path dir, List<String> files) {

  static Folder of(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return new Folder(
          dir,
          all.filter(Files::isRegularFile)
              .map(file -> dir.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList());
    }
  }

  boolean has(String file) {
    return files.contains(file);
  }

  byte[] read(String file) throws IOException {
    return Files.readAllBytes(dir.resolve(file));
  }

  /** The files below a place, for example {@code tile/}. */
  List<String> below(String place) {
    return files.stream().filter(file -> file.startsWith(place)).toList();
  }

  /** The last part of a path. */
  static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
