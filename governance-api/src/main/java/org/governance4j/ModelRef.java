package org.governance4j;

import java.util.Objects;

/**
 * Which model, to the byte.
 *
 * @param name the model's name
 * @param version the model's version
 * @param digest the digest of the artifact, as its verifier computes it
 */
public record ModelRef(String name, String version, Digest digest) {
  /** Refuses blanks. */
  public ModelRef {
    Objects.requireNonNull(digest, "digest");
    if (name.isBlank() || version.isBlank()) {
      throw new IllegalArgumentException(
          "model name and version must not be blank: \"" + name + "\" \"" + version + "\"");
    }
  }
}
