package org.governance4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A directory for the length of a benchmark, on a disk. */
final class Scratch implements AutoCloseable {
  private final Path root;

  private Scratch(Path root) {
    this.root = root;
  }

  /**
   * Makes it below {@code java.io.tmpdir}.
   *
   * @throws IllegalStateException if that is memory: an fsync there proves and costs nothing
   */
  static Scratch make() throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory("governance-bench-"));
    // After a failure nothing is torn down, and these directories are large.
    Runtime.getRuntime().addShutdownHook(new Thread(scratch::removeAtExit));
    String type = Files.getFileStore(scratch.root).type();
    if (type.equals("tmpfs") || type.equals("ramfs")) {
      Files.delete(scratch.root);
      throw new IllegalStateException(
          scratch.root
              + " is on "
              + type
              + "; choose a disk: -- -jvmArgsAppend -Djava.io.tmpdir=/var/tmp");
    }
    return scratch;
  }

  /** A place in it, where nothing is yet. */
  Path place(String name) {
    return root.resolve(name);
  }

  /** Removes a place with all that is in it. */
  void clear(String name) throws IOException {
    remove(place(name));
  }

  @Override
  public void close() throws IOException {
    remove(root);
  }

  private void removeAtExit() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.exists(path)) {
      List<Path> files;
      try (var walk = Files.walk(path)) {
        files = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
