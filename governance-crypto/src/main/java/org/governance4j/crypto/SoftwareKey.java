package org.governance4j.crypto;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * A private key in the memory of this process: made here, or loaded from a file. Ed25519 (RFC
 * 8032); ECDSA on P-256, P-384 and P-521 with the SHA-2 hash of the curve's size, deterministic by
 * RFC 6979; ML-DSA-44, -65 and -87 (FIPS 204), deterministic, with an empty context; RSA of 2,048
 * to 4,096 bits, PKCS #1 v1.5 with SHA-256.
 *
 * <p>Files are written in PKCS#8: plain, or encrypted with PBES2 (PBKDF2-HMAC-SHA256 with 600,000
 * iterations, AES-256-CBC), as {@code openssl pkey} reads and writes them, or in the encrypted
 * format of cosign. Of an ML-DSA key the file holds the seed alone (RFC 9881); one with the
 * expanded key beside its seed is read too. An encrypted key stays secret with the strength of its
 * password; the file of a plain one is as good as the key.
 *
 * <p>Read besides, in PEM with any text around the block: PBES2 with PBKDF2 over HMAC with SHA-1
 * and SHA-2 of up to 10,000,000 iterations or with scrypt of up to 256 MiB, and AES-128, -192 or
 * -256-CBC; {@code EC PRIVATE KEY} (SEC 1), {@code RSA PRIVATE KEY} (PKCS #1), {@code OPENSSH
 * PRIVATE KEY} of Ed25519, plain or encrypted with bcrypt and aes256-ctr; and PKCS#12 files with
 * one key, whose certificates {@link CertifiedKey} keeps.
 *
 * <p>{@link #close} overwrites the array with the secret, and arrays that held it on the way from
 * and to a file are overwritten after use. What cannot be overwritten are copies in objects of the
 * JVM and of Bouncy Castle that live until the garbage collector takes them: the ASN.1 objects of a
 * load or save, the state of a running signature, the key store of a PKCS#12 file, for ECDSA the
 * BigInteger of the scalar and for RSA those of all its numbers. The expanded form of an ML-DSA key
 * is overwritten too. A key that must not be in this process at all needs another {@link
 * KeyHandle}, such as a token.
 *
 * <p>Safe for any number of threads; signatures run in parallel, {@link #close} waits for them.
 */
public final class SoftwareKey implements KeyHandle {

  private final SecretKey secret;
  private final VerificationKey verificationKey;
  // A signature made while the secret is being wiped could give away more than it should.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  SoftwareKey(SecretKey secret) {
    this.secret = secret;
    this.verificationKey = VerificationKey.of(secret.publicKey());
  }

  /** Makes a new key from the operating system's randomness. */
  public static SoftwareKey generate(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> new SoftwareKey(Ed25519SecretKey.generate(new SecureRandom()));
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
          new SoftwareKey(EcdsaSecretKey.generate(EcCurve.of(algorithm), new SecureRandom()));
      case RSA -> new SoftwareKey(RsaSecretKey.generate(new SecureRandom()));
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
          new SoftwareKey(MlDsaSecretKey.generate(MlDsa.of(algorithm), new SecureRandom()));
    };
  }

  /**
   * Makes the Ed25519 key of a seed. <strong>Insecure</strong> unless the seed is 32 secret, random
   * bytes: it is for tests and demonstrations whose signatures must not change from run to run.
   *
   * @param seed the 32 bytes of RFC 8032 section 5.1.5, copied
   * @throws IllegalArgumentException if there are not 32 bytes
   */
  public static SoftwareKey insecureFromSeed(byte[] seed) {
    if (seed.length != Ed25519SecretKey.SEED_BYTES) {
      throw new IllegalArgumentException(
          "an Ed25519 seed has " + Ed25519SecretKey.SEED_BYTES + " bytes, found " + seed.length);
    }
    return new SoftwareKey(new Ed25519SecretKey(seed.clone()));
  }

  /**
   * Makes the key that an algorithm derives from a seed. <strong>Insecure</strong> as {@link
   * #insecureFromSeed(byte[])}.
   *
   * @param algorithm Ed25519 or ML-DSA
   * @param seed the 32 bytes of RFC 8032 section 5.1.5 or of FIPS 204 section 5.1, copied
   * @throws IllegalArgumentException if there are not 32 bytes, or keys of this algorithm have no
   *     seed
   */
  public static SoftwareKey insecureFromSeed(KeyAlgorithm algorithm, byte[] seed) {
    return switch (algorithm) {
      case ED25519 -> insecureFromSeed(seed);
      case ECDSA_P256, ECDSA_P384, ECDSA_P521, RSA ->
          throw new IllegalArgumentException("keys of " + algorithm.word() + " have no seed");
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> {
        if (seed.length != MlDsa.SEED_BYTES) {
          throw new IllegalArgumentException(
              "an ML-DSA seed has " + MlDsa.SEED_BYTES + " bytes, found " + seed.length);
        }
        yield new SoftwareKey(new MlDsaSecretKey(MlDsa.of(algorithm), seed.clone()));
      }
    };
  }

  /**
   * Loads a key from a file that is not encrypted, in any of the formats above.
   *
   * @throws KeyUnavailable if the file is missing, encrypted, or not a key of a known algorithm;
   *     names the file and the reason
   */
  public static SoftwareKey load(Path file) {
    return read(file, null);
  }

  /**
   * Loads a key from a file, encrypted or not, in any of the formats above.
   *
   * @param password the password if the file is encrypted; the caller wipes it
   * @throws KeyUnavailable if the file is missing, the password wrong, or it is not a key of a
   *     known algorithm; names the file and the reason
   */
  public static SoftwareKey load(Path file, char[] password) {
    return read(file, password);
  }

  /**
   * Writes the key to a new file, not encrypted, which on POSIX systems only its owner may read.
   *
   * @throws KeyUnavailable if the file exists or cannot be written, or the key was closed
   */
  public void save(Path file) {
    write(file, pkcs8 -> new Pem(PrivateKeys.PKCS8, pkcs8));
  }

  /**
   * Writes the key to a new file, encrypted, which on POSIX systems only its owner may read.
   *
   * @param password at least one character; the caller wipes it
   * @throws IllegalArgumentException if the password is empty
   * @throws KeyUnavailable if the file exists or cannot be written, or the key was closed
   */
  public void save(Path file, char[] password) {
    requirePassword(password);
    write(
        file,
        pkcs8 ->
            new Pem(
                PrivateKeys.ENCRYPTED_PKCS8, Pbes2.encrypt(pkcs8, password, new SecureRandom())));
  }

  /**
   * Writes the key to a new file as cosign does, encrypted (scrypt with N = 65,536, and NaCl's
   * secretbox), which on POSIX systems only its owner may read. Cosign itself opens keys of ECDSA,
   * RSA and Ed25519.
   *
   * @param password at least one character; the caller wipes it
   * @throws IllegalArgumentException if the password is empty
   * @throws KeyUnavailable if the file exists or cannot be written, or the key was closed
   */
  public void saveCosign(Path file, char[] password) {
    requirePassword(password);
    write(
        file,
        pkcs8 ->
            new Pem(CosignKey.SIGSTORE, CosignKey.encrypt(pkcs8, password, new SecureRandom())));
  }

  /**
   * Writes the public half as a {@code PUBLIC KEY} PEM block to a new file.
   *
   * @throws KeyUnavailable if the file exists or cannot be written
   */
  public void savePublic(Path file) {
    KeyFile.writePublic(file, verificationKey.pem());
  }

  /** The public half, usable after {@link #close} too. */
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  @Override
  public KeyAlgorithm algorithm() {
    return verificationKey.algorithm();
  }

  @Override
  public byte[] publicKey() {
    return verificationKey.spki();
  }

  @Override
  public byte[] sign(byte[] message) {
    lock.readLock().lock();
    try {
      requireOpen();
      return secret.sign(message);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      secret.wipe();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The algorithm and the beginning of the public key's identifier. */
  @Override
  public String toString() {
    return "SoftwareKey[" + verificationKey + "]";
  }

  private void requireOpen() {
    if (closed) {
      throw new KeyUnavailable("the key " + verificationKey + " was closed");
    }
  }

  /** Signs a message of which only the hash is here, as {@link SecretKey#signHash} says. */
  byte[] signHash(byte[] hash) {
    lock.readLock().lock();
    try {
      requireOpen();
      return secret.signHash(hash);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static SoftwareKey read(Path file, char @Nullable [] password) {
    return PrivateKeys.read(file, text -> new SoftwareKey(PrivateKeys.decode(text, password)));
  }

  private static void requirePassword(char[] password) {
    if (password.length == 0) {
      throw new IllegalArgumentException("the password of a key file must not be empty");
    }
  }

  private void write(Path file, Function<byte[], Pem> format) {
    byte[] pkcs8;
    lock.readLock().lock();
    try {
      requireOpen();
      pkcs8 = secret.pkcs8();
    } finally {
      lock.readLock().unlock();
    }
    byte[] text = new byte[0];
    try {
      Pem pem = format.apply(pkcs8);
      text = pem.text();
      pem.wipe();
      KeyFile.writeSecret(file, text);
    } finally {
      Arrays.fill(text, (byte) 0);
      Arrays.fill(pkcs8, (byte) 0);
    }
  }
}
