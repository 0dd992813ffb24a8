package org.governance4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.SoftwareKey;
import org.jspecify.annotations.Nullable;

/** Key files, with the password from the environment. */
final class Keys {
  static final String PASSWORD = "GOVERNANCE_PASSWORD";

  private Keys() {}

  /** Loads a key file in any format, encrypted or not. */
  static SoftwareKey load(Console console, Path file) {
    Input.require("key file", file);
    char[] password = password(console);
    if (password == null || password.length == 0) {
      return withoutPassword(file);
    }
    try {
      return SoftwareKey.load(file, password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static SoftwareKey withoutPassword(Path file) {
    try {
      return SoftwareKey.load(file);
    } catch (KeyUnavailable e) {
      String reason = Words.of(e);
      if (reason.endsWith("no password was given")) {
        throw new NotDone(reason + ": set " + PASSWORD, e);
      }
      throw e;
    }
  }

  /**
   * Writes a key to a new file, encrypted if there is a password.
   *
   * @return what to tell the caller once the key is there to stay
   * @throws NotDone if the password is set but empty: whoever set it wants no key in the clear
   */
  static String save(Console console, SoftwareKey key, Path file) {
    return save(console, key, file, KeyFormat.PKCS8);
  }

  /**
   * Writes a key to a new file in one of the formats, encrypted if there is a password.
   *
   * @return what to tell the caller once the key is there to stay
   * @throws NotDone if the password is set but empty, or there is none and the format needs one
   */
  static String save(Console console, SoftwareKey key, Path file, KeyFormat format) {
    char[] password = password(console);
    if (password == null && format == KeyFormat.COSIGN) {
      throw new NotDone("--format cosign: a key of cosign is encrypted; set " + PASSWORD);
    }
    if (password == null) {
      key.save(file);
      return "key written to " + file + ", not encrypted: set " + PASSWORD + " to encrypt keys";
    }
    if (password.length == 0) {
      throw new NotDone(PASSWORD + " is set but empty; unset it to write a key without encryption");
    }
    try {
      if (format == KeyFormat.COSIGN) {
        key.saveCosign(file, password);
      } else {
        key.save(file, password);
      }
    } finally {
      Arrays.fill(password, '\0');
    }
    return "key written to " + file + ", encrypted with " + PASSWORD;
  }

  private static char @Nullable [] password(Console console) {
    String value = console.environment(PASSWORD);
    return value == null ? null : value.toCharArray();
  }
}
