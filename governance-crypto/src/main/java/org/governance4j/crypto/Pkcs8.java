package org.governance4j.crypto;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads PKCS#8 PrivateKeyInfo (RFC 5958): Ed25519 by RFC 8410, P-256 by RFC 5915. */
final class Pkcs8 {
  /** RFC 8410. */
  static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private Pkcs8() {}

  static SecretKey decode(byte[] der) throws Pem.Malformed {
    SecretKey key;
    byte[] attached;
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
      AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
      if (algorithm.getAlgorithm().equals(ED25519)) {
        key = ed25519(info);
      } else if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
          && SECObjectIdentifiers.secp256r1.equals(algorithm.getParameters())) {
        key = EcdsaP256SecretKey.of(ECPrivateKey.getInstance(info.parsePrivateKey()).getKey());
      } else {
        throw new Pem.Malformed(
            "its algorithm "
                + algorithm.getAlgorithm()
                + parameters(algorithm.getParameters())
                + " is neither Ed25519 nor ECDSA P-256");
      }
      attached = info.hasPublicKey() ? info.getPublicKeyData().getBytes() : null;
    } catch (IOException | RuntimeException e) {
      // The cause is dropped: a parser's message may quote what it choked on.
      throw new NotPkcs8();
    }
    if (attached != null && !endsWith(key.publicKey(), attached)) {
      key.wipe();
      throw new Pem.Malformed("the public key in it belongs to another private key");
    }
    return key;
  }

  private static Ed25519SecretKey ed25519(PrivateKeyInfo info) throws IOException, Pem.Malformed {
    byte[] seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets().clone();
    if (seed.length != Ed25519SecretKey.SEED_BYTES) {
      Arrays.fill(seed, (byte) 0);
      throw new Pem.Malformed("its Ed25519 seed does not have 32 bytes");
    }
    return new Ed25519SecretKey(seed);
  }

  private static String parameters(ASN1Encodable parameters) {
    return parameters instanceof ASN1ObjectIdentifier curve ? " " + curve : "";
  }

  private static boolean endsWith(byte[] spki, byte[] point) {
    return point.length <= spki.length
        && Arrays.equals(spki, spki.length - point.length, spki.length, point, 0, point.length);
  }

  /** The bytes are not PKCS#8 at all, which after decryption means a wrong password. */
  static final class NotPkcs8 extends Pem.Malformed {
    private static final long serialVersionUID = 1L;

    NotPkcs8() {
      super("it is not a private key in PKCS#8");
    }
  }
}
