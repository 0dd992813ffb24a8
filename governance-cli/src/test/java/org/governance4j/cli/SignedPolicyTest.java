package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.KeyAlgorithm;
import org.governance4j.OutputPolicy;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.guard.Governance;
import org.governance4j.policy.RulePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files signed with real keys, read by what a service uses. */
class SignedPolicyTest {
  private static final RulePolicy STRICT =
      RulePolicy.builder("credit").atLeast("low_score", "score", 0.7).build();
  private static final RulePolicy LAX =
      RulePolicy.builder("credit").atLeast("low_score", "score", 0.0).build();

  @TempDir Path dir;

  private final SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
  private final OmsVerifier verifier = OmsVerifier.trusting(key.verificationKey());
  private Governance governance;
  private Path rules;
  private Path signature;

  @BeforeEach
  void sign() throws IOException {
    governance = Governance.builder(dir.resolve("g")).origin("example.org/signed").open();
    rules = Files.write(dir.resolve("rules.json"), STRICT.toJson());
    signature = dir.resolve("rules.sig");
    Files.write(signature, new OmsSigner(key).sign(ArtifactSource.of(rules)).bytes());
  }

  @AfterEach
  void close() {
    governance.close();
    key.close();
  }

  @Test
  // @Rule("P53")
  void a_signed_rule_file_becomes_the_policy() {
    OutputPolicy policy = governance.signedPolicy(rules, signature, verifier);

    assertEquals(STRICT.revision(), policy.revision());
  }

  @Test
  // @Rule("P53")
  void a_file_that_is_swapped_right_after_its_verification_is_not_the_one_that_is_read() {
    ArtifactVerifier thenSwapped =
        (source, bundle) -> {
          VerifiedArtifact artifact = verifier.verify(source, bundle);
          Files.write(source.path(), LAX.toJson());
          return artifact;
        };

    OutputPolicy policy = governance.signedPolicy(rules, signature, thenSwapped);

    assertEquals(LAX.revision(), RulePolicy.read(rules).revision());
    assertNotEquals(LAX.revision(), STRICT.revision());
    assertEquals(STRICT.revision(), policy.revision());
  }

  @Test
  // @Rule("P54")
  void a_changed_file_is_refused() throws IOException {
    Files.write(rules, LAX.toJson());

    assertThrows(ArtifactRejected.class, () -> governance.signedPolicy(rules, signature, verifier));
  }

  @Test
  // @Rule("P54")
  void the_signature_of_another_file_is_refused() throws IOException {
    Path lax = Files.write(dir.resolve("lax.json"), LAX.toJson());

    assertThrows(ArtifactRejected.class, () -> governance.signedPolicy(lax, signature, verifier));
  }

  @Test
  // @Rule("P54")
  void an_unsigned_file_is_refused() throws IOException {
    Files.delete(signature);

    ArtifactRejected refusal =
        assertThrows(
            ArtifactRejected.class, () -> governance.signedPolicy(rules, signature, verifier));

    assertTrue(
        String.valueOf(refusal.getMessage()).contains("rules.json is not signed"),
        refusal::toString);
  }

  @Test
  // @Rule("P54")
  void a_signature_by_another_key_is_refused() {
    try (SoftwareKey other = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256)) {
      OmsVerifier trustsOther = OmsVerifier.trusting(other.verificationKey());

      assertThrows(
          ArtifactRejected.class, () -> governance.signedPolicy(rules, signature, trustsOther));
    }
  }

  @Test
  // @Rule("P54")
  void a_file_that_is_no_signature_is_refused() throws IOException {
    Files.writeString(signature, "{}");

    assertThrows(ArtifactRejected.class, () -> governance.signedPolicy(rules, signature, verifier));
  }

  @Test
  // @Rule("P53")
  void the_rule_file_of_a_signed_folder_is_read_by_its_name() throws IOException {
    Path folder = dir.resolve("folder");
    Files.createDirectories(folder.resolve("policies"));
    Files.write(folder.resolve("policies/credit.json"), STRICT.toJson());
    Files.writeString(folder.resolve("README"), "rules of the credit model");
    ArtifactSource source = ArtifactSource.of(folder);
    SignatureBundle bundle = new OmsSigner(key).sign(source);

    try (VerifiedArtifact artifact = verifier.verify(source, bundle)) {
      assertEquals(STRICT, RulePolicy.from(artifact, "policies/credit.json"));
    }
  }
}
