package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.Acknowledgement;
import org.governance4j.ledger.FileLedger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ledger search}, {@code export}, {@code doctor} and {@code vkey}. */
class LedgerInspectionTest {
  private static final String[] ENTRIES = {
    "{\"type\":\"approval\",\"actor\":\"user:alice\",\"subject\":\"model:m\",\"ts\":"
        + "\"2026-01-01T00:00:00Z\",\"score\":0.50,\"live\":true,\"model\":{\"name\":\"credit\","
        + "\"version\":\"1\"},\"none\":null}",
    "{\"type\":\"override\",\"actor\":\"user:bob\",\"subject\":\"model:m\",\"ts\":"
        + "\"2026-01-02T00:00:00Z\",\"score\":\"0.5\",\"a.b\":{\"c.d\":7},\"violations\":"
        + "[{\"rule\":\"r1\"},{\"rule\":\"r2\"}],\"tags\":[\"x\",\"y\"]}",
    "{\"type\":\"override\",\"actor\":\"user:carol\",\"subject\":\"model:n\",\"ts\":"
        + "\"2026-01-03T00:00:00Z\",\"reason\":\"a=b \u202e\",\"live\":false}",
  };

  @TempDir Path dir;
  private Path ledger;
  private String vkey;

  @BeforeEach
  void ledger() {
    ledger = dir.resolve("ledger");
    vkey =
        governance("ledger", "init", "--dir", ledger, "--origin", "o.test/log")
            .holds()
            .out()
            .strip();
    append(ENTRIES);
  }

  private void append(String... lines) {
    new Cli().reading(lines).run("ledger", "append", "--dir", ledger).holds();
  }

  private Cli.Result search(Object... more) {
    List<Object> args = new ArrayList<>(List.of("ledger", "search", "--dir", ledger));
    args.addAll(Arrays.asList(more));
    return governance(args.toArray());
  }

