package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewFilesTest {
  private static final int FILES = 300;

  @TempDir Path directory;

  private static NewFiles files(Disk disk, boolean atOnce) {
    return atOnce ? new NewFilesAtOnce(disk) : new NewFilesInTurn(disk);
  }

  private static byte[] content(int file) {
    return ("file " + file).getBytes(StandardCharsets.UTF_8);
  }

  private static void add(NewFiles files, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      files.add("tile/" + i, content(i));
    }
  }

  private static MemoryDisk disk() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    for (String name : new String[] {".state", "tile"}) {
      disk.createDirectory(name, Disk.Access.PUBLIC);
    }
    disk.syncDirectory("");
    return disk;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Rule("L30")
  void what_is_finished_has_its_name_and_survives_once_the_directory_is_synced(boolean atOnce)
      throws IOException {
    MemoryDisk disk = disk();
    NewFiles files = files(disk, atOnce);
    for (int round = 0; round < 3; round++) {
      add(files, round * 100, round * 100 + 100);
      files.finish();
    }
    disk.syncDirectory("tile");
    MemoryDisk left = disk.crash(new Random(1));
    for (int i = 0; i < FILES; i++) {
      assertArrayEquals(content(i), left.content("tile/" + i));
    }
    assertEquals(FILES, left.fileNames("tile/").size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Rule("L30")
  void no_name_has_another_than_its_whole_content_whatever_fails(boolean atOnce)
      throws IOException {
    for (int budget = 0; budget < 200; budget += 3) {
      MemoryDisk disk = disk();
      NewFiles files = files(disk, atOnce);
      disk.budget = budget;
      IOException failure =
          assertThrows(
              IOException.class,
              () -> {
                add(files, 0, FILES);
                files.finish();
              });
      assertFalse(failure instanceof DiskFull, "failing operation " + budget + ": " + failure);
      Random random = new Random(budget);
      for (int i = 0; i < 5; i++) {
        MemoryDisk left = disk.crash(random);
        for (String name : left.fileNames("tile/")) {
          int file = Integer.parseInt(name.substring("tile/".length()));
          assertArrayEquals(content(file), left.content(name), "operation " + budget);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Rule("L46")
  void a_full_disk_is_told_as_such_and_with_room_it_goes_on(boolean atOnce) throws IOException {
    MemoryDisk disk = disk();
    NewFiles files = files(disk, atOnce);
    disk.space = 500;
    assertThrows(
        DiskFull.class,
        () -> {
          add(files, 0, FILES);
          files.finish();
        });
    disk.space = 1_000_000;
    add(files, 0, FILES);
    files.finish();
    assertEquals(FILES, disk.fileNames("tile/").size());
  }

  @Test
  @Rule("L30")
  void the_real_disk_makes_large_files_whole() throws IOException {
    OsDisk disk = new OsDisk(directory);
    disk.createDirectory(".state", Disk.Access.PRIVATE);
    disk.createDirectory("tile", Disk.Access.PUBLIC);
    byte[] large = new byte[1_000_003];
    new Random(2).nextBytes(large);
    NewFiles files = disk.newFiles();
    assertTrue(files instanceof NewFilesAtOnce);
    for (int i = 0; i < 40; i++) {
      files.add("tile/" + i, i % 7 == 0 ? large : content(i));
    }
    files.finish();
    for (int i = 0; i < 40; i++) {
      byte[] expected = i % 7 == 0 ? large : content(i);
      assertArrayEquals(expected, disk.read("tile/" + i, 0, large.length + 1), "file " + i);
    }
    assertTrue(disk.list(".state").isEmpty(), "temporary files " + disk.list(".state"));
  }
}
