package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and signatures go both ways between this library and the openssl command. */
class OpensslTest {

  private static final String PASSWORD = "hunter2 hunter2";

  @TempDir Path folder;

  @BeforeEach
  void openssl_is_here() throws InterruptedException {
    boolean here;
    try {
      here = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      here = false;
    }
    assumeTrue(here, "no openssl command on this machine");
  }

  @ParameterizedTest
  @Rule("K1")
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void openssl_opens_our_files_and_verifies_our_signatures(KeyAlgorithm algorithm)
      throws Exception {
    SoftwareKey key = SoftwareKey.generate(algorithm);
    key.save(folder.resolve("plain.key"));
    key.save(folder.resolve("encrypted.key"), PASSWORD.toCharArray());
    key.savePublic(folder.resolve("key.pub"));
    byte[] pem = Files.readAllBytes(folder.resolve("key.pub"));
    for (String file : new String[] {"plain.key", "encrypted.key"}) {
      openssl("pkey", "-in", file, "-passin", "pass:" + PASSWORD, "-pubout", "-out", file + ".pub");
      assertArrayEquals(pem, Files.readAllBytes(folder.resolve(file + ".pub")));
    }
    Files.write(folder.resolve("message"), "signed here".getBytes(UTF_8));
    Files.write(folder.resolve("signature"), key.sign("signed here".getBytes(UTF_8)));
    openssl(verify(algorithm, "key.pub"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void we_open_the_files_of_openssl_and_verify_its_signatures(KeyAlgorithm algorithm)
      throws Exception {
    List<String> generate = new ArrayList<>(List.of("genpkey", "-out", "plain.key"));
    generate.addAll(
        algorithm == KeyAlgorithm.ED25519
            ? List.of("-algorithm", "ed25519")
            : List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"));
    openssl(generate.toArray(String[]::new));
    openssl(
        "pkcs8",
        "-topk8",
        "-in",
        "plain.key",
        "-out",
        "encrypted.key",
        "-v2",
        "aes-256-cbc",
        "-v2prf",
        "hmacWithSHA256",
        "-passout",
        "pass:" + PASSWORD);
    openssl("pkey", "-in", "plain.key", "-pubout", "-out", "key.pub");
    VerificationKey publicKey = VerificationKey.read(folder.resolve("key.pub"));
    assertArrayEquals(Files.readAllBytes(folder.resolve("key.pub")), publicKey.pem());
    SoftwareKey plain = SoftwareKey.load(folder.resolve("plain.key"));
    SoftwareKey encrypted =
        SoftwareKey.load(folder.resolve("encrypted.key"), PASSWORD.toCharArray());
    assertEquals(publicKey, plain.verificationKey());
    assertEquals(publicKey, encrypted.verificationKey());

    Files.write(folder.resolve("message"), "signed there".getBytes(UTF_8));
    List<String> sign =
        new ArrayList<>(
            List.of("pkeyutl", "-sign", "-inkey", "plain.key", "-rawin", "-in", "message"));
    sign.addAll(List.of("-out", "signature"));
    if (algorithm == KeyAlgorithm.ECDSA_P256) {
      sign.addAll(List.of("-digest", "sha256"));
    }
    openssl(sign.toArray(String[]::new));
    byte[] signature = Files.readAllBytes(folder.resolve("signature"));
    assertTrue(publicKey.accepts("signed there".getBytes(UTF_8), signature));
  }

  @Test
  void keys_of_other_algorithms_are_refused_by_name() throws Exception {
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224", "-out", "p224");
    openssl("genpkey", "-algorithm", "X25519", "-out", "x25519");
    // secp224r1 and X25519
    assertTrue(refusal("p224").contains("1.3.132.0.33"), refusal("p224"));
    assertTrue(refusal("x25519").contains("1.3.101.110"), refusal("x25519"));
  }

  @ParameterizedTest
  @Rule("K26")
  @CsvSource({
    "ECDSA_P256, -sha256",
    "ECDSA_P384, -sha384",
    "ECDSA_P521, -sha512",
    "RSA, -sha256",
  })
  void signatures_over_files_go_both_ways(KeyAlgorithm algorithm, String hash) throws Exception {
    byte[] content = "a file".getBytes(UTF_8);
    Files.write(folder.resolve("file"), content);
    try (SoftwareKey key = SoftwareKey.generate(algorithm)) {
      key.save(folder.resolve("a.key"));
      key.savePublic(folder.resolve("a.pub"));
      String ours = CosignBlob.sign(key, new ByteArrayInputStream(content));
      Files.write(folder.resolve("ours"), Base64.getDecoder().decode(ours));
      openssl("dgst", hash, "-verify", "a.pub", "-signature", "ours", "file");

      openssl("dgst", hash, "-sign", "a.key", "-out", "theirs", "file");
      byte[] theirs = Base64.getEncoder().encode(Files.readAllBytes(folder.resolve("theirs")));
      CosignBlob.verify(key.verificationKey(), theirs, new ByteArrayInputStream(content));
    }
  }

  private String refusal(String file) {
    return assertThrows(
            KeyUnavailable.class,
            () -> SoftwareKey.load(folder.resolve(file), PASSWORD.toCharArray()))
        .getMessage();
  }

  private static String[] verify(KeyAlgorithm algorithm, String key) {
    List<String> command =
        new ArrayList<>(
            List.of("pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", "message"));
    command.addAll(List.of("-sigfile", "signature"));
    if (algorithm == KeyAlgorithm.ECDSA_P256) {
      command.addAll(List.of("-digest", "sha256"));
    }
    return command.toArray(String[]::new);
  }

  private void openssl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "openssl hangs");
    assertEquals(0, process.exitValue(), () -> command + ": " + read(log));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
