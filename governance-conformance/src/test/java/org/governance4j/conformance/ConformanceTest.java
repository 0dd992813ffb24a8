package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.Digest;
import org.governance4j.MerkleTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner that cannot fail is worth nothing: right and wrong cases, planted in folders. */
class ConformanceTest {

  @TempDir Path dir;

  @Test
  void a_suite_that_does_not_exist_is_refused_with_those_that_do() {
    assertEquals(
        "no suite 'jsom'; available: [drift, json, ledger, signing, wycheproof]",
        refusal("jsom", dir));
  }

  @Test
  void a_folder_that_does_not_exist_is_refused_by_name() {
    Path absent = dir.resolve("absent");
    assertEquals("suite 'json': no such folder: " + absent, refusal("json", absent));
  }

  @Test
  void an_empty_folder_has_no_cases() {
    assertEquals(
        new SuiteReport("ledger", 0, List.of(), List.of()), Conformance.run("ledger", dir));
  }

  @Test
  void a_folder_behind_a_link_is_run_and_a_link_inside_it_is_counted_as_skipped()
      throws IOException {
    write("suite/test_parsing/y_array.json", "[1]");
    Path suite = dir.resolve("suite");
    Files.createSymbolicLink(suite.resolve("round"), suite);
    Files.createSymbolicLink(suite.resolve("nothing"), dir.resolve("absent"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), suite);
    for (Path start : List.of(suite, link)) {
      SuiteReport report = Conformance.run("json", start);
      assertEquals(1, report.passed());
      assertEquals(
          List.of("nothing", "round"),
          report.skips().stream().map(SuiteReport.Skip::caseName).toList());
    }
  }

  @Test
  void every_file_of_a_log_is_counted_when_its_keys_cannot_be_read() {
    String keys = "tessera-log/KEYS.json";
    Folder folder = new Folder(dir, List.of(keys, "tessera-log/checkpoint"), List.of());
    try (Cases cases = new Cases(Duration.ofSeconds(60))) {
      new LedgerSuite().run(folder, cases); // the files are not there
      SuiteReport report = cases.report("ledger");
      assertEquals(List.of(keys), failed(report));
      assertEquals(
          List.of("tessera-log/checkpoint"),
          report.skips().stream().map(SuiteReport.Skip::caseName).toList());
    }
  }

  @Test
  void json_that_is_read_or_refused_as_its_name_says_passes() throws IOException {
    write("test_parsing/y_array.json", "[1, 2]");
    write("test_parsing/n_comma.json", "[1,]");
    write("test_parsing/i_big.json", "[1e400]");
    write("test_parsing/i_surrogate.json", "[\"\\ud800\"]");
    write("test_transform/number.json", "[1.0]");
    write("test_transform/not_exact.json", "[9007199254740993]");
    assertEquals(new SuiteReport("json", 6, List.of(), List.of()), Conformance.run("json", dir));
  }

  @Test
  void json_that_is_read_or_refused_against_its_name_fails() throws IOException {
    write("test_parsing/y_comma.json", "[1,]");
    write("test_parsing/n_array.json", "[1, 2]");
    SuiteReport report = Conformance.run("json", dir);
    assertEquals(0, report.passed());
    assertEquals(List.of("test_parsing/n_array.json", "test_parsing/y_comma.json"), failed(report));
  }

  @Test
  void doubled_names_are_skipped_only_if_nothing_else_is_wrong() throws IOException {
    write("test_parsing/y_doubled.json", "{\"a\": {\"b\": 1, \"b\": 2}, \"\\u0061\" : \"{\\\"\"}");
    write("test_parsing/y_doubled_and_comma.json", "{\"a\": 1, \"a\": [2,]}");
    write("test_parsing/y_once.json", "[{\"a\": \"a\"}, {\"a\": [\"a\", \"a\"]}]");
    SuiteReport report = Conformance.run("json", dir);
    assertEquals(1, report.passed());
    assertEquals(
        List.of(
            new SuiteReport.Skip(
                "test_parsing/y_doubled.json",
                "a member name that occurs twice is refused by choice")),
        report.skips());
    assertEquals(List.of("test_parsing/y_doubled_and_comma.json"), failed(report));
  }

  @Test
  void files_that_are_no_cases_are_skipped_by_name() throws IOException {
    write("LICENSE", "");
    write("test_parsing/x_unknown.json", "1");
    write("test_parsing/y_not_json.txt", "1");
    assertEquals(
        List.of("LICENSE", "test_parsing/x_unknown.json", "test_parsing/y_not_json.txt"),
        skipped(Conformance.run("json", dir)));
    assertEquals(
        List.of("LICENSE", "test_parsing/x_unknown.json", "test_parsing/y_not_json.txt"),
        skipped(Conformance.run("ledger", dir)));
  }

