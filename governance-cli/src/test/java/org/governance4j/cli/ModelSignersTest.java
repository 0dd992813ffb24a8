package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models signed by several, with certificates, by every hash; and the adapter. */
class ModelSignersTest {
  private static final Path SIGNING =
      Path.of(System.getProperty("governance.conformance", "absent"), "signing");

  @TempDir Path dir;
  private Path model;
  private Path signature;

  @BeforeEach
  void model() throws IOException {
    model = Files.createDirectory(dir.resolve("model"));
    Files.writeString(model.resolve("weights.bin"), "weights");
    Files.writeString(model.resolve("config.json"), "{}");
    signature = dir.resolve("model.sig");
    for (String name : List.of("one", "two")) {
      governance("model", "keygen", "--out", dir.resolve(name)).holds();
    }
  }

  private Path file(String name) {
    return dir.resolve(name);
  }

  private static Cli.Result run(Object[] first, Object... more) {
    List<Object> args = new ArrayList<>(List.of(first));
    args.addAll(List.of(more));
    return governance(args.toArray());
  }

  private Cli.Result sign(Object... more) {
    return run(new Object[] {"model", "sign", model, "--signature", signature}, more);
  }

  private Cli.Result verify(Object... more) {
    return run(new Object[] {"model", "verify", model, "--signature", signature}, more);
  }

  @Test
  // @Rule("X55")
  void sign_says_where_the_signature_is_and_refuses_a_folder_that_is_not_there() {
    sign("--key", file("one.key")).holds().says("model.sig");
    governance(
            "model",
            "sign",
            model,
            "--key",
            file("one.key"),
            "--signature",
            file("absent").resolve("model.sig"))
        .notDone("absent", "no such folder");
  }

  @Test
  // @Rule("X56")
  void a_signature_of_another_key_names_both_keys() {
    sign("--key", file("one.key")).holds();
    verify("--public-key", file("two.pub"))
        .doesNotHold()
        .says("of another key")
        .says("trusted are [ecdsa-p256:");
  }

  @Test
  // @Rule("X55")
  void what_a_signer_left_out_is_not_called_verified() throws IOException {
    Files.createDirectories(model.resolve(".git/objects"));
    Files.writeString(model.resolve(".git/objects/x"), "x");
    Path inside = model.resolve("model.sig");
    run(
            new Object[] {"model", "sign", model, "--signature", inside},
            "--key",
            file("one.key"),
            "--ignore",
            "weights.bin")
        .holds();
    Cli.Result verified =
        run(
                new Object[] {"model", "verify", model, "--signature", inside},
                "--public-key",
                file("one.pub"))
            .holds()
            .says("not verified", "\"weights.bin\"");
    assertFalse(verified.err().contains("model.sig"), verified::err);
    assertFalse(verified.err().contains(".git"), verified::err);
    sign("--key", file("one.key"), "--ignore", "model.sig").holds();
    verify("--public-key", file("one.pub"), "--ignore-unsigned").holds().says("\"model.sig\"");
  }

  @ParameterizedTest
  @CsvSource({"sha256,3", "blake2b,3", "blake3,3", "blake3,1000"})
  // @Rule("X55")
  void every_hash_in_shards_verifies(String hash, String shardSize) {
    sign("--key", file("one.key"), "--hash", hash, "--shard-size", shardSize, "--ignore", "x")
        .holds();
    verify("--public-key", file("one.pub")).holds();
    verify("--public-key", file("two.pub")).doesNotHold().says("refused");
  }

  @Test
  // @Rule("X65")
  void digests_are_remembered_in_a_cache_whose_faults_are_warnings() throws IOException {
    Object[] cached = {"--key", file("one.key"), "--digest-cache", file("digests")};
    sign(cached).holds().says("signature written");
    verify("--public-key", file("one.pub")).holds();
    assertEquals(32, Files.size(file("digests.key")));
    Files.writeString(model.resolve("config.json"), "{\"edited\":true}");
    sign(cached).holds().says("signature written");
    verify("--public-key", file("one.pub")).holds();
    Files.writeString(file("digests"), "not a cache");
    Cli.Result warned = sign(cached).holds();
    assertTrue(warned.err().contains("is not used"), warned::toString);
    verify("--public-key", file("one.pub")).holds();
    Files.write(file("digests.key"), new byte[5]);
    sign(cached).notDone("digests.key");
    sign("--key", file("one.key"), "--digest-cache", model.resolve("digests"))
        .notDone("must not lie in the model");
  }

  @Test
  // @Rule("X55")
  void several_keys_sign_and_a_threshold_asks_for_as_many() {
    JsonValue.Obj told =
        sign("--key", file("one.key"), "--key", file("two.key"), "--json").holds().object();
    assertEquals(2, ((JsonValue.Arr) told.get("signers")).items().size());
    Object[] both = {"--public-key", file("one.pub"), "--public-key", file("two.pub")};
    verify("--public-key", file("two.pub")).holds();
    run(new Object[] {"model", "verify", model, "--signature", signature, "--threshold", "2"}, both)
        .holds();
    sign("--key", file("one.key")).holds();
    run(new Object[] {"model", "verify", model, "--signature", signature, "--threshold", "2"}, both)
        .doesNotHold()
        .says("needed is 2");
  }

