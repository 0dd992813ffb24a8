package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.governance4j.crypto.SoftwareKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the layouts of vectors leave open must not turn a verdict round: spelling, absence, order.
 */
class LayoutsTest {
  private static final String TEXT = "a text\n";

  @TempDir Path dir;

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private SuiteReport run(int passed) {
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals(List.of(), report.failures());
    assertEquals(passed, report.passed());
    return report;
  }

  private static String upper(Digest digest) {
    return digest.hex().toUpperCase(Locale.ROOT);
  }

  @Test
  void hashes_may_be_written_in_capital_hexadecimal_digits() throws IOException {
    Digest leaf = MerkleTree.leafHash(new byte[0]);
    write(
        "merkle-constants.json",
        String.format(
            "{\"emptyRoot\": \"%s\", \"leafInputs\": [\"\"], \"rootHashes\": [\"%s\", \"%s\"],"
                + " \"nodeHashes\": [[\"%s\"]], \"hasher\": {\"emptyLeaf\": \"%s\"}}",
            upper(MerkleTree.emptyRoot()),
            upper(MerkleTree.emptyRoot()),
            upper(leaf),
            upper(leaf),
            upper(leaf)));
    run(5);
  }

  @Test
  void a_receipt_may_stand_in_capital_digits_and_its_name_tells_what_must_be_refused()
      throws IOException {
    String receipt = "D28447A2012619018B01A119018CA120814483010080F64100";
    String wrong = receipt.replace("83010080", "83010280"); // index 2 of one
    String text = "/ size / 1, / leaf / %d\r\n## Hex\r\n\r\n```%s\r\n%s\r\n```\r\n";
    write("cose/inclusion.diag", String.format(text, 0, "", receipt));
    write("cose/fenced.diag", String.format(text, 0, "hex", receipt));
    write("cose/invalid-index.diag", String.format(text, 2, "", wrong));
    run(3);
    write("cose/bad-nothing.diag", String.format(text, 0, "", receipt));
    SuiteReport report = Conformance.run("ledger", dir);
    assertEquals("cose/bad-nothing.diag", report.failures().get(0).caseName());
  }

  @Test
  void a_checkpoint_file_is_to_be_refused_whatever_word_its_name_has_for_it() throws IOException {
    write("rekor/checkpoints/invalid_size.txt", "log\nx\nroot\n\n");
    write("rekor/checkpoints/malformed.txt", "");
    write("rekor/checkpoints/bad_root.txt", "log\n1\nroot\n\n\u2014 log AAAA\n");
    run(3);
  }

  @Test
  void what_go_leaves_out_or_writes_as_null_is_empty() throws IOException {
    Digest leaf = MerkleTree.leafHash(new byte[0]);
    write(
        "merkle-inclusion.json",
        String.format(
            "[{\"leafIdx\": 0, \"treeSize\": 1, \"leafHash\": \"%s\", \"root\": \"%s\"}]",
            leaf.base64(), leaf.base64()));
    write(
        "tlog-proof.json",
        "{\"marshal\": [{\"index\": 0, \"checkpoint\": \"c\\n\","
            + " \"want\": \"c2sp.org/tlog-proof@v1\\nindex 0\\n\\nc\\n\"}]}");
    write(
        "rekor-inclusion.json",
        String.format(
            "[{\"source\": \"s\", \"index\": 0, \"treeSize\": 1, \"leafEntryB64\": \"\","
                + " \"hashesB64\": null, \"rootB64\": \"%s\", \"checkpoint\": null}]",
            leaf.base64()));
    SuiteReport report = run(3);
    assertEquals("the case has no checkpoint", report.skips().get(0).why());
  }

  @Test
  void a_note_is_judged_by_names_and_key_ids_together() throws IOException {
    try (SoftwareKey one = key(1);
        SoftwareKey two = key(2)) {
      SignedNote note = SignedNote.of(TEXT, signature(one)).withSignature(signature(two));
      String text = note.toString().replace("\n", "\\n");
      write(
          "golang-note.json",
          String.format(
              "{\"cases\": [{\"msg\": \"%s\", \"known\": [\"%s\"], \"verified\": [\"same\"],"
                  + " \"unverified\": [\"same\"], \"error\": null},"
                  + " {\"msg\": \"%s\", \"known\": null, \"error\": \"in other words\"}]}",
              text, noteKey(one).vkey(), text));
      // Not everybody who should have signed did, which is a refusal and no failure of the library.
      write(
          "checkpoints.json",
          String.format(
              "[{\"desc\": \"d\", \"note\": \"%s\", \"vkeys\": [\"%s\", \"%s\"],"
                  + " \"verify\": false}]",
              SignedNote.of(TEXT, signature(one)).toString().replace("\n", "\\n"),
              noteKey(one).vkey(),
              noteKey(two).vkey()));
      run(3);
    }
  }

  private static SoftwareKey key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return SoftwareKey.insecureFromSeed(KeyAlgorithm.ED25519, bytes);
  }

  private static NoteKey noteKey(SoftwareKey key) {
    byte[] spki = key.publicKey();
    String raw = HexFormat.of().formatHex(spki, spki.length - 32, spki.length);
    return NoteKey.of("same", NoteKey.ED25519, HexFormat.of().parseHex(raw));
  }

  private static NoteSignature signature(SoftwareKey key) {
    NoteKey named = noteKey(key);
    return new NoteSignature(named.name(), named.keyId(), key.sign(TEXT.getBytes(UTF_8)));
  }
}
