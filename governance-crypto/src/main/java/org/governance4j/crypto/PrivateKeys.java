package org.governance4j.crypto;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.governance4j.KeyUnavailable;
import org.jspecify.annotations.Nullable;

/** Reads the text of a private key's file, in whichever of the known formats it is. */
final class PrivateKeys {
  static final String PKCS8 = "PRIVATE KEY";
  static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";

  private static final String SEC1 = "EC PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";

  private PrivateKeys() {}

  /**
   * Reads a key.
   *
   * @param password for the formats with encryption; ignored by those without
   */
  static SecretKey decode(byte[] text, char @Nullable [] password) throws Pem.Malformed {
    if (Pkcs12.isPkcs12(text)) {
      return Pkcs12.only(text, required(password)).key();
    }
    Pem pem = Pem.parse(text);
    try {
      return decode(pem, password);
    } catch (StackOverflowError e) {
      throw new Pem.Malformed("its content is nested too deep");
    } finally {
      pem.wipe();
    }
  }

  private static SecretKey decode(Pem pem, char @Nullable [] password) throws Pem.Malformed {
    return switch (pem.label()) {
      case PKCS8 -> Pkcs8.decode(pem.der());
      case ENCRYPTED_PKCS8 -> decrypted(Pbes2.decrypt(pem.der(), required(password)));
      case SEC1 -> sec1(pem.der());
      case PKCS1 -> pkcs1(pem.der());
      case OpenSshKey.LABEL -> OpenSshKey.decode(pem.der(), password);
      case CosignKey.SIGSTORE, CosignKey.COSIGN ->
          cosign(CosignKey.decrypt(pem.der(), required(password)));
      default ->
          throw new Pem.Malformed(
              "it holds a " + Hostile.quote(pem.label()) + ", which is no private key");
    };
  }

  private static SecretKey decrypted(byte[] pkcs8) throws Pem.Malformed {
    try {
      return Pkcs8.decode(pkcs8);
    } catch (Pkcs8.NotPkcs8 e) {
      // One wrong password in about 256 ends in valid padding and noise.
      throw Pbes2.wrongPassword();
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** PKCS#8; early files have SEC 1 in its place. */
  private static SecretKey cosign(byte[] der) throws Pem.Malformed {
    try {
      return Pkcs8.decode(der);
    } catch (Pkcs8.NotPkcs8 e) {
      return sec1(der);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  /** RFC 5915, the format of {@code openssl ecparam -genkey}. */
  private static SecretKey sec1(byte[] der) throws Pem.Malformed {
    try {
      ECPrivateKey numbers = ECPrivateKey.getInstance(der);
      EcCurve curve = EcCurve.of(numbers.getParametersObject());
      if (curve == null) {
        throw new Pem.Malformed(
            "its curve"
                + Pkcs8.named(numbers.getParametersObject())
                + " is none of P-256, P-384 and P-521");
      }
      return Pkcs8.ecdsa(curve, numbers);
    } catch (RuntimeException e) {
      // The cause is dropped: a parser's message may quote what it choked on.
      throw new Pem.Malformed("it is not an EC private key in SEC 1");
    }
  }

  /** RFC 8017 appendix A.1.2, the traditional format of RSA keys. */
  private static SecretKey pkcs1(byte[] der) throws Pem.Malformed {
    try {
      return RsaSecretKey.of(RSAPrivateKey.getInstance(der));
    } catch (RuntimeException e) {
      throw new Pem.Malformed("it is not an RSA private key in PKCS#1");
    }
  }

  static char[] required(char @Nullable [] password) throws Pem.Malformed {
    if (password == null) {
      throw new Pem.Malformed("it is encrypted and no password was given");
    }
    return password;
  }

  /** Reads a file with a reader, and puts the file's name before whatever is wrong. */
  static <T> T read(Path file, Reader<T> reader) {
    byte[] text = new byte[0];
    try {
      text = KeyFile.read(file);
      return reader.read(text);
    } catch (Pem.Malformed e) {
      throw new KeyUnavailable("key file " + file + " cannot be used: " + e.reason());
    } catch (NoSuchFileException e) {
      throw new KeyUnavailable("key file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new KeyUnavailable("key file " + file + " cannot be read: " + e.getMessage(), e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Makes something of the text of a key file, which is wiped afterwards. */
  interface Reader<T> {
    T read(byte[] text) throws Pem.Malformed;
  }
}
