package org.governance4j.crypto.x509;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * Strict Ed25519 verification.
 *
 * <p>Verifiers in use disagree about signatures that only a dishonest signer makes: with points of
 * low order, points with a part of low order, or a second spelling of a point. Whoever makes one
 * can split an audit in two, each half sure of its answer. Here the public key A and the point R of
 * every signature must be in the subgroup of prime order and spelled canonically. On those the
 * equation with the cofactor, which Bouncy Castle checks, and the one without, which most others
 * check, are the same; so what is accepted here is accepted everywhere. Honest signers never
 * notice.
 *
 * <p>See "Taming the many EdDSAs", Chalkias, Garillot, Nikolaenko, SSR 2020. Immutable; safe for
 * any number of threads.
 */
public final class StrictEd25519 {

  private static final byte[] NO_CONTEXT = {};

  private final Ed25519.PublicPoint point;

  private StrictEd25519(Ed25519.PublicPoint point) {
    this.point = point;
  }

  /** The key at a place of these bytes; null if it is not a canonical point of prime order. */
  public static @Nullable StrictEd25519 of(byte[] bytes, int from) {
    if (bytes.length - from < Ed25519.PUBLIC_KEY_SIZE) {
      return null;
    }
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(bytes, from);
    return point == null ? null : new StrictEd25519(point);
  }

  /** Whether this is a signature of the message. */
  public boolean verify(byte[] message, byte[] signature) {
    return strict(signature) && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  /** Whether this is an Ed25519ph signature of the message with this SHA-512 digest. */
  public boolean verifyDigest(byte[] sha512, byte[] signature) {
    return sha512.length == Ed25519.PREHASH_SIZE
        && strict(signature)
        && Ed25519.verifyPrehash(signature, 0, point, NO_CONTEXT, sha512, 0);
  }

  private static boolean strict(byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.validatePublicKeyFull(signature, 0);
  }
}
