package org.governance4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import org.governance4j.crypto.SoftwareKey;
import org.jspecify.annotations.Nullable;

/** Key files, with the password from the environment. */
final class Keys {
  static final String PASSWORD = "GOVERNANCE_PASSWORD";

  private Keys() {}

  /** Loads a key file, encrypted or not. */
  static SoftwareKey load(Console console, Path file) {
    Input.require("key file", file);
    char[] password = password(console);
    if (password == null || password.length == 0) {
      return SoftwareKey.load(file);
    }
    try {
      return SoftwareKey.load(file, password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /**
   * Writes a key to a new file, encrypted if there is a password.
   *
   * @return what to tell the caller once the key is there to stay
   * @throws NotDone if the password is set but empty: whoever set it wants no key in the clear
   */
  static String save(Console console, SoftwareKey key, Path file) {
    char[] password = password(console);
    if (password == null) {
      key.save(file);
      return "key written to " + file + ", not encrypted: set " + PASSWORD + " to encrypt keys";
    }
    if (password.length == 0) {
      throw new NotDone(PASSWORD + " is set but empty; unset it to write a key without encryption");
    }
    try {
      key.save(file, password);
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
