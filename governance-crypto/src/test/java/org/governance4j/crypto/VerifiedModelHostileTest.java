package org.governance4j.crypto;

import static org.governance4j.crypto.Loaded.OPTIONS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedModelHostileTest {

  private static final byte[] BYTES = Loaded.random(100, 1);

  @TempDir Path temp;

  @Test
  @Rule("S115")
  void ranges_that_are_not_exactly_the_bytes_of_the_file_are_refused() throws IOException {
    long[][] wrong = {
      {},
      {0, 99},
      {1, 100},
      {0, 101},
      {-1, 100},
      {0, -2},
      {0, -1, 0, -1},
      {0, -1, 50, 100},
      {1, -1},
      {0, 50, 51, 100},
      {0, 50, 49, 100},
      {0, 50, 0, 50, 50, 100},
      {0, 100, 100, 100},
      {0, 0, 0, 100},
      {0, 50, 50, 50, 50, 100},
      {0, 60, 60, 40},
      {50, 100, 0, 49},
      {0, 50, 50, Long.MAX_VALUE},
      {0, Long.MAX_VALUE},
      {Long.MIN_VALUE, 100},
      {0, Long.MIN_VALUE},
      {0, 100, Long.MAX_VALUE, Long.MIN_VALUE},
    };
    for (long[] ends : wrong) {
      refused("w", BYTES, ranges(ends, 32));
    }
    refused("w", BYTES, ranges(new long[] {0, 100}, 31));
    refused("w", BYTES, ranges(new long[] {0, 100}, 64));
    refused("w", BYTES, ranges(new long[] {0, 100}, 0));
    refused("w", new byte[0], ranges(new long[] {0, 1}, 32));
    refused("w", new byte[0], ranges(new long[] {0, 0, 0, 0}, 32));
  }

  private void refused(String name, byte[] file, List<SignedFile.Range> ranges) throws IOException {
    Loaded.write(temp, name, file);
    assertThrows(
        ArtifactRejected.class,
        () ->
            Loaded.open(
                temp.resolve(name), OPTIONS, new SignedFile(name, HashType.SHA256, ranges)));
  }

  private static List<SignedFile.Range> ranges(long[] ends, int width) {
    List<SignedFile.Range> ranges = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      ranges.add(new SignedFile.Range(ends[i], ends[i + 1], new byte[width]));
    }
    return ranges;
  }

  @Test
  @Rule("S115")
  void a_huge_shard_of_a_tiny_file_takes_no_memory() throws IOException {
    Loaded.write(temp, "w", BYTES);
    SignedFile signed =
        new SignedFile(
            "w", HashType.SHA256, List.of(new SignedFile.Range(0, 1L << 40, new byte[32])));
    LoadingOptions all = OPTIONS.withCacheBytes(Long.MAX_VALUE);
    assertThrows(ArtifactRejected.class, () -> Loaded.open(temp.resolve("w"), all, signed));

    // And if the list of files is wrong, too: only the disk decides.
    ModelFile lie = new ModelFile("w", temp.resolve("w"), 1L << 31, null);
    SignedFile huge =
        new SignedFile(
            "w", HashType.SHA256, List.of(new SignedFile.Range(0, 1L << 31, new byte[32])));
    assertThrows(
        ArtifactRejected.class,
        () ->
            VerifiedModel.of(
                "m", Digest.sha256(new byte[0]), "s", List.of(huge), List.of(lie), all));
  }

  @Test
  @Rule("S115")
  void a_file_that_shrank_after_it_was_listed_takes_no_memory() throws IOException {
    Path file = temp.resolve("w");
    try (var channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      // A file with a hole: long, without taking the disk.
      channel.position((1L << 31) - 100).write(ByteBuffer.allocate(1));
    }
    long size = Files.size(file);
    SignedFile signed = SignedFile.whole("w", HashType.SHA256, new byte[32]);
    LoadingOptions all = OPTIONS.withCacheBytes(Long.MAX_VALUE);
    try (VerifiedModel model = Loaded.open(file, all, signed)) {
      Files.write(file, BYTES);
      ArtifactRejected refused = assertThrows(ArtifactRejected.class, () -> model.open("w"));
      assertEquals("file \"w\" has 100 bytes, it had " + size, refused.getMessage());
    }
  }

  @Test
  @Rule("S115")
  void a_million_shards_in_any_order_are_put_in_theirs() throws IOException {
    byte[] bytes = Loaded.random(1_000_000, 3);
    Loaded.write(temp, "w", bytes);
    byte[][] digests = new byte[256][];
    for (int i = 0; i < 256; i++) {
      digests[i] = Loaded.hash(HashType.SHA256, new byte[] {(byte) i}, 0, 1);
    }
    List<SignedFile.Range> ranges = new ArrayList<>(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      ranges.add(new SignedFile.Range(i, i + 1, digests[bytes[i] & 255]));
    }
    Collections.shuffle(ranges, new Random(5));
    SignedFile signed = new SignedFile("w", HashType.SHA256, ranges);
    try (VerifiedModel model = Loaded.open(temp.resolve("w"), OPTIONS, signed)) {
      try (SeekableByteChannel channel = model.open("w")) {
        for (int at : new int[] {0, 487_654, 990_000}) {
          assertArrayEquals(
              Arrays.copyOfRange(bytes, at, at + 10_000),
              VerifiedModelTest.read(channel.position(at), 10_000));
        }
      }
      assertEquals(30_000, model.hashedBytes());
    }
  }

  @Test
  @Rule("S115")
  void files_with_faults_missing_ones_and_names_twice_are_refused() throws IOException {
    Path folder = temp.resolve("m");
    Loaded.write(folder, "w", BYTES);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("w"));
    SignedFile signed = Loaded.whole("w", HashType.SHA256, BYTES);
    SignedFile link = Loaded.whole("link", HashType.SHA256, BYTES);
    SignedFile missing = Loaded.whole("gone", HashType.SHA256, BYTES);
    assertThrows(ArtifactRejected.class, () -> Loaded.open(folder, OPTIONS, signed, signed));
    assertThrows(ArtifactRejected.class, () -> Loaded.open(folder, OPTIONS, link));
    assertThrows(ArtifactRejected.class, () -> Loaded.open(folder, OPTIONS, signed, missing));
  }

  @Test
  @Rule("S112")
  void a_file_that_was_swapped_after_it_was_listed_is_refused_even_for_its_equal()
      throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", BYTES);
    Path equal = Loaded.write(temp, "equal", BYTES);
    SignedFile signed = Loaded.whole("w", HashType.SHA256, BYTES);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS, signed)) {
      Files.delete(file);
      assertThrows(IOException.class, () -> model.open("w"));
      Files.createSymbolicLink(file, equal);
      assertThrows(ArtifactRejected.class, () -> model.open("w"));
    }
    Files.delete(file);
    Loaded.write(folder, "w", BYTES);
    try (VerifiedModel model = Loaded.open(folder, OPTIONS, signed)) {
      Files.move(file, temp.resolve("kept")); // so that its number is not given to another
      Files.move(equal, file);
      ArtifactRejected refused = assertThrows(ArtifactRejected.class, () -> model.open("w"));
      assertTrue(refused.getMessage().contains("swapped"), refused.getMessage());
      Files.move(temp.resolve("kept"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThrows(ArtifactRejected.class, () -> model.open("w"));
    }
  }

  @Test
  void options_must_be_positive() {
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withCacheBytes(0));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withThreads(0));
    assertEquals(64 << 20, LoadingOptions.defaults().cacheBytes());
    assertEquals(Holding.HANDLE, LoadingOptions.defaults().holding());
  }
}