  private static List<Integer> hits(Cli.Result result) {
    List<JsonValue.Obj> lines = result.holds().json();
    return lines.subList(0, lines.size() - 1).stream()
        .map(line -> ((JsonValue.Num) line.get("index")).value().intValueExact())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=override|1 2",
        "actor=user:bob|1",
        "score=0.5|0 1",
        "score=5e-1|0",
        "live=true|0",
        "live=false|2",
        "none=null|0",
        "model.name=credit|0",
        "model.name=other|''",
        "a.b.c.d=7|1",
        "violations.rule=r2|1",
        "tags=y|1",
        "reason=a=b \u202e|2",
        "absent=|''",
      })
  // @Rule("X20")
  void search_finds_the_entries_whose_member_has_the_value(String where, String expected) {
    List<Integer> indexes =
        expected.isEmpty()
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
    assertEquals(indexes, hits(search("--where", where, "--json")));
  }

  @Test
  // @Rule("X20")
  void search_joins_its_conditions() {
    assertEquals(
        List.of(2),
        hits(search("--where", "type=override", "--where", "subject=model:n", "--json")));
    assertEquals(
        List.of(1),
        hits(
            search(
                "--type",
                "override",
                "--since",
                "2026-01-02T01:00:00+01:00",
                "--until",
                "2026-01-03T00:00:00Z",
                "--json")));
    assertEquals(List.of(), hits(search("--since", "2027-01-01T00:00:00Z", "--json")));
  }

  @Test
  // @Rule("X20")
  void search_says_how_many_it_looked_at_and_under_which_checkpoint() {
    JsonValue.Obj verified =
        governance("ledger", "verify", "--dir", ledger, "--vkey", vkey, "--json").holds().object();
    List<JsonValue.Obj> lines = search("--where", "type=override", "--json").holds().json();
    JsonValue.Obj end = lines.get(2);
    assertEquals(JsonValue.of(2), end.get("found"));
    assertEquals(JsonValue.of(3), end.get("searched"));
    assertEquals(JsonValue.of(false), end.get("verified"));
    assertEquals(
        JsonValue.object()
            .with("origin", JsonValue.of("o.test/log"))
            .with("size", JsonValue.of(3))
            .with("root", verified.get("root")),
        end.get("checkpoint"));

    Cli.Result text = search("--where", "actor=user:bob").holds();
    assertEquals("1  2026-01-02T00:00:00Z  override  user:bob  model:m\n", text.out());
    text.says("found 1 of 3 entries", "o.test/log", "give --vkey");
    search("--where", "actor=nobody").holds().says("found 0 of 3");
  }

  @Test
  // @Rule("X20")
  void lines_of_json_keep_every_value_and_give_a_terminal_nothing_to_obey() {
    for (Cli.Result result :
        List.of(
            search("--where", "actor=user:carol", "--json"),
            governance("ledger", "log", "--dir", ledger, "--from", 2, "--json"))) {
      assertFalse(result.out().contains("\u202e"), result.out());
      JsonValue.Obj entry = (JsonValue.Obj) result.holds().json().get(0).get("entry");
      assertEquals(JsonValue.of("a=b \u202e"), entry.get("reason"));
    }
  }

  @Test
  // @Rule("X21")
  void search_with_the_key_proves_every_hit_and_stops_at_one_that_does_not_hold()
      throws IOException {
    search("--where", "type=override", "--vkey", vkey).holds().says("signature holds");
    Path bundle = ledger.resolve("tile/entries/000.p/3");
    String text = Files.readString(bundle, StandardCharsets.ISO_8859_1);
    Files.writeString(bundle, text.replace("carol", "carla"), StandardCharsets.ISO_8859_1);
    Cli.Result result = search("--where", "type=override", "--vkey", vkey, "--json");
    assertEquals(1, result.doesNotHold().json().size(), "the first hit is as it was");
    result.says("the search stopped");
    assertEquals(List.of(1, 2), hits(search("--where", "type=override", "--json")));
  }

  @Test
  // @Rule("X21")
  void search_refuses_the_key_of_somebody_else() {
    String other =
        governance("ledger", "init", "--dir", dir.resolve("other"), "--origin", "o.test/log")
            .holds()
            .out()
            .strip();
    Cli.Result result = search("--where", "type=override", "--vkey", other).doesNotHold();
    assertEquals("", result.out());
  }

  @Test
  void search_names_what_is_wrong_with_a_condition() {
    search().notDone("nothing to search for", "--where");
    search("--where", "type").notDone("--where", "field=value", "type");
    search("--where", "=x").notDone("--where", "field=value");
    search("--since", "yesterday").notDone("--since", "yesterday");
    search("--type", "x", "--vkey", "abc").notDone("--vkey");
  }

  @Test
  // @Rule("X20")
  void search_goes_through_more_than_one_bundle() {
    append(
        IntStream.range(0, 600)
            .mapToObj(
                i -> "{\"type\":\"t\",\"actor\":\"a\",\"subject\":\"s\",\"n\":" + i % 100 + "}")
            .toArray(String[]::new));
    assertEquals(
        List.of(20, 120, 220, 320, 420, 520),
        hits(search("--where", "n=17", "--vkey", vkey, "--json")));
  }

  private Cli.Result export(Object... more) {
    List<Object> args = new ArrayList<>(List.of("ledger", "export", "--dir", ledger));
    args.addAll(Arrays.asList(more));
    return governance(args.toArray());
  }

  @Test
  // @Rule("X22")
  void an_export_is_verified_without_the_ledger() throws IOException {
    Path file = dir.resolve("export");
    export("--out", file).holds().says("3 entries from 0 written to");
    Files.move(ledger, dir.resolve("gone"));
    Cli.Result text = governance("ledger", "verify", "--export", file, "--vkey", vkey).holds();
    assertTrue(text.out().startsWith("verified: o.test/log, 3 entries from 0 of 3, root "));
    JsonValue.Obj json =
        governance("ledger", "verify", "--export", file, "--vkey", vkey, "--json").holds().object();
    assertEquals(JsonValue.of(true), json.get("verified"));
    assertEquals(JsonValue.of(3), json.get("count"));

    Files.writeString(file, Files.readString(file).replace("alice", "alicf"));
    governance("ledger", "verify", "--export", file, "--vkey", vkey, "--json")
        .doesNotHold()
        .says("not verified", "line 2");
  }

  @Test
  // @Rule("X22")
  void an_export_goes_through_a_pipe() {
    String lines = export("--from", 1, "--limit", 1, "--out", "-").holds().out();
    assertEquals(2, lines.lines().count());
    Cli.Result verified =
        new Cli()
            .reading(lines.split("\n"))
            .run("ledger", "verify", "--export", "-", "--vkey", vkey)
            .holds();
    assertTrue(verified.out().contains("1 entry from 1 of 3"), verified::out);
    lines = export("--from", 2, "--out", "-").holds().out();
    assertFalse(lines.contains("\u202e"), "nothing for a terminal to obey");
    new Cli()
        .reading(lines.split("\n"))
        .run("ledger", "verify", "--export", "-", "--vkey", vkey)
        .holds();
  }

  @Test
  void export_writes_over_no_file_and_nothing_that_is_not_there() throws IOException {
    Path file = Files.writeString(dir.resolve("mine"), "mine");
    export("--out", file).notDone("mine", "exists already");
    assertEquals("mine", Files.readString(file));
    export("--from", 3, "--out", "-").notDone("--from", "size 3", ": 3");
    export("--from", -1, "--out", "-").notDone("--from");
    export("--limit", 0, "--out", "-").notDone("--limit", ": 0");
    governance("ledger", "verify", "--vkey", vkey).notDone("--dir", "--export");
    governance("ledger", "verify", "--export", file, "--vkey", vkey, "--entries")
        .notDone("--export", "--entries");
    governance("ledger", "verify", "--export", dir.resolve("none"), "--vkey", vkey)
        .notDone("export", "does not exist");
  }

  private Cli.Result doctor(Object... more) {
    List<Object> args = new ArrayList<>(List.of("ledger", "doctor", "--dir", ledger));
    args.addAll(Arrays.asList(more));
    return governance(args.toArray());
  }

  @Test
  // @Rule("X24")
  void the_doctor_calls_a_sound_ledger_sound() {
    assertEquals("sound, 3 entries\n", doctor("--vkey", vkey).holds().out());
    List<String> keyless = doctor().holds().out().lines().toList();
    assertEquals(2, keyless.size());
    assertTrue(keyless.get(0).startsWith("info        checkpoint: "), keyless::toString);
    JsonValue.Obj json = doctor("--vkey", vkey, "--json").holds().object();
    assertEquals(JsonValue.of(true), json.get("sound"));
    assertEquals(JsonValue.of(true), json.get("complete"));
    assertEquals(JsonValue.of(3), json.get("size"));
    assertEquals(List.of(), ((JsonValue.Arr) json.get("findings")).items());
  }

  @Test
  // @Rule("X25")
  void the_doctor_says_what_is_damaged_where_and_what_can_be_done() throws IOException {
    Path tile = ledger.resolve("tile/0/000.p/3");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);
    String text = doctor("--vkey", vkey).doesNotHold().out();
    assertTrue(text.startsWith("damage      tile/0/000.p/3, hash 1: was changed"), text);
    assertTrue(text.contains(" -> restore it from a mirror"), text);
    assertTrue(text.endsWith("damaged: 1 place, 3 entries\n"), text);
    JsonValue.Obj json = doctor("--vkey", vkey, "--json").doesNotHold().object();
    JsonValue.Obj finding = (JsonValue.Obj) ((JsonValue.Arr) json.get("findings")).items().get(0);
    assertEquals(JsonValue.of("damage"), finding.get("severity"));
    assertEquals(JsonValue.of("tile/0/000.p/3"), finding.get("file"));
    assertEquals(JsonValue.of(1), finding.get("hash"));
    assertEquals(JsonValue.of(false), json.get("sound"));
  }

  @Test
  // @Rule("X3")
  void the_doctor_says_when_it_could_not_look() throws IOException {
    governance("ledger", "doctor", "--dir", dir.resolve("none")).notDone("does not exist");
    governance("ledger", "doctor", "--dir", dir).notDone("not a ledger directory");
    doctor("--vkey", "abc").notDone("--vkey");
    Path vault = Files.createDirectory(ledger.resolve("vault"));
    Files.setPosixFilePermissions(vault, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(vault), "the superuser reads everything");
    assertEquals(2, doctor("--vkey", vkey).code());
  }

  @Test
  // @Rule("X23")
  void vkey_prints_the_verifier_key_of_a_ledger_from_its_key_file() {
    assertEquals(vkey + "\n", governance("ledger", "vkey", "--dir", ledger).holds().out());
    assertEquals(
        JsonValue.object()
            .with("origin", JsonValue.of("o.test/log"))
            .with("vkey", JsonValue.of(vkey)),
        governance("ledger", "vkey", "--dir", ledger, "--json").holds().object());
  }

  @Test
  // @Rule("X23")
  void vkey_prints_no_key_that_did_not_sign() {
    governance("ledger", "init", "--dir", dir.resolve("other"), "--origin", "o.test/log").holds();
    Cli.Result result =
        governance("ledger", "vkey", "--dir", ledger, "--key", dir.resolve("other.key"))
            .doesNotHold()
            .says("other.key is not that of");
    assertEquals("", result.out());
    governance("model", "keygen", "--algorithm", "ecdsa-p256", "--out", dir.resolve("p")).holds();
    governance("ledger", "vkey", "--dir", ledger, "--key", dir.resolve("p.key"))
        .notDone("ecdsa-p256", "ed25519");
    governance("ledger", "vkey", "--dir", ledger, "--key", dir.resolve("none"))
        .notDone("key file", "does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "log --json", "search --where type=override", "export --out -"})
  // @Rule("X27")
  void output_that_nobody_reads_any_more_ends_a_command_without_a_word(String command) {
    List<String> args = new ArrayList<>(List.of("ledger"));
    args.addAll(Arrays.asList(command.split(" ")));
    args.addAll(List.of("--dir", ledger.toString()));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), new BrokenPipe(), err, name -> null, false);
    assertEquals(2, Main.run(console, args.toArray(String[]::new)));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  private static final class BrokenPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  @Test
  void log_says_that_it_shows_what_is_published() {
    String help = governance("ledger", "log", "--help").holds().out().replaceAll("\\s+", " ");
    assertTrue(help.contains("shows only once the next one is published"), help);
  }

  @Test
  void a_proof_whose_checkpoint_would_steer_a_terminal_is_not_printed_as_it_stands()
      throws IOException {
    Path checkpoint = ledger.resolve("checkpoint");
    String note = Files.readString(checkpoint);
    Files.writeString(checkpoint, note.replaceFirst("o.test/log", "o.test/\u009b2Jlog"));
    governance("ledger", "prove", "--dir", ledger, "--index", 0).notDone("terminal", "--json");
    String json =
        governance("ledger", "prove", "--dir", ledger, "--index", 0, "--json").holds().out();
    assertTrue(json.contains("o.test/\\u009b2Jlog"), json);
  }

  @Test
  // @Rule("X40")
  void an_export_that_fails_leaves_no_file() throws IOException {
    Path bundle = ledger.resolve("tile/entries/000.p/3");
    byte[] good = Files.readAllBytes(bundle);
    Files.write(bundle, Arrays.copyOf(good, good.length - 1));
    Path out = Files.createDirectory(dir.resolve("exports"));
    export("--out", out.resolve("export")).doesNotHold().says("000.p/3");
    try (Stream<Path> left = Files.list(out)) {
      assertEquals(List.of(), left.toList());
    }
    Files.write(bundle, good);
    export("--out", out.resolve("export")).holds();
    try (Stream<Path> made = Files.list(out)) {
      assertEquals(List.of(out.resolve("export")), made.toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T00:00:00.1234567891Z, 3 4 5",
    "2026-02-01T00:00:00.12345678910Z, 3 4 5",
    "2026-02-01T00:00:00.1234567892Z, 4 5",
    "2026-02-01T01:00:00.12345678921+01:00, 4 5",
    "2026-02-01T00:00:00.12345678922Z, 5",
    "2026-02-01T00:00:00.2Z, 5",
    "2026-02-01T00:00:00.20000000000001Z, ''",
    "2026-01-31T23:59:59.99999999999Z, 3 4 5",
  })
  // @Rule("X20")
  void search_compares_times_of_any_precision(String time, String expected) {
    // As another writer may have them: ledger append itself writes no more than microseconds.
    String[] times = {".1234567891", ".12345678921", ".200000000000"};
    try (SoftwareKey key = SoftwareKey.load(dir.resolve("ledger.key"));
        FileLedger log = FileLedger.open(ledger, key)) {
      for (String fraction : times) {
        String entry =
            "{\"actor\":\"user:dave\",\"subject\":\"model:t\",\"ts\":\"2026-02-01T00:00:00"
                + fraction
                + "Z\",\"type\":\"t\",\"v\":1}";
        log.submit(entry.getBytes(StandardCharsets.UTF_8), Acknowledgement.DURABLE).join();
      }
    }
    List<Integer> indexes =
        expected.isEmpty()
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
    assertEquals(indexes, hits(search("--type", "t", "--since", time, "--json")));
    List<Integer> others = new ArrayList<>(List.of(3, 4, 5));
    others.removeAll(indexes);
    assertEquals(others, hits(search("--type", "t", "--until", time, "--json")));
  }

  @Test
  // @Rule("X41")
  void a_verifier_key_is_printed_as_it_is_or_not_at_all() throws IOException {
    String origin = "o.test/\u009b2J\u202elog";
    Path steering = dir.resolve("steering");
    governance("ledger", "init", "--dir", steering, "--origin", origin).notDone("terminal");
    assertFalse(Files.exists(steering));
    assertFalse(Files.exists(dir.resolve("steering.key")), "no key is made");
    governance("ledger", "roll-over", "--dir", ledger, "--to", steering, "--origin", origin)
        .notDone("terminal");
    assertFalse(Files.exists(steering));

    Path key = dir.resolve("ledger.key");
    String made;
    try (SoftwareKey signer = SoftwareKey.load(key);
        FileLedger log = FileLedger.create(steering, origin, signer)) {
      made = log.vkey();
    }
    governance("ledger", "vkey", "--dir", steering, "--key", key).notDone("terminal", "--json");
    Path next = dir.resolve("next.key");
    governance(
            "ledger",
            "rotate",
            "--dir",
            steering,
            "--key",
            key,
            "--new-key",
            next,
            "--actor",
            "user:a",
            "--reason",
            "r")
        .notDone("terminal", "--json");
    assertFalse(Files.exists(next));
    assertEquals(
        JsonValue.of(made),
        governance("ledger", "vkey", "--dir", steering, "--key", key, "--json")
            .holds()
            .object()
            .get("vkey"));
  }
}
