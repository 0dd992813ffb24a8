package org.governance4j.crypto;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Reads PKCS#8 PrivateKeyInfo (RFC 5958): Ed25519 by RFC 8410, ECDSA by RFC 5915, RSA by RFC 8017,
 * ML-DSA by RFC 9881.
 */
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
      MlDsa set = MlDsa.of(algorithm.getAlgorithm());
      EcCurve curve = EcCurve.of(algorithm.getParameters());
      if (algorithm.getAlgorithm().equals(ED25519)) {
        key = ed25519(info);
      } else if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
          && curve != null) {
        key = ecdsa(curve, ECPrivateKey.getInstance(info.parsePrivateKey()));
      } else if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
        key = RsaSecretKey.of(RSAPrivateKey.getInstance(info.parsePrivateKey()));
      } else if (set != null && algorithm.getParameters() == null) {
        key = mlDsa(set, info);
      } else {
        throw new Pem.Malformed(
            "its algorithm "
                + algorithm.getAlgorithm()
                + named(algorithm.getParameters())
                + " is none of Ed25519, ECDSA P-256, P-384 and P-521, ML-DSA and RSA");
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

  /** RFC 5915: the scalar, and the public point that belongs to it if there is one. */
  static EcdsaSecretKey ecdsa(EcCurve curve, ECPrivateKey numbers) throws Pem.Malformed {
    EcdsaSecretKey key = EcdsaSecretKey.of(curve, numbers.getKey());
    ASN1BitString point = numbers.getPublicKey();
    if (point != null && !endsWith(key.publicKey(), point.getBytes())) {
      key.wipe();
      throw new Pem.Malformed("the public key in it belongs to another private key");
    }
    return key;
  }

  /**
   * The choice of RFC 9881 section 6: the seed, the expanded key, or both. From the expanded key
   * alone there is no way back to the seed, so it could not be saved as it was loaded.
   */
  private static MlDsaSecretKey mlDsa(MlDsa set, PrivateKeyInfo info)
      throws IOException, Pem.Malformed {
    ASN1Encodable choice = info.parsePrivateKey();
    byte[] seed;
    byte[] expanded = null;
    if (choice instanceof ASN1TaggedObject tagged && tagged.hasContextTag(0)) {
      seed = ASN1OctetString.getInstance(tagged, false).getOctets().clone();
    } else if (choice instanceof ASN1Sequence both && both.size() == 2) {
      seed = ASN1OctetString.getInstance(both.getObjectAt(0)).getOctets().clone();
      expanded = ASN1OctetString.getInstance(both.getObjectAt(1)).getOctets().clone();
    } else {
      throw new Pem.Malformed("its ML-DSA key comes without its seed");
    }
    try {
      if (seed.length != MlDsa.SEED_BYTES) {
        throw new Pem.Malformed("its ML-DSA seed does not have 32 bytes");
      }
      MlDsaSecretKey key = new MlDsaSecretKey(set, seed.clone());
      if (expanded != null && !isExpanded(key, expanded)) {
        key.wipe();
        throw new Pem.Malformed("its expanded ML-DSA key is not that of its seed");
      }
      return key;
    } finally {
      Arrays.fill(seed, (byte) 0);
      if (expanded != null) {
        Arrays.fill(expanded, (byte) 0);
      }
    }
  }

  private static boolean isExpanded(MlDsaSecretKey key, byte[] expanded) {
    byte[] own = key.expanded();
    try {
      return MessageDigest.isEqual(own, expanded);
    } finally {
      Arrays.fill(own, (byte) 0);
    }
  }

  /** The name of a curve for a message. */
  static String named(@Nullable ASN1Encodable parameters) {
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
