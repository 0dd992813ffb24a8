package org.governance4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads what other implementations wrote, from the folder of outside suites. */
class TesseraLogTest {
  // The published test key of transparency-dev/tessera, testdata/build_log.sh.
  private static final String VKEY =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

  @Test
  void every_checkpoint_of_a_log_that_tessera_wrote_has_the_root_of_its_entries()
      throws IOException {
    Path log = suite().resolve("tessera-log");
    NoteVerifier key = NoteVerifier.ed25519(VKEY);
    List<Digest> leaves = new ArrayList<>();
    for (byte[] entry : entries(Files.readAllBytes(log.resolve("tile/entries/000.p/15")))) {
      leaves.add(MerkleTree.leafHash(entry));
    }
    for (int size = 0; size <= 15; size++) {
      byte[] bytes = Files.readAllBytes(log.resolve("checkpoint." + size));
      Checkpoint checkpoint = Checkpoint.open(SignedNote.parse(bytes), key);
      Digest root = MerkleTree.root(leaves.subList(0, size));
      assertEquals(new Checkpoint("example.com/log/testdata", size, root), checkpoint);
    }
  }

  @Test
  void of_rekor_s_checkpoints_those_called_valid_are_read_and_those_called_errors_are_not()
      throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(suite().resolve("rekor/checkpoints"))) {
      files = list.sorted().toList();
    }
    assertEquals(9, files.size());
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      if (file.getFileName().toString().startsWith("valid")) {
        Checkpoint.parse(SignedNote.parse(bytes).text());
      } else {
        assertThrows(
            NoteRejected.class,
            () -> Checkpoint.parse(SignedNote.parse(bytes).text()),
            file.toString());
      }
    }
  }

  private static Path suite() {
    Path suite = Path.of(System.getProperty("governance.conformance", "absent"), "ledger");
    assumeTrue(
        Files.isDirectory(suite), "governance.conformance names no folder of outside suites");
    return suite;
  }

  private static List<byte[]> entries(byte[] bundle) {
    List<byte[]> entries = new ArrayList<>();
    for (int at = 0; at < bundle.length; ) {
      int length = (bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff;
      entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return entries;
  }
}
