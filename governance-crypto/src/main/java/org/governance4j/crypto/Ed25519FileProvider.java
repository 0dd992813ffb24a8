package org.governance4j.crypto;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers Ed25519 keys from PEM files as the {@link KeyHandle} named {@code ed25519-file}.
 *
 * <p>Settings: {@code file}, the path; {@code create}, {@code true} to make the key if there is no
 * such file, otherwise {@code false}, the default. A {@code char[]} among the live objects is the
 * password to read or make the file with. Stateless; safe for any number of threads.
 */
public final class Ed25519FileProvider implements ComponentProvider<KeyHandle> {

  /** For the service loader. */
  public Ed25519FileProvider() {}

  @Override
  public Class<KeyHandle> role() {
    return KeyHandle.class;
  }

  @Override
  public String name() {
    return "ed25519-file";
  }

  /**
   * Loads the key, or makes it.
   *
   * @throws KeyUnavailable if the file cannot be used or made, or holds a key of another algorithm
   */
  @Override
  public KeyHandle create(Settings settings) {
    settings.allowOnly(List.of("file", "create"));
    Path file = settings.requirePath("file");
    Optional<char[]> password = settings.find(char[].class);
    if (Flags.read(settings, "create") && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return make(file, password);
    }
    SoftwareKey key =
        password.isPresent() ? SoftwareKey.load(file, password.get()) : SoftwareKey.load(file);
    if (key.algorithm() != KeyAlgorithm.ED25519) {
      key.close();
      throw new KeyUnavailable(
          "key file " + file + " holds a key of " + key.algorithm().word() + ", not ed25519");
    }
    return key;
  }

  private static SoftwareKey make(Path file, Optional<char[]> password) {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
    if (password.isPresent()) {
      key.save(file, password.get());
    } else {
      key.save(file);
    }
    return key;
  }
}
