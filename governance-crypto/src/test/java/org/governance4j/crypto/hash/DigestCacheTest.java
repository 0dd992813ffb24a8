package org.governance4j.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCacheTest {

  private static final byte[] KEY = new byte[32];
  private static final int FILES = 5;

  /** The files seem to be an hour old. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  @TempDir Path dir = Path.of("replaced by JUnit");
  private Path model = dir;
  private Path file = dir;

  @BeforeEach
  void model() throws IOException {
    model = Files.createDirectories(dir.resolve("model"));
    file = dir.resolve("cache");
    assumeTrue(
        model.getFileSystem().supportedFileAttributeViews().contains("unix"), "no inodes here");
    for (int i = 0; i < FILES; i++) {
      ManifestHasherTest.old(model.resolve("f" + i), 1000 + i);
    }
  }

  /** Hashes the model; what comes of it must be as without the cache. */
  private void read(DigestCache cache, HashType type) throws IOException {
    AtomicLong done = new AtomicLong();
    AtomicLong whole = new AtomicLong();
    List<ModelFile> files = ModelTree.list(model, List.of());
    List<byte[]> plain = ManifestHasher.of(type).files(files);
    List<byte[]> digests =
        ManifestHasher.of(type)
            .withThreads(1)
            .withCache(cache)
            .withProgress(
                (bytes, total) -> {
                  done.set(bytes);
                  whole.set(total);
                })
            .files(files);
    for (int i = 0; i < plain.size(); i++) {
      assertArrayEquals(plain.get(i), digests.get(i));
    }
    assertEquals(whole.get(), done.get(), "all bytes are accounted for");
  }

  private DigestCache.Key key(String name, HashType type) throws IOException {
    FileState state = FileState.of(model.resolve(name));
    return DigestCache.Key.of(state, type, 0, state.size());
  }

  @Test
  @Rule("S27")
  void a_second_hashing_takes_the_digests_from_the_cache_also_from_disk() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      read(cache, HashType.SHA256);
      assertEquals(FILES, cache.size());
      cache.save();
    }
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      assertTrue(cache.warning().isEmpty());
      assertEquals(FILES, cache.size());
      // A planted digest comes back, so the files are not read.
      byte[] planted = new byte[32];
      cache.put(key("f1", HashType.SHA256), planted, cache.now());
      List<byte[]> digests =
          ManifestHasher.of(HashType.SHA256)
              .withCache(cache)
              .files(ModelTree.list(model, List.of()));
      assertArrayEquals(planted, digests.get(1));
      assertArrayEquals(
          ManifestHasher.of(HashType.SHA256).files(ModelTree.list(model, List.of())).get(2),
          digests.get(2));
    }
  }

  @Test
  @Rule("S27")
  void only_what_changed_is_hashed_again() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      read(cache, HashType.SHA256);
      Files.writeString(model.resolve("f3"), "x".repeat(1003)); // the same length
      assertNull(cache.get(key("f3", HashType.SHA256)));
      assertNotNull(cache.get(key("f2", HashType.SHA256)));
      read(cache, HashType.SHA256); // and compares with plain digests
      Files.setLastModifiedTime(
          model.resolve("f2"), Files.getLastModifiedTime(model.resolve("f2")));
      assertNull(cache.get(key("f2", HashType.SHA256)), "the time of change is looked at");
    }
  }

  @Test
  void types_and_shards_are_remembered_apart() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      for (HashType type : HashType.values()) {
        read(cache, type);
        read(cache, type);
      }
      assertEquals(FILES * HashType.values().length, cache.size());
      List<Shard> shards = Shard.cut(ModelTree.list(model, List.of()), 400);
      ManifestHasher plain = ManifestHasher.of(HashType.BLAKE3);
      List<byte[]> expected = plain.shards(shards);
      for (int i = 0; i < 2; i++) {
        List<byte[]> digests = plain.withCache(cache).shards(shards);
        for (int j = 0; j < expected.size(); j++) {
          assertArrayEquals(expected.get(j), digests.get(j));
        }
      }
      assertEquals(FILES * HashType.values().length + shards.size(), cache.size());
      cache.save();
      try (DigestCache again = DigestCache.open(file, KEY, LATER)) {
        assertEquals(cache.size(), again.size());
        assertEquals(64, digest(again, key("f0", HashType.BLAKE2B)).length);
      }
    }
  }

  private static byte[] digest(DigestCache cache, DigestCache.Key key) {
    byte[] digest = cache.get(key);
    return digest == null ? new byte[0] : digest;
  }

  @Test
  @Rule("S28")
  void a_file_that_changed_just_before_it_was_hashed_is_not_remembered() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY)) {
      read(cache, HashType.SHA256); // the inodes were changed a moment ago, whatever their mtime
      assertEquals(0, cache.size());
    }
    FileState state = FileState.of(model.resolve("f0"));
    DigestCache.Key key = DigestCache.Key.of(state, HashType.SHA256, 0, state.size());
    long limit = Math.max(key.modified(), key.changed()) + TimeUnit.SECONDS.toNanos(2);
    try (DigestCache cache = DigestCache.open(file, KEY)) {
      cache.put(key, new byte[32], limit);
      assertEquals(0, cache.size());
      cache.put(key, new byte[32], limit + 1);
      assertEquals(1, cache.size());
    }
  }

  @Test
  void a_file_whose_change_is_not_told_is_not_remembered() throws IOException {
    FileTime old = FileTime.fromMillis(0);
    FileState state = new FileState(false, false, true, 1, old, null, null, 0, 0, 1);
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      cache.put(DigestCache.Key.of(state, HashType.SHA256, 0, 1), new byte[32], cache.now());
      assertEquals(0, cache.size());
    }
  }

  @Test
  @Rule("S28")
  void a_file_that_is_refused_is_not_remembered() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      ManifestHasher hasher =
          ManifestHasher.of(HashType.SHA256)
              .withCache(cache)
              .withProgress(
                  (bytes, total) -> {
                    try {
                      Files.setLastModifiedTime(model.resolve("f0"), FileTime.fromMillis(bytes));
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      List<ModelFile> files = ModelTree.list(model, List.of());
      assertThrows(ArtifactRejected.class, () -> hasher.files(files));
      assertEquals(0, cache.size());
    }
  }

  @Test
  @Rule("S29")
  void a_cache_with_any_byte_changed_is_not_used_and_rebuilt() throws IOException {
    save();
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(5);
    for (int at = 0; at < good.length; at += 1 + random.nextInt(5)) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
        assertEquals(0, cache.size(), "byte " + at);
        assertTrue(warning(cache).contains("does not authenticate"), warning(cache));
      }
    }
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      read(cache, HashType.SHA256);
      cache.save();
    }
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      assertEquals(FILES, cache.size());
      assertTrue(cache.warning().isEmpty());
    }
  }

  @Test
  @Rule("S29")
  void a_cache_of_another_key_length_or_kind_is_not_used() throws Exception {
    save();
    byte[] good = Files.readAllBytes(file);
    byte[] other = KEY.clone();
    other[31] = 1;
    unused(other, "does not authenticate");
    for (int length : new int[] {0, 1, 63, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      unused(KEY, "");
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    unused(KEY, "does not authenticate");
    Files.delete(file);
    Files.createDirectory(file);
    unused(KEY, "not a regular file");
    Files.delete(file);
    Files.write(dir.resolve("elsewhere"), good);
    Files.createSymbolicLink(file, dir.resolve("elsewhere"));
    unused(KEY, "not a regular file");
  }

  @Test
  @Rule("S29")
  void a_cache_that_authenticates_but_makes_no_sense_is_not_used() throws Exception {
    byte[] magic = "governance4j digest cache 1\n".getBytes(StandardCharsets.US_ASCII);
    byte[] record = new byte[7 * 8 + 1 + 64];
    record[56] = 3; // there is no such type
    forge(magic, 1, record);
    unused(KEY, "another format");
    record[56] = 2;
    forge(magic, 2, record);
    unused(KEY, "another format");
    forge(magic, -1, record);
    unused(KEY, "another format");
    magic[0] = 'G';
    forge(magic, 1, record);
    unused(KEY, "another format");
    magic[0] = 'g';
    forge(magic, 1, record);
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      assertEquals(1, cache.size());
    }
  }

  private void forge(byte[] magic, int count, byte[] record) throws Exception {
    byte[] head = ByteBuffer.allocate(4).putInt(count).array();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    mac.update(magic);
    mac.update(head);
    byte[] end = mac.doFinal(record);
    ByteBuffer all = ByteBuffer.allocate(magic.length + 4 + record.length + end.length);
    Files.write(file, all.put(magic).put(head).put(record).put(end).array());
  }

  private void unused(byte[] key, String why) throws IOException {
    try (DigestCache cache = DigestCache.open(file, key, LATER)) {
      assertEquals(0, cache.size());
      assertTrue(warning(cache).contains(why), warning(cache));
      assertTrue(warning(cache).contains("is not used"), warning(cache));
    }
  }

  private static String warning(DigestCache cache) {
    return cache.warning().orElse("no warning");
  }

  private void save() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      read(cache, HashType.SHA256);
      cache.save();
    }
  }

  @Test
  void the_file_is_for_its_owner_alone_and_nothing_else_is_left() throws IOException {
    save();
    save();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> all = Files.list(dir)) {
      assertEquals(List.of(file, model), all.sorted().toList());
    }
  }

  @Test
  void a_failed_save_leaves_the_old_cache() throws IOException {
    save();
    byte[] before = Files.readAllBytes(file);
    Path folder = Files.createDirectory(dir.resolve("occupied"));
    Files.writeString(folder.resolve("f"), "f");
    try (DigestCache cache = DigestCache.open(folder, KEY, LATER)) {
      assertThrows(IOException.class, cache::save);
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> all = Files.list(dir)) {
      assertEquals(List.of(file, model, folder), all.sorted().toList());
    }
  }

  @Test
  @Rule("S29")
  void the_least_recently_used_are_forgotten_beyond_the_limit() throws IOException {
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      for (int i = 0; i < DigestCache.MAX_RECORDS; i++) {
        cache.put(numbered(i), new byte[32], Long.MAX_VALUE);
      }
      assertEquals(DigestCache.MAX_RECORDS, cache.size());
      assertNotNull(cache.get(numbered(0)));
      cache.put(numbered(-1), new byte[32], Long.MAX_VALUE);
      assertEquals(DigestCache.MAX_RECORDS, cache.size());
      assertNotNull(cache.get(numbered(0)));
      assertNull(cache.get(numbered(1)));
      cache.save();
    }
    try (DigestCache cache = DigestCache.open(file, KEY, LATER)) {
      assertEquals(DigestCache.MAX_RECORDS, cache.size());
    }
    byte[] largest = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(largest, largest.length + 1));
    unused(KEY, "not a regular file of a cache's size");
  }

  private static DigestCache.Key numbered(int inode) {
    return new DigestCache.Key(1, inode, 1, 1, 1, HashType.SHA256, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31})
  void a_short_key_is_refused(int length) {
    KeyUnavailable e =
        assertThrows(KeyUnavailable.class, () -> DigestCache.open(file, new byte[length]));
    assertTrue(e.getMessage().contains("at least 32 bytes, found " + length), e.getMessage());
  }

  @Test
  void a_closed_cache_has_forgotten_and_does_not_save() throws IOException {
    DigestCache cache = DigestCache.open(file, KEY, LATER);
    read(cache, HashType.SHA256);
    cache.close();
    assertEquals(0, cache.size());
    assertThrows(IllegalStateException.class, cache::save);
    assertFalse(Files.exists(file));
  }

  @Test
  void the_callers_key_is_neither_kept_nor_changed() throws Exception {
    byte[] key = MessageDigest.getInstance("SHA-256").digest();
    byte[] copy = key.clone();
    try (DigestCache cache = DigestCache.open(file, key, LATER)) {
      Arrays.fill(key, (byte) 0);
      read(cache, HashType.SHA256);
      cache.save();
    }
    try (DigestCache cache = DigestCache.open(file, copy, LATER)) {
      assertEquals(FILES, cache.size());
    }
  }
}
