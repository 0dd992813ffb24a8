package org.governance4j.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.hash.DigestCache;
import org.governance4j.crypto.hash.FileState;

/**
 * Where a signer remembers digests, and who hears of it if that cannot be used.
 *
 * @param file the cache; its key is beside it
 * @param warnings takes sentences for people
 */
record SigningCache(Path file, Consumer<String> warnings) {

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** The key of a cache: 32 random bytes. */
  static Path keyFile(Path cache) {
    return cache.resolveSibling(cache.getFileName() + ".key");
  }

  /** Refuses a place inside of what is to be signed: what is written there would not be. */
  void requireOutside(Path artifact) {
    Path folder = artifact.toAbsolutePath().normalize();
    if (file.toAbsolutePath().normalize().startsWith(folder)) {
      throw new IllegalArgumentException(
          "the digest cache " + file + " must not lie in the artifact " + artifact);
    }
  }

  /**
   * Opens the cache; makes its key if there is none.
   *
   * @throws KeyUnavailable if others could have read the key, or it is no such key
   */
  DigestCache open() throws IOException {
    byte[] key = key(keyFile(file));
    try {
      DigestCache cache = DigestCache.open(file, key);
      cache.warning().ifPresent(warnings);
      return cache;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Keeps what was learned. That it cannot be kept is no reason not to sign. */
  void save(DigestCache cache) {
    try {
      cache.save();
    } catch (IOException e) {
      warnings.accept("the digest cache " + file + " cannot be written: " + e);
    }
  }

  private static byte[] key(Path file) throws IOException {
    FileState state;
    try {
      state = FileState.of(file);
    } catch (NoSuchFileException e) {
      return create(file);
    }
    if (!state.regular() || state.size() != DigestCache.MIN_KEY_BYTES) {
      throw new KeyUnavailable(
          "the key of the digest cache, "
              + file
              + ", must be a regular file of "
              + DigestCache.MIN_KEY_BYTES
              + " bytes; remove it to have a new one made");
    }
    if (isPosix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new KeyUnavailable(
          "the key of the digest cache, "
              + file
              + ", may be read by others: whoever has it can make believe in any digest; remove it"
              + " to have a new one made");
    }
    return Files.readAllBytes(file);
  }

  private static byte[] create(Path file) throws IOException {
    byte[] key = new byte[DigestCache.MIN_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    // Made with mode 0600 where modes are known, and moved when it is whole.
    Path temporary = Files.createTempFile(file.resolveSibling("."), ".digest-cache-", ".key");
    try {
      Files.write(temporary, key);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return key;
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
