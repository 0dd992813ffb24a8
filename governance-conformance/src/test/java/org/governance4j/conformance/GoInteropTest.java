package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.NoteVerifier;
import org.governance4j.Receipt;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.Diagnosis;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.LedgerDoctor;
import org.governance4j.ledger.LedgerVerifier;
import org.governance4j.ledger.OfflineProofs;
import org.governance4j.ledger.VerifiedLog;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs that this project writes, verified by golang.org/x/mod/sumdb, and the other way round: with
 * {@code src/test/go/tlogcheck}, which needs Go and Debian's package golang-golang-x-mod-dev.
 */
class GoInteropTest {
  private static final Path SOURCE = Path.of("src", "test", "go", "tlogcheck");
  private static final Path PACKAGES = Path.of("/usr/share/gocode");
  private static final String ORIGIN = "example.com/interop";

  @TempDir static Path shared;
  private static Path program;

  @TempDir Path dir;

  @BeforeAll
  static void build() throws Exception {
    Path library = PACKAGES.resolve("src/golang.org/x/mod/sumdb/tlog");
    assumeTrue(Files.isDirectory(library), "skipped: no golang-golang-x-mod-dev on this machine");
    assumeTrue(hasGo(), "skipped: no go on this machine");
    Path built = shared.resolve("tlogcheck");
    Ran ran = run(List.of("go", "build", "-o", built.toString(), "."), SOURCE);
    assertEquals(0, ran.code, ran::toString);
    program = built;
  }

  private static boolean hasGo() throws Exception {
    try {
      return run(List.of("go", "version"), SOURCE).code == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private record Ran(int code, String out, String err) {}

  private static Ran run(List<String> command, Path where) throws Exception {
    Path err = Files.createTempFile(shared, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(where.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "GO111MODULE",
                "off",
                "GOFLAGS",
                "",
                "GOPATH",
                PACKAGES.toString(),
                "GOCACHE",
                shared.resolve("cache").toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> command + " ends");
    return new Ran(process.exitValue(), out.strip(), Files.readString(err));
  }

  private static Ran go(Object... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    return run(command, shared);
  }

  /** A log of ours. */
  private static NoteVerifier ours(Path log, int size) {
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
        FileLedger ledger = FileLedger.create(log, ORIGIN, key)) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        receipts.add(
            ledger.submit(
                Entry.builder("approval", "user:alice", "model:m")
                    .attribute("n", JsonValue.of(i))
                    .build()));
        if (receipts.size() == 4096) {
          receipts.forEach(CompletableFuture::join);
          receipts.clear();
        }
        if (i % 20_000 == 3) {
          ledger.publish(); // so that there are older partial tiles too
        }
      }
      receipts.forEach(CompletableFuture::join);
      return NoteVerifier.ed25519(ledger.vkey());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 70_000})
  @Rule("L95")
  void go_verifies_what_we_write(int size) throws Exception {
    Path log = dir.resolve("log");
    NoteVerifier key = ours(log, size);

    Ran ran = go("verify", log, key.vkey());

    assertEquals(0, ran.code, ran::toString);
    Checkpoint checkpoint = Checkpoint.open(FileLedgerReader.open(log).checkpoint(), key);
    assertEquals(size, checkpoint.size());
    String expected =
        "verified " + ORIGIN + " " + size + " " + checkpoint.root().base64() + " tiles=";
    assertTrue(ran.out.startsWith(expected), ran::toString);
    assertEquals(size > 0, !ran.out.endsWith(" proofs=0"), ran::toString);
  }

  @Test
  @Rule("L95")
  void go_refuses_what_we_wrote_and_somebody_changed() throws Exception {
    Path log = dir.resolve("log");
    NoteVerifier key = ours(log, 70_000);
    eachChanged(
        log,
        (what, good) -> {
          Ran ran = go("verify", log, key.vkey());
          assertEquals(good ? 0 : 1, ran.code, () -> what + ": " + ran);
        });
    Path other = dir.resolve("other");
    assertEquals(1, go("verify", log, ours(other, 1).vkey()).code, "another key");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 70_000})
  @Rule("L96")
  void we_verify_what_go_writes(int size) throws Exception {
    Path log = dir.resolve("log");
    Ran ran = go("write", log, "example.com/go", size);
    assertEquals(0, ran.code, ran::toString);
    NoteVerifier key = NoteVerifier.ed25519(ran.out);

    VerifiedLog verified = LedgerVerifier.of(key).withForeignEntries().verify(log);

    assertEquals(size, verified.size());
    assertEquals("example.com/go", verified.origin());
    Diagnosis diagnosis = LedgerDoctor.examine(log, key);
    assertTrue(diagnosis.isSound() && diagnosis.isComplete(), diagnosis::toString);
    try (FileLedgerReader reader = FileLedgerReader.open(log)) {
      for (long index : new long[] {0, 17, 18, 255, 256, size / 2, size - 1}) {
        if (index >= 0 && index < size) {
          byte[] entry = reader.read(index, 1).get(0).bytes();
          assertEquals(size, OfflineProofs.prove(reader, index).verify(entry, key).size());
        }
      }
    }
  }

  @Test
  @Rule("L96")
  void we_refuse_what_go_wrote_and_somebody_changed() throws Exception {
    Path log = dir.resolve("log");
    NoteVerifier key = NoteVerifier.ed25519(go("write", log, "example.com/go", 70_000).out);
    LedgerVerifier verifier = LedgerVerifier.of(key).withForeignEntries();
    eachChanged(
        log,
        (what, good) -> {
          if (good) {
            assertEquals(70_000, verifier.verify(log).size(), what);
          } else {
            assertThrows(GovernanceException.class, () -> verifier.verify(log), what);
            assertTrue(!LedgerDoctor.examine(log, key).isSound(), what);
          }
        });
  }

  private interface Judge {
    void judge(String what, boolean good) throws Exception;
  }

  /** A log of 70,000 entries, changed in one way after another. */
  private static void eachChanged(Path log, Judge judge) throws Exception {
    Map<String, byte[]> changes = new LinkedHashMap<>();
    for (String name :
        List.of(
            "tile/entries/000",
            "tile/entries/150",
            "tile/entries/273.p/112",
            "tile/0/000",
            "tile/0/273.p/112",
            "tile/1/000",
            "tile/1/001.p/17",
            "tile/2/000.p/1")) {
      byte[] good = Files.readAllBytes(log.resolve(name));
      byte[] flipped = good.clone();
      flipped[good.length / 2] ^= 4;
      changes.put(name + " with a bit flipped", flipped);
      changes.put(name + " cut", Arrays.copyOf(good, good.length - 1));
      changes.put(name + " missing", null);
    }
    String checkpoint = Files.readString(log.resolve("checkpoint"));
    changes.put("checkpoint of another size", utf8(checkpoint.replace("\n70000\n", "\n69999\n")));
    changes.put("checkpoint of another origin", utf8("x" + checkpoint));
    changes.put("checkpoint missing", null);
    for (Map.Entry<String, byte[]> change : changes.entrySet()) {
      Path file = log.resolve(change.getKey().split(" ")[0]);
      byte[] good = Files.readAllBytes(file);
      if (change.getValue() == null) {
        Files.delete(file);
      } else {
        Files.write(file, change.getValue());
      }
      judge.judge(change.getKey(), false);
      Files.write(file, good);
    }
    judge.judge("as it was", true);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
