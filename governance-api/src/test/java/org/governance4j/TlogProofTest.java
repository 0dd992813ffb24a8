package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {
  private static final Digest HASH = Digest.sha256("hash1".getBytes(UTF_8));
  private static final String TEXT =
      "c2sp.org/tlog-proof@v1\nindex 5\n" + HASH.base64() + "\n\ncp\n";

  private final TestSigner log = TestSigner.first("example.com/log");
  private final ReferenceTree tree = ReferenceTree.ofBytes();

  @Test
  // @Rule("N8")
  void a_proof_reads_back_byte_by_byte() {
    TlogProof proof = TlogProof.of(5, List.of(HASH), "cp\n");
    assertEquals(TEXT, proof.toString());
    assertEquals(proof, TlogProof.parse(TEXT));
    assertEquals(proof.hashCode(), TlogProof.parse(TEXT).hashCode());
    assertArrayEquals(proof.encode(), TlogProof.parse(proof.encode()).encode());
    assertEquals(5, proof.index());
    assertEquals(List.of(HASH), proof.path());
    assertEquals("cp\n", proof.checkpoint());
    assertEquals(0, proof.extra().length);
  }

  @Test
  void extra_data_travels_along() {
    byte[] data = "more".getBytes(UTF_8);
    TlogProof proof = TlogProof.of(0, List.of(), "cp\n").withExtra(data);
    // by hand: `printf more | base64`
    assertEquals("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 0\n\ncp\n", proof.toString());
    assertArrayEquals(data, TlogProof.parse(proof.toString()).extra());
    proof.extra()[0]++;
    assertArrayEquals(data, proof.extra());
    assertNotEquals(proof, proof.withExtra(new byte[0]));
    assertEquals(TlogProof.of(0, List.of(), "cp\n"), proof.withExtra(new byte[0]));
  }

  @Test
  // @Rule("N13")
  void entry_file_and_key_are_all_that_a_verifier_needs() {
    for (int size = 1; size <= 9; size++) {
      Checkpoint checkpoint = new Checkpoint("example.com/log", size, tree.hash(0, size));
      SignedNote note = log.note(checkpoint.body());
      for (int i = 0; i < size; i++) {
        TlogProof proof =
            TlogProof.parse(TlogProof.of(i, tree.inclusion(i, 0, size), note).encode());
        assertEquals(checkpoint, proof.verify(new byte[] {(byte) i}, log.verifier()));
        assertEquals(checkpoint, proof.verify(tree.hash(i, i + 1), log.verifier()));
        assertThrows(
            ProofRejected.class, () -> proof.verify("other".getBytes(UTF_8), log.verifier()));
      }
    }
  }

  @Test
  void every_flipped_bit_makes_another_proof_or_none() {
    Checkpoint checkpoint = new Checkpoint("example.com/log", 3, tree.hash(0, 3));
    byte[] bytes = TlogProof.of(1, tree.inclusion(1, 0, 3), log.note(checkpoint.body())).encode();
    byte[] entry = {1};
    NoteVerifier key = log.verifier();
    TlogProof.parse(bytes).verify(entry, key);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] bad = bytes.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(
          GovernanceException.class,
          () -> TlogProof.parse(bad).verify(entry, key),
          new String(bad, UTF_8));
    }
  }

  @Test
  void an_unsigned_or_foreign_checkpoint_is_refused() {
    Checkpoint checkpoint = new Checkpoint("example.com/log", 1, tree.hash(0, 1));
    byte[] entry = {0};
    NoteVerifier key = log.verifier();
    TlogProof unsigned = TlogProof.of(0, List.of(), checkpoint.body());
    assertThrows(NoteRejected.class, () -> unsigned.verify(entry, key));
    TlogProof foreign =
        TlogProof.of(0, List.of(), TestSigner.second("example.com/log").note(checkpoint.body()));
    assertThrows(NoteRejected.class, () -> foreign.verify(entry, key));
    TlogProof origin =
        TlogProof.of(0, List.of(), log.note(new Checkpoint("x", 1, tree.hash(0, 1)).body()));
    assertThrows(NoteRejected.class, () -> origin.verify(entry, key));
  }

  @Test
  void an_index_beyond_the_checkpoint_is_refused() {
    SignedNote note = log.note(new Checkpoint("example.com/log", 1, tree.hash(0, 1)).body());
    assertThrows(
        ProofRejected.class,
        () -> TlogProof.of(1, List.of(), note).verify(new byte[] {1}, log.verifier()));
  }

  @Test
  void what_no_tree_could_have_is_refused() {
    assertThrows(ProofRejected.class, () -> TlogProof.of(-1, List.of(), "cp\n"));
    assertThrows(ProofRejected.class, () -> TlogProof.of(0, List.of(), ""));
    assertThrows(ProofRejected.class, () -> TlogProof.of(0, List.of(), "c\rp\n"));
    TlogProof.of(0, Collections.nCopies(63, HASH), "cp\n");
    assertThrows(ProofRejected.class, () -> TlogProof.of(0, Collections.nCopies(64, HASH), "cp\n"));
  }

  @Test
  void what_is_not_utf_8_is_refused() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    bytes[bytes.length - 2] = (byte) 0xff;
    assertThrows(ProofRejected.class, () -> TlogProof.parse(bytes));
    assertThrows(ProofRejected.class, () -> TlogProof.parse(new byte[2_000_001]));
  }

  @ParameterizedTest
  // @Rule("N8")
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\n\ncp\n",
        "c2sp.org/tlog-proof@v1\n\nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v2\nindex 0\n\ncp\n",
        " c2sp.org/tlog-proof@v1\nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex \n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex  0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 00\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 05\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex +5\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex -5\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0x5\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nIndex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nextra bW9yZQ\nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nextra bW9yZR==\nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nindex 0\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n@ \n\ncp\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n@@\n\ncp\n"
      })
  void a_malformed_proof_is_refused(String text) {
    assertThrows(ProofRejected.class, () -> TlogProof.parse(text.replace("@", at(text))));
  }

  private static String at(String text) {
    // '@' stands for a hash below the header, which has one itself.
    return text.contains("\n@") ? HASH.base64() : "@";
  }
}
