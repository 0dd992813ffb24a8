package org.governance4j.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/** ECDSA verification on P-256 with SHA-256 (FIPS 186-5), signatures in strict DER. */
final class EcdsaP256PublicKey implements PublicKeyCheck {

  /** SubjectPublicKeyInfo of RFC 5480 up to the 64 bytes of the uncompressed point. */
  private static final byte[] SPKI_PREFIX =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final int POINT_BYTES = 64;

  private final ECPublicKeyParameters key;

  private EcdsaP256PublicKey(ECPublicKeyParameters key) {
    this.key = key;
  }

  static boolean isSpki(byte[] spki) {
    return spki.length == SPKI_PREFIX.length + POINT_BYTES
        && Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length);
  }

  /** The key with this uncompressed point, its leading 4 included. */
  static byte[] spki(byte[] point) {
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + POINT_BYTES);
    System.arraycopy(point, 1, spki, SPKI_PREFIX.length, POINT_BYTES);
    return spki;
  }

  /** Reads what {@link #isSpki} recognised. */
  static EcdsaP256PublicKey of(byte[] spki) throws Pem.Malformed {
    byte[] point = Arrays.copyOfRange(spki, SPKI_PREFIX.length - 1, spki.length);
    try {
      return new EcdsaP256PublicKey(
          new ECPublicKeyParameters(P256.DOMAIN.getCurve().decodePoint(point), P256.DOMAIN));
    } catch (IllegalArgumentException e) {
      throw new Pem.Malformed("its point is not on the curve P-256");
    }
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ECDSA_P256;
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    BigInteger[] rs = parse(signature);
    if (rs == null) {
      return false;
    }
    ECDSASigner ecdsa = new ECDSASigner();
    ecdsa.init(false, key);
    return ecdsa.verifySignature(Digest.sha256(message).bytes(), rs[0], rs[1]);
  }

  /** The two integers of a SEQUENCE in DER, or null: only one spelling of each is accepted. */
  private static BigInteger @Nullable [] parse(byte[] der) {
    // Two integers of at most 33 bytes keep every length in one byte.
    if (der.length < 8 || der.length > 72 || der[0] != 0x30 || der[1] != der.length - 2) {
      return null;
    }
    int middle = integerEnd(der, 2);
    if (middle < 0 || integerEnd(der, middle) != der.length) {
      return null;
    }
    return new BigInteger[] {
      new BigInteger(der, 4, middle - 4), new BigInteger(der, middle + 2, der.length - middle - 2)
    };
  }

  /** Where the non-negative, shortest INTEGER at that place ends, or -1. */
  private static int integerEnd(byte[] der, int at) {
    if (at + 3 > der.length || der[at] != 0x02) {
      return -1;
    }
    int length = der[at + 1];
    int end = at + 2 + length;
    if (length < 1 || length > 33 || end > der.length || der[at + 2] < 0) {
      return -1;
    }
    boolean padded = length > 1 && der[at + 2] == 0 && der[at + 3] >= 0;
    return padded ? -1 : end;
  }
}
