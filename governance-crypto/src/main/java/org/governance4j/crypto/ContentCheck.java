package org.governance4j.crypto;

import java.util.Arrays;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.governance4j.crypto.x509.SignatureScheme;
import org.jspecify.annotations.Nullable;

/** Checks the signature itself, and that it is over the artifact. */
final class ContentCheck {

  private static final String WRONG = "the signature is not one of the signer over this ";

  private ContentCheck() {}

  /**
   * Returns if the signature is the signer's over this content.
   *
   * @param artifact what is to be judged; null if the envelope's payload is wanted, whatever it is
   *     about
   * @throws ArtifactRejected if it is not
   */
  static void require(
      SignedContent content, BundleSigner signer, @Nullable SignedDigests artifact) {
    if (content instanceof SignedContent.Envelope envelope) {
      if (!signer.key().verify(signer.scheme(), envelope.pae(), envelope.signature())) {
        throw new ArtifactRejected(WRONG + "envelope");
      }
      if (artifact != null) {
        SubjectDigests.requireSubject(envelope, artifact);
      }
    } else if (content instanceof SignedContent.Message message) {
      if (artifact == null) {
        throw new ArtifactRejected("the bundle has a signature over an artifact, not an envelope");
      }
      message(message, signer, artifact);
    }
  }

  private static void message(
      SignedContent.Message message, BundleSigner signer, SignedDigests artifact) {
    DigestAlgorithm named = named(message);
    if (named != null && message.digest() != null) {
      if (!Arrays.equals(digest(artifact, named), message.digest())) {
        throw new ArtifactRejected("the bundle is of another artifact: its digest differs");
      }
    }
    SignatureScheme scheme = signer.scheme();
    boolean valid;
    if (scheme instanceof SignatureScheme.Ecdsa usual) {
      DigestAlgorithm algorithm = named == null ? usual.digest() : named;
      valid = holds(message, signer, new SignatureScheme.Ecdsa(algorithm), artifact, algorithm);
    } else if (scheme instanceof SignatureScheme.RsaPkcs1 usual) {
      DigestAlgorithm algorithm = named == null ? usual.digest() : named;
      valid = holds(message, signer, new SignatureScheme.RsaPkcs1(algorithm), artifact, algorithm);
    } else if (scheme instanceof SignatureScheme.Ed25519) {
      // Logs of digests take Ed25519 only in its form for digests; both are accepted.
      valid =
          holds(message, signer, new SignatureScheme.Ed25519ph(), artifact, DigestAlgorithm.SHA512)
              || (artifact.bytes() != null
                  && signer.key().verify(scheme, artifact.bytes(), message.signature()));
    } else {
      byte[] bytes = artifact.bytes();
      if (bytes == null) {
        throw new ArtifactRejected(
            "a signature of this kind needs the artifact's bytes, not its digest");
      }
      valid = signer.key().verify(scheme, bytes, message.signature());
    }
    if (!valid) {
      throw new ArtifactRejected(WRONG + "artifact");
    }
  }

  private static boolean holds(
      SignedContent.Message message,
      BundleSigner signer,
      SignatureScheme scheme,
      SignedDigests artifact,
      DigestAlgorithm algorithm) {
    return signer.key().verifyDigest(scheme, digest(artifact, algorithm), message.signature());
  }

  private static @Nullable DigestAlgorithm named(SignedContent.Message message) {
    String name = message.digestAlgorithm();
    if (name == null) {
      return null;
    }
    DigestAlgorithm named = HashNames.ofProto(name);
    if (named == null) {
      throw new ArtifactRejected(
          "the bundle names the artifact by a digest of the kind "
              + Hostile.quote(name)
              + "; expected SHA2_256, SHA2_384 or SHA2_512");
    }
    return named;
  }

  private static byte[] digest(SignedDigests artifact, DigestAlgorithm algorithm) {
    byte[] digest = artifact.digest(algorithm);
    if (digest == null) {
      throw new ArtifactRejected(
          "the signature is over the artifact's " + algorithm.word() + ", which was not given");
    }
    return digest;
  }
}
