package org.governance4j.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.governance4j.KeyAlgorithm;

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
 * <p>See "Taming the many EdDSAs", Chalkias, Garillot, Nikolaenko, SSR 2020.
 */
final class Ed25519PublicKey implements PublicKeyCheck {

  /** SubjectPublicKeyInfo of RFC 8410 up to the 32 bytes of the point: its only DER spelling. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Ed25519.PublicPoint point;

  private Ed25519PublicKey(Ed25519.PublicPoint point) {
    this.point = point;
  }

  static boolean isSpki(byte[] spki) {
    return spki.length == SPKI_PREFIX.length + Ed25519.PUBLIC_KEY_SIZE
        && Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length);
  }

  static byte[] spki(byte[] point) {
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + point.length);
    System.arraycopy(point, 0, spki, SPKI_PREFIX.length, point.length);
    return spki;
  }

  /** Reads what {@link #isSpki} recognised. */
  static Ed25519PublicKey of(byte[] spki) throws Pem.Malformed {
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(spki, SPKI_PREFIX.length);
    if (point == null) {
      throw new Pem.Malformed("its Ed25519 key is not a canonical point of prime order");
    }
    return new Ed25519PublicKey(point);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.validatePublicKeyFull(signature, 0)
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  @Override
  public boolean acceptsHash(byte[] hash, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && hash.length == Ed25519.PREHASH_SIZE
        && Ed25519.validatePublicKeyFull(signature, 0)
        && Ed25519.verifyPrehash(signature, 0, point, new byte[0], hash, 0);
  }
}
