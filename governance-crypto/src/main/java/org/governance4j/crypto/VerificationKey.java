package org.governance4j.crypto;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteRejected;

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
  private final PublicKeyCheck check;

  private VerificationKey(byte[] spki, PublicKeyCheck check) {
    this.spki = spki;
    this.check = check;
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
    return check.algorithm();
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

  boolean accepts(byte[] message, byte[] signature) {
    return check.accepts(message, signature);
  }

  boolean acceptsHash(byte[] hash, byte[] signature) {
    return check.acceptsHash(hash, signature);
  }

  private static VerificationKey decode(byte[] spki) throws Pem.Malformed {
    if (Ed25519PublicKey.isSpki(spki)) {
      return new VerificationKey(spki, Ed25519PublicKey.of(spki));
    }
    EcCurve curve = EcCurve.ofSpki(spki);
    if (curve != null) {
      return new VerificationKey(spki, EcdsaPublicKey.of(curve, spki));
    }
    MlDsa set = MlDsa.ofSpki(spki);
    if (set != null) {
      return new VerificationKey(spki, MlDsaPublicKey.of(set, set.publicKey(spki)));
    }
    RsaPublicKey rsa = RsaPublicKey.ofSpki(spki);
    if (rsa != null) {
      return new VerificationKey(spki, rsa);
    }
    throw new Pem.Malformed(
        "it is not an Ed25519, ECDSA P-256, P-384 or P-521, ML-DSA or RSA key in DER");
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
