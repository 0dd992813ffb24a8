package org.governance4j.crypto;

import static org.governance4j.crypto.Loaded.OPTIONS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedModelTest {

  private static final int SIZE = 10_000;
  private static final byte[] BYTES = Loaded.random(SIZE, 7);

  @TempDir Path temp;

  @Test
  @Rule("S110")
  void reads_anywhere_are_the_bytes_of_the_file_for_all_shards_and_hashes() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w:0:8", BYTES);
    long seed = new Random().nextLong();
    for (HashType type : HashType.values()) {
      int[] shards =
          type == HashType.SHA256
              ? new int[] {1, 7, 512, 4_999, SIZE - 1, SIZE, SIZE + 1}
              : new int[] {512, SIZE};
      for (int shard : shards) {
        for (int cache : new int[] {1, 600, 5_000, 1 << 20}) {
          for (Holding holding : List.of(Holding.HANDLE, Holding.privateCopy(temp))) {
            SignedFile signed = Loaded.sharded("w:0:8", type, BYTES, shard);
            LoadingOptions options = OPTIONS.withCacheBytes(cache).withHolding(holding);
            try (VerifiedModel model = Loaded.open(folder, options, signed)) {
              readAnywhere(model, new Random(seed), "seed " + seed + " " + type + " " + shard);
            }
          }
        }
      }
    }
  }

  private static void readAnywhere(VerifiedModel model, Random random, String shown)
      throws IOException {
    try (SeekableByteChannel channel = model.open("w:0:8")) {
      assertEquals(SIZE, channel.size());
      for (int i = 0; i < 20; i++) {
        int at = random.nextInt(SIZE + 10);
        ByteBuffer target =
            random.nextBoolean()
                ? ByteBuffer.allocate(1 + random.nextInt(3_000))
                : ByteBuffer.allocateDirect(1 + random.nextInt(3_000));
        int before = random.nextInt(target.capacity());
        int count = channel.position(at).read(target.position(before));
        int expected = Math.min(target.capacity() - before, SIZE - at);
        assertEquals(expected <= 0 ? -1 : expected, count, shown);
        assertEquals(at + Math.max(0, expected), channel.position(), shown);
        byte[] read = new byte[Math.max(0, count)];
        assertEquals(before + read.length, target.position(), shown);
        target.position(before).get(read);
        byte[] file = at >= SIZE ? read : Arrays.copyOfRange(BYTES, at, at + read.length);
        assertArrayEquals(file, read, shown);
      }
    }
  }

  @Test
  @Rule("S110")
  void files_are_told_and_a_single_file_and_an_empty_one_are_loaded() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "empty", new byte[0]);
    Path single = Loaded.write(folder, "one", BYTES);
    SignedFile one = Loaded.whole("one", HashType.BLAKE3, BYTES);
    SignedFile empty = Loaded.whole("empty", HashType.SHA256, new byte[0]);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS, one, empty)) {
      assertEquals(
          List.of(
              new VerifiedModel.SignedEntry("one", SIZE, "blake3"),
              new VerifiedModel.SignedEntry("empty", 0, "sha256")),
          model.files());
      assertEquals("m", model.name());
      assertEquals("somebody", model.signer());
      assertArrayEquals(new byte[0], Loaded.readAll(model, "empty"));
      assertEquals(-1, model.open("empty").read(ByteBuffer.allocate(1)));
      assertThrows(IllegalArgumentException.class, () -> model.open("other"));
    }
    try (VerifiedModel model = Loaded.open(single, OPTIONS, one)) {
      assertArrayEquals(BYTES, Loaded.readAll(model, "one"));
    }
    SignedFile wrong = Loaded.whole("empty", HashType.SHA256, BYTES);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS, wrong)) {
      assertThrows(ArtifactRejected.class, () -> model.open("empty"));
    }
  }

  @Test
  @Rule("S111")
  void only_shards_that_are_touched_are_hashed_and_a_second_read_hashes_nothing()
      throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 1_000);
    for (Holding holding : List.of(Holding.HANDLE, Holding.privateCopy(temp))) {
      for (int cache : new int[] {1, SIZE}) {
        LoadingOptions options = OPTIONS.withCacheBytes(cache).withHolding(holding);
        try (VerifiedModel model = Loaded.open(folder, options, signed);
            SeekableByteChannel channel = model.open("w");
            SeekableByteChannel other = model.open("w")) {
          assertEquals(0, model.hashedBytes());
          channel.position(999).read(ByteBuffer.allocate(1));
          assertEquals(1_000, model.hashedBytes());
          channel.position(4_999).read(ByteBuffer.allocate(2));
          assertEquals(3_000, model.hashedBytes());
          channel.position(9_999).read(ByteBuffer.allocate(10));
          assertEquals(4_000, model.hashedBytes());
          channel.position(0).read(ByteBuffer.allocate(1_000));
          other.position(4_000).read(ByteBuffer.allocate(2_000));
          assertEquals(4_000, model.hashedBytes());
        }
      }
    }
  }

  @Test
  @Rule("S111")
  void what_was_dropped_from_memory_is_hashed_again() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 1_000);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(2_500), signed);
        SeekableByteChannel channel = model.open("w")) {
      channel.read(ByteBuffer.allocate(2_000)); // 0 and 1
      channel.position(0).read(ByteBuffer.allocate(1)); // 1 is the oldest
      channel.position(2_000).read(ByteBuffer.allocate(1));
      assertEquals(3_000, model.hashedBytes());
      channel.position(0).read(ByteBuffer.allocate(1));
      assertEquals(3_000, model.hashedBytes());
      channel.position(1_000).read(ByteBuffer.allocate(1));
      assertEquals(4_000, model.hashedBytes());
      overwrite(file, 2_500);
      assertArrayEquals(
          Arrays.copyOfRange(BYTES, 1_000, 2_000), read(channel.position(1_000), 1_000));
      assertArrayEquals(Arrays.copyOf(BYTES, 1_000), read(channel.position(0), 1_000));
      assertThrows(
          ArtifactRejected.class, () -> channel.position(2_000).read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  @Rule("S114")
  void a_wrong_shard_is_refused_with_its_digests_and_then_the_whole_file() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    Loaded.write(folder, "v", BYTES);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 1_000);
    SignedFile other = Loaded.whole("v", HashType.SHA256, BYTES);
    for (int cache : new int[] {1, SIZE}) {
      for (Holding holding : List.of(Holding.HANDLE, Holding.privateCopy(temp))) {
        Files.write(file, BYTES);
        overwrite(file, 3_456);
        byte[] now = Files.readAllBytes(file);
        LoadingOptions options = OPTIONS.withCacheBytes(cache).withHolding(holding);
        try (VerifiedModel model = Loaded.open(folder, options, signed, other);
            SeekableByteChannel channel = model.open("w")) {
          channel.position(2_000).read(ByteBuffer.allocate(1_000));
          ByteBuffer target = ByteBuffer.allocate(1_000).position(3);
          String reason =
              assertThrows(
                      ArtifactRejected.class, () -> channel.position(2_500).read(target.slice()))
                  .getMessage();
          assertEquals(
              "file \"w\" is not the signed one: of bytes 3000 to 4000 expected sha256:"
                  + hex(BYTES, 3_000, 4_000)
                  + ", calculated sha256:"
                  + hex(now, 3_000, 4_000),
              reason);
          assertEquals(2_500, channel.position());
          ByteBuffer untouched = ByteBuffer.allocate(10);
          for (int at : new int[] {0, 2_500, 3_456, 9_000}) {
            channel.position(at);
            String again =
                assertThrows(ArtifactRejected.class, () -> channel.read(untouched)).getMessage();
            assertEquals(reason, again);
          }
          assertEquals(ByteBuffer.allocate(10), untouched.rewind());
          assertThrows(ArtifactRejected.class, () -> model.open("w"));
          assertThrows(ArtifactRejected.class, () -> model.verifyAll((bytes, total) -> {}));
          assertArrayEquals(BYTES, Loaded.readAll(model, "v"));
        }
      }
    }
  }

  private static String hex(byte[] bytes, int start, int end) {
    return HexFormat.of().formatHex(Loaded.hash(HashType.SHA256, bytes, start, end));
  }

  @Test
  @Rule("S114")
  void no_byte_of_a_wrong_range_reaches_the_buffer() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    overwrite(file, 1_500);
    for (SignedFile signed :
        List.of(
            Loaded.whole("w", HashType.SHA256, BYTES),
            Loaded.sharded("w", HashType.SHA256, BYTES, 1_000))) {
      for (int cache : new int[] {1, SIZE}) {
        try (VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(cache), signed);
            SeekableByteChannel channel = model.open("w")) {
          ByteBuffer target = ByteBuffer.allocate(SIZE);
          assertThrows(ArtifactRejected.class, () -> channel.read(target));
          assertEquals(0, target.position());
          byte[] left = target.array();
          int good = signed.ranges().size() == 1 ? 0 : 1_000;
          assertArrayEquals(
              new byte[SIZE - good], Arrays.copyOfRange(left, good, SIZE), "cache " + cache);
        }
      }
    }
  }

  @Test
  @Rule("S117")
  void a_channel_cannot_be_written_to_and_has_a_position_of_its_own() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.whole("w", HashType.SHA256, BYTES);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS, signed);
        SeekableByteChannel other = model.open("w")) {
      SeekableByteChannel channel = model.open("w");
      assertThrows(NonWritableChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
      assertThrows(NonWritableChannelException.class, () -> channel.truncate(1));
      assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
      assertThrows(
          IllegalArgumentException.class,
          () -> channel.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
      channel.position(77);
      assertEquals(0, other.position());
      assertEquals(0, channel.read(ByteBuffer.allocate(0)));
      assertEquals(-1, channel.position(Long.MAX_VALUE).read(ByteBuffer.allocate(1)));
      channel.close();
      assertFalse(channel.isOpen());
      assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
      assertThrows(ClosedChannelException.class, channel::position);
      assertThrows(ClosedChannelException.class, () -> channel.position(1));
      assertThrows(ClosedChannelException.class, channel::size);
      assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
      assertTrue(other.isOpen());
      assertArrayEquals(BYTES, read(other, SIZE));
    }
    assertArrayEquals(BYTES, Files.readAllBytes(file));
  }

  @Test
  @Rule("S117")
  void an_interrupted_thread_reads_on_and_stays_interrupted() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 1_000);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(1_000), signed)) {
      Thread.currentThread().interrupt();
      assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
      assertTrue(Thread.interrupted());
      assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
    }
  }

  @Test
  @Rule("S118")
  void nothing_is_read_from_a_closed_model() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w", BYTES);
    Loaded.write(folder, "v", BYTES);
    SignedFile one = Loaded.sharded("w", HashType.SHA256, BYTES, 1_000);
    SignedFile two = Loaded.sharded("v", HashType.SHA256, BYTES, 1_000);
    for (int cache : new int[] {1, SIZE}) {
      VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(cache), one, two);
      SeekableByteChannel channel = model.open("w");
      channel.read(ByteBuffer.allocate(SIZE));
      model.close();
      model.close();
      assertFalse(channel.isOpen());
      channel.close();
      SeekableByteChannel again = channel;
      assertThrows(ClosedChannelException.class, () -> again.position(0));
      assertThrows(ClosedChannelException.class, () -> again.read(ByteBuffer.allocate(1)));
      assertThrows(ClosedChannelException.class, () -> model.open("w"));
      assertThrows(ClosedChannelException.class, () -> model.open("v"));
      assertThrows(ClosedChannelException.class, () -> model.verifyAll((bytes, total) -> {}));
    }
  }

  @Test
  @Rule("S119")
  void a_file_that_was_written_to_after_it_was_hashed_through_its_handle_is_refused()
      throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.whole("w", HashType.SHA256, BYTES);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(1), signed);
    assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
    overwrite(file, 0);
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
    assertThrows(ArtifactRejected.class, () -> model.open("w"));
    model.close();

    Files.write(file, BYTES);
    VerifiedModel second = Loaded.open(folder, OPTIONS.withCacheBytes(1), signed);
    assertArrayEquals(BYTES, Loaded.readAll(second, "w"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(3_000));
    assertThrows(ArtifactRejected.class, second::close);
    second.close();

    VerifiedModel third = Loaded.open(folder, OPTIONS.withCacheBytes(1), signed);
    SeekableByteChannel channel = third.open("w");
    read(channel, 1);
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    assertThrows(ArtifactRejected.class, () -> channel.read(ByteBuffer.allocate(9)));
    third.close();
  }

  @Test
  @Rule("S119")
  void a_path_that_leads_elsewhere_afterwards_is_nothing_to_the_open_file() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 5_000);
    VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(1), signed);
    assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
    Files.move(folder, temp.resolve("old"));
    Loaded.write(folder, "w", new byte[SIZE]);
    assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
    Files.delete(file);
    assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
    Files.createSymbolicLink(file, temp.resolve("old/w"));
    assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
    model.close();
  }

  @Test
  @Rule("S120")
  void a_private_copy_is_read_whatever_is_written_to_the_file_and_has_no_name() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    Path copies = Files.createDirectory(temp.resolve("copies"));
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 2_000);
    LoadingOptions options = OPTIONS.withCacheBytes(1_000).withHolding(Holding.privateCopy(copies));
    try (VerifiedModel model = Loaded.open(folder, options, signed)) {
      model.verifyAll((bytes, total) -> {});
      Files.write(file, new byte[SIZE]);
      assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
      assertArrayEquals(BYTES, Loaded.readAll(model, "w", 333));
      if (!System.getProperty("os.name").startsWith("Windows")) {
        assertNoFiles(copies);
      }
    }
    assertNoFiles(copies);
    options = options.withHolding(Holding.privateCopy(temp.resolve("missing")));
    Files.write(file, BYTES);
    try (VerifiedModel model = Loaded.open(folder, options, signed)) {
      assertThrows(IOException.class, () -> Loaded.readAll(model, "w"));
    }
  }

  private static void assertNoFiles(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  @Rule("S121")
  void everything_is_verified_by_verifyAll_and_counted_once() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w", BYTES);
    Loaded.write(folder, "v", BYTES);
    Loaded.write(folder, "empty", new byte[0]);
    SignedFile[] signed = {
      Loaded.sharded("w", HashType.SHA256, BYTES, 999),
      Loaded.whole("v", HashType.BLAKE2B, BYTES),
      Loaded.whole("empty", HashType.BLAKE3, new byte[0])
    };
    for (int cache : new int[] {1, 12_000, 1 << 20}) {
      for (int threads : new int[] {1, 3}) {
        LoadingOptions options = OPTIONS.withCacheBytes(cache).withThreads(threads);
        AtomicLong most = new AtomicLong();
        try (VerifiedModel model = Loaded.open(folder, options, signed)) {
          model.open("w").read(ByteBuffer.allocate(1));
          model.verifyAll(
              (bytes, total) -> {
                assertEquals(2 * SIZE, total);
                most.accumulateAndGet(bytes, Math::max);
              });
          assertEquals(2 * SIZE, most.get());
          assertEquals(2 * SIZE, model.hashedBytes());
          model.verifyAll((bytes, total) -> {});
          assertEquals(2 * SIZE, model.hashedBytes());
          if (cache > 2 * SIZE) {
            assertArrayEquals(BYTES, Loaded.readAll(model, "w"));
            assertArrayEquals(BYTES, Loaded.readAll(model, "v"));
            assertEquals(2 * SIZE, model.hashedBytes());
          }
        }
      }
    }
    overwrite(folder.resolve("v"), SIZE - 1);
    for (int cache : new int[] {1, 1 << 20}) {
      try (VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(cache), signed)) {
        assertThrows(ArtifactRejected.class, () -> model.verifyAll((bytes, total) -> {}));
      }
    }
  }

  @Test
  @Rule("S121")
  void whoever_watches_or_interrupts_can_stop_verifyAll() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w", BYTES);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, BYTES, 10);
    for (int threads : new int[] {1, 3}) {
      try (VerifiedModel model = Loaded.open(folder, OPTIONS.withThreads(threads), signed)) {
        IllegalStateException enough =
            assertThrows(
                IllegalStateException.class,
                () ->
                    model.verifyAll(
                        (bytes, total) -> {
                          throw new IllegalStateException("enough");
                        }));
        assertEquals("enough", enough.getMessage());
        assertTrue(model.hashedBytes() < SIZE);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> model.verifyAll((bytes, total) -> {}));
        assertTrue(Thread.interrupted());
        model.verifyAll((bytes, total) -> {});
        assertEquals(SIZE, model.hashedBytes());
      }
    }
  }

  static byte[] read(SeekableByteChannel channel, int count) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(count);
    assertEquals(count, channel.read(target));
    return target.array();
  }

  /** Changes one byte of a file in place. */
  static void overwrite(Path file, int position) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.position(position).read(one);
      one.put(0, (byte) (one.get(0) ^ 1));
      channel.position(position).write(one.flip());
    }
  }
}
