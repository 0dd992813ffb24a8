package org.governance4j.crypto;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a bundle brings to verify its signature with: none of it is trusted. */
sealed interface OmsMaterial {

  /** For messages: what the bundle was signed with. */
  String describe();

  /**
   * A name for the key, which proves nothing.
   *
   * @param hint empty if there is none
   * @param spki the key that signers before 1.1 of the reference wrote in its place, or null
   */
  record Key(String hint, byte @Nullable [] spki) implements OmsMaterial {
    @Override
    public String describe() {
      return "a key";
    }
  }

  /**
   * A certificate with those above it.
   *
   * @param certificates in DER, the one that signed first
   * @param timestamps RFC 3161 tokens over the signature
   */
  record Chain(List<byte[]> certificates, List<byte[]> timestamps) implements OmsMaterial {
    @Override
    public String describe() {
      return "a certificate";
    }
  }

  /** What Sigstore's keyless signing leaves: for its own verifier to read. */
  record Keyless() implements OmsMaterial {
    @Override
    public String describe() {
      return "a Sigstore identity";
    }
  }
}
