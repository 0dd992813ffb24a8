package org.governance4j.risk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Clearance;
import org.governance4j.Decision;
import org.governance4j.DeploymentRejected;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.ModelRef;
import org.governance4j.ProofRejected;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

  private static final byte[] MODEL_BYTES = "weights".getBytes(StandardCharsets.UTF_8);
  private static final ModelRef MODEL = new ModelRef("credit", "1.0", Digest.sha256(MODEL_BYTES));
  private static final ArtifactSource SOURCE = ArtifactSource.of(Path.of("model.bin"));
  private static final SignatureBundle SIGNATURE = SignatureBundle.of(new byte[] {1});

  private final TestLog log = new TestLog("example.org/decisions");

  @Test
  @Rule("R6")
  void a_signed_and_approved_model_is_cleared_with_the_verified_bytes() throws IOException {
    log.add(entry(Entry.Types.RISK_ASSESSMENT, Decision.Outcome.APPROVED, MODEL));
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));
    log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.REJECTED, MODEL));

    Clearance clearance = gate().admit(SOURCE, SIGNATURE, log.evidence(index));

    assertEquals(MODEL, clearance.model());
    assertEquals(index, clearance.approvalIndex());
    assertEquals("user:alice", clearance.approval().actor());
    assertEquals(3, clearance.log().size());
    assertArrayEquals(MODEL_BYTES, clearance.artifact().open("model.bin").readAllBytes());
  }

  @Test
  @Rule("R8")
  void evidence_survives_its_file(@TempDir Path dir) throws IOException {
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));
    Path file = dir.resolve("approval.tlog-proof");
    Files.write(file, log.evidence(index).encode());

    assertEquals(MODEL, gate().admit(SOURCE, SIGNATURE, Evidence.read(file)).model());
  }

  @Test
  @Rule("R1")
  void a_model_whose_signature_does_not_verify_is_refused_with_the_reason() {
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));
    Gate gate =
        new Gate(
            (source, bundle) -> {
              throw new ArtifactRejected("model.bin was changed");
            },
            log.verifier());

    refused(gate, log.evidence(index), "model.bin was changed");
  }

  @Test
  @Rule("R2")
  void an_approval_from_another_log_is_refused() {
    TestLog other = new TestLog("example.org/decisions");
    long index = other.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));

    refused(gate(), other.evidence(index), "not proven");
  }

  @Test
  @Rule("R2")
  void an_approval_that_was_changed_is_refused() {
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));
    byte[] forged = log.evidence(index).encode();
    String text = new String(forged, StandardCharsets.UTF_8);
    int extra = text.indexOf("extra ") + 20;
    char changed = text.charAt(extra) == 'A' ? 'B' : 'A';
    byte[] bytes =
        (text.substring(0, extra) + changed + text.substring(extra + 1))
            .getBytes(StandardCharsets.UTF_8);

    refused(gate(), Evidence.parse(bytes), "not proven");
  }

  @Test
  @Rule("R4")
  void a_rejection_is_not_an_approval() {
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.REJECTED, MODEL));

    refused(gate(), log.evidence(index), "rejected");
  }

  @Test
  @Rule("R3")
  void another_decision_about_the_model_is_not_an_approval() {
    long index = log.add(entry(Entry.Types.RISK_ASSESSMENT, Decision.Outcome.APPROVED, MODEL));

    refused(gate(), log.evidence(index), "risk-assessment");
  }

  @Test
  @Rule("R5")
  void the_approval_of_another_artifact_is_refused_naming_both_digests() {
    ModelRef other = new ModelRef("credit", "1.0", Digest.sha256(new byte[] {9}));
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, other));

    DeploymentRejected e = refused(gate(), log.evidence(index), other.digest().toString());
    assertTrue(e.getMessage().contains(MODEL.digest().toString()), e.getMessage());
  }

  @Test
  @Rule("R5")
  void an_approval_without_a_model_is_refused() {
    long index =
        log.add(
            Entry.builder(Entry.Types.APPROVAL, "user:alice", "model:credit")
                .time(Instant.EPOCH)
                .decision("approved")
                .build());

    refused(gate(), log.evidence(index), "no model");
  }

  @Test
  void a_proof_file_without_an_entry_is_no_evidence() {
    log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));

    assertThrows(ProofRejected.class, () -> Evidence.parse(log.proof(0).encode()));
  }

  @Test
  @Rule("R7")
  void a_refused_artifact_is_released() {
    List<String> closed = new ArrayList<>();
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.REJECTED, MODEL));
    Gate gate = new Gate((source, bundle) -> new MemoryArtifact(closed), log.verifier());

    refused(gate, log.evidence(index), "rejected");

    assertEquals(List.of("closed"), closed);
  }

  @Test
  @Rule("R9")
  void an_approval_by_somebody_else_than_the_named_approvers_is_refused() throws IOException {
    long index = log.add(entry(Entry.Types.APPROVAL, Decision.Outcome.APPROVED, MODEL));
    Evidence evidence = log.evidence(index);

    assertEquals(
        MODEL, gate().approvedBy(Set.of("user:alice")).admit(SOURCE, SIGNATURE, evidence).model());
    refused(gate().approvedBy(Set.of("user:bob")), evidence, "user:alice");
  }

  private Gate gate() {
    ArtifactVerifier verifier = (source, bundle) -> new MemoryArtifact(new ArrayList<>());
    return new Gate(verifier, log.verifier());
  }

  private static DeploymentRejected refused(Gate gate, Evidence evidence, String reason) {
    DeploymentRejected e =
        assertThrows(DeploymentRejected.class, () -> gate.admit(SOURCE, SIGNATURE, evidence));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    return e;
  }

  private static Entry entry(String type, Decision.Outcome outcome, ModelRef model) {
    return new Decision(type, "user:alice", outcome, model, "reviewed", null)
        .toEntry().toBuilder().time(Instant.EPOCH).build();
  }

  private record MemoryArtifact(List<String> closed) implements VerifiedArtifact {
    @Override
    public String name() {
      return "model.bin";
    }

    @Override
    public Digest digest() {
      return MODEL.digest();
    }

    @Override
    public String signer() {
      return "key:test";
    }

    @Override
    public Map<String, Digest> files() {
      return Map.of("model.bin", MODEL.digest());
    }

    @Override
    public InputStream open(String file) {
      return new ByteArrayInputStream(MODEL_BYTES);
    }

    @Override
    public void close() {
      closed.add("closed");
    }
  }
}
