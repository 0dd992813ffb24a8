package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Password-based encryption of PKCS#8 keys: PBES2 of RFC 8018 with PBKDF2-HMAC-SHA256 and
 * AES-256-CBC, the strongest that OpenSSL and the JDK read alike. The mode does not authenticate; a
 * changed file shows as a key that does not decode, or as a public key nobody trusts.
 */
final class Pbes2 {

  /** The OWASP Password Storage Cheat Sheet's count for PBKDF2-HMAC-SHA256, 2023. */
  static final int ITERATIONS = 600_000;

  /** Above this a file is taken for an attempt to keep the machine busy. */
  private static final int MAX_ITERATIONS = 10_000_000;

  private static final int SALT_BYTES = 16;
  private static final int IV_BYTES = 16;
  private static final int KEY_BITS = 256;

  private static final AlgorithmIdentifier HMAC_SHA256 =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

  private Pbes2() {}

  /** Encrypts a PrivateKeyInfo to an EncryptedPrivateKeyInfo. */
  static byte[] encrypt(byte[] pkcs8, char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(salt);
    random.nextBytes(iv);
    try {
      byte[] encrypted = aes(true, pkcs8, password, salt, ITERATIONS, iv);
      PBES2Parameters parameters =
          new PBES2Parameters(
              new KeyDerivationFunc(
                  PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, HMAC_SHA256)),
              new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
      return new EncryptedPrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), encrypted)
          .getEncoded("DER");
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("padding failed while encrypting", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a value in memory cannot be encoded", e);
    }
  }

  /** Decrypts an EncryptedPrivateKeyInfo; what comes out may still be noise. */
  static byte[] decrypt(byte[] der, char[] password) throws Pem.Malformed {
    byte[] salt;
    byte[] iv;
    byte[] encrypted;
    int iterations;
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
      AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
      expect(PKCSObjectIdentifiers.id_PBES2.equals(algorithm.getAlgorithm()), "PBES2");
      PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
      KeyDerivationFunc derivation = parameters.getKeyDerivationFunc();
      expect(PKCSObjectIdentifiers.id_PBKDF2.equals(derivation.getAlgorithm()), "PBKDF2");
      PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
      expect(
          PKCSObjectIdentifiers.id_hmacWithSHA256.equals(pbkdf2.getPrf().getAlgorithm()),
          "HMAC-SHA256");
      EncryptionScheme cipher = parameters.getEncryptionScheme();
      expect(NISTObjectIdentifiers.id_aes256_CBC.equals(cipher.getAlgorithm()), "AES-256-CBC");
      iterations = iterations(pbkdf2.getIterationCount());
      salt = pbkdf2.getSalt();
      iv = ASN1OctetString.getInstance(cipher.getParameters()).getOctets();
      encrypted = info.getEncryptedData();
    } catch (RuntimeException e) {
      throw new Pem.Malformed("it is not an encrypted private key in PKCS#8");
    }
    if (iv.length != IV_BYTES || encrypted.length == 0 || encrypted.length % IV_BYTES != 0) {
      throw new Pem.Malformed("its encrypted part is damaged");
    }
    try {
      return aes(false, encrypted, password, salt, iterations, iv);
    } catch (InvalidCipherTextException e) {
      throw wrongPassword();
    }
  }

  /** Padding, ASN.1 or key that does not come out right: the reader cannot tell which it was. */
  static Pem.Malformed wrongPassword() {
    return new Pem.Malformed("the password is wrong, or the file is damaged");
  }

  private static void expect(boolean holds, String name) throws Pem.Malformed {
    if (!holds) {
      throw new Pem.Malformed(
          "it is not encrypted with PBES2, PBKDF2, HMAC-SHA256 and AES-256-CBC but without "
              + name);
    }
  }

  private static int iterations(BigInteger count) throws Pem.Malformed {
    if (count.signum() <= 0 || count.compareTo(BigInteger.valueOf(MAX_ITERATIONS)) > 0) {
      throw new Pem.Malformed("its PBKDF2 iteration count is not from 1 to " + MAX_ITERATIONS);
    }
    return count.intValue();
  }

  private static byte[] aes(
      boolean encrypt, byte[] data, char[] password, byte[] salt, int iterations, byte[] iv)
      throws InvalidCipherTextException {
    byte[] secret = utf8(password);
    byte[] out = new byte[data.length + IV_BYTES];
    try {
      PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA256Digest());
      pbkdf2.init(secret, salt, iterations);
      CipherParameters key = pbkdf2.generateDerivedParameters(KEY_BITS);
      PaddedBufferedBlockCipher cipher =
          new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
      cipher.init(encrypt, new ParametersWithIV(key, iv));
      int length = cipher.processBytes(data, 0, data.length, out, 0);
      length += cipher.doFinal(out, length);
      return Arrays.copyOf(out, length);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(out, (byte) 0);
    }
  }

  private static byte[] utf8(char[] password) {
    ByteBuffer encoded = UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }
}
