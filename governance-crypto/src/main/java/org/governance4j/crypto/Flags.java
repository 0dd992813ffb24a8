package org.governance4j.crypto;

import org.governance4j.spi.Settings;

/** Reads settings that are true or false. */
final class Flags {
  private Flags() {}

  /** The flag, false where it is not set. */
  static boolean read(Settings settings, String key) {
    String value = settings.find(key).orElse("false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "setting '" + key + "' must be true or false: " + value);
    };
  }
}
