package org.governance4j.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.x509.StrictEd25519;

/** Ed25519 verification as {@link StrictEd25519} does it. */
final class Ed25519PublicKey implements PublicKeyCheck {

  /** SubjectPublicKeyInfo of RFC 8410 up to the 32 bytes of the point: its only DER spelling. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final StrictEd25519 key;

  private Ed25519PublicKey(StrictEd25519 key) {
    this.key = key;
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
    StrictEd25519 key = StrictEd25519.of(spki, SPKI_PREFIX.length);
    if (key == null) {
      throw new Pem.Malformed("its Ed25519 key is not a canonical point of prime order");
    }
    return new Ed25519PublicKey(key);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    return key.verify(message, signature);
  }

  @Override
  public boolean acceptsHash(byte[] hash, byte[] signature) {
    return key.verifyDigest(hash, signature);
  }
}
