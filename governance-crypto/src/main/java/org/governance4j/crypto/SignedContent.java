package org.governance4j.crypto;

import org.jspecify.annotations.Nullable;

/** What a bundle's signature is over. */
sealed interface SignedContent {

  /** The signature's bytes. */
  byte[] signature();

  /**
   * An artifact that is not in the bundle.
   *
   * @param digestAlgorithm by which the bundle names the artifact, as Sigstore spells it; null if
   *     it does not say
   * @param digest the artifact's, according to the bundle
   */
  record Message(@Nullable String digestAlgorithm, byte @Nullable [] digest, byte[] signature)
      implements SignedContent {}

  /** A DSSE envelope with its only signature. */
  record Envelope(String payloadType, byte[] payload, byte[] signature) implements SignedContent {

    byte[] pae() {
      return Dsse.pae(payloadType, payload);
    }
  }
}
