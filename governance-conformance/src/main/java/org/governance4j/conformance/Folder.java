package org.governance4j.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a suite.
 *
 * @param dir the suite's folder
 * @param files every regular file in it, hidden ones too, relative to it with {@code /} between the
 *     parts; in alphabetical order
 * @param others what is neither a file nor a folder, named likewise: links to folders, which are
 *     not followed because they may lead round in a circle, links to nothing, pipes and devices
 */
record Folder(Path dir, List<String> files, List<String> others) {

  static Folder of(Path dir) throws IOException {
    Path root = dir.toRealPath();
    List<String> files = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparing(path -> name(root, path)))
          .forEach(path -> (Files.isRegularFile(path) ? files : others).add(name(root, path)));
    }
    return new Folder(root, List.copyOf(files), List.copyOf(others));
  }

  private static String name(Path root, Path path) {
    return root.relativize(path).toString().replace('\\', '/');
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
