package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestHasherTest {

  private static final int MIB = 1 << 20;

  @TempDir Path dir = Path.of("replaced by JUnit");

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 6), LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("S20")
  void digests_are_those_of_plain_hashes_whatever_the_threads(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> contents = contents(random);
    for (HashType type : HashType.values()) {
      for (int threads : new int[] {1, 2, 5}) {
        List<byte[]> digests =
            ManifestHasher.of(type).withThreads(threads).files(ModelTree.list(dir, List.of()));
        for (int i = 0; i < contents.size(); i++) {
          assertArrayEquals(
              plain(type, contents.get(i), 0, contents.get(i).length),
              digests.get(i),
              type + " file " + i + " seed " + seed);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("S21")
  void shards_cover_every_file_and_have_the_digests_of_their_bytes(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> contents = contents(random);
    List<ModelFile> files = ModelTree.list(dir, List.of());
    long size = 1L + random.nextInt(random.nextBoolean() ? 20_000 : 3 * MIB) + 500;
    List<Shard> shards = Shard.cut(files, size);
    for (HashType type : HashType.values()) {
      List<byte[]> digests =
          ManifestHasher.of(type).withThreads(1 + random.nextInt(4)).shards(shards);
      long[] covered = new long[files.size()];
      for (int i = 0; i < shards.size(); i++) {
        Shard shard = shards.get(i);
        int file = files.indexOf(shard.file());
        assertEquals(covered[file], shard.start(), shard.name());
        covered[file] = shard.end();
        assertTrue(shard.length() <= size && shard.length() > 0, shard.name());
        assertArrayEquals(
            plain(type, contents.get(file), (int) shard.start(), (int) shard.length()),
            digests.get(i),
            type + " " + shard.name() + " seed " + seed);
      }
      for (int i = 0; i < covered.length; i++) {
        assertEquals(contents.get(i).length, covered[i]);
      }
    }
  }

  private List<byte[]> contents(Random random) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    int[] sizes = {0, 1, FileBytes.BUFFER_BYTES, 2 * MIB, 2 * MIB + 1, 0};
    for (int i = 0; i < 12; i++) {
      int size = i < sizes.length ? sizes[i] : random.nextInt(1 << (1 + random.nextInt(21)));
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      contents.add(bytes);
      Files.write(dir.resolve("f" + (char) ('a' + i)), bytes);
    }
    return contents;
  }

  private static byte[] plain(HashType type, byte[] bytes, int offset, int length) {
    Digest digest =
        switch (type) {
          case SHA256 -> new SHA256Digest();
          case BLAKE2B -> new Blake2bDigest(512);
          case BLAKE3 -> new Blake3Digest(32);
        };
    digest.update(bytes, offset, length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    assertEquals(type.bytes(), out.length);
    return out;
  }

  @Test
  @Rule("S21")
  void a_shard_is_named_by_file_start_and_end_and_empty_files_have_none() {
    ModelFile file = new ModelFile("a:b", dir, 25, null);
    assertEquals(
        List.of("a:b:0:10", "a:b:10:20", "a:b:20:25"),
        Shard.cut(List.of(file, new ModelFile("e", dir, 0, null)), 10).stream()
            .map(Shard::name)
            .toList());
    assertEquals(1, Shard.cut(List.of(file), 25).size());
    assertEquals(1, Shard.cut(List.of(file), Long.MAX_VALUE).size());
  }

  @Test
  void shards_that_cannot_be_are_refused() {
    ModelFile file = new ModelFile("f", dir, 1_000_001, null);
    for (long[] bad : new long[][] {{-1, 1}, {1, 1}, {2, 1}, {0, 1_000_002}, {0, -1}}) {
      assertThrows(ArtifactRejected.class, () -> new Shard(file, bad[0], bad[1]));
    }
    assertThrows(ArtifactRejected.class, () -> Shard.cut(List.of(file), 0));
    assertEquals(
        ModelTree.MAX_FILES,
        Shard.cut(List.of(new ModelFile("f", dir, 1_000_000, null)), 1).size());
    ArtifactRejected e = assertThrows(ArtifactRejected.class, () -> Shard.cut(List.of(file), 1));
    assertTrue(e.getMessage().contains("more than 1000000"), e.getMessage());
  }

  @Test
  void hash_types_go_by_the_words_of_statements() {
    for (HashType type : HashType.values()) {
      assertSame(type, HashType.of(type.word()));
    }
    InvalidData e = assertThrows(InvalidData.class, () -> HashType.of("md5\n"));
    assertTrue(e.getMessage().contains("\"md5?\""), e.getMessage());
  }

  private enum Change {
    GROW,
    SHRINK,
    WRITE,
    TOUCH,
    REPLACE,
    AWAY_AND_BACK,
    DELETE,
    LINK;

    void make(Path file) throws IOException {
      Path other = file.resolveSibling("other");
      switch (this) {
        case GROW -> Files.write(file, new byte[1], StandardOpenOption.APPEND);
        case SHRINK -> {
          try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
          }
        }
        case WRITE -> {
          try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
          }
        }
        case TOUCH -> Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        case REPLACE -> {
          Files.write(other, Files.readAllBytes(file));
          Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
          Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        }
        case AWAY_AND_BACK -> {
          Files.move(file, other);
          Files.move(other, file);
        }
        case DELETE -> Files.delete(file);
        case LINK -> {
          Files.move(file, other);
          Files.createSymbolicLink(file, other.getFileName());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  @Rule("S22")
  void a_file_that_changes_while_it_is_hashed_is_refused(Change change) throws IOException {
    Path file = old(dir.resolve("f"), 3 * MIB);
    for (HashType type : HashType.values()) {
      for (int threads : new int[] {1, 3}) {
        Files.deleteIfExists(dir.resolve("other"));
        Files.deleteIfExists(file);
        old(file, 3 * MIB);
        List<ModelFile> listed = ModelTree.list(file, List.of());
        AtomicBoolean first = new AtomicBoolean(true);
        ManifestHasher hasher =
            ManifestHasher.of(type)
                .withThreads(threads)
                .withProgress(
                    (bytes, total) -> {
                      if (first.getAndSet(false)) {
                        make(change, file);
                      }
                    });
        if (change == Change.DELETE) {
          assertThrows(IOException.class, () -> hasher.files(listed));
        } else {
          refused(() -> hasher.files(listed));
        }
        assertFalse(first.get());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Change.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DELETE", "LINK"})
  @Rule("S22")
  void a_file_that_changed_since_it_was_listed_is_refused(Change change) throws IOException {
    Path file = old(dir.resolve("f"), 100);
    List<ModelFile> listed = ModelTree.list(file, List.of());
    change.make(file);
    refused(() -> ManifestHasher.of(HashType.SHA256).files(listed));
  }

  @Test
  @Rule("S22")
  void a_link_put_in_a_files_place_is_not_followed() throws IOException {
    Path file = old(dir.resolve("f"), 100);
    List<ModelFile> listed = ModelTree.list(file, List.of());
    Change.LINK.make(file);
    ManifestHasher hasher = ManifestHasher.of(HashType.SHA256);
    assertThrows(IOException.class, () -> hasher.files(listed));
    // Neither is one that was there from the beginning, whoever lists it.
    List<ModelFile> faulty = ModelTree.list(file, List.of());
    refused(() -> hasher.files(faulty), "is a symbolic link");
    refused(() -> hasher.files(List.of(new ModelFile("f", file, 100, null))), "not a regular file");
  }

  @Test
  void a_fifo_is_refused_without_being_opened() throws Exception {
    Path fifo = dir.resolve("f");
    Process made = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assumeTrue(made.waitFor() == 0, "no mkfifo here");
    refused(
        () -> ManifestHasher.of(HashType.SHA256).files(ModelTree.list(dir, List.of())),
        "is not a regular file");
    refused(
        () -> ManifestHasher.of(HashType.SHA256).files(List.of(new ModelFile("f", fifo, 0, null))),
        "is not a regular file");
  }

  @Test
  void a_size_other_than_the_listed_one_is_refused() throws IOException {
    Path file = old(dir.resolve("f"), 100);
    for (long size : new long[] {99, 101}) {
      refused(
          () ->
              ManifestHasher.of(HashType.BLAKE3)
                  .files(List.of(new ModelFile("f", file, size, null))),
          "was changed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void progress_tells_every_byte_and_the_total_beforehand(int threads) throws IOException {
    old(dir.resolve("a"), 3 * MIB + 5);
    old(dir.resolve("b"), 10);
    old(dir.resolve("c"), 0);
    for (HashType type : HashType.values()) {
      Set<Long> totals = ConcurrentHashMap.newKeySet();
      Set<Long> seen = ConcurrentHashMap.newKeySet();
      AtomicLong most = new AtomicLong();
      ManifestHasher.of(type)
          .withThreads(threads)
          .withProgress(
              (bytes, total) -> {
                totals.add(total);
                seen.add(bytes);
                most.accumulateAndGet(bytes, Math::max);
              })
          .files(ModelTree.list(dir, List.of()));
      assertEquals(Set.of(3L * MIB + 15), totals);
      assertEquals(3L * MIB + 15, most.get());
      assertTrue(seen.size() >= 14, () -> "no two calls with the same sum: " + seen);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  @Rule("S23")
  void the_first_failure_is_thrown_as_it_is_and_stops_all(int threads) throws Exception {
    for (int i = 0; i < 64; i++) {
      old(dir.resolve("f" + i), 2 * MIB);
    }
    List<ModelFile> files = ModelTree.list(dir, List.of());
    List<Throwable> planted =
        List.of(new IllegalStateException("planted"), new StackOverflowError("planted"));
    for (Throwable failure : planted) {
      AtomicLong calls = new AtomicLong();
      ManifestHasher hasher =
          ManifestHasher.of(HashType.BLAKE2B)
              .withThreads(threads)
              .withProgress(
                  (bytes, total) -> {
                    if (calls.incrementAndGet() == 5) {
                      ManifestHasherTest.<RuntimeException>sneak(failure);
                    }
                  });
      assertSame(failure, assertThrows(Throwable.class, () -> hasher.files(files)));
      long most = threads == 1 ? 5 : 511; // others go on until they see it
      assertTrue(calls.get() <= most, () -> calls + " buffers of 512");
      assertEquals(0, openHere(), "open files");
      assertEquals(List.of(), hashingThreads());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @Rule("S23")
  void an_interruption_stops_all_threads_and_stays(int threads) throws Exception {
    for (int i = 0; i < 16; i++) {
      old(dir.resolve("f" + i), 2 * MIB);
    }
    List<ModelFile> files = ModelTree.list(dir, List.of());
    CountDownLatch hashing = new CountDownLatch(1);
    AtomicBoolean stayed = new AtomicBoolean();
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                ManifestHasher.of(HashType.SHA256)
                    .withThreads(threads)
                    .withProgress(
                        (bytes, total) -> {
                          hashing.countDown();
                          await(new CountDownLatch(1)); // until interrupted
                        })
                    .files(files);
              } catch (Throwable e) {
                thrown.add(e);
              }
              stayed.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    hashing.await();
    caller.interrupt();
    caller.join();
    assertEquals(1, thrown.size());
    assertTrue(thrown.get(0) instanceof InterruptedIOException, () -> "thrown: " + thrown);
    assertTrue(stayed.get());
    assertEquals(0, openHere());
    assertEquals(List.of(), hashingThreads());
  }

  @Test
  @Rule("S23")
  void files_are_opened_once_and_closed_and_not_all_at_the_same_time() throws IOException {
    for (int i = 0; i < 40; i++) {
      old(dir.resolve("f" + i), MIB + 1 + i);
    }
    AtomicLong open = new AtomicLong();
    ManifestHasher.of(HashType.BLAKE3)
        .withThreads(2)
        .withProgress((bytes, total) -> open.accumulateAndGet(openHere(), Math::max))
        .files(ModelTree.list(dir, List.of()));
    assertTrue(open.get() <= 4, () -> open + " files were open");
    assertEquals(0, openHere());
  }

  @Test
  void nothing_to_hash_is_no_work() throws IOException {
    assertEquals(List.of(), ManifestHasher.of(HashType.SHA256).files(List.of()));
    assertEquals(List.of(), ManifestHasher.of(HashType.SHA256).shards(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> ManifestHasher.of(HashType.SHA256).withThreads(0));
  }

  @Test
  void the_digest_is_of_the_bytes_and_not_of_the_name() throws IOException {
    Files.write(dir.resolve("a"), "x".getBytes(UTF_8));
    Files.write(dir.resolve("b"), "y".getBytes(UTF_8));
    List<byte[]> digests = ManifestHasher.of(HashType.BLAKE3).files(ModelTree.list(dir, List.of()));
    assertNotEquals(Arrays.toString(digests.get(0)), Arrays.toString(digests.get(1)));
  }

  /** A file last written long ago. */
  static Path old(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(file, bytes);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
  }

  private static void make(Change change, Path file) {
    try {
      change.make(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("unchecked") // so that a lambda throws any failure
  private static <E extends Throwable> void sneak(Throwable e) throws E {
    throw (E) e;
  }

  private static void refused(org.junit.jupiter.api.function.Executable act) {
    refused(act, "was changed while it was read");
  }

  private static void refused(org.junit.jupiter.api.function.Executable act, String why) {
    ArtifactRejected e = assertThrows(ArtifactRejected.class, act);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private static List<String> hashingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("governance-hash-"))
        .toList();
  }

  /** The open files below the folder, where the system tells. */
  private long openHere() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(this::leadsHere).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean leadsHere(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(dir);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  @Rule("S146")
  void ranges_and_whole_files_are_hashed_from_one_opening() throws Exception {
    Random random = new Random(20_260_301);
    // Above 16 MiB several threads read a file side by side.
    int[] sizes = {0, 1, 1_000, 3 * MIB + 7, 17 * MIB + 5};
    for (int i = 0; i < sizes.length; i++) {
      byte[] bytes = new byte[sizes[i]];
      random.nextBytes(bytes);
      Files.write(dir.resolve("f" + i), bytes);
    }
    List<ModelFile> files = ModelTree.list(dir, List.of());
    for (HashType type : HashType.values()) {
      for (int threads : new int[] {1, 3}) {
        ManifestHasher hasher = ManifestHasher.of(type).withThreads(threads);
        AtomicLong last = new AtomicLong();
        List<ManifestHasher.Range> ranges = new ArrayList<>();
        files.forEach(file -> ranges.add(ManifestHasher.Range.of(file)));
        List<Shard> shards = Shard.cut(files, 2 * MIB + 1);
        shards.forEach(
            one -> ranges.add(new ManifestHasher.Range(one.file(), one.start(), one.end())));
        ManifestHasher.WithSha256 both =
            hasher
                .withProgress((bytes, total) -> last.accumulateAndGet(bytes, Math::max))
                .withSha256(ranges);
        List<byte[]> expected = new ArrayList<>(hasher.files(files));
        expected.addAll(hasher.shards(shards));
        String how = type + " with " + threads + " threads";
        assertEquals(hex(expected), hex(both.digests()), how);
        List<byte[]> sha256 = ManifestHasher.of(HashType.SHA256).files(files);
        assertEquals(hex(sha256), hex(List.copyOf(both.sha256().values())), how);
        assertEquals(files, List.copyOf(both.sha256().keySet()), how);
        assertEquals(3L * Arrays.stream(sizes).sum(), last.get(), how);
      }
    }
    Files.write(dir.resolve("f2"), new byte[999]);
    assertThrows(
        ArtifactRejected.class,
        () ->
            ManifestHasher.of(HashType.BLAKE3)
                .withSha256(files.stream().map(ManifestHasher.Range::of).toList()));
  }

  private static List<String> hex(List<byte[]> digests) {
    return digests.stream().map(java.util.HexFormat.of()::formatHex).toList();
  }
}
