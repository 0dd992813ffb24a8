package org.governance4j.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what the caller named, and says by its role what is wrong with it. */
final class Input {
  private Input() {}

  /**
   * The content of a file.
   *
   * @param what the file's role in messages, for example {@code policy file}
   * @throws NotDone if it cannot be read or is longer than the limit
   */
  static byte[] read(String what, Path file, int maxBytes) {
    try (InputStream in = open(what, file)) {
      byte[] bytes = in.readNBytes(maxBytes);
      if (bytes.length == maxBytes && in.read() >= 0) {
        throw new NotDone(
            what + " " + file + " is longer than the limit of " + maxBytes + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new NotDone(what + " " + file + " cannot be read: " + Words.of(e), e);
    }
  }

  /** Opens a file that is there and is not a directory; a pipe will do. */
  static InputStream open(String what, Path file) {
    require(what, file);
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new NotDone(what + " " + file + " cannot be read: " + Words.of(e), e);
    }
  }

  /** Opens a file, or stdin, which stays open, for {@code -}. */
  static InputStream openOrStdin(String what, Path file, Console console) {
    if (!file.toString().equals("-")) {
      return open(what, file);
    }
    return new FilterInputStream(console.in()) {
      @Override
      public void close() {
        // stdin is not ours to close
      }
    };
  }

  /** The file's name in messages. */
  static String name(Path file) {
    return file.toString().equals("-") ? "stdin" : file.toString();
  }

  /** Refuses a path where no file can be read. */
  static void require(String what, Path file) {
    requireReadable(what, file);
    if (Files.isDirectory(file)) {
      throw new NotDone(what + " " + file + " is a directory, expected a file");
    }
  }

  /** Refuses a path where no directory can be read. */
  static void requireDirectory(String what, Path directory) {
    requireReadable(what, directory);
    if (!Files.isDirectory(directory)) {
      throw new NotDone(what + " " + directory + " is a file, expected a directory");
    }
  }

  /** Refuses a path where nothing can be read. */
  static void requireReadable(String what, Path path) {
    if (!Files.exists(path)) {
      throw new NotDone(what + " " + path + " does not exist");
    }
    if (!Files.isReadable(path)) {
      throw new NotDone(what + " " + path + " cannot be read: permission denied");
    }
  }
}