  @Test
  // @Rule("X56")
  void whom_to_trust_is_said_in_one_way() {
    sign("--key", file("one.key")).holds();
    verify().notDone("--public-key", "--certificate-chain", "--identity");
    verify("--public-key", file("one.pub"), "--identity", "a", "--issuer", "b").notDone("one of");
    verify("--identity", "a", "--issuer", "b").notDone("--trusted-root");
    verify("--public-key", file("one.pub"), "--threshold", "2").notDone("--threshold");
    sign("--key", file("one.key"), "--hash", "md5").notDone("md5");
    sign("--key", file("one.key"), "--shard-size", "0").notDone("shard");
    sign("--key", file("one.key"), "--key", file("one.key")).notDone("already");
    sign("--key", file("one.key"), "--certificate-chain", file("c")).notDone("--certificate");
    verify("--certificate-chain", file("one.pub")).notDone("certificates", "PUBLIC KEY");
    verify("--public-key", file("one.pub"), "--trusted-root", file("one.pub"))
        .notDone("--trusted-root", "--certificate-chain");
  }

  @Test
  // @Rule("X57")
  void a_time_that_decides_nothing_is_said_to_and_must_be_one_all_the_same() {
    sign("--key", file("one.key")).holds();
    verify("--public-key", file("one.pub"), "--at", "2026-01-31T12:00:00Z").holds().says("--at");
    verify("--public-key", file("one.pub"), "--at", "yesterday").notDone("--at", "yesterday");
  }

  @Test
  // @Rule("X57")
  void a_certificate_counts_at_its_time() {
    Path keys = SIGNING.resolve("oms-conformance/assets/keys/certificate");
    assumeTrue(Files.isDirectory(keys), () -> "no vectors at " + keys);
    sign(
            "--key",
            keys.resolve("signing-key.pem"),
            "--certificate",
            keys.resolve("signing-key-cert.pem"),
            "--certificate-chain",
            keys.resolve("int-ca-cert.pem"))
        .holds();
    Object root = keys.resolve("ca-cert.pem");
    verify("--certificate-chain", root, "--at", "2026-06-01T00:00:00Z").holds();
    verify("--certificate-chain", root, "--at", "2036-06-01T00:00:00Z").doesNotHold();
    verify("--certificate-chain", root, "--at", "yesterday").notDone("yesterday");
    verify("--public-key", file("one.pub")).doesNotHold().says("certificate");
  }

  private Cli.Result adapter(String operation, Object... more) {
    return run(new Object[] {"conformance", "oms-adapter", operation, "--model-path", model}, more);
  }

  @Test
  // @Rule("X58")
  void the_adapter_signs_and_verifies() throws IOException {
    Files.writeString(model.resolve("left-out"), "x");
    Object left = model.resolve("left-out").toAbsolutePath();
    Path bundle = model.resolve("bundle.sig");
    Object[] key = {"--method", "key", "--private-key", file("one.key"), "--output-bundle", bundle};
    run(
            new Object[] {
              "conformance",
              "oms-adapter",
              "sign-model",
              "--model-path",
              model,
              "--ignore-paths",
              left
            },
            key)
        .holds();
    adapter("verify-model", "--method", "key", "--public-key", file("one.pub"), "--bundle", bundle)
        .holds();
    adapter("verify-model", "--method", "key", "--public-key", file("two.pub"), "--bundle", bundle)
        .doesNotHold();
    adapter(
            "verify-model",
            "--method",
            "sigstore",
            "--identity",
            "a",
            "--identity-provider",
            "b",
            "--bundle",
            bundle)
        .notDone("GOVERNANCE_TRUSTED_ROOT");
    adapter(
            "sign-model",
            "--method",
            "sigstore",
            "--identity-token",
            "t",
            "--output-bundle",
            bundle)
        .notDone("keyless");
    Files.writeString(model.resolve("extra"), "x");
    adapter("verify-model", "--method", "key", "--public-key", file("one.pub"), "--bundle", bundle)
        .doesNotHold();
    adapter(
            "verify-model",
            "--method",
            "key",
            "--public-key",
            file("one.pub"),
            "--bundle",
            bundle,
            "--ignore-unsigned-files")
        .holds();
    JsonValue.Obj able = governance("conformance", "oms-adapter", "capabilities").holds().object();
    assertEquals(JsonValue.of(true), able.get("benchmark_model"));
    JsonValue.Obj times =
        adapter(
                "benchmark-model",
                "--operation",
                "sign",
                "--repeat",
                "2",
                "--method",
                "key",
                "--private-key",
                file("one.key"))
            .holds()
            .object();
    assertTrue(times.get("times_ms") instanceof JsonValue.Arr all && all.items().size() == 2);
  }
}
