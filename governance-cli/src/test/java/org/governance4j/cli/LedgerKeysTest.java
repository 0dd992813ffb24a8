package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.JsonValue;
import org.governance4j.NoteKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a ledger over time, and what follows it. */
class LedgerKeysTest {
  private static final String NOTE =
      "{\"type\":\"note\",\"actor\":\"user:alice\",\"subject\":\"model:m\"}";

  @TempDir Path dir;
  private Path ledger;

  @BeforeEach
  void place() {
    ledger = dir.resolve("ledger");
  }

  private String init() {
    return governance("ledger", "init", "--dir", ledger, "--origin", "o.test/log")
        .holds()
        .out()
        .strip();
  }

  private static String text(Cli.Result result, String member) {
    JsonValue value = result.object().get(member);
    return value instanceof JsonValue.Str text ? text.value() : String.valueOf(value);
  }

  private Cli.Result verify(Object... more) {
    Object[] all = new Object[more.length + 4];
    all[0] = "ledger";
    all[1] = "verify";
    all[2] = "--dir";
    all[3] = ledger;
    System.arraycopy(more, 0, all, 4, more.length);
    return governance(all);
  }

  @Test
  // @Rule("X35")
  void init_makes_a_ledger_that_two_keys_sign() {
    Path second = dir.resolve("second.key");
    Cli.Result made =
        governance(
                "ledger", "init", "--dir", ledger, "--origin", "o.test/log", "--ml-dsa-key", second)
            .holds();
    assertEquals(NoteKey.ED25519, NoteKey.parse(made.out().strip()).type());
    assertTrue(made.err().contains("ML-DSA-44 verifier key: o.test/log+"), made.err());
    assertTrue(Files.exists(second));

    Path other = dir.resolve("other");
    Cli.Result json =
        governance(
                "ledger",
                "init",
                "--dir",
                other,
                "--origin",
                "o.test/other",
                "--ml-dsa-key",
                second,
                "--json")
            .holds();
    assertEquals(NoteKey.ED25519, NoteKey.parse(text(json, "vkey")).type());
    assertEquals(NoteKey.ML_DSA_44, NoteKey.parse(text(json, "mlDsaVkey")).type());
  }

  @Test
  // @Rule("X35")
  void init_leaves_no_key_when_it_fails() {
    governance(
            "ledger",
            "init",
            "--dir",
            ledger,
            "--origin",
            "two words",
            "--ml-dsa-key",
            dir.resolve("second.key"))
        .notDone("two words");
    assertFalse(Files.exists(dir.resolve("second.key")));
    assertFalse(Files.exists(dir.resolve("ledger.key")));
    governance(
            "ledger",
            "init",
            "--dir",
            ledger,
            "--origin",
            "o.test",
            "--ml-dsa-key",
            ledger.resolve("second.key"))
        .notDone("must not lie in the ledger's directory");
  }

  @Test
  // @Rule("X36")
  void verify_takes_keys_of_any_type_and_all_of_them_must_have_signed() {
    Path second = dir.resolve("second.key");
    Cli.Result made =
        governance(
                "ledger",
                "init",
                "--dir",
                ledger,
                "--origin",
                "o.test/log",
                "--ml-dsa-key",
                second,
                "--json")
            .holds();
    String vkey = text(made, "vkey");
    String mlDsa = text(made, "mlDsaVkey");
    new Cli()
        .reading(NOTE)
        .run("ledger", "append", "--dir", ledger, "--ml-dsa-key", second)
        .holds();
    verify("--vkey", mlDsa).holds();
    verify("--vkey", vkey, "--vkey", mlDsa).holds();

    // Without the second key its signature is missing from the next checkpoint.
    new Cli().reading(NOTE).run("ledger", "append", "--dir", ledger).holds();
    verify("--vkey", vkey).holds();
    verify("--vkey", vkey, "--vkey", mlDsa).doesNotHold();
    verify("--vkey", mlDsa).doesNotHold();
  }

  @Test
  // @Rule("X37")
  void rotate_changes_the_key_and_verify_follows() {
    String old = init();
    new Cli().reading(NOTE).run("ledger", "append", "--dir", ledger).holds();
    Path next = dir.resolve("next.key");
    Object[] rotate = {
      "ledger", "rotate", "--dir", ledger, "--new-key", next, "--actor", "user:a", "--reason", "y"
    };
    String vkey = governance(rotate).holds().out().strip();
    assertTrue(Files.exists(next));
    Cli.Result followed = verify("--vkey", old).holds();
    assertTrue(followed.out().contains("it is now " + vkey), followed.out());
    assertEquals(vkey, text(verify("--vkey", old, "--json").holds(), "vkey"));
    assertFalse(verify("--vkey", vkey).holds().out().contains("rotated"));

    new Cli().reading(NOTE).run("ledger", "append", "--dir", ledger).notDone("No known key");
    new Cli().reading(NOTE).run("ledger", "append", "--dir", ledger, "--key", next).holds();
    verify("--vkey", old).holds();
    governance(rotate).notDone("No known key");
  }

  @Test
  // @Rule({"X38", "X39"})
  void roll_over_ends_a_ledger_and_verify_checks_the_link() {
    String old = init();
    new Cli().reading(NOTE).run("ledger", "append", "--dir", ledger).holds();
    Path to = dir.resolve("next");
    Path key = dir.resolve("next.key");
    Object[] over = {
      "ledger", "roll-over", "--dir", ledger, "--to", to, "--origin", "o.test/2", "--new-key", key
    };
    String vkey = governance(over).holds().out().strip();
    assertEquals(vkey, governance(over).holds().out().strip(), "the same again");
    governance("ledger", "verify", "--dir", to, "--vkey", vkey, "--predecessor", ledger).holds();
    verify("--vkey", old).holds();
    new Cli()
        .reading(NOTE)
        .run("ledger", "append", "--dir", ledger)
        .notDone("takes no more entries", "o.test/2");
    new Cli().reading(NOTE).run("ledger", "append", "--dir", to).holds();
    governance("ledger", "verify", "--dir", to, "--vkey", vkey, "--predecessor", ledger).holds();
    governance("ledger", "verify", "--dir", to, "--vkey", vkey, "--predecessor", to).doesNotHold();
    governance(
            "ledger",
            "roll-over",
            "--dir",
            ledger,
            "--to",
            dir.resolve("third"),
            "--origin",
            "o.test/3")
        .notDone("o.test/2");
    assertFalse(Files.exists(dir.resolve("third").resolve("checkpoint")));
  }
}