  @Test
  void a_proof_passes_or_fails_by_what_its_case_expects() throws IOException {
    Digest left = MerkleTree.leafHash("left".getBytes(UTF_8));
    Digest right = MerkleTree.leafHash("right".getBytes(UTF_8));
    Digest root = MerkleTree.root(List.of(left, right));
    write(
        "merkle-inclusion.json",
        "["
            + String.join(
                ",",
                inclusion(0, left, right, root, false),
                inclusion(1, right, left, root, false),
                inclusion(1, left, right, root, true),
                inclusion(0, left, right, root, true),
                inclusion(1, left, right, root, false),
                "{\"leafIdx\": 0, \"wantErr\": true}")
            + "]");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(3, report.passed());
    assertEquals(
        List.of("merkle-inclusion.json[3]", "merkle-inclusion.json[4]", "merkle-inclusion.json[5]"),
        failed(report));
    assertTrue(report.failures().get(0).why().contains("was accepted"));
    assertTrue(report.failures().get(1).why().contains("was refused: The proof does not lead"));
    assertTrue(report.failures().get(2).why().startsWith("malformed case"));
    assertEquals(List.of(), report.skips());
  }

  @Test
  void sizes_beyond_what_the_library_counts_are_refusals() throws IOException {
    Digest leaf = MerkleTree.leafHash(new byte[0]);
    String huge =
        "{\"leafIdx\": 18446744073709551615, \"treeSize\": 1, \"proof\": null, \"leafHash\": \"%s\","
            + " \"root\": \"%s\", \"wantErr\": %s}";
    write(
        "merkle-inclusion.json",
        "["
            + String.format(huge, leaf.base64(), leaf.base64(), true)
            + ","
            + String.format(huge, leaf.base64(), leaf.base64(), false)
            + "]");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(1, report.passed());
    assertEquals(List.of("merkle-inclusion.json[1]"), failed(report));
  }

  @Test
  void a_file_that_cannot_be_read_fails_and_the_others_run() throws IOException {
    write("merkle-consistency.json", "[{]");
    write("merkle-constants.json", "{\"emptyRoot\": \"" + MerkleTree.emptyRoot().hex() + "\"}");
    write("tlog-proof.json", "[]");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(1, report.passed());
    assertEquals(List.of("merkle-consistency.json", "tlog-proof.json"), failed(report));
  }

  @Test
  void a_wrong_hash_in_a_table_fails() throws IOException {
    write(
        "merkle-constants.json",
        "{\"leafInputs\": [\"\", \"00\"], \"rootHashes\": [\""
            + MerkleTree.emptyRoot().hex()
            + "\", \""
            + MerkleTree.emptyRoot().hex()
            + "\"], \"nodeHashes\": [], \"other\": 1}");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(1, report.passed());
    assertEquals(List.of("merkle-constants.json.rootHashes[1]"), failed(report));
    assertEquals(List.of("merkle-constants.json.other"), skipped(report));
  }

  @Test
  void cases_without_a_judge_are_counted_one_by_one() throws IOException {
    write("tlog-policy.json", "{\"source\": \"s\", \"valid\": [\"a\", \"b\"], \"invalid\": [{}]}");
    write("merkle-inclusion.json", "[]");
    assertEquals(
        List.of(
            "merkle-inclusion.json",
            "tlog-policy.json.valid[0]",
            "tlog-policy.json.valid[1]",
            "tlog-policy.json.invalid[0]"),
        skipped(Conformance.run("ledger", dir)));
  }

  @Test
  void odd_signatures_are_judged_only_where_the_answers_of_others_are_known() throws IOException {
    String zeros = "00".repeat(32);
    String vector =
        "{\"number\": %d, \"key\": \"%s\", \"sig\": \"%s%s\", \"msg\": \"m\", \"flags\": %s}";
    write(
        "cctv/ed25519vectors.json",
        "["
            + String.format(vector, 0, zeros, zeros, zeros, "[\"low_order_A\"]")
            + ","
            + String.format(vector, 1, zeros, zeros, zeros, "null")
            + ","
            + String.format(vector, 2, zeros, zeros, zeros, "null")
            + "]");
    write(
        "own/ed25519-verifier-behaviour.json",
        "{\"results\": [{\"number\": 0, \"one\": true, \"other\": true},"
            + " {\"number\": 1, \"one\": true, \"other\": true}]}");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(1, report.passed());
    assertEquals(List.of("cctv/ed25519vectors.json[1]"), failed(report));
    assertEquals(
        List.of("cctv/ed25519vectors.json[2]", "own/ed25519-verifier-behaviour.json"),
        skipped(report));
  }

  @Test
  void a_wrong_accumulated_answer_fails_and_the_right_one_passes() throws IOException {
    // C2SP/CCTV ML-DSA/accumulated: the answer for 100 keys
    String right = "d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4";
    write(
        "cctv/mldsa44-accumulated.json",
        "{\"n100\": \"" + right + "\", \"n1\": \"" + right + "\", \"other\": 1}");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(1, report.passed());
    assertEquals(List.of("cctv/mldsa44-accumulated.json.n1"), failed(report));
    assertEquals(List.of("cctv/mldsa44-accumulated.json.other"), skipped(report));
  }

