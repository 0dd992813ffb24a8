package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.MerkleTree;
import org.governance4j.NoteVerifier;
import org.governance4j.TlogProof;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.EntryCodec;
import org.governance4j.risk.Evidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandsTest {
  private static final String APPROVAL =
      "{\"type\":\"approval\",\"actor\":\"user:alice\",\"subject\":\"model:m\",\"ticket\":\"T-7\"}";
  private static final String OVERRIDE =
      "{\"type\":\"override\",\"actor\":\"user:bob\",\"subject\":\"model:m\",\"reason\":\"why not\","
          + "\"ts\":\"2026-01-02T03:04:05.678Z\"}";

  @TempDir Path dir;
  private Path ledger;
  private String vkey;

  @BeforeEach
  void init() {
    ledger = dir.resolve("ledger");
    vkey =
        governance("ledger", "init", "--dir", ledger, "--origin", "o.test/log")
            .holds()
            .out()
            .strip();
  }

  private Cli.Result append(String... lines) {
    return new Cli().reading(lines).run("ledger", "append", "--dir", ledger);
  }

  @Test
  void init_prints_the_verifier_key_alone_and_makes_a_private_key_beside_the_directory()
      throws IOException {
    assertEquals("o.test/log", NoteVerifier.ed25519(vkey).name());
    Path key = dir.resolve("ledger.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  void init_says_what_to_serve_and_what_is_private() {
    String help = governance("ledger", "init", "--help").holds().out().replaceAll("\\s+", " ");
    assertTrue(
        help.contains("Serve only its checkpoint and tile/: vault/ and .state/ are private"), help);
  }

  @Test
  void init_encrypts_the_key_with_the_password() throws IOException {
    Path other = dir.resolve("other");
    Cli.Result result =
        new Cli()
            .with("GOVERNANCE_PASSWORD", "secret")
            .run("ledger", "init", "--dir", other, "--origin", "o.test", "--json")
            .holds()
            .says("other.key", "encrypted");
    assertEquals(JsonValue.of("o.test"), result.object().get("origin"));
    assertTrue(Files.readString(dir.resolve("other.key")).contains("ENCRYPTED PRIVATE KEY"));
    new Cli().reading(APPROVAL).run("ledger", "append", "--dir", other).notDone("encrypted");
    new Cli()
        .with("GOVERNANCE_PASSWORD", "secret")
        .reading(APPROVAL)
        .run("ledger", "append", "--dir", other)
        .holds();
  }

  @Test
  void init_writes_no_key_in_the_clear_when_the_password_came_out_empty() {
    new Cli()
        .with("GOVERNANCE_PASSWORD", "")
        .run("ledger", "init", "--dir", dir.resolve("other"), "--origin", "o.test")
        .notDone("GOVERNANCE_PASSWORD is set but empty");
    assertFalse(Files.exists(dir.resolve("other.key")));
  }

  @Test
  void init_refuses_a_directory_that_is_not_empty_and_leaves_no_key() throws IOException {
    Path full = Files.createDirectory(dir.resolve("full"));
    Files.writeString(full.resolve("a"), "x");
    governance("ledger", "init", "--dir", full, "--origin", "o.test").notDone("full", "not empty");
    assertFalse(Files.exists(dir.resolve("full.key")));
    governance("ledger", "init", "--dir", ledger, "--origin", "o.test").notDone("not empty");
  }

  @Test
  void init_refuses_an_origin_that_cannot_sign_and_leaves_no_key() {
    governance("ledger", "init", "--dir", dir.resolve("other"), "--origin", "two words")
        .notDone("two words");
    assertFalse(Files.exists(dir.resolve("other.key")));
  }

  @Test
  void init_does_not_take_up_an_old_key_by_itself() throws IOException {
    Files.createDirectory(dir.resolve("old"));
    Files.copy(dir.resolve("ledger.key"), dir.resolve("old.key"));
    governance("ledger", "init", "--dir", dir.resolve("old"), "--origin", "o.test")
        .notDone("old.key exists already", "--key");
    governance(
            "ledger",
            "init",
            "--dir",
            dir.resolve("old"),
            "--origin",
            "o.test",
            "--key",
            dir.resolve("old.key"))
        .holds();
    assertTrue(Files.exists(dir.resolve("old.key")));
  }

  @Test
  void init_keeps_the_key_out_of_the_directory_that_is_served() {
    Path other = dir.resolve("other");
    governance("ledger", "init", "--dir", other, "--origin", "o", "--key", other.resolve("k"))
        .notDone("must not lie in the ledger's directory");
  }

  @Test
  void append_answers_one_receipt_a_line_and_verify_accepts_the_ledger() throws IOException {
    Cli.Result result = append(APPROVAL, "", OVERRIDE).holds();
    assertEquals("", result.err());
    assertEquals(2, result.json().size());
    byte[] second = CanonicalJson.write(((JsonValue.Obj) log().get(1).get("entry")));
    assertEquals(
        JsonValue.object()
            .with("index", JsonValue.of(1))
            .with("leafHash", JsonValue.of(MerkleTree.leafHash(second).base64()))
            .with("durable", JsonValue.of(true)),
        result.json().get(1));

    Cli.Result verified =
        governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--json").holds();
    assertEquals(JsonValue.of(true), verified.object().get("verified"));
    assertEquals(JsonValue.of(2), verified.object().get("size"));
    assertTrue(
        governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--entries")
            .holds()
            .out()
            .startsWith("verified: o.test/log, 2 entries, root "));
  }

  @Test
  void append_keeps_unknown_members_and_fills_in_the_time() {
    append(APPROVAL, OVERRIDE).holds();
    JsonValue.Obj first = (JsonValue.Obj) log().get(0).get("entry");
    assertEquals(JsonValue.of("T-7"), first.get("ticket"));
    assertTrue(first.members().containsKey("ts"));
    assertEquals(
        JsonValue.of("2026-01-02T03:04:05.678Z"),
        ((JsonValue.Obj) log().get(1).get("entry")).get("ts"));
  }

  @Test
  void append_names_bad_lines_and_appends_the_others() {
    Cli.Result result = append(APPROVAL, "nonsense", "{\"type\":\"x\"}", OVERRIDE);
    assertEquals(2, result.code(), result::toString);
    assertEquals(2, result.json().size());
    List<String> messages = result.err().lines().toList();
    assertEquals(2, messages.size(), result::err);
    assertTrue(messages.get(0).contains("line 2 is not appended"), result::err);
    assertTrue(messages.get(1).contains("line 3 is not appended: $.actor: missing"), result::err);
    assertEquals(2, log().size());
  }

  @Test
  void append_names_an_entry_that_is_too_large_and_appends_the_others() {
    String large = APPROVAL.replace("T-7", "x".repeat(70_000));
    Cli.Result result = append(large, OVERRIDE);
    assertEquals(2, result.code());
    result.says("line 1 is not appended", "65535");
    assertEquals(1, result.json().size());
  }

  @Test
  void append_answers_more_lines_than_may_be_in_flight_in_order() {
    int count = 10_000;
    String[] lines =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"type\":\"t\",\"actor\":\"a\",\"subject\":\"s\",\"n\":" + i + "}")
            .toArray(String[]::new);
    List<JsonValue.Obj> receipts = append(lines).holds().json();
    assertEquals(count, receipts.size());
    for (int i = 0; i < count; i++) {
      assertEquals(JsonValue.of(i), receipts.get(i).get("index"));
    }
    List<JsonValue.Obj> log = log();
    assertEquals(count, log.size());
    for (int i = 0; i < count; i += 999) {
      assertEquals(JsonValue.of(i), ((JsonValue.Obj) log.get(i).get("entry")).get("n"));
    }
  }

  @Test
  // @Rule("X7")
  @Timeout(60)
  void append_answers_a_writer_that_waits_for_each_receipt_once_its_entry_is_durable()
      throws Exception {
    PipedInputStream stdin = new PipedInputStream();
    PipedInputStream answers = new PipedInputStream();
    PrintStream lines = new PrintStream(new PipedOutputStream(stdin), true, StandardCharsets.UTF_8);
    Console console =
        new Console(
            stdin,
            new BufferedOutputStream(new PipedOutputStream(answers)),
            new ByteArrayOutputStream(),
            name -> null,
            false);
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () -> Main.run(console, "ledger", "append", "--dir", ledger.toString()));
    BufferedReader receipts =
        new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
    lines.println(APPROVAL);
    assertTrue(receipts.readLine().contains("\"index\":0"));
    // What is on disk now is what a crash would leave: the entry is in it.
    Path crashed = dir.resolve("crashed");
    copy(ledger, crashed);
    new Cli().run("ledger", "append", "--dir", crashed, "--key", dir.resolve("ledger.key")).holds();
    governance("ledger", "verify", "--dir", crashed, "--vkey", vkey).holds();
    assertTrue(governance("ledger", "log", "--dir", crashed).holds().out().contains("approval"));
    lines.println(OVERRIDE);
    assertTrue(receipts.readLine().contains("\"index\":1"));
    lines.close();
    assertEquals(0, code.get(30, TimeUnit.SECONDS));
  }

  @Test
  void append_hides_sensitive_members_from_the_ledger() throws IOException {
    new Cli()
        .reading(APPROVAL)
        .run("ledger", "append", "--dir", ledger, "--sensitive", "ticket,absent")
        .holds();
    JsonValue.Obj entry = (JsonValue.Obj) log().get(0).get("entry");
    assertFalse(entry.members().containsKey("ticket"));
    assertTrue(entry.members().containsKey("_sd"));
    try (Stream<Path> served = Files.walk(ledger.resolve("tile"))) {
      for (Path file : served.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(file, StandardCharsets.ISO_8859_1).contains("T-7"), file::toString);
      }
    }
  }

  @Test
  void append_does_not_hide_what_every_entry_must_show() {
    new Cli()
        .reading(APPROVAL)
        .run("ledger", "append", "--dir", ledger, "--sensitive", "actor")
        .notDone("--sensitive", "\"actor\"");
  }

  @Test
  void append_refuses_the_key_of_another_ledger() {
    governance("ledger", "init", "--dir", dir.resolve("other"), "--origin", "o.test").holds();
    new Cli()
        .reading(APPROVAL)
        .run("ledger", "append", "--dir", ledger, "--key", dir.resolve("other.key"))
        .notDone("ledger");
    assertEquals(List.of(), log());
  }

  @Test
  void append_without_a_line_leaves_the_ledger_as_it_is() {
    new Cli().run("ledger", "append", "--dir", ledger).holds();
    assertEquals(List.of(), log());
  }

  @Test
  // @Rule("X2")
  void verify_finds_a_changed_entry() throws IOException {
    append(APPROVAL, OVERRIDE).holds();
    Path bundle = ledger.resolve("tile/entries/000.p/2");
    byte[] bytes = Files.readAllBytes(bundle);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("alice", "alicf");
    Files.write(bundle, text.getBytes(StandardCharsets.ISO_8859_1));
    Cli.Result result =
        governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--json")
            .doesNotHold()
            .says("not verified", "entry 0");
    assertEquals(JsonValue.of(false), result.object().get("verified"));
    assertTrue(result.object().members().containsKey("reason"));
    governance("ledger", "prove", "--dir", ledger, "--index", 0)
        .doesNotHold()
        .says("cannot be proven");
  }

  @Test
  void verify_refuses_the_key_of_somebody_else() {
    String other =
        governance("ledger", "init", "--dir", dir.resolve("other"), "--origin", "o.test/log")
            .holds()
            .out()
            .strip();
    assertNotEquals(vkey, other);
    governance("ledger", "verify", "--dir", ledger, "--vkey", other)
        .doesNotHold()
        .says("not verified");
  }

  @Test
  void verify_finds_a_ledger_that_does_not_extend_an_older_checkpoint() throws IOException {
    Path empty = dir.resolve("copy");
    copy(ledger, empty);
    append(APPROVAL, OVERRIDE).holds();
    Path kept = dir.resolve("kept");
    Files.copy(ledger.resolve("checkpoint"), kept);
    append(OVERRIDE).holds();
    governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--since", kept).holds();
    // the ledger as it was restored from before the checkpoint that somebody kept
    governance("ledger", "verify", "--dir", empty, "--vkey", vkey, "--since", kept)
        .doesNotHold()
        .says("not verified");
  }

  @Test
  void verify_cannot_judge_without_a_key_or_with_a_since_that_is_no_checkpoint()
      throws IOException {
    governance("ledger", "verify", "--dir", ledger, "--vkey", "abc").notDone("--vkey", "\"abc\"");
    Path since = Files.writeString(dir.resolve("since"), "what?\n");
    governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--since", since)
        .notDone("checkpoint file", "since");
    governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--since", dir.resolve("no"))
        .notDone("checkpoint file", "does not exist");
  }

  @Test
  void prove_prints_a_proof_that_verifies_offline() {
    append(APPROVAL, OVERRIDE, APPROVAL).holds();
    Cli.Result text = governance("ledger", "prove", "--dir", ledger, "--index", 1).holds();
    byte[] entry = CanonicalJson.write((JsonValue.Obj) log().get(1).get("entry"));
    TlogProof proof = TlogProof.parse(text.out());
    Checkpoint checkpoint = proof.verify(entry, NoteVerifier.ed25519(vkey));
    assertEquals(3, checkpoint.size());

    JsonValue.Obj json =
        governance("ledger", "prove", "--dir", ledger, "--index", 1, "--json").holds().object();
    assertEquals(JsonValue.of(proof.checkpoint()), json.get("checkpoint"));
    assertEquals(
        proof.path().stream().map(Digest::base64).map(JsonValue::of).toList(),
        ((JsonValue.Arr) json.get("path")).items());
    assertEquals(JsonValue.of(MerkleTree.leafHash(entry).base64()), json.get("leafHash"));
  }

  @Test
  void prove_with_the_entry_is_evidence_for_a_gate() {
    append(APPROVAL, OVERRIDE).holds();
    String file =
        governance("ledger", "prove", "--dir", ledger, "--index", 0, "--with-entry").holds().out();

    Evidence evidence = Evidence.parse(file.getBytes(StandardCharsets.UTF_8));

    assertEquals(2, evidence.verify(NoteVerifier.ed25519(vkey)).size());
    assertEquals("approval", EntryCodec.decode(evidence.entry()).type());
  }

  @Test
  void prove_names_the_size_when_there_is_no_such_entry() {
    append(APPROVAL).holds();
    governance("ledger", "prove", "--dir", ledger, "--index", 1).notDone("index", "size 1", ": 1");
  }

  @Test
  void log_prints_a_line_an_entry_and_obeys_from_and_limit() {
    append(APPROVAL, OVERRIDE, APPROVAL).holds();
    List<String> lines =
        governance("ledger", "log", "--dir", ledger, "--from", 1, "--limit", 1)
            .holds()
            .out()
            .lines()
            .toList();
    assertEquals(
        List.of("1  2026-01-02T03:04:05.678Z  override  user:bob  model:m  \"why not\""), lines);
    governance("ledger", "log", "--dir", ledger, "--from", 4).notDone("--from", "size 3", ": 4");
    governance("ledger", "log", "--dir", ledger, "--limit", 0).notDone("--limit", "1", ": 0");
    assertEquals("", governance("ledger", "log", "--dir", ledger, "--from", 3).holds().out());
  }

  @Test
  void log_gives_a_terminal_nothing_to_obey() {
    append(OVERRIDE.replace("why not", "\\u001b[2J\\u202e")).holds();
    String line = governance("ledger", "log", "--dir", ledger).holds().out();
    assertFalse(line.contains("\u001b") || line.contains("\u202e"), line);
  }

  @Test
  void nothing_is_logged_beside_the_commands_own_messages() {
    PrintStream real = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      append(APPROVAL).holds();
      governance("ledger", "verify", "--dir", ledger, "--vkey", vkey).holds();
    } finally {
      System.setErr(real);
    }
    assertArrayEquals(new byte[0], logged.toByteArray(), logged::toString);
  }

  private List<JsonValue.Obj> log() {
    List<JsonValue.Obj> lines =
        governance("ledger", "log", "--dir", ledger, "--json").holds().json();
    List<JsonValue> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      expected.add(JsonValue.of(i));
    }
    assertEquals(expected, lines.stream().map(line -> line.get("index")).toList());
    return lines;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(
          path -> {
            try {
              Files.copy(
                  path,
                  to.resolve(from.relativize(path).toString()),
                  StandardCopyOption.COPY_ATTRIBUTES);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
