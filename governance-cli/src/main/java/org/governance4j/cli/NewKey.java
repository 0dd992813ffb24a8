package org.governance4j.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.jspecify.annotations.Nullable;

/**
 * The key of a file that is made if it does not exist. A new file goes again with {@link #discard},
 * as long as its key has signed nothing that anybody can see.
 *
 * <p>One thread.
 */
final class NewKey implements Closeable {
  private final Path file;
  private final SoftwareKey key;
  private final @Nullable String told;

  private NewKey(Path file, SoftwareKey key, @Nullable String told) {
    this.file = file;
    this.key = key;
    this.told = told;
  }

  /**
   * Loads the key, or makes it.
   *
   * @throws NotDone if the file cannot be read or made
   */
  static NewKey of(Console console, Path file, KeyAlgorithm algorithm) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new NewKey(file, Keys.load(console, file), null);
    }
    SoftwareKey key = SoftwareKey.generate(algorithm);
    try {
      return new NewKey(file, key, Keys.save(console, key, file));
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
  }

  SoftwareKey key() {
    return key;
  }

  /** Says that the file was made, if it was. */
  void tell(Console console) {
    if (told != null) {
      console.message(told);
    }
  }

  /** Removes the file if it was made here. */
  void discard() throws IOException {
    if (told != null) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
