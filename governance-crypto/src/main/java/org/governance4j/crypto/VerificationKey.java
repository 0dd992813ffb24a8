package org.governance4j.crypto;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;

/**
 * A public key to verify signatures with, equal to another if their bytes are.
 *
 * <p>Ed25519 keys must be canonical points of prime order, ECDSA keys uncompressed points of P-256,
 * P-384 or P-521, ML-DSA keys as RFC 9881 writes them, RSA keys of 2,048 to 4,096 bits with an odd
 * exponent of at least 65,537; all in their only DER spelling, so that one key has one identifier.
 * Immutable; safe for any number of threads.
 */
public final class VerificationKey {

  private static final String LABEL = "PUBLIC KEY";

  private final byte[] spki;
  private final PublicKey key;

  private VerificationKey(byte[] spki, PublicKey key) {
    this.spki = spki;
    this.key = key;
  }

  /**
   * Takes an X.509 SubjectPublicKeyInfo in DER, copied.
   *
   * @throws KeyUnavailable if it is not a key of an algorithm known here
   */
  public static VerificationKey of(byte[] spki) {
    try {
      return decode(spki.clone());
    } catch (Pem.Malformed e) {
      throw new KeyUnavailable("the public key cannot be used: " + e.reason());
    }
  }

  /**
   * The public half of a key.
   *
   * @throws KeyUnavailable if the key cannot be reached or is of an algorithm not known here
   */
  public static VerificationKey of(KeyHandle key) {
    return of(key.publicKey());
  }

  /**
   * Reads a PEM file with one {@code PUBLIC KEY} block.
   *
   * @throws KeyUnavailable if it cannot be read or is no such key; names the file and the reason
   */
  public static VerificationKey read(Path file) {
    try {
      Pem pem = Pem.parse(KeyFile.read(file));
      if (!pem.label().equals(LABEL)) {
        throw new Pem.Malformed("it holds a " + pem.label() + ", not a " + LABEL);
      }
      return decode(pem.der());
    } catch (Pem.Malformed e) {
      throw new KeyUnavailable("public key file " + file + " cannot be used: " + e.reason());
    } catch (NoSuchFileException e) {
      throw new KeyUnavailable("public key file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new KeyUnavailable("public key file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What its signatures are. */
  public KeyAlgorithm algorithm() {
    return switch (key.kind()) {
      case ECDSA_P256 -> KeyAlgorithm.ECDSA_P256;
      case ECDSA_P384 -> KeyAlgorithm.ECDSA_P384;
      case ECDSA_P521 -> KeyAlgorithm.ECDSA_P521;
      case ED25519 -> KeyAlgorithm.ED25519;
      case RSA -> KeyAlgorithm.RSA;
      case ML_DSA_44 -> KeyAlgorithm.ML_DSA_44;
      case ML_DSA_65 -> KeyAlgorithm.ML_DSA_65;
      case ML_DSA_87 -> KeyAlgorithm.ML_DSA_87;
    };
  }

  /** The SubjectPublicKeyInfo in DER; a copy. */
  public byte[] spki() {
    return spki.clone();
  }

  /** The key as a PEM block: 64 characters a line, LF line ends, the last line included. */
  public byte[] pem() {
    return new Pem(LABEL, spki).text();
  }

  /** The identifier of the key: SHA-256 of its SubjectPublicKeyInfo. */
  public Digest id() {
    return Digest.sha256(spki);
  }

  /** The key's name in an OMS bundle: hexadecimal SHA-256 of the PEM text. */
  String omsHint() {
    return Digest.sha256(pem()).hex();
  }

  /** The same key for those who ask for other schemes than the usual one. */
  PublicKey key() {
    return key;
  }

  /** Whether the bytes are those of its SubjectPublicKeyInfo. */
  boolean isSpki(byte[] other) {
    return Arrays.equals(spki, other);
  }

  /**
   * Returns if the signature is this key's over this message; there is no result to ignore.
   *
   * @param signature in the algorithm's encoding: 64 bytes for Ed25519, DER for ECDSA, as long as
   *     the modulus for RSA, the bytes of FIPS 204 with an empty context for ML-DSA
   * @throws NoteRejected if it is not, or is malformed
   */
  public void verify(byte[] message, byte[] signature) {
    if (!accepts(message, signature)) {
      throw new NoteRejected("The signature is not one of the key " + this + ".");
    }
  }

  /** Never throws for bad bytes: whatever is not a signature of the message is not accepted. */
  boolean accepts(byte[] message, byte[] signature) {
    return key.verify(key.usualScheme(), message, signature);
  }

  /** The same for {@link SecretKey#signHash}; what cannot be signed is not accepted. */
  boolean acceptsHash(byte[] hash, byte[] signature) {
    SignatureScheme scheme =
        key.kind() == PublicKey.Kind.ED25519 ? new SignatureScheme.Ed25519ph() : key.usualScheme();
    return key.verifyDigest(scheme, hash, signature);
  }

  private static VerificationKey decode(byte[] spki) throws Pem.Malformed {
    PublicKey key;
    try {
      key = PublicKey.ofSpki(spki);
    } catch (ArtifactRejected e) {
      throw new Pem.Malformed(
          "it is not an Ed25519, ECDSA P-256, P-384 or P-521, ML-DSA or RSA key in DER: "
              + e.getMessage());
    }
    if (key.kind() == PublicKey.Kind.RSA) {
      RSAPublicKey numbers = key.rsa();
      if (numbers == null) {
        throw new Pem.Malformed("it is an RSA key for PSS alone");
      }
      Rsa.check(numbers.getModulus(), numbers.getPublicExponent());
    }
    return new VerificationKey(spki, key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that && Arrays.equals(spki, that.spki);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spki);
  }

  /** The algorithm and the first 16 hexadecimal digits of {@link #id}, for people. */
  @Override
  public String toString() {
    return algorithm().word() + ":" + id().hex().substring(0, 16);
  }
}
