package org.governance4j.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * An RSA key: PKCS #1 v1.5 with SHA-256, by the JDK, which blinds its computations and checks their
 * result. Its key object keeps the numbers as BigIntegers that nobody can overwrite.
 */
final class RsaSecretKey implements SecretKey {

  private final byte[] pkcs8;
  private final RsaPublicKey publicKey;
  private @Nullable PrivateKey key;

  private RsaSecretKey(byte[] pkcs8, RsaPublicKey publicKey, PrivateKey key) {
    this.pkcs8 = pkcs8;
    this.publicKey = publicKey;
    this.key = key;
  }

  /** Takes the numbers of RFC 8017 appendix A.1.2, which must belong together. */
  static RsaSecretKey of(RSAPrivateKey numbers) throws Pem.Malformed {
    RsaPublicKey publicKey = RsaPublicKey.of(numbers.getModulus(), numbers.getPublicExponent());
    byte[] pkcs8 = new byte[0];
    try {
      check(numbers);
      pkcs8 =
          new PrivateKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  numbers)
              .getEncoded("DER");
      PrivateKey key =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new RsaSecretKey(pkcs8, publicKey, key);
    } catch (ArithmeticException | IOException | GeneralSecurityException e) {
      Arrays.fill(pkcs8, (byte) 0);
      throw new Pem.Malformed("its RSA numbers do not belong together");
    }
  }

  static RsaSecretKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(new RSAKeyGenParameterSpec(Rsa.NEW_BITS, Rsa.F4), random);
      byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
      try {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
        return of(RSAPrivateKey.getInstance(info.parsePrivateKey()));
      } finally {
        Arrays.fill(pkcs8, (byte) 0);
      }
    } catch (IOException | GeneralSecurityException | Pem.Malformed e) {
      throw new IllegalStateException("this Java platform cannot make RSA keys", e);
    }
  }

  private static void check(RSAPrivateKey numbers) throws Pem.Malformed {
    BigInteger p = numbers.getPrime1();
    BigInteger q = numbers.getPrime2();
    BigInteger d = numbers.getPrivateExponent();
    BigInteger e = numbers.getPublicExponent();
    BigInteger pMinus1 = p.subtract(BigInteger.ONE);
    BigInteger qMinus1 = q.subtract(BigInteger.ONE);
    boolean together =
        p.compareTo(BigInteger.ONE) > 0
            && q.compareTo(BigInteger.ONE) > 0
            && p.multiply(q).equals(numbers.getModulus())
            && d.signum() > 0
            && e.multiply(d).mod(pMinus1).equals(BigInteger.ONE)
            && e.multiply(d).mod(qMinus1).equals(BigInteger.ONE)
            && numbers.getExponent1().equals(d.mod(pMinus1))
            && numbers.getExponent2().equals(d.mod(qMinus1))
            && numbers.getCoefficient().equals(q.modInverse(p));
    if (!together) {
      throw new Pem.Malformed("its RSA numbers do not belong together");
    }
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.RSA;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.spki();
  }

  @Override
  public byte[] sign(byte[] message) {
    return signHash(Digest.sha256(message).bytes());
  }

  @Override
  public byte[] signHash(byte[] hash) {
    try {
      // With a private key this is the padding of signatures, block type 1.
      Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      rsa.init(Cipher.ENCRYPT_MODE, key);
      return rsa.doFinal(Rsa.digestInfo(hash));
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailable("the RSA key cannot sign on this Java platform", e);
    }
  }

  @Override
  public byte[] pkcs8() {
    return pkcs8.clone();
  }

  @Override
  public void wipe() {
    Arrays.fill(pkcs8, (byte) 0);
    key = null;
  }
}
