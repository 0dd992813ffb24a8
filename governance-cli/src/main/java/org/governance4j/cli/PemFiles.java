package org.governance4j.cli;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;

/** Certificates in PEM, from one file or several. */
final class PemFiles {
  /** More than any chain. */
  private static final int MAX_BYTES = 1 << 20;

  private PemFiles() {}

  /** The texts one after another. */
  static byte[] read(String what, List<Path> files) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      all.writeBytes(Input.read(what, file, MAX_BYTES));
      all.write('\n');
    }
    return all.toByteArray();
  }
}
