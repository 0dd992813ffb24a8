package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.ModelRef;
import org.governance4j.guard.Governance;
import org.governance4j.json.EntryCodec;
import org.governance4j.policy.RulePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises: a service of its own, built jars, and five lines. */
class ScoringServiceTest {
  private static final String APPROVED = "id=r1&income=52000&debt=8000";
  private static final String CLOSE_CALL = "id=r2&income=30000&debt=8000";
  private static final String IMPOSSIBLE = "id=r3&income=400000&debt=0";
  private static final String INCOMPLETE = "id=r4&income=52000";
  private static final String MALFORMED = "id=r5&income=plenty&debt=8000";

  @TempDir Path dir;
  private Path home;
  private String source;

  @BeforeEach
  void copy() throws IOException {
    home = ServiceProject.home(dir.resolve("home"));
    source = ServiceProject.source();
  }

  @Test
  void five_lines_guard_a_service_that_has_only_the_built_jars() throws Exception {
    String jars = ServiceProject.classPath();
    List<Path> folders = ServiceProject.notPackaged();
    if (!folders.isEmpty()) {
      System.out.println("compiled classes in place of jars, this build packages none: " + folders);
    }
    ServiceProject.compile(source, jars, dir.resolve("classes"));

    try (RunningService service = ServiceProject.start(dir.resolve("classes"), jars, home)) {
      answers(200, "approve", service.post(APPROVED));
      answers(422, "no-close-call", service.post(CLOSE_CALL));
      answers(422, "risk-is-a-share", service.post(IMPOSSIBLE));
      answers(422, "undefined_input", service.post(INCOMPLETE));
      answers(400, "plenty", service.post(MALFORMED));
      answers(405, "POST only", service.get());
      answers(200, "decline", service.post("id=r6&income=20000&debt=30000"));
    }

    List<Entry> entries = entries();
    assertEquals(
        List.of("deploy", "policy-violation", "policy-violation", "policy-violation"),
        entries.stream().map(Entry::type).toList());
    assertEquals(List.of("r2", "r3", "r4"), entries.stream().skip(1).map(Entry::request).toList());
    String revision = RulePolicy.read(home.resolve("policy.json")).revision();
    Digest weights = Digest.sha256(Files.readAllBytes(home.resolve("weights.txt")));
    for (Entry entry : entries) {
      assertEquals(revision, entry.policy());
      assertEquals(new ModelRef("loan-risk", "1.0.0", weights), entry.model());
    }
    governance("ledger", "verify", "--dir", ledger(), "--vkey", vkey()).holds();
  }

  @Test
  void the_ledger_it_left_does_not_verify_once_a_byte_is_changed() throws Exception {
    String jars = ServiceProject.classPath();
    ServiceProject.compile(source, jars, dir.resolve("classes"));
    try (RunningService service = ServiceProject.start(dir.resolve("classes"), jars, home)) {
      answers(422, "no-close-call", service.post(CLOSE_CALL));
    }
    String vkey = vkey();
    governance("ledger", "verify", "--dir", ledger(), "--vkey", vkey).holds();
    Path bundle;
    try (var files = Files.walk(ledger().resolve("tile/entries"))) {
      bundle = files.filter(Files::isRegularFile).sorted().toList().get(0);
    }
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);

    governance("ledger", "verify", "--dir", ledger(), "--vkey", vkey).doesNotHold();
  }

  @Test
  void many_clients_at_once_get_the_answers_that_each_gets_alone() throws Exception {
    String jars = ServiceProject.classPath();
    ServiceProject.compile(source, jars, dir.resolve("classes"));
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try (RunningService service = ServiceProject.start(dir.resolve("classes"), jars, home)) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String form = i % 2 == 0 ? APPROVED : CLOSE_CALL;
        answers.add(clients.submit(() -> service.post(form)));
      }
      for (int i = 0; i < answers.size(); i++) {
        answers(i % 2 == 0 ? 200 : 422, "", answers.get(i).get());
      }
    } finally {
      clients.shutdown();
    }

    assertEquals(1 + 50, entries().size(), "the deployment and every denial");
    governance("ledger", "verify", "--dir", ledger(), "--vkey", vkey()).holds();
  }

  @Test
  void without_these_lines_it_is_the_service_it_was_and_needs_no_jar_at_all() throws Exception {
    String unguarded = ServiceProject.unguarded(source);
    assertFalse(unguarded.contains("overnance"), unguarded);
    ServiceProject.compile(unguarded, "", dir.resolve("classes"));

    try (RunningService service = ServiceProject.start(dir.resolve("classes"), "", home)) {
      answers(200, "approve", service.post(APPROVED));
      answers(200, "approve", service.post(CLOSE_CALL));
      answers(200, "approve", service.post(IMPOSSIBLE));
      answers(200, "decline", service.post(INCOMPLETE));
      answers(400, "plenty", service.post(MALFORMED));
    }

    assertFalse(Files.exists(home.resolve("governance")));
  }

  @Test
  void the_guard_is_at_most_five_lines_of_the_usual_length() {
    List<String> lines = ServiceProject.guardLines(source);

    assertTrue(lines.size() >= 2 && lines.size() <= 5, lines::toString);
    for (String line : lines) {
      assertTrue(line.length() <= 100, line);
      assertFalse(line.isBlank(), "a blank line is no line of a guard");
      assertTrue(line.chars().filter(c -> c == ';').count() <= 1, "one statement a line: " + line);
    }
  }

  private static void answers(int status, String word, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains(word), response.body());
  }

  private Path ledger() {
    return home.resolve("governance/ledger");
  }

  private String vkey() {
    try (Governance reopened = Governance.embedded(home.resolve("governance"))) {
      return reopened.logKey().vkey();
    }
  }

  private List<Entry> entries() {
    try (Governance reopened = Governance.embedded(home.resolve("governance"));
        LedgerReader reader = reopened.ledger().reader()) {
      int size = (int) Checkpoint.open(reader.checkpoint(), reopened.logKey()).size();
      return reader.read(0, size).stream()
          .map(LedgerRecord::bytes)
          .map(EntryCodec::decode)
          .toList();
    }
  }
}
