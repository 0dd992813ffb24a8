package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Digest;
import org.governance4j.GovernanceException;
import org.governance4j.PolicyInvalid;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a verifier that trusts every bundle that says "good", and hands over what it is told to. */
class SignedRulesTest {
  private static final RulePolicy SIGNED =
      RulePolicy.builder("signed").finite("f", "score").build();
  private static final RulePolicy SWAPPED =
      RulePolicy.builder("swapped").finite("g", "score").build();
  private static final SignatureBundle GOOD = bundle("good");

  @TempDir Path home = Path.of("replaced by JUnit");

  private static SignatureBundle bundle(String text) {
    return SignatureBundle.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Files in memory that were "verified". */
  private static final class Held implements VerifiedArtifact {
    private final Map<String, byte[]> contents = new TreeMap<>();
    private final Map<String, Digest> digests = new LinkedHashMap<>();
    private boolean closed;

    Held with(String file, byte[] content) {
      contents.put(file, content);
      digests.put(file, Digest.sha256(content));
      return this;
    }

    @Override
    public String name() {
      return "rules";
    }

    @Override
    public Digest digest() {
      return Digest.sha256(new byte[0]);
    }

    @Override
    public String signer() {
      return "test";
    }

    @Override
    public Map<String, Digest> files() {
      return digests;
    }

    @Override
    public InputStream open(String file) throws IOException {
      byte[] content = contents.get(file);
      if (content == null) {
        throw new IOException("gone");
      }
      return new ByteArrayInputStream(content);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static ArtifactVerifier handing(VerifiedArtifact artifact) {
    return (source, bundle) -> {
      if (!bundle.equals(GOOD)) {
        throw new ArtifactRejected("not signed by anybody");
      }
      return artifact;
    };
  }

  @Test
  @Rule("P53")
  void the_bytes_that_were_verified_are_parsed_and_not_the_path() throws IOException {
    Path file = Files.write(home.resolve("rules.json"), SWAPPED.toJson());
    Held held = new Held().with("rules.json", SIGNED.toJson());

    RulePolicy policy = RulePolicy.verified(handing(held), ArtifactSource.of(file), GOOD);

    assertEquals(SIGNED, policy);
    assertTrue(held.closed, "the artifact is released");
    Path missing = home.resolve("never-there.json");
    assertEquals(
        SIGNED,
        RulePolicy.verified(
            handing(new Held().with("r", SIGNED.toJson())), ArtifactSource.of(missing), GOOD));
  }

  @Test
  @Rule("P53")
  void of_an_artifact_with_several_files_the_rule_file_is_named() {
    Held held =
        new Held().with("a/rules.json", SIGNED.toJson()).with("readme.txt", new byte[] {'x'});

    assertEquals(SIGNED, RulePolicy.from(held, "a/rules.json"));
    PolicyInvalid unnamed =
        assertThrows(
            PolicyInvalid.class,
            () -> RulePolicy.verified(handing(held), ArtifactSource.of(home), GOOD));
    ArtifactRejected unsigned =
        assertThrows(ArtifactRejected.class, () -> RulePolicy.from(held, "rules.json"));
    PolicyInvalid invalid =
        assertThrows(PolicyInvalid.class, () -> RulePolicy.from(held, "readme.txt"));

    assertEquals(
        "signed artifact \"rules\" has 2 files; say which one holds the rules",
        unnamed.getMessage());
    assertTrue(String.valueOf(unsigned.getMessage()).contains("is not among the signed files"));
    assertTrue(
        String.valueOf(invalid.getMessage())
            .startsWith("policy file \"readme.txt\" of \"rules\": invalid policy"));
  }

  @Test
  @Rule("P54")
  void a_refusal_passes_through_and_what_was_not_signed_is_refused_after_all() {
    ArtifactSource source = ArtifactSource.of(home.resolve("rules.json"));
    Held fine = new Held().with("rules.json", SIGNED.toJson());
    Held lying = new Held().with("rules.json", SIGNED.toJson());
    lying.contents.put("rules.json", SWAPPED.toJson());
    Held gone = new Held().with("rules.json", SIGNED.toJson());
    gone.contents.clear();
    Held huge = new Held().with("rules.json", new byte[RulePolicy.MAX_FILE_BYTES + 1]);

    ArtifactRejected refusal =
        assertThrows(
            ArtifactRejected.class,
            () -> RulePolicy.verified(handing(fine), source, bundle("forged")));
    assertEquals("not signed by anybody", refusal.getMessage());
    assertThrows(
        ArtifactRejected.class, () -> RulePolicy.verified(ArtifactVerifier.none(), source, GOOD));
    assertThrows(ArtifactRejected.class, () -> RulePolicy.verified(handing(lying), source, GOOD));
    assertThrows(PolicyInvalid.class, () -> RulePolicy.verified(handing(gone), source, GOOD));
    assertThrows(PolicyInvalid.class, () -> RulePolicy.verified(handing(huge), source, GOOD));
    assertThrows(
        PolicyInvalid.class,
        () ->
            RulePolicy.verified(
                (s, b) -> {
                  throw new IOException("disk");
                },
                source,
                GOOD));
  }

  @Test
  @Rule("P54")
  void the_provider_leaves_neither_a_verifier_nor_a_signature_unused() throws IOException {
    RulePolicyProvider provider = new RulePolicyProvider();
    Path file = Files.write(home.resolve("rules.json"), SWAPPED.toJson());
    Path signature = Files.writeString(home.resolve("rules.sig"), "good");
    Held held = new Held().with("rules.json", SIGNED.toJson()).with("other", new byte[1]);
    Settings plain = Settings.empty().with("file", file.toString());
    Settings signed = plain.with("signature", signature.toString()).with("member", "rules.json");

    assertEquals(SIGNED, provider.create(signed.with(ArtifactVerifier.class, handing(held))));
    assertEquals(SWAPPED, provider.create(plain), "unsigned, as asked for");
    assertThrows(IllegalArgumentException.class, () -> provider.create(signed), "no verifier");
    assertThrows(
        IllegalArgumentException.class,
        () -> provider.create(plain.with(ArtifactVerifier.class, handing(held))),
        "no signature");
    assertThrows(
        IllegalArgumentException.class,
        () -> provider.create(plain.with("member", "rules.json")),
        "a member of an unsigned file");
    GovernanceException missing =
        assertThrows(
            ArtifactRejected.class,
            () ->
                provider.create(
                    plain
                        .with("signature", home.resolve("no.sig").toString())
                        .with(ArtifactVerifier.class, handing(held))));
    assertTrue(String.valueOf(missing.getMessage()).contains("is not signed"));
  }
}
