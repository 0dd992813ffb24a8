package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.json.JsonMembers;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CosignKeyTest {

  private static final byte[] ENCRYPTED =
      CosignKey.encrypt(new byte[48], "x".toCharArray(), new SecureRandom());

  @TempDir Path folder;

  // Made by cosign: its own tests, with the password "hello".
  private static final String[] FOREIGN = {
    "pemcosigneckey.pem", "pemcosignkey.pem", "pemsigstorekey.pem"
  };

  @Test
  @Rule("K18")
  void keys_of_cosign_open_with_their_password() {
    for (String name : FOREIGN) {
      Path file = Vectors.folder("signing/cosign").resolve(name);
      try (SoftwareKey key = SoftwareKey.load(file, "hello".toCharArray())) {
        assertEquals(KeyAlgorithm.ECDSA_P256, key.algorithm());
      }
      assertRefused(file, "hello ", "password is wrong");
    }
  }

  @ParameterizedTest
  @Rule("K18")
  @EnumSource(names = {"ED25519", "ECDSA_P384", "RSA", "ML_DSA_87"})
  void a_key_comes_back_from_a_file_in_cosigns_format(KeyAlgorithm algorithm) throws IOException {
    Path file = folder.resolve("cosign.key");
    try (SoftwareKey key = SoftwareKey.generate(algorithm)) {
      key.saveCosign(file, "pässword".toCharArray());
      assertArrayEquals(
          key.publicKey(), SoftwareKey.load(file, "pässword".toCharArray()).publicKey());
      assertThrows(
          IllegalArgumentException.class, () -> key.saveCosign(file.resolve("x"), new char[0]));
    }
    assertTrue(
        Files.readString(file).startsWith("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"));
    JsonMembers content = JsonMembers.parse(content(file));
    assertEquals("scrypt", content.object("kdf").string("name"));
    assertEquals(65_536, content.object("kdf").object("params").integer("N"));
    assertEquals("nacl/secretbox", content.object("cipher").string("name"));
    assertRefused(file, "password", "password is wrong");
  }

  @ParameterizedTest
  @Rule("K14")
  @CsvSource({
    "65536, 65535, N=65535",
    "65536, 262144, N=262144",
    "65536, 16384, N=16384",
    "65536, 4294967296, N=4294967296",
    "65536, 65536.5, not the JSON",
    "'\"r\":8', '\"r\":9', r=9",
    "'\"p\":1', '\"p\":2', p=2",
    "scrypt, bcrypt, not the JSON",
    "nacl/secretbox, none, not the JSON",
    "'{\"', '{\"kdf\":1,\"', not the JSON",
  })
  void a_file_does_not_choose_other_parameters_than_cosign_has(
      String old, String other, String reason) throws IOException {
    String json = new String(ENCRYPTED, UTF_8);
    assertTrue(json.contains(old), json);
    Path changed = folder.resolve("changed");
    Files.write(
        changed, new Pem(CosignKey.COSIGN, json.replace(old, other).getBytes(UTF_8)).text());
    assertRefused(changed, "x", reason);
  }

  private static byte[] content(Path file) throws IOException {
    try {
      return Pem.parse(Files.readAllBytes(file)).der();
    } catch (Pem.Malformed e) {
      throw new IOException(e);
    }
  }

  private static void assertRefused(Path file, String password, String reason) {
    KeyUnavailable refusal =
        assertThrows(KeyUnavailable.class, () -> SoftwareKey.load(file, password.toCharArray()));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }
}
