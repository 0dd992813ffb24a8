package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.VerificationKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCommandsTest {
  @TempDir Path dir;
  private Path model;
  private Path signature;

  @BeforeEach
  void model() throws IOException {
    model = Files.createDirectory(dir.resolve("model"));
    Files.writeString(model.resolve("weights.bin"), "weights");
    Files.writeString(model.resolve("config.json"), "{}");
    signature = dir.resolve("model.sig");
  }

  private Path key(String name, String... more) {
    Object[] args = new Object[4 + more.length];
    args[0] = "model";
    args[1] = "keygen";
    args[2] = "--out";
    args[3] = dir.resolve(name);
    System.arraycopy(more, 0, args, 4, more.length);
    governance(args).holds();
    return dir.resolve(name + ".key");
  }

  private Cli.Result sign(Path key) {
    return governance("model", "sign", model, "--key", key, "--signature", signature);
  }

  private Cli.Result verify(Object... more) {
    Object[] args = new Object[7 + more.length];
    Object[] first = {
      "model", "verify", model, "--signature", signature, "--public-key", dir.resolve("k.pub")
    };
    System.arraycopy(first, 0, args, 0, 7);
    System.arraycopy(more, 0, args, 7, more.length);
    return governance(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-p256"})
  void what_was_signed_verifies(String algorithm) {
    sign(key("k", "--algorithm", algorithm)).holds();
    assertTrue(verify().holds().out().contains("2 files, signed by " + algorithm));
    JsonValue.Obj json = verify("--json").holds().object();
    assertEquals(JsonValue.of(true), json.get("verified"));
    assertEquals(
        Set.of("weights.bin", "config.json"),
        ((JsonValue.Obj) json.get("files")).members().keySet());
  }

  @Test
  // @Rule("X2")
  void a_changed_file_is_refused_with_the_reason() throws IOException {
    sign(key("k")).holds();
    Files.writeString(model.resolve("weights.bin"), "weightz");
    Cli.Result result = verify("--json").doesNotHold().says("refused", "weights.bin");
    assertEquals(JsonValue.of(false), result.object().get("verified"));
  }

  @Test
  void a_file_that_is_not_signed_is_refused_unless_it_is_ignored() throws IOException {
    sign(key("k")).holds();
    Files.writeString(model.resolve("extra"), "x");
    verify().doesNotHold().says("extra", "not signed");
    verify("--ignore", "extra").holds().says("not verified", "\"extra\"");
    verify("--ignore-unsigned").holds().says("not verified", "\"extra\"");
    verify("--ignore", "../extra").notDone("../extra");
  }

  @Test
  void another_key_is_refused() {
    sign(key("other")).holds();
    key("k");
    verify().doesNotHold().says("refused", "key");
  }

  @Test
  void a_malformed_bundle_is_a_refusal() throws IOException {
    key("k");
    Files.writeString(signature, "{}");
    verify().doesNotHold().says("refused", "bundle");
  }

  @Test
  void there_is_nothing_to_judge_without_model_bundle_or_key() throws IOException {
    Path key = key("k");
    verify().notDone("signature file", "model.sig", "does not exist");
    sign(key).holds();
    Files.move(dir.resolve("k.pub"), dir.resolve("kept.pub"));
    verify().notDone("public key file", "k.pub", "does not exist");
    Files.move(dir.resolve("kept.pub"), dir.resolve("k.pub"));
    governance(
            "model",
            "verify",
            dir.resolve("no"),
            "--signature",
            signature,
            "--public-key",
            dir.resolve("k.pub"))
        .notDone("no does not exist");
  }

  @Test
  void a_bundle_inside_the_folder_is_not_part_of_the_model() {
    signature = model.resolve("model.sig");
    Path key = key("k");
    sign(key).holds();
    verify().holds();
    sign(key).holds();
    verify().holds();
  }

  @Test
  void sign_replaces_a_bundle_but_no_other_file() throws IOException {
    Path key = key("k");
    sign(key).holds();
    sign(key).holds();
    signature = model.resolve("weights.bin");
    sign(key).notDone("weights.bin", "not replaced");
    assertEquals("weights", Files.readString(model.resolve("weights.bin")));
  }

  @Test
  void sign_replaces_no_empty_file_no_directory_and_no_link_to_nothing() throws IOException {
    Path key = key("k");
    signature = Files.createFile(dir.resolve("empty"));
    sign(key).notDone("empty", "not replaced");
    assertEquals(0, Files.size(signature));
    signature = Files.createDirectory(dir.resolve("folder"));
    sign(key).notDone("folder", "not replaced");
    signature = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
    sign(key).notDone("link", "not replaced");
  }

  @Test
  void sign_leaves_nothing_but_the_bundle_beside_it() throws IOException {
    Path key = key("k");
    signature = Files.createDirectory(dir.resolve("out")).resolve("model.sig");
    sign(key).holds();
    sign(key).holds();
    try (Stream<Path> found = Files.list(dir.resolve("out"))) {
      assertEquals(List.of(signature), found.toList());
    }
    Path link = Files.createSymbolicLink(dir.resolve("link"), signature);
    Files.writeString(model.resolve("weights.bin"), "other");
    signature = link;
    sign(key).holds();
    assertTrue(Files.isSymbolicLink(link), "the bundle behind the link is replaced");
    verify().holds();
  }

  @Test
  void ignoring_the_whole_model_is_bad_usage() throws IOException {
    sign(key("k")).holds();
    for (String all : new String[] {"./", ".", "/", ".//."}) {
      verify("--ignore", all).notDone("--ignore");
    }
  }

  @Test
  void a_device_without_an_end_is_neither_bundle_nor_key() throws IOException {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "no /dev/zero here");
    Path key = key("k");
    sign(key).holds();
    sign(zero).notDone("key file", "/dev/zero");
    signature = zero;
    sign(key).notDone("/dev/zero", "not replaced");
    verify().notDone("signature file", "/dev/zero", "limit");
    signature = dir.resolve("model.sig");
    governance("model", "verify", model, "--signature", signature, "--public-key", zero)
        .notDone("public key file", "/dev/zero");
  }

  @Test
  void a_model_larger_than_what_is_held_in_memory_verifies() throws IOException {
    try (SeekableByteChannel sparse =
        Files.newByteChannel(
            model.resolve("large.bin"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      sparse.position(OmsVerifier.DEFAULT_MAX_BYTES).write(ByteBuffer.wrap(new byte[1]));
    }
    sign(key("k")).holds();
    assertTrue(verify().holds().out().contains("3 files"));
  }

  @Test
  void sign_needs_a_model_with_files() throws IOException {
    Path key = key("k");
    Path empty = Files.createDirectory(dir.resolve("empty"));
    governance("model", "sign", empty, "--key", key, "--signature", signature).notDone("no files");
    governance("model", "sign", dir.resolve("no"), "--key", key, "--signature", signature)
        .notDone("does not exist");
    assertFalse(Files.exists(signature));
  }

  @Test
  void keys_are_encrypted_with_the_password() throws IOException {
    Cli.Result made =
        new Cli()
            .with("GOVERNANCE_PASSWORD", "secret")
            .run("model", "keygen", "--out", dir.resolve("k"), "--json")
            .holds();
    assertEquals(JsonValue.of("ecdsa-p256"), made.object().get("algorithm"));
    assertFalse(made.err().contains("secret"));
    Path key = dir.resolve("k.key");
    assertTrue(Files.readString(key).contains("ENCRYPTED"));
    sign(key).notDone("k.key", "encrypted", "GOVERNANCE_PASSWORD");
    new Cli()
        .with("GOVERNANCE_PASSWORD", "wrong")
        .run("model", "sign", model, "--key", key, "--signature", signature)
        .notDone("k.key", "password");
    new Cli()
        .with("GOVERNANCE_PASSWORD", "secret")
        .run("model", "sign", model, "--key", key, "--signature", signature)
        .holds();
    verify().holds();
  }

  @Test
  void keygen_overwrites_nothing() throws IOException {
    key("k");
    String before = Files.readString(dir.resolve("k.key"));
    governance("model", "keygen", "--out", dir.resolve("k")).notDone("exists already");
    Files.delete(dir.resolve("k.pub"));
    governance("model", "keygen", "--out", dir.resolve("k")).notDone("exists already");
    assertEquals(before, Files.readString(dir.resolve("k.key")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dsa", "ML-DSA-65"})
  void keygen_names_the_algorithms_there_are(String algorithm) {
    governance("model", "keygen", "--out", dir.resolve("k"), "--algorithm", algorithm)
        .notDone(algorithm, "ed25519", "ecdsa-p256", "ml-dsa-44", "ml-dsa-65");
    assertFalse(Files.exists(dir.resolve("k.key")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml-dsa-44", "ml-dsa-65"})
  void keygen_makes_post_quantum_keys(String algorithm) {
    governance("model", "keygen", "--out", dir.resolve("k"), "--algorithm", algorithm).holds();
    assertEquals(algorithm, VerificationKey.read(dir.resolve("k.pub")).algorithm().word());
  }

  @ParameterizedTest
  @EnumSource
  // @Rule("X50")
  void keygen_makes_keys_of_every_algorithm_in_both_formats(KeyAlgorithm algorithm)
      throws IOException {
    for (String format : List.of("pkcs8", "cosign")) {
      Path prefix = dir.resolve(format);
      new Cli()
          .with("GOVERNANCE_PASSWORD", "secret")
          .run(
              "model",
              "keygen",
              "--out",
              prefix,
              "--algorithm",
              algorithm.word(),
              "--format",
              format)
          .holds();
      assertEquals(algorithm, VerificationKey.read(dir.resolve(format + ".pub")).algorithm());
      String begin = Files.readAllLines(dir.resolve(format + ".key")).get(0);
      assertEquals(
          format.equals("cosign")
              ? "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----"
              : "-----BEGIN ENCRYPTED PRIVATE KEY-----",
          begin);
      assertEquals(
          VerificationKey.read(dir.resolve(format + ".pub")),
          SoftwareKey.load(dir.resolve(format + ".key"), "secret".toCharArray()).verificationKey());
    }
  }

  @Test
  // @Rule("X51")
  void a_key_of_cosign_needs_a_password() {
    governance("model", "keygen", "--out", dir.resolve("k"), "--format", "cosign")
        .notDone("GOVERNANCE_PASSWORD");
    new Cli()
        .with("GOVERNANCE_PASSWORD", "")
        .run("model", "keygen", "--out", dir.resolve("k"), "--format", "cosign")
        .notDone("empty");
    assertFalse(Files.exists(dir.resolve("k.key")));
    assertFalse(Files.exists(dir.resolve("k.pub")));
    governance("model", "keygen", "--out", dir.resolve("k"), "--format", "pem")
        .notDone("pem", "pkcs8", "cosign");
  }

  @Test
  // @Rule("X52")
  void a_model_is_signed_with_keys_of_other_formats() throws IOException {
    new Cli()
        .with("GOVERNANCE_PASSWORD", "secret")
        .run("model", "keygen", "--out", dir.resolve("k"), "--format", "cosign")
        .holds();
    new Cli()
        .with("GOVERNANCE_PASSWORD", "secret")
        .run("model", "sign", model, "--key", dir.resolve("k.key"), "--signature", signature)
        .holds();
    verify().holds();
    new Cli()
        .with("GOVERNANCE_PASSWORD", "wrong")
        .run("model", "sign", model, "--key", dir.resolve("k.key"), "--signature", signature)
        .notDone("k.key", "password");

    // Worth nothing: made with openssl ecparam -genkey for this test.
    Path sec1 =
        Files.writeString(
            dir.resolve("sec1.key"),
            """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIBLlUuw6862QO8VSY3JySKEw+YO5IMiOj/Bd5AteJh6VoAoGCCqGSM49
            AwEHoUQDQgAECHwc8F5mxW2a/EFpcHgOBBIVWGLghl79itb+Bk0o7gengMPNNO8s
            EI9s3eTTfK7FLMG7fphmTUrRXzOgEznv6w==
            -----END EC PRIVATE KEY-----
            """);
    governance("model", "sign", model, "--key", sec1, "--signature", signature).holds();
    SoftwareKey.load(sec1).savePublic(dir.resolve("sec1.pub"));
    governance(
            "model",
            "verify",
            model,
            "--signature",
            signature,
            "--public-key",
            dir.resolve("sec1.pub"))
        .holds();
  }
}
