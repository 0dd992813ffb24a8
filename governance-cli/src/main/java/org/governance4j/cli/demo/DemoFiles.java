package org.governance4j.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.governance4j.GovernanceException;

/** The one directory that a demo writes to. */
record DemoFiles(Path root) {

  private static final String MARKER = ".governance-demo";

  /**
   * Makes an empty demo directory. An earlier demo in it is deleted; anything else is refused.
   *
   * @throws GovernanceException if the directory holds something that is not a demo's
   */
  static DemoFiles fresh(Path root) throws IOException {
    if (Files.exists(root)) {
      if (!Files.isDirectory(root)) {
        throw new GovernanceException(root + " is not a directory");
      }
      if (Files.exists(root.resolve(MARKER))) {
        delete(root);
      } else if (!isEmpty(root)) {
        throw new GovernanceException(
            root + " is not empty and not from an earlier demo; choose another with --dir");
      }
    }
    Files.createDirectories(root);
    Files.writeString(root.resolve(MARKER), "written by governance demo; deleted by the next\n");
    DemoFiles files = new DemoFiles(root);
    Files.createDirectories(files.keys());
    Files.createDirectories(files.model());
    Files.createDirectories(files.attacked());
    return files;
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path model() {
    return root.resolve("model");
  }

  Path modelFile() {
    return model().resolve("model.json");
  }

  Path signature() {
    return root.resolve("model.sig");
  }

  Path approval() {
    return root.resolve("approval.tlog-proof");
  }

  Path policy() {
    return root.resolve("policy.json");
  }

  Path schema() {
    return root.resolve("schema.json");
  }

  Path ledger() {
    return root.resolve("ledger");
  }

  Path attacked() {
    return root.resolve("attacked");
  }

  /** Copies a directory with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(source));
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target);
        }
      }
    }
  }

  /** How many bytes the files below a directory have. */
  static long size(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.filter(Files::isRegularFile).mapToLong(DemoFiles::length).sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path dir) throws IOException {
    try (Stream<Path> children = Files.list(dir)) {
      return children.findAny().isEmpty();
    }
  }

  private static void delete(Path dir) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(dir)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
