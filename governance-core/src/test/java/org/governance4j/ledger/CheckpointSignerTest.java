package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointSignerTest {
  private static final String ORIGIN = "example.com/log";
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 7, Digest.sha256("root".getBytes(UTF_8)));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.999Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final TestKey first = TestKey.of(1);
  private final TestKey second = TestKey.of(2);
  private final ToyMlDsaKey mlDsa = new ToyMlDsaKey();
  private final LogKeys both = LogKeys.of(first).withMlDsa(mlDsa, ToyMlDsaKey::verifier);

  @Test
  @Rule("N20")
  void ml_dsa_signs_under_the_same_name_when_it_is_asked_to() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, both, CLOCK);

    SignedNote plain = signer.sign(CHECKPOINT, false);
    assertEquals(1, plain.signatures().size());
    assertEquals(plain, signer.sign(CHECKPOINT));

    SignedNote note = signer.sign(CHECKPOINT, true);
    assertEquals(plain.signatures().get(0), note.signatures().get(0));
    assertEquals(
        List.of(ORIGIN, ORIGIN), note.signatures().stream().map(NoteSignature::name).toList());
    assertEquals(signer.verifiers(), note.verify(signer.verifiers()));
    assertEquals(CHECKPOINT, signer.open(note));
    assertEquals(note, SignedNote.parse(note.encode()));
    // An old reader that knows only the Ed25519 key is not disturbed.
    assertEquals(CHECKPOINT, Checkpoint.open(note, signer.verifier()));
  }

  @Test
  void without_an_ml_dsa_key_there_is_no_such_signature() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, LogKeys.of(first), CLOCK);
    assertEquals(signer.sign(CHECKPOINT, false), signer.sign(CHECKPOINT, true));
  }

  @Test
  @Rule("N21")
  void the_time_is_the_second_of_the_clock() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, both, CLOCK);
    byte[] line = signer.sign(CHECKPOINT, true).signatures().get(1).signature();
    assertEquals(8 + 2420, line.length);
    assertEquals(NOW.getEpochSecond(), ByteBuffer.wrap(line).getLong());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 999, -1})
  @Rule("N21")
  void a_clock_that_stands_at_the_epoch_signs_no_time(long millis) {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, both, clock);
    KeyUnavailable refusal =
        assertThrows(KeyUnavailable.class, () -> signer.sign(CHECKPOINT, true));
    assertTrue(String.valueOf(refusal.getMessage()).contains("clock"), refusal.getMessage());
    assertEquals(1, signer.sign(CHECKPOINT, false).signatures().size());
  }

  @Test
  @Rule("N22")
  void during_a_rotation_both_keys_sign() {
    CheckpointSigner before =
        new CheckpointSigner(ORIGIN, LogKeys.of(first).withOther(second), CLOCK);
    CheckpointSigner after =
        new CheckpointSigner(ORIGIN, LogKeys.of(second).withOther(first), CLOCK);
    for (CheckpointSigner signer : List.of(before, after)) {
      SignedNote note = signer.sign(CHECKPOINT, true);
      assertEquals(2, note.signatures().size());
      for (NoteVerifier verifier : List.of(first.verifier(ORIGIN), second.verifier(ORIGIN))) {
        assertEquals(CHECKPOINT, Checkpoint.open(note, verifier));
      }
    }
    assertEquals(first.verifier(ORIGIN).vkey(), before.verifier().vkey());
    assertEquals(second.verifier(ORIGIN).vkey(), after.verifier().vkey());

    // What the old key alone has signed opens while the new one leads, and no longer when it is
    // alone.
    SignedNote old = new CheckpointSigner(ORIGIN, first).sign(CHECKPOINT);
    assertEquals(CHECKPOINT, after.open(old));
    CheckpointSigner alone = new CheckpointSigner(ORIGIN, second);
    assertThrows(NoteRejected.class, () -> alone.open(old));
  }

  @Test
  @Rule("N20")
  void a_key_that_fails_gives_no_signature_of_the_others() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, both.withOther(second), CLOCK);
    second.breakDown(true);
    assertThrows(KeyUnavailable.class, () -> signer.sign(CHECKPOINT, false));
    second.breakDown(false);

    mlDsa.signatureBytes = 2419;
    assertThrows(KeyUnavailable.class, () -> signer.sign(CHECKPOINT, true));
    assertEquals(2, signer.sign(CHECKPOINT, false).signatures().size());
    mlDsa.signatureBytes = 2420;
    assertEquals(3, signer.sign(CHECKPOINT, true).signatures().size());
  }

  @Test
  void keys_that_cannot_sign_for_a_log_are_refused() {
    refuses(LogKeys.of(mlDsa), "ed25519");
    refuses(LogKeys.of(first).withOther(mlDsa), "ed25519");
    refuses(LogKeys.of(first).withMlDsa(second, ToyMlDsaKey::verifier), "ml-dsa-44");
    refuses(LogKeys.of(first).withOther(first), "two keys");
    refuses(
        LogKeys.of(first).withMlDsa(mlDsa, vkey -> first.verifier(ORIGIN)), "must be of the key");
    refuses(
        LogKeys.of(first)
            .withMlDsa(
                mlDsa,
                vkey -> {
                  throw new NoteRejected("unknown type");
                }),
        "unknown type");
    assertThrows(
        IllegalArgumentException.class,
        () -> new CheckpointSigner("has space", LogKeys.of(first), CLOCK));
  }

  @Test
  void another_log_s_checkpoint_is_not_opened() {
    CheckpointSigner signer = new CheckpointSigner(ORIGIN, both, CLOCK);
    SignedNote other =
        signer.sign(new Checkpoint("example.com/other", 7, CHECKPOINT.root()), false);
    assertThrows(NoteRejected.class, () -> signer.open(other));
  }

  private static void refuses(LogKeys keys, String reason) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new CheckpointSigner(ORIGIN, keys, CLOCK));
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
  }
}
