package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.governance4j.KeyUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the digests of files, so that a model of which one file was edited is signed again
 * without reading the others.
 *
 * <p>A digest is remembered for an inode with its size and its times of modification and of change
 * to the nanosecond. Whoever writes to a file changes the latter, which cannot be set back. It is
 * not remembered if the file was last changed less than two seconds before it was hashed, the
 * coarsest step of a file system's clock: it could be changed again without another time. The
 * clocks of file systems are taken to be this machine's, as on local disks.
 *
 * <p>The cache is one file, authenticated as a whole with HMAC-SHA-256. One that does not
 * authenticate, or is not a cache, is left aside with a {@link #warning} and replaced by the next
 * {@link #save}. Who has the key can make believe in any digest, and who restores an older cache
 * makes believe in nothing that was not true of the same inode at the same nanosecond.
 *
 * <p>Safe for any number of threads. A closed cache has forgotten its key.
 */
public final class DigestCache implements AutoCloseable {

  /** The most digests that are remembered; those not used for longest are forgotten. */
  public static final int MAX_RECORDS = 200_000;

  /** The shortest key, in bytes. */
  public static final int MIN_KEY_BYTES = 32;

  private static final byte[] MAGIC = "governance4j digest cache 1\n".getBytes(US_ASCII);
  private static final int MAC_BYTES = 32;
  private static final int DIGEST_BYTES = 64;
  private static final int RECORD_BYTES = 7 * Long.BYTES + 1 + DIGEST_BYTES;
  private static final long COARSEST_CLOCK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Path file;
  private final byte[] key;
  private final Clock clock;
  private final Map<Key, byte[]> records = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable String warning;
  private boolean closed;

  /** What a digest is of: bytes of an inode in a state. */
  record Key(
      long device,
      long inode,
      long size,
      long modified,
      long changed,
      HashType type,
      long start,
      long end) {

    static Key of(FileState state, HashType type, long start, long end) {
      FileTime changed = state.changed();
      return new Key(
          state.device(),
          state.inode(),
          state.size(),
          nanos(state.modified()),
          changed == null ? Long.MAX_VALUE : nanos(changed), // never in the past: not remembered
          type,
          start,
          end);
    }

    private static long nanos(FileTime time) {
      return time.to(TimeUnit.NANOSECONDS);
    }
  }

  private DigestCache(Path file, byte[] key, Clock clock) {
    this.file = file;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Opens a cache, which need not exist yet.
   *
   * @param file where it is, in a folder that exists
   * @param key a secret of this machine, at least 32 bytes, which are copied
   * @throws KeyUnavailable if the key is shorter
   * @throws IOException if there is a file that cannot be read
   */
  public static DigestCache open(Path file, byte[] key) throws IOException {
    return open(file, key, Clock.systemUTC());
  }

  /** Opens a cache with the given clock. */
  static DigestCache open(Path file, byte[] key, Clock clock) throws IOException {
    if (key.length < MIN_KEY_BYTES) {
      throw new KeyUnavailable(
          "the key of a digest cache must have at least "
              + MIN_KEY_BYTES
              + " bytes, found "
              + key.length);
    }
    DigestCache cache = new DigestCache(file.toAbsolutePath(), key.clone(), clock);
    cache.load();
    return cache;
  }

  /** Why the file found could not be used, if so; for people. */
  public synchronized Optional<String> warning() {
    return Optional.ofNullable(warning);
  }

  /** How many digests it remembers. */
  public synchronized int size() {
    return records.size();
  }

  /** The digest, or null if it is not known. */
  synchronized byte @Nullable [] get(Key of) {
    byte[] digest = records.get(of);
    return digest == null ? null : digest.clone();
  }

  /**
   * Remembers a digest, unless the file could have been changed since without another time.
   *
   * @param began when the hashing began or earlier, see {@link #now}
   */
  synchronized void put(Key of, byte[] digest, long began) {
    if (of.modified() < began - COARSEST_CLOCK_NANOS
        && of.changed() < began - COARSEST_CLOCK_NANOS) {
      remember(of, digest.clone());
    }
  }

  /** Nanoseconds since 1970. */
  long now() {
    return FileTime.from(clock.instant()).to(TimeUnit.NANOSECONDS);
  }

  /**
   * Writes the cache, only for this user to read. Another process sees the old one or the new one,
   * and of two that write at the same time one wins.
   *
   * @throws IOException if it cannot be written; the old one is then still there
   * @throws IllegalStateException if the cache is closed
   */
  public synchronized void save() throws IOException {
    if (closed) {
      throw new IllegalStateException("the digest cache is closed");
    }
    ByteBuffer bytes = ByteBuffer.wrap(encode());
    // Made with mode 0600 where modes are known.
    Path temporary = Files.createTempFile(file.resolveSibling("."), ".digest-cache-", ".tmp");
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        // A crash may lose the new name, never leave half a file under it.
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Forgets the key and the digests. Does not save. */
  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
    records.clear();
  }

  private void remember(Key of, byte[] digest) {
    records.put(of, digest);
    if (records.size() > MAX_RECORDS) {
      records.remove(records.keySet().iterator().next());
    }
  }

  private byte[] encode() {
    ByteBuffer out =
        ByteBuffer.allocate(
            MAGIC.length + Integer.BYTES + records.size() * RECORD_BYTES + MAC_BYTES);
    out.put(MAGIC).putInt(records.size());
    records.forEach(
        (of, digest) -> {
          out.putLong(of.device()).putLong(of.inode()).putLong(of.size());
          out.putLong(of.modified()).putLong(of.changed()).putLong(of.start()).putLong(of.end());
          out.put((byte) of.type().ordinal()).put(Arrays.copyOf(digest, DIGEST_BYTES));
        });
    out.put(mac(out.array(), out.position()));
    return out.array();
  }

  private void load() throws IOException {
    byte[] bytes;
    try {
      bytes = read();
    } catch (NoSuchFileException e) {
      return;
    }
    warning = bytes == null ? "is not a regular file of a cache's size" : decode(bytes);
    if (warning != null) {
      warning = "the digest cache " + file + " is not used: it " + warning;
    }
  }

  private byte @Nullable [] read() throws IOException {
    FileState state = FileState.of(file);
    int least = MAGIC.length + Integer.BYTES + MAC_BYTES;
    if (!state.regular()
        || state.size() < least
        || state.size() > least + (long) MAX_RECORDS * RECORD_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) state.size());
    try (FileChannel in =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (bytes.hasRemaining()) {
        if (in.read(bytes) < 0) {
          return null;
        }
      }
    }
    return bytes.array();
  }

  /** Takes the records over; why not, or null. Nothing is looked at before it authenticates. */
  private @Nullable String decode(byte[] bytes) {
    int end = bytes.length - MAC_BYTES;
    byte[] found = Arrays.copyOfRange(bytes, end, bytes.length);
    if (!MessageDigest.isEqual(mac(bytes, end), found)) {
      return "does not authenticate with the key";
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    int count = in.getInt();
    if (!MessageDigest.isEqual(magic, MAGIC) || in.remaining() != (long) count * RECORD_BYTES) {
      return "is of another format";
    }
    for (int i = 0; i < count; i++) {
      long device = in.getLong();
      long inode = in.getLong();
      long size = in.getLong();
      long modified = in.getLong();
      long changed = in.getLong();
      long start = in.getLong();
      long to = in.getLong();
      HashType[] types = HashType.values();
      int type = in.get();
      byte[] digest = new byte[DIGEST_BYTES];
      in.get(digest);
      if (type < 0 || type >= types.length) {
        records.clear();
        return "is of another format";
      }
      remember(
          new Key(device, inode, size, modified, changed, types[type], start, to),
          Arrays.copyOf(digest, types[type].bytes()));
    }
    return null;
  }

  private byte[] mac(byte[] bytes, int length) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(key, "HmacSHA256"));
      hmac.update(bytes, 0, length);
      return hmac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
