package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
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
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Password-based encryption of PKCS#8 keys: PBES2 of RFC 8018. Written with PBKDF2-HMAC-SHA256 and
 * AES-256-CBC, the strongest that OpenSSL and the JDK read alike; read with any of {@link
 * KeyDerivation} and AES-CBC. The mode does not authenticate; a changed file shows as a key that
 * does not decode, or as a public key nobody trusts.
 */
final class Pbes2 {

  /** The OWASP Password Storage Cheat Sheet's count for PBKDF2-HMAC-SHA256, 2023. */
  static final int ITERATIONS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final int IV_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private static final AlgorithmIdentifier HMAC_SHA256 =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

  /** Bytes of the key. */
  private static final Map<ASN1ObjectIdentifier, Integer> CIPHERS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 16,
          NISTObjectIdentifiers.id_aes192_CBC, 24,
          NISTObjectIdentifiers.id_aes256_CBC, KEY_BYTES);

  private Pbes2() {}

  /** Encrypts a PrivateKeyInfo to an EncryptedPrivateKeyInfo. */
  static byte[] encrypt(byte[] pkcs8, char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(salt);
    random.nextBytes(iv);
    KeyDerivationFunc derivation =
        new KeyDerivationFunc(
            PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, HMAC_SHA256));
    EncryptionScheme cipher =
        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv));
    try {
      byte[] encrypted = aes(true, pkcs8, key(derivation, KEY_BYTES, password), iv);
      return new EncryptedPrivateKeyInfo(
              new AlgorithmIdentifier(
                  PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, cipher)),
              encrypted)
          .getEncoded("DER");
    } catch (InvalidCipherTextException | Pem.Malformed e) {
      throw new IllegalStateException("a key in memory cannot be encrypted", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a value in memory cannot be encoded", e);
    }
  }

  /** Decrypts an EncryptedPrivateKeyInfo; what comes out may still be noise. */
  static byte[] decrypt(byte[] der, char[] password) throws Pem.Malformed {
    byte[] key;
    byte[] iv;
    byte[] encrypted;
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
      AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
      if (!PKCSObjectIdentifiers.id_PBES2.equals(algorithm.getAlgorithm())) {
        throw new Pem.Malformed("it is encrypted with " + algorithm.getAlgorithm() + ", not PBES2");
      }
      PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
      EncryptionScheme cipher = parameters.getEncryptionScheme();
      Integer keyBytes = CIPHERS.get(cipher.getAlgorithm());
      if (keyBytes == null) {
        throw new Pem.Malformed(
            "it is encrypted with " + cipher.getAlgorithm() + ", not AES in CBC mode");
      }
      iv = ASN1OctetString.getInstance(cipher.getParameters()).getOctets();
      encrypted = info.getEncryptedData();
      if (iv.length != IV_BYTES || encrypted.length == 0 || encrypted.length % IV_BYTES != 0) {
        throw new Pem.Malformed("its encrypted part is damaged");
      }
      key = key(parameters.getKeyDerivationFunc(), keyBytes, password);
    } catch (RuntimeException e) {
      throw new Pem.Malformed("it is not an encrypted private key in PKCS#8");
    }
    try {
      return aes(false, encrypted, key, iv);
    } catch (InvalidCipherTextException e) {
      throw wrongPassword();
    }
  }

  /** Padding, ASN.1 or key that does not come out right: the reader cannot tell which it was. */
  static Pem.Malformed wrongPassword() {
    return new Pem.Malformed("the password is wrong, or the file is damaged");
  }

  private static byte[] key(KeyDerivationFunc derivation, int keyBytes, char[] password)
      throws Pem.Malformed {
    byte[] phrase = utf8(password);
    try {
      return KeyDerivation.derive(derivation, phrase, keyBytes);
    } finally {
      Arrays.fill(phrase, (byte) 0);
    }
  }

  /** Overwrites the key. */
  private static byte[] aes(boolean encrypt, byte[] data, byte[] key, byte[] iv)
      throws InvalidCipherTextException {
    byte[] out = new byte[data.length + IV_BYTES];
    try {
      PaddedBufferedBlockCipher cipher =
          new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
      cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key), iv));
      int length = cipher.processBytes(data, 0, data.length, out, 0);
      length += cipher.doFinal(out, length);
      return Arrays.copyOf(out, length);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(out, (byte) 0);
    }
  }

  /** A password in UTF-8; the caller wipes it. */
  static byte[] utf8(char[] password) {
    ByteBuffer encoded = UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }
}
