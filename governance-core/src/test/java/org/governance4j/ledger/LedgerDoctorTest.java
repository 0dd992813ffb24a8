package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerDoctorTest {
  @TempDir Path temp;
  private Path directory;

  @BeforeEach
  void directory() {
    directory = temp.resolve("ledger");
  }

  /** A closed ledger that published several times and has disclosures. */
  private void ledgerOf(int size) {
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      for (int i = 0; i < size; i++) {
        Entry.Builder entry =
            Logs.approval().attribute("n", JsonValue.of(i)).attribute("pad", JsonValue.of("x"));
        if (i % 100 == 1) {
          entry.sensitive("name", JsonValue.of("Alice Example " + i));
        }
        ledger.submit(entry.build());
        if (i % 90 == 2) {
          ledger.publish();
        }
      }
    }
  }

  private Diagnosis examine() {
    return LedgerDoctor.examine(directory, Logs.VERIFIER);
  }

  private List<Finding> damages() {
    return examine().findings().stream()
        .filter(f -> f.severity() == Finding.Severity.DAMAGE)
        .toList();
  }

  /** The one finding there is. */
  private Finding only(Finding.Severity severity, String file) {
    Diagnosis diagnosis = examine();
    assertEquals(1, diagnosis.findings().size(), diagnosis::toString);
    Finding finding = diagnosis.findings().get(0);
    assertEquals(severity, finding.severity(), finding::toString);
    assertEquals(file, finding.file(), finding::toString);
    assertEquals(severity != Finding.Severity.DAMAGE, diagnosis.isSound());
    return finding;
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 255, 256, 257, 700})
  @Rule("X24")
  void a_closed_ledger_is_sound_with_the_key_and_without(int size) {
    ledgerOf(size);
    Diagnosis diagnosis = examine();
    assertEquals(List.of(), diagnosis.findings());
    assertTrue(diagnosis.isSound() && diagnosis.isComplete());
    assertEquals(size, diagnosis.size());
    assertFalse(diagnosis.inUse());

    Diagnosis keyless = LedgerDoctor.examine(directory, null);
    assertTrue(keyless.isSound());
    assertEquals(1, keyless.findings().size(), "only that the signature was not checked");
    assertTrue(keyless.findings().get(0).what().contains("signature was not checked"));
  }

  @Test
  @Rule("X24")
  void looking_changes_nothing() throws IOException {
    ledgerOf(300);
    Files.write(directory.resolve("tile/0/000"), new byte[] {1});
    Map<String, byte[]> before = files();
    examine();
    Map<String, byte[]> after = files();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, content) -> assertArrayEquals(content, after.get(name), name));
  }

  @Test
  @Rule("X25")
  void every_flipped_bit_of_every_file_is_found_in_that_file() throws IOException {
    ledgerOf(259);
    long seed = 20_261_121;
    Random random = new Random(seed);
    int flips = 0;
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      String name = file.getKey();
      byte[] good = file.getValue();
      boolean published = name.startsWith("tile") || name.equals("checkpoint");
      int step = 1 + 8 * good.length / (published ? 20 : 120);
      for (int bit = random.nextInt(step); bit < 8 * good.length; bit += step) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        write(name, bad);
        int flipped = bit;
        // Nothing of the ledger is in the reserve, and nothing of its own in the index.
        List<Finding> found =
            name.equals(Reserve.NAME) || name.startsWith(IndexRun.DIRECTORY)
                ? List.of(only(Finding.Severity.WARNING, name))
                : damages();
        assertTrue(
            found.stream().anyMatch(f -> f.file().equals(name)),
            () -> name + " bit " + flipped + " of seed " + seed + ": " + found);
        flips++;
      }
      write(name, good);
    }
    assertEquals(List.of(), damages());
    assertTrue(flips > 400, "only " + flips + " bits");
  }

  @Test
  @Rule("X25")
  void every_damage_is_listed_not_the_first_alone() throws IOException {
    ledgerOf(700);
    byte[] first = Files.readAllBytes(directory.resolve("tile/0/000"));
    first[32 * 7] ^= 1;
    first[32 * 9] ^= 1;
    write("tile/0/000", first);
    byte[] bundle = Files.readAllBytes(directory.resolve("tile/entries/001"));
    bundle[40] ^= 1;
    write("tile/entries/001", bundle);
    Files.delete(directory.resolve("tile/entries/002.p/188"));

    List<Finding> found = damages();
    assertEquals(
        List.of(
            "tile/0/000 hash 7",
            "tile/0/000 hash 9",
            "tile/entries/001 entry 256",
            "tile/entries/002.p/188 entry 512"),
        found.stream().map(f -> f.file() + " " + f.place()).toList());
    assertTrue(found.get(3).what().contains("is missing"), found.get(3)::what);
    assertTrue(found.get(0).remedy().contains("mirror"), found.get(0)::remedy);
  }

  @Test
  void a_changed_hash_of_a_higher_level_is_named() throws IOException {
    ledgerOf(700);
    byte[] tile = Files.readAllBytes(directory.resolve("tile/1/000.p/2"));
    tile[33] ^= 1;
    write("tile/1/000.p/2", tile);
    Finding found = damages().get(0);
    assertEquals("tile/1/000.p/2", found.file());
    assertEquals(Findings.hash(1), found.place());
  }

  @Test
  void tiles_rewritten_to_fit_each_other_do_not_fit_the_checkpoint() throws IOException {
    ledgerOf(3);
    Path other = temp.resolve("other");
    try (FileLedger ledger = FileLedger.create(other, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      for (int i = 0; i < 3; i++) {
        ledger.append(Logs.approval().build());
      }
    }
    for (String name : List.of("tile/0/000.p/3", "tile/entries/000.p/3")) {
      Files.copy(
          other.resolve(name),
          directory.resolve(name),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    List<Finding> found = damages();
    assertEquals(List.of("checkpoint"), files(found));
    assertTrue(found.get(0).what().contains("rewritten"), found::toString);
  }

  private static List<String> files(List<Finding> findings) {
    return findings.stream().map(Finding::file).distinct().toList();
  }

  @Test
  void a_checkpoint_of_another_key_is_named_as_that() {
    ledgerOf(3);
    Diagnosis diagnosis = LedgerDoctor.examine(directory, TestKey.of(9).verifier(Logs.ORIGIN));
    Finding found = diagnosis.findings().get(0);
    assertEquals("checkpoint", found.file());
    assertTrue(found.what().startsWith("was signed by another key"), found::toString);
    assertTrue(found.remedy().contains("key"), found::toString);
    assertFalse(diagnosis.isSound());
  }

  @Test
  void a_missing_checkpoint_is_named_and_the_tree_examined_all_the_same() throws IOException {
    ledgerOf(300);
    Files.delete(directory.resolve("checkpoint"));
    byte[] tile = Files.readAllBytes(directory.resolve("tile/0/000"));
    tile[0] ^= 1;
    write("tile/0/000", tile);
    assertEquals(List.of("checkpoint", "tile/0/000"), files(damages()));
    assertEquals(300, examine().size());
  }

  @Test
  void a_ledger_put_back_to_an_older_checkpoint_is_told_by_the_signed_log() throws IOException {
    ledgerOf(3);
    byte[] old = Files.readAllBytes(directory.resolve("checkpoint"));
    byte[] log = Files.readAllBytes(directory.resolve(SignedLog.NAME));
    try (FileLedger ledger = FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)) {
      ledger.append(Logs.approval().build());
    }
    byte[] later = Files.readAllBytes(directory.resolve(SignedLog.NAME));
    write(SignedLog.NAME, log);
    Finding found = damages().get(0);
    assertEquals(SignedLog.NAME, found.file());
    assertTrue(found.what().contains("does not have the published checkpoint over 4"), found::what);

    // The other way round nothing is lost: the next publication puts it right.
    write(SignedLog.NAME, later);
    write("checkpoint", old);
    assertTrue(examine().isSound(), examine()::toString);
    assertTrue(
        examine().findings().stream().anyMatch(f -> f.what().contains("not published yet")),
        examine()::toString);
  }

  @Test
  void a_signed_log_that_is_missing_or_torn_is_told_apart() throws IOException {
    ledgerOf(3);
    byte[] log = Files.readAllBytes(directory.resolve(SignedLog.NAME));
    write(SignedLog.NAME, Arrays.copyOf(log, log.length + 5));
    Finding torn = only(Finding.Severity.WARNING, SignedLog.NAME);
    assertTrue(torn.what().contains("as a crash leaves it"), torn::what);
    Files.delete(directory.resolve(SignedLog.NAME));
    Finding missing = damages().get(0);
    assertEquals(SignedLog.NAME, missing.file());
    assertTrue(missing.what().contains("fork"), missing::what);
  }

  @Test
  void two_roots_over_one_size_are_a_fork() throws IOException {
    ledgerOf(3);
    Path other = temp.resolve("other");
    try (FileLedger ledger = FileLedger.create(other, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      for (int i = 0; i < 3; i++) {
        ledger.append(Logs.approval().build());
      }
    }
    List<String> forked = Files.readAllLines(other.resolve(SignedLog.NAME));
    Files.writeString(
        directory.resolve(SignedLog.NAME),
        forked.get(forked.size() - 1) + "\n",
        java.nio.file.StandardOpenOption.APPEND);
    List<Finding> found = damages();
    assertTrue(
        found.stream().anyMatch(f -> f.what().contains("two roots were signed over 3")),
        found::toString);
    assertTrue(found.stream().allMatch(f -> f.file().equals(SignedLog.NAME)), found::toString);
  }

  @Test
  void a_damaged_write_ahead_log_is_located() throws IOException {
    ledgerOf(30);
    String name = WriteAheadLog.name(0);
    byte[] wal = Files.readAllBytes(directory.resolve(name));
    wal[wal.length / 2] ^= 1;
    write(name, wal);
    Finding found = only(Finding.Severity.DAMAGE, name);
    assertEquals(Finding.Unit.OFFSET, found.place().unit());
    assertTrue(found.place().at() <= wal.length / 2, found::toString);
    assertThrows(
        org.governance4j.LedgerCorrupted.class,
        () -> FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND));
    Files.delete(directory.resolve(name));
    assertEquals(".state", damages().get(0).file());
  }

  @Test
  void what_a_crash_leaves_is_no_damage() throws IOException {
    ledgerOf(3);
    String name = WriteAheadLog.name(0);
    byte[] wal = Files.readAllBytes(directory.resolve(name));
    byte[] torn = Arrays.copyOf(wal, wal.length + 40);
    torn[wal.length + 3] = 7;
    write(name, torn);
    write(AtomicFiles.TEMPORARY, new byte[] {1, 2});
    Diagnosis diagnosis = examine();
    assertTrue(diagnosis.isSound());
    assertEquals(2, diagnosis.findings().size(), diagnosis::toString);
    assertEquals(Findings.offset(wal.length), diagnosis.findings().get(0).place());
    assertTrue(diagnosis.findings().get(0).what().contains("never acknowledged"));
    assertEquals(AtomicFiles.TEMPORARY, diagnosis.findings().get(1).file());
  }

  @Test
  void lines_of_the_vault_are_judged_one_by_one() throws IOException {
    ledgerOf(202);
    String name = vault();
    List<String> lines = Files.readAllLines(directory.resolve(name));
    assertEquals(3, lines.size());
    VaultLine line = VaultLine.parse(lines.get(1).getBytes(StandardCharsets.UTF_8));
    assertEquals(101, line.index());

    // Another subject, well written: it would escape an erasure.
    String other = new VaultLine(101, Vault.subject("model:x"), line.disclosure()).encode();
    writeVault(name, lines.get(0), other, lines.get(2));
    Finding found = only(Finding.Severity.DAMAGE, name);
    assertEquals(Findings.line(2), found.place());
    assertTrue(found.what().contains("another subject than entry 101"), found::what);

    // A line whose entry never came to be.
    writeVault(name, lines.get(0), new VaultLine(50, line.subject(), line.disclosure()).encode());
    found = only(Finding.Severity.INFO, name);
    assertTrue(found.what().contains("belongs to no entry"), found::what);

    // The beginning of such a line.
    writeVault(name, lines.get(0), "{\"crc32c\":\"0011", lines.get(2));
    found = only(Finding.Severity.WARNING, name);
    assertEquals(Findings.line(2), found.place());

    // The beginning of a line that an entry has.
    writeVault(name, lines.get(0), lines.get(1).substring(0, lines.get(1).length() - 1));
    found = only(Finding.Severity.DAMAGE, name);
    assertFalse(found.toString().contains("Alice"), "no value is told");

    // Erased.
    writeVault(name, lines.get(0));
    assertEquals(List.of(), examine().findings());
  }

  private String vault() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(Vault.DIRECTORY))) {
      return Vault.DIRECTORY
          + "/"
          + files.map(f -> f.getFileName().toString()).sorted().toList().get(0);
    }
  }

  private void writeVault(String name, String... lines) throws IOException {
    Files.writeString(directory.resolve(name), String.join("\n", lines));
  }

  @Test
  void a_large_body_is_held_against_its_name() throws IOException {
    ledgerOf(3);
    byte[] body = new byte[100_000];
    String name = "vault/bodies/" + Digest.sha256(body).hex();
    Files.createDirectory(directory.resolve("vault/bodies"));
    write(name, body);
    private_(name);
    if (posix(temp)) {
      Files.setPosixFilePermissions(
          directory.resolve("vault/bodies"), PosixFilePermissions.fromString("rwx------"));
    }
    assertEquals(List.of(), examine().findings());
    body[70_000] ^= 1;
    write(name, body);
    assertTrue(only(Finding.Severity.DAMAGE, name).what().contains("SHA-256"));
  }

  @Test
  void what_a_crash_left_of_a_body_is_no_foreign_file_and_belongs_deleted() throws IOException {
    ledgerOf(3);
    BodyFiles.ofLedger(directory).store(new byte[100_000]);
    assertEquals(List.of(), examine().findings());
    String name = "vault/bodies/" + UUID.randomUUID() + ".tmp";
    write(name, new byte[5]);
    private_(name);
    Finding left = only(Finding.Severity.INFO, name);
    assertTrue(left.remedy().contains("delete it"), left::toString);
  }

  @Test
  void a_tile_that_cannot_be_read_does_not_end_the_examination_of_what_was_signed()
      throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, NaiveTree.entries(3));
      log.publish();
    }
    Disk failing = new FailingDisk(disk, "tile/0/000.p/3", new IOException("planted"));
    Findings findings = new Findings();
    CheckpointExamination checkpoints =
        new CheckpointExamination(failing, Logs.VERIFIER, false, findings);
    checkpoints.run(true);
    checkpoints.rootsAgainst(3, findings);
    assertEquals(List.of(), findings.diagnosis(3, false).findings());
    Disk unreadable = new FailingDisk(disk, SignedLog.NAME, new IOException("planted"));
    new CheckpointExamination(unreadable, Logs.VERIFIER, false, findings).rootsAgainst(3, findings);
    assertEquals(Finding.Severity.UNREADABLE, findings.diagnosis(3, false).worst());
  }

  @Test
  void modes_that_are_too_open_are_told() throws IOException {
    assumeTrue(posix(temp), "needs a file system with modes");
    ledgerOf(3);
    Files.setPosixFilePermissions(
        directory.resolve(vault()), PosixFilePermissions.fromString("rw-r--r--"));
    Finding found = only(Finding.Severity.WARNING, vault());
    assertTrue(found.what().contains("rw-r--r--"), found::what);
    Files.setPosixFilePermissions(
        directory.resolve(vault()), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(
        directory.resolve("checkpoint"), PosixFilePermissions.fromString("rw-rw-rw-"));
    found = only(Finding.Severity.WARNING, "checkpoint");
    assertTrue(found.remedy().contains("chmod o-w"), found::remedy);
  }

  @Test
  void foreign_files_keys_and_links_are_told() throws IOException {
    assumeTrue(posix(temp), "needs symbolic links");
    ledgerOf(3);
    write("notes.txt", new byte[] {1});
    write("ledger.key", new byte[] {1});
    Files.createSymbolicLink(directory.resolve("tile/0/001"), temp.resolve("elsewhere"));
    Files.createDirectory(directory.resolve("tile/old"));
    List<Finding> findings = examine().findings();
    assertEquals(
        List.of("ledger.key", "notes.txt", "tile/0/001", "tile/old"),
        findings.stream().map(Finding::file).sorted().toList());
    assertTrue(findings.stream().allMatch(f -> f.severity() == Finding.Severity.WARNING));
  }

  @Test
  @Timeout(60)
  void a_pipe_in_place_of_a_file_is_damage_and_nobody_waits_for_it() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs pipes");
    ledgerOf(3);
    for (String name :
        List.of("tile/0/000.p/3", "checkpoint", WriteAheadLog.name(0), SignedLog.NAME)) {
      byte[] good = Files.readAllBytes(directory.resolve(name));
      Files.delete(directory.resolve(name));
      Process made =
          new ProcessBuilder("/usr/bin/mkfifo", directory.resolve(name).toString()).start();
      assertTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0);
      List<Finding> found = damages();
      assertTrue(
          found.stream()
              .anyMatch(f -> f.file().equals(name) && f.what().contains("no regular file")),
          name + ": " + found);
      Files.delete(directory.resolve(name));
      write(name, good);
    }
  }

  @Test
  void an_older_partial_tile_that_was_changed_is_named() throws IOException {
    ledgerOf(200);
    for (String name : List.of("tile/0/000.p/3", "tile/entries/000.p/3")) {
      byte[] good = Files.readAllBytes(directory.resolve(name));
      byte[] bad = good.clone();
      bad[good.length - 1] ^= 1;
      write(name, bad);
      Finding found = only(Finding.Severity.DAMAGE, name);
      assertEquals(Findings.offset(good.length - 1), found.place());
      write(name, good);
    }
  }

  @Test
  void a_reserve_that_is_not_zero_is_told() throws IOException {
    ledgerOf(3);
    byte[] reserve = new byte[1 << 17];
    write(".state/reserve", reserve);
    private_(".state/reserve");
    assertEquals(List.of(), examine().findings());
    reserve[100_000] = 4;
    write(".state/reserve", reserve);
    Finding found = only(Finding.Severity.WARNING, ".state/reserve");
    assertEquals(Findings.offset(100_000), found.place());
  }

  private void private_(String name) throws IOException {
    if (posix(temp)) {
      Files.setPosixFilePermissions(
          directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void a_copy_of_what_is_served_is_sound() throws IOException {
    ledgerOf(300);
    delete(directory.resolve(".state"));
    delete(directory.resolve("vault"));
    Finding found = only(Finding.Severity.INFO, ".state");
    assertTrue(found.what().contains("a copy to be read"), found::what);
    assertEquals(300, examine().size());
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> all = Files.list(path)) {
        for (Path each : all.toList()) {
          delete(each);
        }
      }
    }
    Files.delete(path);
  }

  @Test
  void what_is_no_ledger_cannot_be_examined() throws IOException {
    Files.createDirectory(directory);
    assertThrows(LedgerUnavailable.class, this::examine);
    assertThrows(
        LedgerUnavailable.class, () -> LedgerDoctor.examine(temp.resolve("none"), Logs.VERIFIER));
    write("file", new byte[] {1});
    assertThrows(
        LedgerUnavailable.class,
        () -> LedgerDoctor.examine(directory.resolve("file"), Logs.VERIFIER));
  }

  @Test
  void without_anything_that_tells_the_size_the_rest_is_still_examined() throws IOException {
    ledgerOf(3);
    write("checkpoint", new byte[] {1, 2, 3});
    write(SignedLog.NAME, new byte[0]);
    write("notes.txt", new byte[] {1});
    Diagnosis diagnosis = examine();
    assertEquals(-1, diagnosis.size());
    assertEquals(List.of("checkpoint", "tile", "notes.txt"), files(diagnosis.findings()));
    assertFalse(diagnosis.isSound());
  }

  @Test
  @Timeout(60)
  void a_checkpoint_that_claims_a_vast_size_is_examined_in_a_moment() throws IOException {
    ledgerOf(3);
    String note = Files.readString(directory.resolve("checkpoint"));
    Files.writeString(
        directory.resolve("checkpoint"), note.replace("\n3\n", "\n" + Long.MAX_VALUE + "\n"));
    Diagnosis diagnosis = examine();
    assertFalse(diagnosis.isSound());
    assertEquals(Diagnosis.MAX_FINDINGS, diagnosis.findings().size());
    assertFalse(diagnosis.isComplete());
  }

  @Test
  @Rule("X26")
  void a_ledger_in_use_is_known_as_such_and_gives_no_false_alarm() throws Exception {
    FileLedgerConfig config =
        FileLedgerConfig.defaults().withPublishInterval(java.time.Duration.ofMillis(1));
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, config)) {
      java.util.concurrent.FutureTask<Void> writer =
          new java.util.concurrent.FutureTask<>(
              () -> {
                for (int i = 0; i < 150; i++) {
                  Entry.Builder entry = Logs.approval();
                  ledger.append(
                      (i % 3 == 0 ? entry.sensitive("name", JsonValue.of("x" + i)) : entry)
                          .build());
                }
                return null;
              });
      new Thread(writer, "writer").start();
      int times = 0;
      while (!writer.isDone() || times == 0) {
        Diagnosis diagnosis = examine();
        assertTrue(diagnosis.inUse());
        assertTrue(diagnosis.isSound() && diagnosis.isComplete(), diagnosis::toString);
        assertTrue(
            diagnosis.findings().stream().allMatch(f -> f.severity() == Finding.Severity.INFO),
            diagnosis::toString);
        times++;
      }
      assertNull(writer.get());
    }
    assertEquals(List.of(), examine().findings());
  }

  @Test
  void examining_does_not_take_the_lock_from_whoever_has_it() throws IOException {
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      assertTrue(examine().inUse());
      assertThrows(LedgerUnavailable.class, () -> FileLedger.open(directory, Logs.KEY));
      ledger.append(Logs.approval().build());
      SignedNote note = ledger.publish();
      assertEquals(note, FileLedgerReader.open(directory).checkpoint());
    }
    assertFalse(DirectoryLock.isHeld(directory));
  }

  @Test
  @Rule("L131")
  void a_rotated_ledger_is_sound_with_whichever_of_its_keys_and_says_which_signs()
      throws IOException {
    TestKey second = TestKey.of(8);
    TestKey third = TestKey.of(9);
    ledgerOf(200);
    try (FileLedger ledger = FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)) {
      ledger.rotate(second, "user:alice", "yearly");
      ledger.append(Logs.approval().build());
      ledger.publish();
      ledger.rotate(third, "user:alice", "yearly");
      ledger.append(Logs.approval().build());
      ledger.publish();
    }
    for (TestKey given : List.of(Logs.KEY, second, third)) {
      Diagnosis diagnosis = LedgerDoctor.examine(directory, given.verifier(Logs.ORIGIN));
      assertTrue(diagnosis.isSound() && diagnosis.isComplete(), diagnosis::toString);
      List<Finding> findings = diagnosis.findings();
      if (given == third) {
        assertEquals(List.of(), findings);
      } else {
        assertEquals(1, findings.size(), diagnosis::toString);
        assertEquals(Finding.Severity.INFO, findings.get(0).severity());
        assertTrue(findings.get(0).what().contains(third.verifier(Logs.ORIGIN).vkey()));
      }
    }
    Diagnosis strange = LedgerDoctor.examine(directory, TestKey.of(10).verifier(Logs.ORIGIN));
    assertFalse(strange.isSound());
    assertTrue(
        strange.findings().stream()
            .anyMatch(found -> found.what().contains("by another key than the given one")));

    // A line of an older key is held against that key.
    Path file = directory.resolve(SignedLog.NAME);
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.size() > 4, lines::toString);
    String[] fields = lines.get(1).split(" ");
    char[] signature = fields[4].toCharArray();
    signature[20] = signature[20] == 'A' ? 'B' : 'A';
    fields[4] = new String(signature);
    lines.set(1, String.join(" ", fields));
    Files.writeString(file, String.join("\n", lines) + "\n");
    for (TestKey given : List.of(Logs.KEY, second, third)) {
      assertTrue(
          LedgerDoctor.examine(directory, given.verifier(Logs.ORIGIN)).findings().stream()
              .anyMatch(
                  found ->
                      found.severity() == Finding.Severity.DAMAGE
                          && found.file().equals(SignedLog.NAME)
                          && found.place() != null
                          && found.place().at() == 2));
    }
  }

  @Test
  @Rule("L131")
  void a_line_of_a_key_that_nothing_leads_to_is_told() throws IOException {
    ledgerOf(3);
    TestKey mallory = TestKey.of(9);
    String claimed = mallory.verifier(Logs.ORIGIN).vkey();
    try (FileLedger ledger = FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)) {
      ledger.append(
          KeyRotation.announced(Logs.ORIGIN, claimed, Logs.VERIFIER.vkey(), "user:mallory", null));
      ledger.publish();
      ledger.append(
          KeyRotation.rotated(
              Logs.ORIGIN,
              claimed,
              Logs.VERIFIER.vkey(),
              ledger.reader().checkpoint(),
              "user:mallory",
              null));
    }
    Path file = directory.resolve(SignedLog.NAME);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    SignedLines.Signed first = SignedLines.Signed.parse(lines.get(0).getBytes(UTF_8));
    String body = new Checkpoint(Logs.ORIGIN, first.size(), first.root()).body();
    NoteSignature foreign =
        new NoteSignature(
            Logs.ORIGIN, mallory.verifier(Logs.ORIGIN).keyId(), mallory.sign(body.getBytes(UTF_8)));
    lines.set(0, first.size() + " " + first.root().base64() + " " + foreign);
    Files.writeString(file, String.join("\n", lines) + "\n");
    Finding found = only(Finding.Severity.WARNING, SignedLog.NAME);
    assertTrue(found.what().contains("no signature of the given key"), found::what);
  }

  @Test
  @Rule("L84")
  void a_link_in_place_of_a_private_file_is_damage() throws IOException {
    assumeTrue(posix(temp), "needs symbolic links");
    for (String name : List.of(SignedLog.NAME, "checkpoint", "vault", ".state")) {
      directory = temp.resolve("ledger-" + name.replace('/', '-'));
      ledgerOf(3);
      Path elsewhere = temp.resolve("elsewhere-" + name.replace('/', '-'));
      Files.move(directory.resolve(name), elsewhere);
      Files.createSymbolicLink(directory.resolve(name), elsewhere);
      assertTrue(
          damages().stream()
              .anyMatch(f -> f.file().equals(name) && f.what().contains("symbolic link")),
          () -> examine().toString());
    }
  }
}
