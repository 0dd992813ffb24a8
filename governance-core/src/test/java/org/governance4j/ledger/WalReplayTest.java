package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.governance4j.LedgerCorrupted;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalReplayTest {
  private static final String NAME = WriteAheadLog.name(0);

  private final MemoryDisk disk = new MemoryDisk();

  /** Where each commit begins in the segment, and where the last one ends. */
  private final List<Integer> commits = new ArrayList<>();

  private byte[] content = {};

  /** Five commits of 1, 3, 1, 2 and 2 entries. */
  @BeforeEach
  void write() throws IOException {
    disk.createDirectory(".state", Disk.Access.PRIVATE);
    AtomicFiles files = new AtomicFiles(disk);
    try (WriteAheadLog wal = WriteAheadLog.start(disk, files, 0, List.of())) {
      long index = 0;
      for (int count : new int[] {1, 3, 1, 2, 2}) {
        commits.add(disk.content(NAME).length);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          entries.add(NaiveTree.entry(index + i));
        }
        wal.append(index, entries);
        index += count;
      }
    }
    content = disk.content(NAME);
    commits.add(content.length);
  }

  @Test
  void a_frame_is_marker_length_index_checksum_and_entry() {
    // The CRC is that of RFC 3720 over everything else, computed here from the parts.
    byte[] entry = "entry 0".getBytes(StandardCharsets.UTF_8);
    byte[] head = {(byte) 0xA7, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0};
    CRC32C crc = new CRC32C();
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
        WalReplay replay = WalReplay.read(disk);
        assertEquals(length / frame, replay.entries().size(), "cut at " + length);
        assertEquals(length / frame * frame, replay.end());
        for (int i = 0; i < replay.entries().size(); i++) {
          assertArrayEquals(NaiveTree.entry(i), replay.entries().get(i));
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
            assertThrows(LedgerCorrupted.class, () -> WalReplay.read(disk), "bit " + bit);
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
    WalReplay replay = WalReplay.read(disk);
    assertEquals(7, replay.entries().size());
    assertEquals(48, replay.torn());
  }

  @Test
  void a_segment_that_a_crash_left_behind_is_ignored() throws IOException {
    disk.tamper(WriteAheadLog.name(256), new byte[0]);
    WalReplay replay = WalReplay.read(disk);
    assertEquals(256, replay.first());
    assertEquals(List.of(), replay.entries());
  }

  @Test
  void a_log_without_segments_is_damage() {
    disk.tamper(NAME, null);
    assertThrows(LedgerCorrupted.class, () -> WalReplay.read(disk));
    disk.tamper(WriteAheadLog.name(255), new byte[0]);
    assertThrows(LedgerCorrupted.class, () -> WalReplay.read(disk));
  }

  private WalReplay assertReads() {
    try {
      return WalReplay.read(disk);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
