package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.BoundPolicy;
import org.governance4j.DecisionLedger;
import org.governance4j.DriftDetector;
import org.governance4j.DriftTest;
import org.governance4j.Field;
import org.governance4j.Health;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelSchema;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.OutputPolicy;
import org.governance4j.PredictionMonitor;
import org.governance4j.SignatureBundle;
import org.governance4j.SignedNote;
import org.governance4j.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the null object of each role promises. */
class NullObjectsTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of("toy", "1", List.of(), List.of(Field.number("score")));

  @TempDir Path home = Path.of("replaced by JUnit");

  @Test
  @Rule("C8")
  void no_verifier_rejects_even_what_is_signed() throws IOException {
    ArtifactSource source = ArtifactSource.of(Artifacts.folder(home));
    SignatureBundle bundle = new ToySigner(ToySigner.Fault.NONE, ToyKey.first()).sign(source);

    assertThrows(ArtifactRejected.class, () -> ArtifactVerifier.none().verify(source, bundle));
  }

  @Test
  @Rule("C8")
  void no_signer_and_no_key_refuse_to_sign() throws IOException {
    ArtifactSource source = ArtifactSource.of(Artifacts.folder(home));

    assertThrows(KeyUnavailable.class, () -> ArtifactSigner.none().sign(source));
    assertThrows(KeyUnavailable.class, () -> KeyHandle.none().sign(new byte[0]));
    assertThrows(KeyUnavailable.class, () -> KeyHandle.none().publicKey());
    KeyHandle.none().close();
  }

  @Test
  @Rule("C8")
  void no_note_verifier_refuses_every_note() {
    NoteVerifier none = NoteVerifier.none();
    SignedNote note = ToyKey.first().note("none", "a text\n");
    byte[] text = "a text\n".getBytes(StandardCharsets.UTF_8);

    assertThrows(NoteRejected.class, () -> note.verify(List.of(none)));
    assertThrows(NoteRejected.class, () -> none.verify(text, note.signatures().get(0).signature()));
  }

  @Test
  @Rule("C9")
  void no_ledger_forgets_and_says_so() {
    try (DecisionLedger none = DecisionLedger.none()) {
      assertEquals("none", none.append(Entries.numbered("a", 0)).origin());
      assertTrue(none.submit(Entries.numbered("a", 1)).isDone(), "it does not wait");
      assertThrows(LedgerUnavailable.class, none::publish);
      assertEquals(Health.Status.DEGRADED, none.health().status());
      assertEquals(0, none.reader().size());
    }
  }

  @Test
  @Rule("C9")
  void no_reader_has_no_entry_and_no_checkpoint() {
    try (LedgerReader none = LedgerReader.none()) {
      assertEquals(List.of(), none.read(0, 10));
      assertThrows(LedgerUnavailable.class, none::checkpoint);
      assertThrows(IllegalArgumentException.class, () -> none.read(1, 1));
      assertThrows(IllegalArgumentException.class, () -> none.inclusionProof(0, 1));
      assertThrows(IllegalArgumentException.class, () -> none.consistencyProof(1, 1));
    }
  }

  @Test
  @Rule("C9")
  void the_policy_without_rules_allows_with_the_shared_verdict() {
    BoundPolicy bound = OutputPolicy.allowAll().bind(SCHEMA);

    assertSame(Verdict.ALLOW, bound.evaluate(SCHEMA.prediction()));
    assertEquals(SCHEMA, bound.schema());
    assertEquals(OutputPolicy.allowAll().revision(), bound.revision());
  }

  @Test
  @Rule("C9")
  void no_detector_and_no_test_find_nothing_and_still_refuse_what_is_not_finite() {
    DriftDetector none = DriftDetector.none();
    for (int i = 0; i < 1_000; i++) {
      assertEquals(DriftDetector.NONE, none.update(i < 500 ? 0 : 1e9));
    }
    assertEquals(-1, none.lastEvent().index());
    assertEquals(DriftDetector.REFUSED, none.update(Double.NaN));
    none.reset();
    assertFalse(DriftTest.none().compare(new double[] {1}, new double[] {1e9}).drifted());
  }

  @Test
  @Rule("C9")
  void no_monitor_sees_nothing_and_is_well() {
    try (PredictionMonitor none = PredictionMonitor.none()) {
      none.observe(SCHEMA.prediction(), Verdict.ALLOW);
      none.label("r1", Double.NaN);
      none.flush();
      assertEquals(Health.Status.UP, none.health().status());
    }
  }
}
