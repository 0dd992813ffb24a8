package org.governance4j.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the text of a key file, and no more of a file that only claims to be short. */
final class KeyFile {

  /** The longest key file in bytes. */
  static final int MAX_BYTES = 64 * 1024;

  private KeyFile() {}

  /** The whole file, which may be a pipe or a device; the caller wipes the array. */
  static byte[] read(Path file) throws IOException, Pem.Malformed {
    byte[] text = new byte[MAX_BYTES + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(text, 0, text.length);
      if (length > MAX_BYTES) {
        throw new Pem.Malformed("it is longer than " + MAX_BYTES + " bytes");
      }
      return Arrays.copyOf(text, length);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }
}
