package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.governance4j.Checkpoint;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.LedgerRecord;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/**
 * A log that Tessera has written (Go; testdata/build_log.sh of transparency-dev/tessera, with the
 * test keys published there).
 */
class TesseraLogTest {
  private final JsonValue.Obj keys = Vectors.json("tessera-log/KEYS.json");
  private final Path tessera = Vectors.directory().resolve("tessera-log");

  private List<byte[]> entries() {
    List<byte[]> entries = new ArrayList<>();
    for (JsonValue entry : Vectors.array(keys, "entries")) {
      entries.add(((JsonValue.Str) entry).value().getBytes(StandardCharsets.UTF_8));
    }
    return entries;
  }

  /** The key in Go's text: PRIVATE+KEY+name+id+base64(type || seed). */
  private TestKey key() {
    String[] parts = Vectors.text(keys, "skey").split("\\+", 5);
    byte[] typed = Base64.getDecoder().decode(parts[4]);
    return TestKey.ofSeed(Arrays.copyOfRange(typed, 1, 33));
  }

  @Test
  @Rule("L34")
  void the_same_entries_make_the_same_files_down_to_the_signatures() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    String origin = "example.com/log/testdata";
    try (LedgerLog log = LedgerLog.create(disk, origin, key())) {
      assertArrayEquals(
          Files.readAllBytes(tessera.resolve("checkpoint.0")), disk.content("checkpoint"));
      int size = 0;
      for (byte[] entry : entries()) {
        Logs.append(log, List.of(entry));
        log.publish();
        size++;
        assertArrayEquals(
            Files.readAllBytes(tessera.resolve("checkpoint." + size)), disk.content("checkpoint"));
      }
    }
    Map<String, byte[]> expected = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tessera.resolve("tile"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = tessera.relativize(file).toString().replace('\\', '/');
        expected.put(name, Files.readAllBytes(file));
      }
    }
    Map<String, byte[]> found = disk.files("tile/");
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, content) -> assertArrayEquals(content, found.get(name), name));
  }

  @Test
  void a_log_of_tessera_is_read_proven_and_verified() throws IOException {
    NoteVerifier log = NoteVerifier.ed25519(Vectors.text(keys, "vkey"));
    List<byte[]> entries = entries();

    VerifiedLog verified =
        LedgerVerifier.of(log)
            .withForeignEntries()
            .withSince(SignedNote.parse(Files.readAllBytes(tessera.resolve("checkpoint.7"))))
            .verify(tessera);
    assertEquals(entries.size(), verified.size());

    try (FileLedgerReader reader = FileLedgerReader.open(tessera)) {
      List<LedgerRecord> records = reader.read(0, 100);
      Checkpoint last = Checkpoint.open(reader.checkpoint(), log);
      for (int size = 1; size <= entries.size(); size++) {
        assertArrayEquals(entries.get(size - 1), records.get(size - 1).bytes());
        Checkpoint then =
            Checkpoint.open(
                SignedNote.parse(Files.readAllBytes(tessera.resolve("checkpoint." + size))), log);
        reader.consistencyProof(size, last.size()).verify(then.root(), last.root());
        for (int index = 0; index < size; index++) {
          reader.inclusionProof(index, size).verify(records.get(index).leafHash(), then.root());
        }
        OfflineProofs.prove(reader, size - 1).verify(entries.get(size - 1), log);
      }
    }
  }

  @Test
  void bundles_agree_with_tessera() {
    JsonValue.Obj vectors = Vectors.json("tile-paths.json");
    for (JsonValue each : Vectors.array(vectors, "tesseraEntryBundle [hex,valid]")) {
      List<JsonValue> pair = ((JsonValue.Arr) each).items();
      byte[] bundle = java.util.HexFormat.of().parseHex(((JsonValue.Str) pair.get(0)).value());
      boolean valid = ((JsonValue.Bool) pair.get(1)).value();
      // The vectors do not say how many entries there should be; the path of a bundle does.
      int accepted = 0;
      for (int width = 0; width <= 256; width++) {
        try {
          assertArrayEquals(bundle, EntryBundle.encode(EntryBundle.decode(bundle, width)));
          accepted++;
        } catch (InvalidData e) {
          assertEquals(InvalidData.class, e.getClass());
        }
      }
      assertEquals(valid ? 1 : 0, accepted, each.toString());
    }
  }

  @Test
  void a_bundle_must_have_exactly_its_entries() {
    byte[] bundle = EntryBundle.encode(NaiveTree.entries(3));
    assertEquals(3, EntryBundle.decode(bundle, 3).size());
    assertThrows(InvalidData.class, () -> EntryBundle.decode(bundle, 2));
    assertThrows(InvalidData.class, () -> EntryBundle.decode(bundle, 4));
    for (int length = 0; length < bundle.length; length++) {
      byte[] cut = Arrays.copyOf(bundle, length);
      assertThrows(InvalidData.class, () -> EntryBundle.decode(cut, 3), "cut at " + length);
    }
  }
}
