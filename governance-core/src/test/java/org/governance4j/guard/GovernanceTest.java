package org.governance4j.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.SchemaCodec;
import org.governance4j.ledger.FileLedgerProvider;
import org.governance4j.policy.RulePolicy;
import org.governance4j.policy.RulePolicyProvider;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a class path that has neither keys nor monitors, as here. */
class GovernanceTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of("credit", "1.0", List.of(), List.of(Field.number("score")));

  @TempDir Path home = Path.of("replaced by JUnit");

  @Test
  @Rule("C12")
  void a_missing_key_is_refused_with_the_artifact_that_brings_it() {
    GovernanceException refusal =
        assertThrows(GovernanceException.class, () -> Governance.embedded(home.resolve("g")));

    assertEquals(
        "org.governance4j:governance-crypto brings the missing KeyHandle 'ed25519-file'; available: []",
        refusal.getMessage());
    assertFalse(Files.exists(home.resolve("g/ledger")), "no ledger is made without its key");
  }

  @Test
  void what_was_opened_is_closed_again_when_the_rest_cannot_be() throws IOException {
    Components parts =
        Components.of(List.of(new Keys(new ClosableKey()), new FileLedgerProvider()));
    Governance.builder(home.resolve("g")).components(parts).open().close();
    Path marker = home.resolve("g/ledger.origin");
    Files.delete(marker);
    Files.createDirectory(marker);
    assertThrows(
        GovernanceException.class,
        () -> Governance.builder(home.resolve("g")).components(parts).open());
    Files.delete(marker);

    Governance.builder(home.resolve("g")).components(parts).open().close();
  }

  @Test
  @Rule("C12")
  void a_missing_monitor_or_verifier_is_refused_with_the_artifact_that_brings_it() {
    ClosableKey key = new ClosableKey();
    Components parts = Components.of(List.of(new Keys(key), new FileLedgerProvider()));
    try (Governance governance =
        Governance.builder(home.resolve("g")).origin("example.org/g").components(parts).open()) {
      assertEquals("example.org/g", governance.logKey().name());
      GuardBuilder guard =
          governance
              .guard(SCHEMA)
              .policy(OutputPolicy.allowAll())
              .unclearedModel(new ModelRef("credit", "1.0", Digest.sha256(new byte[0])));

      GovernanceException monitor = assertThrows(GovernanceException.class, guard::start);
      GovernanceException verifier =
          assertThrows(GovernanceException.class, () -> governance.verifier(home));

      assertTrue(
          monitor.getMessage().startsWith("org.governance4j:governance-drift brings"),
          monitor::getMessage);
      assertTrue(
          verifier.getMessage().startsWith("org.governance4j:governance-crypto brings"),
          verifier::getMessage);
    }
    assertTrue(key.closed, "the key that it opened");
  }

  @Test
  @Rule("L119")
  void a_replica_has_a_ledger_of_its_own_name() throws IOException {
    Components parts =
        Components.of(List.of(new Keys(new ClosableKey()), new FileLedgerProvider()));
    Governance.Builder replica =
        Governance.builder(home.resolve("g")).origin("example.org/g").components(parts);
    try (Governance governance = replica.instance("a").open()) {
      assertEquals("example.org/g/a", governance.ledger().origin());
      assertEquals("example.org/g/a", governance.logKey().name());
    }
    assertEquals("example.org/g/a\n", Files.readString(home.resolve("g/ledger.origin")));
    assertThrows(IllegalArgumentException.class, () -> replica.instance("b").open());
    assertThrows(IllegalArgumentException.class, () -> replica.instance("a/b").open());
  }

  @Test
  @Rule({"G31", "G33"})
  void a_guard_of_the_embedded_defaults_records_the_first_hundred_of_a_rule_in_full()
      throws IOException {
    Components parts =
        Components.of(List.of(new Keys(new ClosableKey()), new FileLedgerProvider()));
    try (Governance governance =
        Governance.builder(home.resolve("g"))
            .clock(new Credit.StillClock())
            .components(parts)
            .open()) {
      Guard guard =
          governance
              .guard(SCHEMA)
              .policy(Credit.policy(p -> Credit.deny("always")))
              .monitor(PredictionMonitor.none())
              .unclearedModel(new ModelRef("credit", "1.0", Digest.sha256(new byte[0])))
              .start();
      for (int i = 0; i < 103; i++) {
        guard.check(SCHEMA.prediction().wrap("r" + i, new double[0], new double[] {i}));
      }
      guard.close();

      long size = Checkpoint.open(governance.ledger().publish(), governance.logKey()).size();
      assertEquals(1 + 100 + 1, size, "the deployment, the first hundred, the summary");
    }
    Path raw = home.resolve("g/raw/credit-20260301T120000.000Z-0.jsonl");
    assertEquals(3, Files.readAllLines(raw).size());
  }

  @Test
  @Rule("C12")
  void the_key_is_closed_when_the_ledger_cannot_be_opened() {
    ClosableKey key = new ClosableKey();
    Governance.Builder builder =
        Governance.builder(home).components(Components.of(List.of(new Keys(key))));

    GovernanceException refusal = assertThrows(GovernanceException.class, builder::open);

    assertTrue(
        refusal.getMessage().startsWith("org.governance4j:governance-core brings"),
        refusal::getMessage);
    assertTrue(key.closed, "the key that it opened");
  }

  @Test
  void a_ledger_that_is_gone_is_not_begun_anew_under_the_same_name() throws IOException {
    Path directory = home.resolve("g");
    Components parts =
        Components.of(List.of(new Keys(new ClosableKey()), new FileLedgerProvider()));
    Governance.builder(directory).components(parts).open().close();
    Governance.builder(directory).components(parts).open().close();
    Files.move(directory.resolve("ledger"), home.resolve("elsewhere"));
    Governance.Builder again = Governance.builder(directory).components(parts);

    GovernanceException refusal = assertThrows(GovernanceException.class, again::open);

    assertTrue(refusal.getMessage().contains("is gone"), refusal::getMessage);
    assertFalse(Files.exists(directory.resolve("ledger")));
  }

  @Test
  void a_directory_that_is_itself_a_ledger_takes_no_key() throws IOException {
    Files.writeString(home.resolve("checkpoint"), "a public file");

    GovernanceException refusal =
        assertThrows(GovernanceException.class, () -> Governance.embedded(home));

    assertTrue(refusal.getMessage().contains("is itself a ledger"), refusal::getMessage);
    assertFalse(Files.exists(home.resolve("ledger.key")));
  }

  @Test
  void a_guard_is_configured_from_the_files_of_schema_and_rules() throws IOException {
    try (Governance governance = withRules()) {
      Path schema = Files.write(home.resolve("schema.json"), SchemaCodec.write(SCHEMA));
      RulePolicy rules = RulePolicy.builder("credit").atLeast("low", "score", 0.7).build();
      Path policy = Files.write(home.resolve("policy.json"), rules.toJson());

      try (Guard guard =
          governance
              .guard(schema, policy)
              .monitor(PredictionMonitor.none())
              .unclearedModel(Digest.sha256(new byte[0]))
              .start()) {
        assertEquals(SCHEMA, guard.schema());
        assertEquals(rules.revision(), guard.policyRevision());
        Prediction low = SCHEMA.prediction().wrap("r1", new double[0], new double[] {0.6});
        assertEquals(Verdict.Action.DENY, guard.check(low).action());
      }
    }
  }

  @Test
  void files_of_a_guard_that_cannot_be_used_are_named() throws IOException {
    try (Governance governance = withRules()) {
      Path schema = Files.write(home.resolve("schema.json"), SchemaCodec.write(SCHEMA));
      Path broken = Files.writeString(home.resolve("broken.json"), "{\"name\": 1}");
      Path absent = home.resolve("absent.json");

      GovernanceException noSchema =
          assertThrows(GovernanceException.class, () -> governance.guard(absent, broken));
      InvalidData badSchema =
          assertThrows(InvalidData.class, () -> governance.guard(broken, broken));
      PolicyInvalid badRules =
          assertThrows(PolicyInvalid.class, () -> governance.guard(schema, broken));

      assertTrue(
          noSchema.getMessage().startsWith("schema file " + absent + " cannot be read"),
          noSchema::getMessage);
      assertTrue(
          badSchema.getMessage().startsWith("schema file " + broken + ": ")
              && badSchema.getMessage().contains("name"),
          badSchema::getMessage);
      assertTrue(badRules.getMessage().contains(broken.toString()), badRules::getMessage);
    }
  }

  @Test
  void a_model_given_by_its_digest_has_the_name_and_version_of_the_schema() throws IOException {
    Digest digest = Digest.sha256("weights".getBytes(StandardCharsets.UTF_8));
    try (Governance governance = withRules()) {
      governance
          .guard(SCHEMA)
          .policy(OutputPolicy.allowAll())
          .monitor(PredictionMonitor.none())
          .unclearedModel(digest)
          .start()
          .close();
      governance.ledger().publish();

      Entry deployed = EntryCodec.decode(governance.ledger().reader().read(0, 1).get(0).bytes());
      assertEquals(new ModelRef("credit", "1.0", digest), deployed.model());
    }
  }

  private Governance withRules() {
    Components parts =
        Components.of(
            List.of(
                new Keys(new ClosableKey()), new FileLedgerProvider(), new RulePolicyProvider()));
    return Governance.builder(home.resolve("g")).components(parts).open();
  }

  private record Keys(KeyHandle key) implements ComponentProvider<KeyHandle> {
    @Override
    public Class<KeyHandle> role() {
      return KeyHandle.class;
    }

    @Override
    public String name() {
      return "ed25519-file";
    }

    @Override
    public KeyHandle create(Settings settings) {
      return key;
    }
  }

  /** An Ed25519 key of the JDK. */
  private static final class ClosableKey implements KeyHandle {
    private final KeyPair pair;
    private boolean closed;

    ClosableKey() {
      try {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public KeyAlgorithm algorithm() {
      return KeyAlgorithm.ED25519;
    }

    @Override
    public byte[] publicKey() {
      return pair.getPublic().getEncoded();
    }

    @Override
    public byte[] sign(byte[] message) {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
