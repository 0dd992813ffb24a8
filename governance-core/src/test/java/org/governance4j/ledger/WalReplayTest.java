package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.governance4j.LedgerCorrupted;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalReplayTest {
  private static final String NAME = WriteAheadLog.name(0);

  /** No zeros ahead. */
  private static final Limits EXACT = new Limits(1, 1 << 20, 0, 1 << 20, 1, 1, 0);

  private final MemoryDisk disk = new MemoryDisk();

  /** Where each commit begins in the segment, and where the last one ends. */
  private final List<Integer> commits = new ArrayList<>();

  private byte[] content = {};

  /** Five commits of 1, 3, 1, 2 and 2 entries. */
  @BeforeEach
  void write() throws IOException {
    disk.createDirectory(".state", Disk.Access.PRIVATE);
    try (WriteAheadLog wal = WriteAheadLog.begin(disk, EXACT)) {
      for (int count : new int[] {1, 3, 1, 2, 2}) {
        commits.add(disk.content(NAME).length);
        commit(wal, count);
      }
    }
    content = disk.content(NAME);
    commits.add(content.length);
  }

  private static void commit(WriteAheadLog wal, int count) throws IOException {
    List<Leaf> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(Leaf.of(NaiveTree.entry(wal.next() + i)));
    }
    wal.write(leaves);
    wal.force();
  }

  /** What is read, with the entries. */
  private record Read(WalReplay replay, List<byte[]> entries) {
    static Read of(Disk disk) throws IOException {
      List<byte[]> entries = new ArrayList<>();
      WalReplay replay =
          WalReplay.read(
              disk,
              WalReplay.segments(disk),
              (bytes, from, length) -> entries.add(Arrays.copyOfRange(bytes, from, from + length)));
      return new Read(replay, entries);
    }
  }

  @Test
  void a_frame_is_marker_length_index_checksum_and_entry() {
    // The CRC is that of RFC 3720 over the salt and everything else, computed here from the parts.
    byte[] entry = "entry 0".getBytes(StandardCharsets.UTF_8);
    byte[] head = {(byte) 0xA7, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0};
    CRC32C crc = new CRC32C();
    crc.update(disk.content(WalSalt.NAME), 0, 8);
    crc.update(head);
    crc.update(entry);
    assertArrayEquals(head, Arrays.copyOf(content, 13));
    assertEquals((int) crc.getValue(), java.nio.ByteBuffer.wrap(content).getInt(13), "checksum");
    assertArrayEquals(entry, Arrays.copyOfRange(content, 17, 24));
    assertEquals((byte) 0xA7, content[commits.get(1)]);
    assertEquals((byte) 0xA8, content[commits.get(1) + 24], "second frame of a commit");
  }

  @Test
  @Rule("L31")
  void a_log_cut_anywhere_gives_back_the_whole_frames_before_the_cut() throws IOException {
    int frame = WriteAheadLog.HEADER + 7;
    for (int length = 0; length <= content.length; length++) {
      for (int zeros : new int[] {0, 1, 600}) {
        byte[] cut = Arrays.copyOf(content, length);
        disk.tamper(NAME, Arrays.copyOf(cut, length + zeros));
        Read read = Read.of(disk);
        assertEquals(length / frame, read.entries().size(), "cut at " + length);
        assertEquals(length / frame, read.replay().next());
        assertEquals(length / frame, read.replay().end() / frame);
        assertTrue(commits.contains((int) read.replay().lastCommit()), "cut at " + length);
        for (int i = 0; i < read.entries().size(); i++) {
          assertArrayEquals(NaiveTree.entry(i), read.entries().get(i));
        }
      }
    }
  }

  @Test
  void a_bit_flipped_before_a_later_commit_is_damage_at_its_frame() {
    int frame = WriteAheadLog.HEADER + 7;
    for (int bit = 0; bit < 8 * content.length; bit++) {
      int at = bit / 8;
      byte[] flipped = content.clone();
      flipped[at] ^= (byte) (1 << (bit % 8));
      disk.tamper(NAME, flipped);
      int start = at / frame * frame;
      if (at < commits.get(4)) {
        LedgerCorrupted found =
            assertThrows(LedgerCorrupted.class, () -> Read.of(disk), "bit " + bit);
        assertTrue(
            found
                .getMessage()
                .startsWith("memory/" + NAME + " is damaged at offset " + start + ","),
            found.getMessage());
      } else {
        // The last commit may have been torn by a crash; nobody can tell.
        int left = start / frame;
        assertEquals(left, assertReads().entries().size(), "bit " + bit);
      }
    }
  }

  @Test
  @Rule("L31")
  void a_hole_in_the_last_commit_is_a_torn_commit_though_good_frames_follow() throws IOException {
    // Sectors reach the disk in any order: the first frame of the last commit is missing, the
    // second is there.
    byte[] hole = content.clone();
    Arrays.fill(hole, commits.get(4), commits.get(4) + 24, (byte) 0);
    disk.tamper(NAME, hole);
    Read read = Read.of(disk);
    assertEquals(7, read.entries().size());
    assertEquals(48, read.replay().torn());
  }

  /** Frames as somebody would make them who knows everything but the salt. */
  private static byte[] forged(long from, int count) {
    ByteBuffer frames = ByteBuffer.allocate(count * WriteAheadLog.HEADER);
    for (int i = 0; i < count; i++) {
      int at = frames.position();
      frames.put(WriteAheadLog.COMMIT).putInt(0).putLong(from + i);
      CRC32C crc = new CRC32C();
      crc.update(frames.array(), at, WriteAheadLog.HEADER - 4);
      frames.putInt((int) crc.getValue());
    }
    return frames.array();
  }

  @Test
  @Rule("L125")
  void an_entry_that_contains_frames_is_torn_like_any_other() throws IOException {
    disk.tamper(NAME, null);
    try (WriteAheadLog wal = WriteAheadLog.begin(disk, EXACT)) {
      commit(wal, 2);
      wal.write(List.of(Leaf.of(forged(2, 3000))));
      wal.force();
    }
    byte[] torn = disk.content(NAME);
    Arrays.fill(torn, 48, 48 + WriteAheadLog.HEADER, (byte) 0);
    disk.tamper(NAME, torn);
    Read read = Read.of(disk);
    assertEquals(2, read.entries().size());
    assertEquals(torn.length - 48, read.replay().torn());
  }

  @Test
  @Rule("L125")
  void a_salt_that_is_missing_or_changed_is_damage_and_named() {
    byte[] salt = disk.content(WalSalt.NAME);
    List<byte[]> damaged = new ArrayList<>();
    for (int bit = 0; bit < 8 * salt.length; bit++) {
      byte[] flipped = salt.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      damaged.add(flipped);
    }
    damaged.add(Arrays.copyOf(salt, salt.length - 1));
    damaged.add(Arrays.copyOf(salt, salt.length + 1));
    for (byte[] each : damaged) {
      disk.tamper(WalSalt.NAME, each);
      LedgerCorrupted found = assertThrows(LedgerCorrupted.class, () -> Read.of(disk));
      assertTrue(found.getMessage().startsWith("memory/.state/salt is missing or damaged"));
    }
    disk.tamper(WalSalt.NAME, null);
    assertThrows(LedgerCorrupted.class, () -> Read.of(disk));
  }

  @Test
  @Rule("L125")
  void two_ledgers_have_two_salts() throws IOException {
    MemoryDisk other = new MemoryDisk();
    other.createDirectory(".state", Disk.Access.PRIVATE);
    WriteAheadLog.begin(other, EXACT).close();
    assertFalse(Arrays.equals(disk.content(WalSalt.NAME), other.content(WalSalt.NAME)));
  }

  @Test
  void a_file_whose_number_is_no_index_is_no_segment() {
    disk.tamper(".state/wal-9223372036854775808.log", new byte[0]);
    assertEquals(List.of(0L), assertSegments());
    disk.tamper(".state/wal-9223372036854775807.log", new byte[0]);
    assertEquals(List.of(0L, Long.MAX_VALUE), assertSegments());
  }

  private List<Long> assertSegments() {
    try {
      return WalReplay.segments(disk);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Segments of 3, 3 and 1 commits of 2 entries each; 150 bytes of frames in a full one. */
  private void writeSegments(int step) throws IOException {
    Limits limits = new Limits(1, 144, step, 1 << 20, 1, 1, 0);
    disk.tamper(NAME, null);
    try (WriteAheadLog wal = WriteAheadLog.begin(disk, limits)) {
      for (int i = 0; i < 7; i++) {
        commit(wal, 2);
      }
    }
    assertEquals(
        List.of(0L, 6L, 12L), WalReplay.segments(disk), "first indexes of the segments there are");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 512, 4096})
  @Rule("L40")
  void segments_are_read_in_their_order_with_zeros_behind_their_frames(int step)
      throws IOException {
    writeSegments(step);
    Read read = Read.of(disk);
    assertEquals(14, read.entries().size());
    assertEquals(14, read.replay().next());
    assertEquals(12, read.replay().last());
    assertEquals(0, read.replay().torn());
    for (int i = 0; i < 14; i++) {
      assertArrayEquals(NaiveTree.entry(i), read.entries().get(i));
    }
  }

  @Test
  @Rule("L41")
  void a_missing_segment_is_damage_and_named() throws IOException {
    writeSegments(512);
    disk.tamper(WriteAheadLog.name(6), null);
    LedgerCorrupted found = assertThrows(LedgerCorrupted.class, () -> Read.of(disk));
    assertTrue(
        found.getMessage().contains(WriteAheadLog.name(12) + " follows"), found.getMessage());
    assertTrue(found.getMessage().contains("before entry 6"), found.getMessage());
  }

  @Test
  @Rule("L41")
  void a_flipped_bit_in_a_segment_with_another_behind_it_is_damage_wherever_it_is()
      throws IOException {
    writeSegments(256);
    byte[] good = disk.content(WriteAheadLog.name(6));
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      disk.tamper(WriteAheadLog.name(6), flipped);
      LedgerCorrupted found =
          assertThrows(LedgerCorrupted.class, () -> Read.of(disk), "bit " + bit);
      assertTrue(
          found.getMessage().startsWith("memory/" + WriteAheadLog.name(6) + " is damaged at "),
          found.getMessage());
    }
    for (int length = 0; length < 6 * 24; length++) {
      disk.tamper(WriteAheadLog.name(6), Arrays.copyOf(good, length));
      assertThrows(LedgerCorrupted.class, () -> Read.of(disk), "cut at " + length);
    }
  }

  @Test
  void a_segment_that_was_just_made_is_empty_and_the_next_to_be_written() throws IOException {
    writeSegments(0);
    disk.tamper(WriteAheadLog.name(14), new byte[0]);
    WalReplay replay = Read.of(disk).replay();
    assertEquals(14, replay.last());
    assertEquals(0, replay.end());
    disk.tamper(WriteAheadLog.name(15), disk.content(WriteAheadLog.name(14)));
    disk.tamper(WriteAheadLog.name(14), null);
    assertThrows(LedgerCorrupted.class, () -> Read.of(disk));
  }

  @Test
  void a_log_without_segments_is_damage() throws IOException {
    disk.tamper(NAME, null);
    disk.tamper(WriteAheadLog.name(256) + "x", new byte[0]);
    assertEquals(List.of(), WalReplay.segments(disk));
  }

  private Read assertReads() {
    try {
      return Read.of(disk);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
