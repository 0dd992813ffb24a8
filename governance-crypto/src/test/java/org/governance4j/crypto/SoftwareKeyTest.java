package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SoftwareKeyTest {

  private static final char[] PASSWORD = "correct horse, pässwörd".toCharArray();
  private static final byte[] SEED = new byte[32];

  static {
    for (int i = 0; i < SEED.length; i++) {
      SEED[i] = (byte) (0xa0 + i);
    }
  }

  @TempDir Path folder;

  // RFC 8032 section 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc).
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
        + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
        + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
        + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
  })
  void signs_as_rfc_8032_says(String seed, String point, String message, String signature) {
    try (SoftwareKey key = SoftwareKey.insecureFromSeed(hex(seed))) {
      assertArrayEquals(Ed25519PublicKey.spki(hex(point)), key.publicKey());
      assertEquals(signature, HexFormat.of().formatHex(key.sign(hex(message))));
      assertTrue(key.verificationKey().accepts(hex(message), hex(signature)));
    }
  }

  // RFC 6979 appendix A.2.5: P-256 with SHA-256, the messages "sample" and "test".
  @ParameterizedTest
  @CsvSource({
    "sample,EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,"
        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    "test,F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,"
        + "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
  })
  void signs_as_rfc_6979_says(String message, String r, String s) throws Exception {
    EcdsaSecretKey key =
        EcdsaSecretKey.of(
            EcCurve.P256,
            new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16));
    assertEquals(der(r, s), HexFormat.of().formatHex(key.sign(message.getBytes(UTF_8))));
  }

  @ParameterizedTest
  @EnumSource
  void comes_back_from_a_plain_and_from_an_encrypted_file(KeyAlgorithm algorithm) {
    SoftwareKey key = SoftwareKey.generate(algorithm);
    key.save(folder.resolve("plain.key"));
    key.save(folder.resolve("encrypted.key"), PASSWORD);
    key.savePublic(folder.resolve("key.pub"));
    VerificationKey publicKey = VerificationKey.read(folder.resolve("key.pub"));
    assertEquals(key.verificationKey(), publicKey);
    assertEquals(algorithm, publicKey.algorithm());
    byte[] message = "message".getBytes(UTF_8);
    for (SoftwareKey loaded :
        new SoftwareKey[] {
          SoftwareKey.load(folder.resolve("plain.key")),
          SoftwareKey.load(folder.resolve("plain.key"), PASSWORD),
          SoftwareKey.load(folder.resolve("encrypted.key"), PASSWORD)
        }) {
      assertArrayEquals(key.publicKey(), loaded.publicKey());
      assertTrue(publicKey.accepts(message, loaded.sign(message)));
    }
  }

  @Test
  void two_generated_keys_differ() {
    assertNotEquals(
        SoftwareKey.generate(KeyAlgorithm.ED25519).verificationKey(),
        SoftwareKey.generate(KeyAlgorithm.ED25519).verificationKey());
  }

  @Test
  void a_key_from_a_seed_needs_an_algorithm_with_seeds() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> SoftwareKey.insecureFromSeed(KeyAlgorithm.ECDSA_P256, SEED));
    assertTrue(refusal.getMessage().contains("ecdsa-p256"), refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, new byte[31]));
    assertArrayEquals(
        SoftwareKey.insecureFromSeed(SEED).publicKey(),
        SoftwareKey.insecureFromSeed(KeyAlgorithm.ED25519, SEED).publicKey());
  }

  @Test
  @Rule("K6")
  void only_the_owner_can_read_a_key_file() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX");
    SoftwareKey.insecureFromSeed(SEED).save(folder.resolve("plain"));
    SoftwareKey.insecureFromSeed(SEED).save(folder.resolve("encrypted"), PASSWORD);
    for (String file : new String[] {"plain", "encrypted"}) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))));
    }
  }

  @Test
  void overwrites_no_file() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "precious");
    SoftwareKey key = SoftwareKey.insecureFromSeed(SEED);
    assertThrows(KeyUnavailable.class, () -> key.save(file));
    assertThrows(KeyUnavailable.class, () -> key.save(file, PASSWORD));
    assertThrows(KeyUnavailable.class, () -> key.savePublic(file));
    assertEquals("precious", Files.readString(file));
  }

  @Test
  void an_empty_password_is_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SoftwareKey.insecureFromSeed(SEED).save(folder.resolve("key"), new char[0]));
    assertFalse(Files.exists(folder.resolve("key")));
  }

  @Test
  void a_file_that_cannot_be_loaded_is_named_with_the_reason() throws IOException {
    Path plain = folder.resolve("plain");
    Path encrypted = folder.resolve("encrypted");
    Path publicFile = folder.resolve("public");
    SoftwareKey key = SoftwareKey.insecureFromSeed(SEED);
    key.save(plain);
    key.save(encrypted, PASSWORD);
    key.savePublic(publicFile);

    refused(folder.resolve("nowhere"), null, "does not exist");
    refused(folder, null, "cannot be");
    refused(encrypted, null, "encrypted and no password");
    refused(encrypted, "wrong".toCharArray(), "password is wrong");
    refused(publicFile, null, "PUBLIC KEY");
    refused(Files.writeString(folder.resolve("text"), "hello"), null, "no complete PEM block");
    refused(
        Files.writeString(folder.resolve("two"), Files.readString(plain).repeat(2)),
        null,
        "more than one");
    refused(
        Files.writeString(
            folder.resolve("noise"), "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----"),
        null,
        "not base64");
    refused(Files.write(folder.resolve("large"), new byte[70_000]), null, "longer than 65536");
    assertThrows(KeyUnavailable.class, () -> VerificationKey.read(plain));
    assertThrows(KeyUnavailable.class, () -> VerificationKey.read(folder.resolve("nowhere")));
  }

  @Test
  void damaged_key_files_are_refused_and_nothing_else_is_thrown() throws IOException {
    Path plain = folder.resolve("plain");
    SoftwareKey.insecureFromSeed(SEED).save(plain);
    byte[] der = pemBody(plain);
    int refusals = 0;
    for (int bit = 0; bit < der.length * 8; bit++) {
      byte[] damaged = der.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Path file = folder.resolve("damaged" + bit);
      Files.write(file, new Pem("PRIVATE KEY", damaged).text());
      try {
        SoftwareKey loaded = SoftwareKey.load(file);
        // A flip in the seed is another key; one in byte 4 makes version 2 (RFC 5958), as good as
        // 1.
        assertTrue(bit >= (der.length - 32) * 8 || bit == 4 * 8, "bit " + bit);
        assertFalse(loaded.toString().isEmpty());
      } catch (KeyUnavailable e) {
        refusals++;
      }
    }
    assertTrue(refusals > 0);
  }

  @Test
  @Rule("K4")
  void no_message_has_the_secret() throws IOException {
    Path file = folder.resolve("key");
    SoftwareKey key = SoftwareKey.insecureFromSeed(SEED);
    key.save(file);
    String base64 = Files.readAllLines(file).get(1);
    // Whatever line the damage hits, the text of the key is in the file that fails to load.
    for (String text :
        new String[] {
          Files.readString(file).replace("BEGIN", "BEGUN"),
          Files.readString(file).replace(base64, base64 + "!"),
          Files.readString(file).replace(base64, base64.substring(4)),
          Files.readString(file).replace("PRIVATE KEY", "EC PRIVATE KEY")
        }) {
      Path damaged = Files.writeString(folder.resolve("damaged"), text);
      KeyUnavailable refusal = assertThrows(KeyUnavailable.class, () -> SoftwareKey.load(damaged));
      StringWriter trace = new StringWriter();
      refusal.printStackTrace(new PrintWriter(trace));
      assertNoSecret(trace.toString());
    }
    assertNoSecret(key.toString());
    assertNoSecret(new OmsSigner(key).toString());
    key.close();
    assertNoSecret(
        String.valueOf(
            assertThrows(KeyUnavailable.class, () -> key.sign(new byte[0])).getMessage()));
  }

  @Test
  void a_closed_key_does_not_sign_and_its_seed_is_gone() {
    byte[] seed = SEED.clone();
    Ed25519SecretKey secret = new Ed25519SecretKey(seed);
    secret.wipe();
    assertArrayEquals(new byte[32], seed);

    SoftwareKey key = SoftwareKey.insecureFromSeed(SEED);
    key.close();
    key.close();
    assertThrows(KeyUnavailable.class, () -> key.sign(new byte[0]));
    assertThrows(KeyUnavailable.class, () -> key.save(folder.resolve("key")));
    assertEquals(KeyAlgorithm.ED25519, key.algorithm());
  }

  @Test
  void a_seed_of_another_length_is_refused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> SoftwareKey.insecureFromSeed(new byte[31]));
    assertTrue(refusal.getMessage().contains("31"));
  }

  private void refused(Path file, char[] password, String reason) {
    KeyUnavailable refusal =
        assertThrows(
            KeyUnavailable.class,
            () -> {
              if (password == null) {
                SoftwareKey.load(file);
              } else {
                SoftwareKey.load(file, password);
              }
            });
    assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  private static void assertNoSecret(String text) {
    String hex = HexFormat.of().formatHex(SEED);
    String base64 = Base64.getEncoder().encodeToString(SEED);
    assertFalse(text.toLowerCase(Locale.ROOT).contains(hex.substring(8, 24)), text);
    for (int from = 0; from + 12 < base64.length(); from++) {
      assertFalse(text.contains(base64.substring(from, from + 12)), text);
    }
  }

  private static String der(String r, String s) {
    String body = integer(r) + integer(s);
    return String.format("30%02x%s", body.length() / 2, body);
  }

  private static String integer(String hex) {
    byte[] bytes = new BigInteger(hex, 16).toByteArray();
    return String.format("02%02x%s", bytes.length, HexFormat.of().formatHex(bytes));
  }

  private static byte[] pemBody(Path file) throws IOException {
    return Base64.getDecoder().decode(Files.readAllLines(file).get(1));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