  @Test
  void a_receipt_passes_or_fails_by_its_name_and_its_bytes() throws IOException {
    String empty = "83010080"; // size 1, index 0, no hash
    String receipt = "d28447a2012619018b01a119018ca1208144" + empty + "f64100";
    Files.createDirectories(dir.resolve("cose"));
    for (String name : List.of("inclusion", "consistency", "inclusion-bad")) {
      Files.write(dir.resolve("cose/" + name + ".cbor"), HexFormat.of().parseHex(receipt));
    }
    write("cose/inclusion.diag", "/ size / 1, / leaf / 0\n## Hex\n```\n" + receipt + "\n```\n");
    write("cose/wrong.diag", "/ size / 2, / leaf / 0\n## Hex\n```\n" + receipt + "\n```\n");
    write("cose/nothing.diag", "no bytes");
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(2, report.passed());
    assertEquals(
        List.of("cose/consistency.cbor", "cose/inclusion-bad.cbor", "cose/wrong.diag"),
        failed(report));
    assertEquals(List.of("cose/nothing.diag"), skipped(report));
  }

  /** The signatures of the open cases, each under a checkpoint it was not made for. */
  @Test
  void a_signature_under_another_checkpoint_fails() throws IOException {
    Path open = Path.of(System.getProperty("governance.conformance", "absent"), "ledger");
    assumeTrue(Files.isDirectory(open), () -> "skipped: no conformance data at " + open);
    write(
        "ct-sth.json",
        Files.readString(open.resolve("ct-sth.json")).replace("1267285836", "1267285837"));
    write(
        "own/mldsa44-cosignature.json",
        Files.readString(open.resolve("own/mldsa44-cosignature.json"))
            .replace("testdata\\n15\\n", "testdata\\n16\\n"));
    write(
        "rekor/trusted_root.json",
        Files.readString(open.resolve("rekor/trusted_root.json")).replace("wNI9atQG", "wNI9btQG"));
    String bundle = Files.readString(open.resolve("rekor/bundles/bundle.v3.sigstore"));
    write("rekor/bundles/bad-checkpoint.sigstore", bundle.replace("wNI9atQG", "wNI9btQG"));
    write("rekor/bundles/other.sigstore", bundle.replace("\"37795271\"", "\"37795270\""));
    assertEquals(
        List.of(
            "ct-sth.json",
            "own/mldsa44-cosignature.json: note",
            "own/mldsa44-cosignature.json: log",
            "rekor/bundles/bad-checkpoint.sigstore: signature",
            "rekor/bundles/other.sigstore: proof",
            "rekor/trusted_root.json.tlogs[0] rekor.sigstore.dev"),
        failed(Conformance.run("ledger", dir)));
  }

  /** Every single case of the open suites that is turned round must turn into a failure. */
  @Test
  void each_open_case_with_an_outcome_fails_when_its_outcome_is_turned_round() throws IOException {
    Path open = Path.of(System.getProperty("governance.conformance", "absent"), "ledger");
    assumeTrue(Files.isDirectory(open), () -> "skipped: no conformance data at " + open);
    for (String file :
        List.of(
            "merkle-inclusion.json",
            "merkle-consistency.json",
            "merkle-subtreeinclusion.json",
            "merkle-subtreeconsistency.json")) {
      String text = Files.readString(open.resolve(file));
      write("right/" + file, text);
      write(
          "wrong/" + file,
          text.replaceAll("\"wantErr\": *true", "\"wantErr\": maybe")
              .replaceAll("\"wantErr\": *false", "\"wantErr\": true")
              .replace("maybe", "false"));
    }
    SuiteReport right = Conformance.run("ledger", dir.resolve("right"));
    SuiteReport wrong = Conformance.run("ledger", dir.resolve("wrong"));
    assertEquals(0, wrong.passed());
    assertTrue(wrong.failures().size() > 100, "only " + wrong.failures().size());
    assertEquals(List.of(), right.failures());
  }

  private static String refusal(String suite, Path folder) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Conformance.run(suite, folder))
            .getMessage());
  }

  private static String inclusion(
      int index, Digest leaf, Digest sibling, Digest root, boolean wantErr) {
    return String.format(
        "{\"leafIdx\": %d, \"treeSize\": 2, \"leafHash\": \"%s\", \"root\": \"%s\","
            + " \"proof\": [\"%s\"], \"wantErr\": %s}",
        index, leaf.base64(), root.base64(), sibling.base64(), wantErr);
  }

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static List<String> failed(SuiteReport report) {
    return report.failures().stream().map(SuiteReport.Failure::caseName).toList();
  }

  private static List<String> skipped(SuiteReport report) {
    return report.skips().stream().map(SuiteReport.Skip::caseName).toList();
  }
}
