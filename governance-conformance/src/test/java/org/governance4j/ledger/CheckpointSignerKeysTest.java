package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.TimedNoteVerifier;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checkpoints and receipts that the ledger signs with real keys, which only here meet it. */
class CheckpointSignerKeysTest {
  private static final String ORIGIN = "example.com/log";
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 7, Digest.sha256("root".getBytes(UTF_8)));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final SoftwareKey ed25519 = SoftwareKey.generate(KeyAlgorithm.ED25519);
  private final SoftwareKey next = SoftwareKey.generate(KeyAlgorithm.ED25519);
  private final SoftwareKey mlDsa = SoftwareKey.generate(KeyAlgorithm.ML_DSA_44);
  private final LogKeys keys = LogKeys.of(ed25519).withMlDsa(mlDsa, NoteVerifiers::of);

  @AfterEach
  void close() {
    ed25519.close();
    next.close();
    mlDsa.close();
  }

  @Test
  @Rule("N20")
  void a_checkpoint_with_both_signatures_opens_with_either_key() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, keys, CLOCK);
    SignedNote note = SignedNote.parse(signer.sign(CHECKPOINT, true).encode());

    List<NoteVerifier> verifiers = signer.verifiers();
    assertEquals(
        List.of(NoteKey.ED25519, NoteKey.ML_DSA_44),
        verifiers.stream().map(verifier -> NoteKey.parse(verifier.vkey()).type()).toList());
    for (NoteVerifier verifier : verifiers) {
      assertEquals(CHECKPOINT, Checkpoint.open(note, NoteVerifiers.of(verifier.vkey())));
    }
    assertEquals(
        Optional.of(NOW),
        NoteVerifiers.time(note, (TimedNoteVerifier) NoteVerifiers.of(verifiers.get(1).vkey())));
    // LEDGER's figure for such a line, dash and newline included, grows with the name alone.
    int line = note.signatures().get(1).toString().getBytes(UTF_8).length + 1;
    assertEquals(3 + 1 + ORIGIN.length() + 1 + 3244 + 1, line);
  }

  @Test
  @Rule("N22")
  void a_rotation_goes_through_all_its_steps() {
    LogKeys[] steps = {
      keys,
      keys.withOther(next),
      LogKeys.of(next).withOther(ed25519).withMlDsa(mlDsa, NoteVerifiers::of),
      LogKeys.of(next).withMlDsa(mlDsa, NoteVerifiers::of)
    };
    CheckpointSigner before = null;
    for (LogKeys step : steps) {
      CheckpointSigner signer = new CheckpointSigner(ORIGIN, step, CLOCK);
      SignedNote note = signer.sign(CHECKPOINT, true);
      assertEquals(signer.verifiers().size(), note.signatures().size());
      if (before != null) {
        assertEquals(CHECKPOINT, signer.open(before.sign(CHECKPOINT, false)));
        assertEquals(CHECKPOINT, Checkpoint.open(note, before.verifier()));
      }
      before = signer;
    }
  }

  @Test
  @Rule("N20")
  void a_closed_ml_dsa_key_leaves_ed25519_as_it_is() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, keys, CLOCK);
    mlDsa.close();
    assertThrows(KeyUnavailable.class, () -> signer.sign(CHECKPOINT, true));
    assertEquals(CHECKPOINT, signer.open(signer.sign(CHECKPOINT, false)));
  }

  @Test
  void an_ml_dsa_65_key_does_not_sign_notes() {
    try (SoftwareKey larger = SoftwareKey.generate(KeyAlgorithm.ML_DSA_65)) {
      LogKeys wrong = LogKeys.of(ed25519).withMlDsa(larger, NoteVerifiers::of);
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> new CheckpointSigner(ORIGIN, wrong, CLOCK));
      assertTrue(String.valueOf(refusal.getMessage()).contains("ml-dsa-65"), refusal.getMessage());
    }
  }

  @Test
  @Rule("N25")
  void a_receipt_verifies_with_the_log_s_own_key() {
    byte[] entry = "entry".getBytes(UTF_8);
    Checkpoint only = new Checkpoint(ORIGIN, 1, MerkleTree.leafHash(entry));
    NoteVerifier log = new CheckpointSigner(ORIGIN, keys, CLOCK).verifier();
    CoseReceipt receipt = CoseReceipt.of(new InclusionProof(0, 1, List.of()), only, ed25519);
    assertEquals(only.root(), CoseReceipt.parse(receipt.encode()).verifyInclusion(entry, log));
    NoteVerifier other = new CheckpointSigner(ORIGIN, next).verifier();
    assertThrows(NoteRejected.class, () -> receipt.verifyInclusion(entry, other));
  }
}
