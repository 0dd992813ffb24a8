package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final Digest ROOT = Digest.sha256("root".getBytes(UTF_8));
  private static final String HASH = ROOT.base64();
  private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private final TestSigner log = TestSigner.first("example.com/log");

  @Test
  void a_checkpoint_reads_back() {
    Checkpoint checkpoint = new Checkpoint("example.com/log", 42, ROOT);
    assertEquals("example.com/log\n42\n" + HASH + "\n", checkpoint.body());
    assertEquals(checkpoint, Checkpoint.parse(checkpoint.body()));
    assertEquals(
        Long.MAX_VALUE, Checkpoint.parse("x\n" + Long.MAX_VALUE + "\n" + HASH + "\n").size());
  }

  @Test
  // @Rule("N10")
  void it_is_opened_with_the_log_s_key() {
    Checkpoint checkpoint = new Checkpoint("example.com/log", 42, ROOT);
    SignedNote note = log.note(checkpoint.body());
    assertEquals(checkpoint, Checkpoint.open(note, log.verifier()));
    assertThrows(
        NoteRejected.class, () -> Checkpoint.open(note, TestSigner.second("x").verifier()));
    assertThrows(NoteRejected.class, () -> Checkpoint.open(note, NoteVerifier.none()));
  }

  @Test
  // @Rule("N10")
  void another_log_s_origin_is_refused_though_the_signature_is_valid() {
    SignedNote note = log.note(new Checkpoint("example.com/other", 42, ROOT).body());
    assertThrows(NoteRejected.class, () -> Checkpoint.open(note, log.verifier()));
    assertEquals(42, Checkpoint.open(note, log.verifier(), "example.com/other").size());
    assertThrows(NoteRejected.class, () -> Checkpoint.open(note, log.verifier(), "another"));
  }

  @Test
  void a_real_checkpoint_of_the_go_checksum_database_opens() {
    // Published by sum.golang.org in 2021; the key is the one built into the go command.
    SignedNote note =
        SignedNote.parse(
            "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n"
                + "— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949r"
                + "j4nPRYfvimWEPWL+o3GeoWwOoAw=\n");
    NoteVerifier go =
        NoteVerifier.ed25519(
            "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
    assertEquals(6476701, Checkpoint.open(note, go, "go.sum database tree").size());
    assertThrows(NoteRejected.class, () -> Checkpoint.open(note, go));
  }

  @Test
  void the_empty_log_has_the_root_of_the_empty_tree() {
    assertEquals(MerkleTree.emptyRoot(), Checkpoint.parse("x\n0\n" + EMPTY + "\n").root());
    assertThrows(NoteRejected.class, () -> Checkpoint.parse("x\n0\n" + HASH + "\n"));
    assertThrows(NoteRejected.class, () -> new Checkpoint("x", 0, ROOT));
  }

  @Test
  void extension_lines_are_read_but_not_written() {
    Checkpoint checkpoint = Checkpoint.parse("x\n1\n" + HASH + "\nmore\nand more\n");
    assertEquals(List.of("more", "and more"), checkpoint.extensions());
    assertThrows(IllegalStateException.class, checkpoint::body);
    assertThrows(NoteRejected.class, () -> new Checkpoint("x", 1, ROOT, List.of("")));
    assertThrows(NoteRejected.class, () -> new Checkpoint("x", 1, ROOT, List.of("a\nb")));
  }

  @Test
  void an_origin_is_one_line() {
    assertEquals("with spaces and +", new Checkpoint("with spaces and +", 1, ROOT).origin());
    assertThrows(NoteRejected.class, () -> new Checkpoint("", 1, ROOT));
    assertThrows(NoteRejected.class, () -> new Checkpoint("a\nb", 1, ROOT));
    assertThrows(NoteRejected.class, () -> new Checkpoint("a\rb", 1, ROOT));
    assertThrows(NoteRejected.class, () -> new Checkpoint("a", -1, ROOT));
  }

  @ParameterizedTest
  // @Rule("N8")
  @ValueSource(
      strings = {
        "",
        "\n",
        "x\n1\n",
        "x\n1\n@",
        "1\n@\n",
        "\n1\n@\n",
        "x\n\n@\n",
        "x\n01\n@\n",
        "x\n00\n@\n",
        "x\n+1\n@\n",
        "x\n-1\n@\n",
        "x\n-0\n@\n",
        "x\n 1\n@\n",
        "x\n1 \n@\n",
        "x\n1.0\n@\n",
        "x\n0x1\n@\n",
        "x\n\u0661\n@\n",
        "x\n9223372036854775808\n@\n",
        "x\n9999999999999999999\n@\n",
        "x\n18446744073709551617\n@\n",
        "x\n1\n\n@\n",
        "x\n1\n@\n\n",
        "x\n1\n@\nmore\n\n",
        "x\n1\n@\nmore",
        "x\n1\nYmFuYW5hcw==\n",
        "x\n1\n @\n",
        "x\r\n1\r\n@\r\n"
      })
  void a_malformed_body_is_refused(String body) {
    assertThrows(NoteRejected.class, () -> Checkpoint.parse(body.replace("@", HASH)));
  }

  @Test
  // @Rule("N8")
  void a_root_has_one_spelling() {
    String noncanonical = HASH.substring(0, 42) + (char) (HASH.charAt(42) + 1) + "=";
    assertThrows(NoteRejected.class, () -> Checkpoint.parse("x\n1\n" + noncanonical + "\n"));
    String unpadded = HASH.substring(0, 43);
    assertThrows(NoteRejected.class, () -> Checkpoint.parse("x\n1\n" + unpadded + "\n"));
  }
}
