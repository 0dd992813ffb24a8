package org.governance4j.crypto;

import org.governance4j.crypto.x509.DigestAlgorithm;
import org.jspecify.annotations.Nullable;

/** The names of digests in bundles and log entries. */
final class HashNames {
  private HashNames() {}

  /** By the name of Sigstore's protobuf messages; null if it is not one that is accepted. */
  static @Nullable DigestAlgorithm ofProto(String name) {
    return switch (name) {
      case "SHA2_256" -> DigestAlgorithm.SHA256;
      case "SHA2_384" -> DigestAlgorithm.SHA384;
      case "SHA2_512" -> DigestAlgorithm.SHA512;
      default -> null;
    };
  }

  /** By the name in entries of the first generation of logs, and in statements. */
  static @Nullable DigestAlgorithm ofWord(String name) {
    return switch (name) {
      case "sha256" -> DigestAlgorithm.SHA256;
      case "sha384" -> DigestAlgorithm.SHA384;
      case "sha512" -> DigestAlgorithm.SHA512;
      default -> null;
    };
  }
}
