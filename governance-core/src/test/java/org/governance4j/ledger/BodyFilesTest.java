package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.json.BodyRef;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyFilesTest {
  private static final byte[] BODY = "\"a large body\"".getBytes(StandardCharsets.UTF_8);

  @Test
  @Rule("L62")
  void a_body_lies_private_under_its_digest_and_reads_back(@TempDir Path directory)
      throws IOException {
    BodyRef reference = BodyFiles.ofLedger(directory).store(BODY);
    assertEquals(BodyRef.to(BODY), reference);
    Path file = directory.resolve("vault/bodies").resolve(reference.sha256().hex());
    assertArrayEquals(BODY, Files.readAllBytes(file));
    assertArrayEquals(BODY, BodyFiles.ofLedger(directory).read(reference));
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }
    BodyFiles.in(directory).store(BODY);
    assertArrayEquals(BODY, Files.readAllBytes(directory.resolve(reference.sha256().hex())));
    BodyFiles.ofLedger(directory).store(BODY);
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "stored twice, and nothing temporary is left");
    }
  }

  @Test
  @Rule("L62")
  void a_reference_is_given_only_to_a_body_that_survives() throws IOException {
    MemoryDisk probe = new MemoryDisk();
    BodyFiles.ofLedger(probe).store(BODY);
    for (long budget = 0; budget <= probe.operations; budget++) {
      MemoryDisk disk = new MemoryDisk();
      disk.budget = budget;
      BodyRef stored = null;
      try {
        stored = BodyFiles.ofLedger(disk).store(BODY);
      } catch (LedgerUnavailable e) {
        assertTrue(disk.failed, "budget " + budget);
      }
      Random random = new Random(budget);
      for (int i = 0; i < 30; i++) {
        MemoryDisk image = disk.crash(random);
        String name = "vault/bodies/" + BodyRef.to(BODY).sha256().hex();
        if (stored != null || image.exists(name)) {
          assertArrayEquals(
              BODY, BodyFiles.ofLedger(image).read(BodyRef.to(BODY)), "budget " + budget);
        }
      }
      assertEquals(budget == probe.operations, stored != null, "budget " + budget);
    }
  }

  @Test
  @Rule("L62")
  void another_body_and_a_missing_one_are_told_apart() {
    MemoryDisk disk = new MemoryDisk();
    BodyFiles bodies = BodyFiles.ofLedger(disk);
    BodyRef reference = bodies.store(BODY);
    String name = "vault/bodies/" + reference.sha256().hex();
    byte[] changed = BODY.clone();
    changed[3] ^= 1;
    for (byte[] other : new byte[][] {changed, {}, new byte[BODY.length + 1]}) {
      disk.tamper(name, other);
      assertThrows(LedgerCorrupted.class, () -> bodies.read(reference));
    }
    bodies.store(BODY);
    assertArrayEquals(BODY, bodies.read(reference), "stored again, over what was damaged");
    disk.tamper(name, null);
    assertThrows(LedgerUnavailable.class, () -> bodies.read(reference));
    BodyRef lie = new BodyRef(1L << 40, reference.sha256());
    assertThrows(IllegalArgumentException.class, () -> bodies.read(lie));
  }
}
