package org.governance4j.crypto;

import java.util.EnumMap;
import java.util.Map;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The digests of one artifact, as far as they are known.
 *
 * @param bytes the artifact itself, or null if only its digests are known
 */
record SignedDigests(Map<DigestAlgorithm, byte[]> known, byte @Nullable [] bytes) {

  static SignedDigests ofBytes(byte[] artifact) {
    return new SignedDigests(new EnumMap<>(DigestAlgorithm.class), artifact);
  }

  static SignedDigests of(Map<DigestAlgorithm, byte[]> known) {
    return new SignedDigests(new EnumMap<>(known), null);
  }

  /** The digest, or null if it is neither known nor can be computed. */
  byte @Nullable [] digest(DigestAlgorithm algorithm) {
    byte[] digest = known.get(algorithm);
    return digest == null && bytes != null ? algorithm.of(bytes) : digest;
  }
}
