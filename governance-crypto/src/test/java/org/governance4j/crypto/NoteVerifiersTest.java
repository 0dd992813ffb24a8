package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.json.JsonMembers;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteVerifiersTest {
  private static final byte[] TEXT = Signed.TEXT.getBytes(UTF_8);
  private static final long SECONDS = 1_767_225_600;

  @Test
  @Rule("N14")
  void an_ecdsa_signature_has_one_spelling() {
    Signed.Signer signer = Signed.ecdsa(Signed.LOG, NoteKey.ECDSA);
    NoteVerifier verifier = NoteVerifiers.of(signer.note().vkey());
    byte[] der = signer.key().sign(TEXT);
    verifier.verify(TEXT, der);
    assertEquals(
        ByteBuffer.wrap(Digest.sha256(signer.key().publicKey()).bytes()).getInt(),
        verifier.keyId());

    byte[] longLength = new byte[der.length + 1];
    longLength[0] = 0x30;
    longLength[1] = (byte) 0x81;
    System.arraycopy(der, 1, longLength, 2, der.length - 1);
    byte[] indefinite = Arrays.copyOf(der, der.length + 2);
    indefinite[1] = (byte) 0x80;
    byte[] padded = new byte[der.length + 1];
    System.arraycopy(der, 0, padded, 0, 4);
    padded[1]++;
    padded[3]++;
    System.arraycopy(der, 4, padded, 5, der.length - 4);
    byte[] zeros = HexFormat.of().parseHex("3006020100020100");
    for (byte[] bad : new byte[][] {longLength, indefinite, padded, zeros}) {
      assertThrows(
          NoteRejected.class, () -> verifier.verify(TEXT, bad), HexFormat.of().formatHex(bad));
    }
  }

  @Test
  @Rule("N19")
  void a_key_that_cannot_verify_is_refused() {
    byte[] p384 = new byte[120];
    byte[] offCurve = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256).publicKey();
    offCurve[offCurve.length - 1] ^= 1;
    for (NoteKey key :
        List.of(
            NoteKey.of(Signed.LOG, 0x03, new byte[32]),
            NoteKey.of(Signed.LOG, 0x07, new byte[32]),
            NoteKey.of(Signed.LOG, 0xff, new byte[32]),
            NoteKey.of(Signed.LOG, NoteKey.ECDSA, p384),
            NoteKey.of(Signed.LOG, NoteKey.ECDSA, offCurve),
            NoteKey.of(Signed.LOG, NoteKey.TREE_HEAD, Model.key(1).publicKey()),
            NoteKey.of(Signed.LOG, NoteKey.TREE_HEAD, offCurve),
            // y = 0 is a point of order 4
            NoteKey.of(Signed.LOG, NoteKey.COSIGNATURE, new byte[32]))) {
      NoteRejected refusal =
          assertThrows(NoteRejected.class, () -> NoteVerifiers.of(key.vkey()), key.vkey());
      assertTrue(String.valueOf(refusal.getMessage()).contains(Signed.LOG), refusal.getMessage());
    }
    assertThrows(NoteRejected.class, () -> NoteVerifiers.of("nothing"));
  }

  @Test
  void plain_ed25519_keeps_its_rules() {
    NoteVerifier verifier =
        NoteVerifiers.of(Signed.ed25519(Signed.LOG, NoteKey.ED25519).note().vkey());
    assertEquals(
        NoteVerifier.ed25519(verifier.vkey()).getClass(), verifier.getClass(), "another class");
  }

  @Test
  @Rule("N15")
  void the_time_of_a_cosignature_is_the_one_that_is_signed() {
    Signed.Signer signer = Signed.ed25519(Signed.WITNESS, NoteKey.COSIGNATURE);
    TimedNoteVerifier verifier = timed(signer);
    for (long seconds : new long[] {0, 1, SECONDS, Instant.MAX.getEpochSecond()}) {
      assertEquals(
          Optional.of(Instant.ofEpochSecond(seconds)),
          verifier.verifyTime(TEXT, Signed.cosignature(signer, seconds, Signed.TEXT)));
    }
    byte[] later = Signed.cosignature(signer, SECONDS, Signed.TEXT);
    ByteBuffer.wrap(later).putLong(SECONDS + 1);
    assertThrows(NoteRejected.class, () -> verifier.verify(TEXT, later));
  }

  @ParameterizedTest
  @ValueSource(longs = {31_556_889_864_403_200L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void a_time_that_nobody_can_hold_is_refused(long seconds) {
    Signed.Signer witness = Signed.ed25519(Signed.WITNESS, NoteKey.COSIGNATURE);
    byte[] cosignature = Signed.cosignature(witness, seconds, Signed.TEXT);
    assertThrows(NoteRejected.class, () -> timed(witness).verify(TEXT, cosignature));
    Signed.Signer mlDsa = Signed.mlDsa(Signed.WITNESS);
    byte[] signature = Signed.subtree(mlDsa, seconds, Signed.LOG, 0, 1, Signed.ROOT);
    assertThrows(NoteRejected.class, () -> timed(mlDsa).verify(TEXT, signature));
  }

  @Test
  @Rule("N16")
  void a_tree_head_is_of_the_log_that_the_key_names() {
    Signed.Signer signer = Signed.ecdsa(Signed.LOG, NoteKey.TREE_HEAD);
    TimedNoteVerifier verifier = timed(signer);
    byte[] signature = Signed.treeHead(signer, 1_767_225_600_123L, 1, Signed.ROOT);
    assertEquals(
        Optional.of(Instant.ofEpochMilli(1_767_225_600_123L)),
        verifier.verifyTime(TEXT, signature));
    for (String text :
        List.of(
            Signed.TEXT.replace(Signed.LOG, Signed.LOG + "2"),
            Signed.TEXT + "extension\n",
            "just a text\n")) {
      assertThrows(
          NoteRejected.class, () -> verifier.verify(text.getBytes(UTF_8), signature), text);
    }
    for (int at : new int[] {8, 9, 10, 11}) {
      byte[] changed = signature.clone();
      changed[at] ^= 1;
      assertThrows(NoteRejected.class, () -> verifier.verify(TEXT, changed), "byte " + at);
    }
    byte[] negative = Signed.treeHead(signer, -1, 1, Signed.ROOT);
    assertThrows(NoteRejected.class, () -> verifier.verify(TEXT, negative));
  }

  @Test
  @Rule("N17")
  void an_ml_dsa_cosignature_covers_everything_it_says() {
    Signed.Signer signer = Signed.mlDsa(Signed.WITNESS);
    MlDsaNoteVerifier verifier = (MlDsaNoteVerifier) timed(signer);
    byte[] signature = Signed.subtree(signer, SECONDS, Signed.LOG, 0, 8, Signed.ROOT);

    assertEquals(
        Optional.of(Instant.ofEpochSecond(SECONDS)),
        verifier.verifySubtree(Signed.LOG, 0, 8, Signed.ROOT, signature));

    Digest other = Digest.sha256(new byte[0]);
    refuses(() -> verifier.verifySubtree(Signed.LOG + "2", 0, 8, Signed.ROOT, signature));
    refuses(() -> verifier.verifySubtree(Signed.LOG, 0, 7, Signed.ROOT, signature));
    refuses(() -> verifier.verifySubtree(Signed.LOG, 0, 8, other, signature));
    refuses(() -> verifier.verifySubtree("", 0, 8, Signed.ROOT, signature));
    refuses(() -> verifier.verifySubtree("x".repeat(256), 0, 8, Signed.ROOT, signature));
    NoteVerifier renamed =
        NoteVerifiers.of(NoteKey.of("other", NoteKey.ML_DSA_44, signer.note().publicKey()).vkey());
    refuses(
        () ->
            ((MlDsaNoteVerifier) renamed).verifySubtree(Signed.LOG, 0, 8, Signed.ROOT, signature));
    byte[] later = signature.clone();
    ByteBuffer.wrap(later).putLong(SECONDS + 1);
    refuses(() -> verifier.verifySubtree(Signed.LOG, 0, 8, Signed.ROOT, later));
  }

  @Test
  @Rule("N17")
  void a_subtree_that_begins_later_states_no_time() {
    Signed.Signer signer = Signed.mlDsa(Signed.WITNESS);
    MlDsaNoteVerifier verifier = (MlDsaNoteVerifier) timed(signer);

    byte[] timeless = Signed.subtree(signer, 0, Signed.LOG, 8, 16, Signed.ROOT);
    assertEquals(
        Optional.empty(), verifier.verifySubtree(Signed.LOG, 8, 16, Signed.ROOT, timeless));
    byte[] timed = Signed.subtree(signer, SECONDS, Signed.LOG, 8, 16, Signed.ROOT);
    refuses(() -> verifier.verifySubtree(Signed.LOG, 8, 16, Signed.ROOT, timed));
    byte[] crooked = Signed.subtree(signer, 0, Signed.LOG, 4, 12, Signed.ROOT);
    refuses(() -> verifier.verifySubtree(Signed.LOG, 4, 12, Signed.ROOT, crooked));
    byte[] backwards = Signed.subtree(signer, 0, Signed.LOG, 8, 4, Signed.ROOT);
    refuses(() -> verifier.verifySubtree(Signed.LOG, 8, 4, Signed.ROOT, backwards));
    byte[] empty = Signed.subtree(signer, 0, Signed.LOG, 8, 8, Signed.ROOT);
    refuses(() -> verifier.verifySubtree(Signed.LOG, 8, 8, Signed.ROOT, empty));
    byte[] nothing = Signed.subtree(signer, 0, Signed.LOG, 8, 8, MerkleTree.emptyRoot());
    assertEquals(
        Optional.empty(),
        verifier.verifySubtree(Signed.LOG, 8, 8, MerkleTree.emptyRoot(), nothing));
    byte[] whole = Signed.subtree(signer, 0, Signed.LOG, 0, 1, Signed.ROOT);
    assertEquals(Optional.empty(), verifier.verifyTime(TEXT, whole));
  }

  @Test
  @Rule("N18")
  void the_log_s_own_ml_dsa_signature_leaves_no_line_unsigned() {
    String extended = Signed.TEXT + "extension\n";
    Signed.Signer log = Signed.mlDsa(Signed.LOG);
    byte[] own = Signed.subtree(log, SECONDS, Signed.LOG, 0, 1, Signed.ROOT);
    timed(log).verify(TEXT, own);
    refuses(() -> timed(log).verify(extended.getBytes(UTF_8), own));

    Signed.Signer witness = Signed.mlDsa(Signed.WITNESS);
    byte[] cosignature = Signed.subtree(witness, SECONDS, Signed.LOG, 0, 1, Signed.ROOT);
    timed(witness).verify(extended.getBytes(UTF_8), cosignature);
  }

  @Test
  void the_latest_time_under_a_note_is_found() {
    Signed.Signer signer = Signed.mlDsa(Signed.WITNESS);
    TimedNoteVerifier verifier = timed(signer);
    SignedNote unsigned =
        SignedNote.of(Signed.TEXT, new NoteSignature("other", verifier.keyId(), new byte[1]));
    assertEquals(Optional.empty(), NoteVerifiers.time(unsigned, verifier));

    SignedNote note = SignedNote.of(Signed.TEXT, line(signer, 0));
    assertEquals(Optional.empty(), NoteVerifiers.time(note, verifier));
    String twice = note + line(signer, SECONDS).toString() + "\n" + line(signer, 5) + "\n";
    assertEquals(
        Optional.of(Instant.ofEpochSecond(SECONDS)),
        NoteVerifiers.time(SignedNote.parse(twice), verifier));
    SignedNote forged =
        SignedNote.parse(
            twice + new NoteSignature(Signed.WITNESS, verifier.keyId(), new byte[2428]) + "\n");
    assertThrows(NoteRejected.class, () -> NoteVerifiers.time(forged, verifier));
  }

  @Test
  @Rule("N17")
  void the_published_ml_dsa_cosignature_verifies() throws IOException {
    JsonMembers vector = Vectors.object("ledger/own/mldsa44-cosignature.json");
    SignedNote note = SignedNote.parse(vector.string("note"));
    MlDsaNoteVerifier witness =
        assertInstanceOf(MlDsaNoteVerifier.class, NoteVerifiers.of(vector.string("vkey")));
    NoteVerifier log = NoteVerifiers.of(vector.string("logVkey"));

    assertEquals(List.of(log, witness), note.verify(List.of(log, witness)));
    assertEquals(
        Optional.of(Instant.ofEpochSecond(vector.integer("timestamp"))),
        NoteVerifiers.time(note, witness));
    Checkpoint checkpoint = Checkpoint.open(note, witness, "example.com/log/testdata");
    byte[] message = HexFormat.of().parseHex(vector.string("signedMessageHex"));
    byte[] seed = HexFormat.of().parseHex(vector.string("seedHex"));
    try (SoftwareKey key = SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, seed)) {
      byte[] line = NoteSignature.parse(vector.string("signatureLine")).signature();
      assertArrayEquals(Arrays.copyOfRange(line, 8, line.length), key.sign(message));
    }
    assertEquals(15, checkpoint.size());
  }

  /** Whatever stands on the line, the answer is NoteRejected. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void random_signatures_and_texts_are_refused_and_nothing_else_is_thrown(long seed) {
    Random random = new Random(seed);
    List<NoteVerifier> verifiers =
        List.of(
            NoteVerifiers.of(Signed.ecdsa(Signed.LOG, NoteKey.ECDSA).note().vkey()),
            timed(Signed.ed25519(Signed.LOG, NoteKey.COSIGNATURE)),
            timed(Signed.ecdsa(Signed.LOG, NoteKey.TREE_HEAD)),
            timed(Signed.mlDsa(Signed.LOG)));
    for (int i = 0; i < 200; i++) {
      int length = random.nextInt(4) == 0 ? 2428 : random.nextInt(120);
      byte[] signature = new byte[length];
      random.nextBytes(signature);
      if (length > 12 && random.nextBoolean()) {
        // far enough to meet the inner structures
        ByteBuffer.wrap(signature)
            .putLong(random.nextInt())
            .put((byte) 4)
            .put((byte) 3)
            .putShort((short) (length - 12));
      }
      byte[] text = random.nextBoolean() ? TEXT : new byte[random.nextInt(80)];
      for (NoteVerifier verifier : verifiers) {
        assertThrows(
            NoteRejected.class,
            () -> verifier.verify(text, signature),
            () -> "seed " + seed + " of " + verifier.vkey().substring(0, 30));
      }
    }
  }

  private static NoteSignature line(Signed.Signer signer, long seconds) {
    byte[] signature = Signed.subtree(signer, seconds, Signed.LOG, 0, 1, Signed.ROOT);
    return new NoteSignature(signer.note().name(), signer.note().keyId(), signature);
  }

  private static TimedNoteVerifier timed(Signed.Signer signer) {
    return assertInstanceOf(TimedNoteVerifier.class, NoteVerifiers.of(signer.note().vkey()));
  }

  private static void refuses(Runnable act) {
    assertThrows(NoteRejected.class, act::run);
  }
}
