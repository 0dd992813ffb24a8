package org.governance4j.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * A private key in the memory of this process: made here, or loaded from a PEM file. Ed25519 (RFC
 * 8032), ECDSA on P-256 with SHA-256, deterministic by RFC 6979, and ML-DSA-44 and ML-DSA-65 (FIPS
 * 204), deterministic, with an empty context.
 *
 * <p>Files are PKCS#8: plain, or encrypted with PBES2 (PBKDF2-HMAC-SHA256 with 600,000 iterations,
 * AES-256-CBC), as {@code openssl pkey} reads and writes them. Of an ML-DSA key the file holds the
 * seed alone (RFC 9881); one with the expanded key beside its seed is read too. An encrypted key
 * stays secret with the strength of its password; the file of a plain one is as good as the key.
 *
 * <p>{@link #close} overwrites the array with the secret, and arrays that held it on the way from
 * and to a file are overwritten after use. What cannot be overwritten are copies in objects of the
 * JVM and of Bouncy Castle that live until the garbage collector takes them: the ASN.1 objects of a
 * load or save, the state of a running signature, and for ECDSA the BigInteger of the scalar. The
 * expanded form of an ML-DSA key is overwritten too. A key that must not be in this process at all
 * needs another {@link KeyHandle}, such as a token.
 *
 * <p>Safe for any number of threads; signatures run in parallel, {@link #close} waits for them.
 */
public final class SoftwareKey implements KeyHandle {

  private static final String PLAIN = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  private final SecretKey secret;
  private final VerificationKey verificationKey;
  // A signature made while the secret is being wiped could give away more than it should.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private SoftwareKey(SecretKey secret) {
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
   * Loads a key from a PEM file that is not encrypted.
   *
   * @throws KeyUnavailable if the file is missing, encrypted, or not a key of a known algorithm;
   *     names the file and the reason
   */
  public static SoftwareKey load(Path file) {
    return read(file, null);
  }

  /**
   * Loads a key from a PEM file, encrypted or not.
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
    savePrivate(file, null);
  }

  /**
   * Writes the key to a new file, encrypted, which on POSIX systems only its owner may read.
   *
   * @param password at least one character; the caller wipes it
   * @throws IllegalArgumentException if the password is empty
   * @throws KeyUnavailable if the file exists or cannot be written, or the key was closed
   */
  public void save(Path file, char[] password) {
    if (password.length == 0) {
      throw new IllegalArgumentException("the password of a key file must not be empty");
    }
    savePrivate(file, password);
  }

  /**
   * Writes the public half as a {@code PUBLIC KEY} PEM block to a new file.
   *
   * @throws KeyUnavailable if the file exists or cannot be written
   */
  public void savePublic(Path file) {
    write(file, verificationKey.pem(), new FileAttribute<?>[0]);
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

  private static SoftwareKey read(Path file, char @Nullable [] password) {
    byte[] text = new byte[0];
    try {
      text = KeyFile.read(file);
      Pem pem = Pem.parse(text);
      try {
        return new SoftwareKey(decode(pem, password));
      } finally {
        pem.wipe();
      }
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

  private static SecretKey decode(Pem pem, char @Nullable [] password) throws Pem.Malformed {
    if (pem.label().equals(PLAIN)) {
      return Pkcs8.decode(pem.der());
    }
    if (!pem.label().equals(ENCRYPTED)) {
      throw new Pem.Malformed("it holds a " + pem.label() + ", not a " + PLAIN);
    }
    if (password == null) {
      throw new Pem.Malformed("it is encrypted and no password was given");
    }
    byte[] pkcs8 = Pbes2.decrypt(pem.der(), password);
    try {
      return Pkcs8.decode(pkcs8);
    } catch (Pkcs8.NotPkcs8 e) {
      // One wrong password in about 256 ends in valid padding and noise.
      throw Pbes2.wrongPassword();
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private void savePrivate(Path file, char @Nullable [] password) {
    byte[] pkcs8;
    lock.readLock().lock();
    try {
      requireOpen();
      pkcs8 = secret.pkcs8();
    } finally {
      lock.readLock().unlock();
    }
    Pem pem =
        password == null
            ? new Pem(PLAIN, pkcs8)
            : new Pem(ENCRYPTED, Pbes2.encrypt(pkcs8, password, new SecureRandom()));
    byte[] text = pem.text();
    try {
      write(file, text, ownerOnly(file));
    } finally {
      Arrays.fill(text, (byte) 0);
      Arrays.fill(pkcs8, (byte) 0);
      pem.wipe();
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void write(Path file, byte[] text, FileAttribute<?>[] attributes) {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(text);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (FileAlreadyExistsException e) {
      throw new KeyUnavailable(
          "key file " + file + " exists already and is not overwritten; choose another name", e);
    } catch (IOException e) {
      throw new KeyUnavailable("key file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
