package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.json.BodyRef;
import org.governance4j.json.StrictJson;
import org.governance4j.ledger.BodyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, repetitions, large bodies and what is missing, on the command line. */
class LedgerCompletenessTest {
  private static final String APPROVAL =
      "{\"type\":\"approval\",\"actor\":\"user:alice\",\"subject\":\"model:m\"}";

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

  private static String with(String members) {
    return APPROVAL.substring(0, APPROVAL.length() - 1) + "," + members + "}";
  }

  private Cli.Result append(List<String> options, String... lines) {
    List<Object> command = new java.util.ArrayList<>(List.of("ledger", "append", "--dir", ledger));
    command.addAll(options);
    return new Cli().reading(lines).run(command.toArray());
  }

  private Cli.Result verify(String... options) {
    List<Object> command =
        new java.util.ArrayList<>(List.of("ledger", "verify", "--dir", ledger, "--vkey", vkey));
    command.addAll(List.of(options));
    return governance(command.toArray());
  }

  @Test
  // @Rule("L107")
  void an_entry_sent_again_with_its_key_gets_the_receipt_of_the_first() {
    String keyed = with("\"idempotency\":\"order-7\"");
    String first = append(List.of(), keyed).holds().out();
    String again = append(List.of(), APPROVAL, keyed).holds().out();
    assertEquals(first.strip(), again.lines().toList().get(1));
    assertEquals(2, size());
  }

  private int size() {
    return (int) governance("ledger", "log", "--dir", ledger).holds().out().lines().count();
  }

  @Test
  // @Rule("L107")
  void a_stream_goes_on_from_command_to_command_and_is_complete() {
    append(List.of("--stream", "eu-1"), APPROVAL, APPROVAL).holds();
    append(List.of("--stream", "eu-1"), APPROVAL).holds();
    assertTrue(verify("--complete").holds().out().contains("\ncomplete: 1 stream, "));
    JsonValue.Obj found = verify("--heartbeat", "1h", "--json").holds().object();
    assertEquals(JsonValue.of(true), found.get("complete"));
    JsonValue.Obj stream = (JsonValue.Obj) ((JsonValue.Arr) found.get("streams")).items().get(0);
    assertEquals(JsonValue.of("eu-1"), stream.get("name"));
    assertEquals(JsonValue.of(3), stream.get("entries"));
    Cli.Result refused =
        append(List.of("--stream", "eu-1"), with("\"idempotency\":\"a\""), APPROVAL);
    assertEquals(2, refused.code());
    refused.says("line 1", "idempotency");
    verify("--complete").holds();
  }

  @Test
  // @Rule("L107")
  void what_is_missing_is_listed_and_the_ledger_does_not_hold() {
    append(
            List.of(),
            with("\"stream\":\"s\",\"seq\":0,\"ts\":\"2026-01-02T03:04:05Z\""),
            with(
                "\"stream\":\"s\",\"seq\":3,\"prev\":\""
                    + Digest.sha256(new byte[0])
                    + "\",\"ts\":\"2026-01-02T05:04:05Z\""))
        .holds();
    verify().holds();
    Cli.Result gap = verify("--complete");
    assertEquals(1, gap.code());
    assertTrue(gap.out().contains("stream s: entries 1 to 2 are missing"), gap::toString);
    assertTrue(gap.out().contains("not complete: 1 stream"), gap::toString);
    Cli.Result silent = verify("--heartbeat", "PT1H30M");
    assertEquals(1, silent.code());
    assertTrue(
        silent
            .out()
            .contains("silent from 2026-01-02T03:04:05Z to 2026-01-02T05:04:05Z, before entry 1"),
        silent::toString);
    assertTrue(silent.out().contains(", now"), silent::toString);
    Cli.Result json = verify("--heartbeat", "90m", "--json");
    assertEquals(1, json.code());
    assertEquals(JsonValue.of(true), json.object().get("verified"));
    assertEquals(JsonValue.of(false), json.object().get("complete"));
    assertEquals(2, ((JsonValue.Arr) json.object().get("silences")).items().size());
  }

  @Test
  void a_duration_is_read_in_short_and_by_the_standard_and_nothing_else() {
    assertEquals(Duration.ofMinutes(90), CompletenessReport.duration("--x", "90m"));
    assertEquals(Duration.ofMinutes(90), CompletenessReport.duration("--x", "PT1H30M"));
    assertEquals(Duration.ofDays(7), CompletenessReport.duration("--x", "7d"));
    for (String wrong : List.of("", "7", "0s", "-1s", "PT0S", "-PT1S", "1w", "9999999d")) {
      verify("--heartbeat", wrong).notDone("--heartbeat must be a duration");
    }
  }

  @Test
  // @Rule("L108")
  void a_member_that_is_too_large_is_kept_in_the_vault_and_its_digest_in_the_entry()
      throws IOException {
    String large = with("\"report\":\"" + "x".repeat(70_000) + "\"");
    append(List.of(), large).notDone("line 1 is not appended");
    append(List.of("--body", "report"), large, with("\"report\":\"small\"")).holds();
    List<String> entries =
        governance("ledger", "log", "--dir", ledger, "--json").holds().out().lines().toList();
    assertEquals(2, entries.size());
    assertTrue(entries.get(1).contains("small"), entries.get(1));
    List<Path> bodies;
    try (var files = Files.list(ledger.resolve("vault/bodies"))) {
      bodies = files.toList();
    }
    assertEquals(1, bodies.size());
    byte[] body = Files.readAllBytes(bodies.get(0));
    assertEquals(JsonValue.of("x".repeat(70_000)), StrictJson.parse(body));
    BodyRef reference = BodyRef.to(body);
    assertTrue(entries.get(0).contains(reference.sha256().hex()), entries.get(0));
    assertTrue(
        java.util.Arrays.equals(body, BodyFiles.ofLedger(ledger).read(reference)), "read back");
  }
}
