package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.governance4j.KeyUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of other programs. */
class KeyFormatsTest {

  private static final byte[] MESSAGE = "message".getBytes(UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @Rule("K13")
  @CsvSource({
    "ed25519.pem, ed25519.pub",
    "pbkdf2-hmacWithSHA1.pem, ed25519.pub",
    "pbkdf2-hmacWithSHA224.pem, ed25519.pub",
    "pbkdf2-hmacWithSHA256.pem, ed25519.pub",
    "pbkdf2-hmacWithSHA384.pem, ed25519.pub",
    "pbkdf2-hmacWithSHA512.pem, ed25519.pub",
    "aes192.pem, ed25519.pub",
    "aes256.pem, ed25519.pub",
    "scrypt.pem, ed25519.pub",
    "p256.pem, p256.pub",
    "p256-sec1.pem, p256.pub",
    "p256-parameters.pem, p256-parameters.pub",
    "p384.pem, p384.pub",
    "p384-sec1.pem, p384.pub",
    "p521.pem, p521.pub",
    "p521-sec1.pem, p521.pub",
    "rsa2048.pem, rsa2048.pub",
    "rsa2048-pkcs1.pem, rsa2048.pub",
    "one.p12, p256.pub",
  })
  void a_key_is_read_in_every_format(String privateFile, String publicFile) throws Exception {
    VerificationKey expected = VerificationKey.read(KeyFiles.file(publicFile));
    assertArrayEquals(Files.readAllBytes(KeyFiles.file(publicFile)), expected.pem());
    try (SoftwareKey key = SoftwareKey.load(KeyFiles.file(privateFile), KeyFiles.password())) {
      assertEquals(expected, key.verificationKey());
      expected.verify(MESSAGE, key.sign(MESSAGE));
    }
  }

  @ParameterizedTest
  @Rule("K13")
  @ValueSource(strings = {"ssh", "ssh-encrypted"})
  void keys_of_openssh_are_read(String name) throws Exception {
    String[] line = Files.readString(KeyFiles.file(name + ".pub")).split(" ");
    byte[] blob = Base64.getDecoder().decode(line[1]);
    byte[] point = Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    try (SoftwareKey key = SoftwareKey.load(KeyFiles.file(name), KeyFiles.password())) {
      assertArrayEquals(Ed25519PublicKey.spki(point), key.publicKey());
    }
  }

  @ParameterizedTest
  @Rule("K13")
  @ValueSource(strings = {"p384.pem", "p256-sec1.pem", "rsa2048-pkcs1.pem", "ssh"})
  void text_around_a_block_and_other_line_ends_change_nothing(String name) throws Exception {
    byte[] expected = SoftwareKey.load(KeyFiles.file(name)).publicKey();
    String text = Files.readString(KeyFiles.file(name));
    String preamble = "Public Key Info:\n\tPublic Key Algorithm: EC/ECDSA\n\ncurve:\tSECP384R1\n";
    Path file =
        Files.writeString(
            folder.resolve("key"), (preamble + text + "\nafter it").replace("\n", "\r\n"));
    assertArrayEquals(expected, SoftwareKey.load(file).publicKey());
  }

  @Test
  @Rule("K13")
  void a_public_key_may_stand_behind_text() throws Exception {
    VerificationKey expected = VerificationKey.read(KeyFiles.file("p384.pub"));
    String text = "Key:\tof somebody\n\n" + Files.readString(KeyFiles.file("p384.pub"));
    Path file = Files.writeString(folder.resolve("key"), text.replace("\n", "\r\n"));
    assertEquals(expected, VerificationKey.read(file));
  }

  @ParameterizedTest
  @Rule("K15")
  @ValueSource(
      strings = {"pbkdf2-hmacWithSHA1.pem", "aes256.pem", "scrypt.pem", "ssh-encrypted", "one.p12"})
  void a_wrong_password_is_the_reason_given(String name) {
    assertRefused(KeyFiles.file(name), "wrong", "password is wrong");
    assertRefused(KeyFiles.file(name), "", "password is wrong");
    assertRefused(KeyFiles.file(name), null, "encrypted and no password");
  }

  @ParameterizedTest
  @Rule("K15")
  @CsvSource({
    "des3.pem, 1.2.840.113549.3.7",
    "p256-traditional.pem, convert it",
    "ssh-ecdsa, ecdsa-sha2-nistp256",
    "p256.pub, PUBLIC KEY",
  })
  void what_is_not_read_is_refused_by_name(String name, String reason) {
    assertRefused(KeyFiles.file(name), KeyFiles.PASSWORD, reason);
  }

  @Test
  @Rule("K14")
  void a_file_does_not_choose_how_often_a_password_is_hashed() throws Exception {
    assertRefused(pbkdf2(KeyDerivation.MAX_ITERATIONS + 1), "x", "iteration count is not");
    assertRefused(pbkdf2(0), "x", "iteration count is not");
    // Far below the limit the file is judged by what comes out of it.
    assertRefused(pbkdf2(1), "x", "password is wrong");
  }

  @Test
  @Rule("K14")
  void a_file_does_not_choose_how_much_memory_is_used() throws Exception {
    int limit = (int) KeyDerivation.MAX_SCRYPT_COST;
    assertRefused(scrypt(limit, 2, 1), "x", "is not a power of two with N times r");
    assertRefused(scrypt(2 * limit, 1, 1), "x", "cost N is not");
    assertRefused(scrypt(3, 1, 1), "x", "is not a power of two");
    assertRefused(scrypt(1, 1, 1), "x", "is not a power of two");
    assertRefused(scrypt(2, 1, KeyDerivation.MAX_SCRYPT_PARALLELISM + 1), "x", "parallelisation");
    assertRefused(scrypt(2, 1, 0), "x", "parallelisation");
    assertRefused(scrypt(2, 1, KeyDerivation.MAX_SCRYPT_PARALLELISM), "x", "password is wrong");
    // Two to the eighteenth, with 8 blocks: the limit itself.
    assertRefused(scrypt(limit / 8, 8, 1), "x", "password is wrong");
  }

  @Test
  @Rule("K14")
  void an_openssh_file_does_not_choose_its_rounds() throws Exception {
    byte[] content = Pem.parse(Files.readAllBytes(KeyFiles.file("ssh-encrypted"))).der();
    // "openssh-key-v1\0", two strings, and in the third the string of a salt and the rounds, 4.
    int at = 15 + 4 + "aes256-ctr".length() + 4 + "bcrypt".length() + 4 + 4 + 16;
    assertArrayEquals(new byte[] {0, 0, 0, 4}, Arrays.copyOfRange(content, at, at + 4));
    for (int rounds : new int[] {0, -1, OpenSshKey.MAX_ROUNDS + 1}) {
      for (int i = 0; i < 4; i++) {
        content[at + i] = (byte) (rounds >>> 8 * (3 - i));
      }
      assertRefused(pem(OpenSshKey.LABEL, content), KeyFiles.PASSWORD, "bcrypt rounds");
    }
  }

  @Test
  @Rule("K17")
  void a_pkcs12_file_gives_the_key_with_its_certificates() throws Exception {
    try (CertifiedKey certified =
        CertifiedKey.load(KeyFiles.file("one.p12"), KeyFiles.password())) {
      assertEquals(
          VerificationKey.read(KeyFiles.file("p256.pub")), certified.key().verificationKey());
      assertEquals(1, certified.chain().size());
      assertArrayEquals(Files.readAllBytes(KeyFiles.file("one.der")), certified.chain().get(0));
      certified.chain().get(0)[0] = 0;
      assertEquals(0x30, certified.chain().get(0)[0], "a copy");
    }
  }

  @Test
  @Rule("K17")
  void of_several_keys_in_a_pkcs12_file_one_must_be_named() throws Exception {
    Path both = KeyFiles.file("both.p12");
    assertRefused(both, KeyFiles.PASSWORD, "2 keys");
    assertRefused(both, KeyFiles.PASSWORD, "[\"one\", \"two\"]");
    try (CertifiedKey two = CertifiedKey.load(both, KeyFiles.password(), "two")) {
      assertEquals(VerificationKey.read(KeyFiles.file("ed25519.pub")), two.key().verificationKey());
    }
    KeyUnavailable refusal =
        assertThrows(
            KeyUnavailable.class, () -> CertifiedKey.load(both, KeyFiles.password(), "three"));
    assertTrue(refusal.getMessage().contains("\"three\""), refusal.getMessage());
    assertThrows(
        KeyUnavailable.class,
        () -> CertifiedKey.load(KeyFiles.file("p256.pem"), KeyFiles.password()));
  }

  @Test
  @Rule("K16")
  void numbers_that_do_not_belong_together_are_no_key() throws Exception {
    byte[] rsa = Pem.parse(Files.readAllBytes(KeyFiles.file("rsa2048-pkcs1.pem"))).der();
    // The last byte is of the coefficient, which only the speed-up of the JDK would use.
    rsa[rsa.length - 1] ^= 2;
    assertRefused(pem("RSA PRIVATE KEY", rsa), null, "do not belong together");
    byte[] ec = Pem.parse(Files.readAllBytes(KeyFiles.file("p256-sec1.pem"))).der();
    ec[ec.length - 1] ^= 1;
    assertRefused(pem("EC PRIVATE KEY", ec), null, "another private key");
  }

  @Test
  @Rule("K19")
  void content_that_is_nested_deep_is_refused() throws Exception {
    for (int nested : new int[] {0x3080, 0x3180, 0x2480, 0xa080}) {
      byte[] deep = new byte[40_000];
      for (int i = 0; i < deep.length; i++) {
        deep[i] = (byte) (i % 2 == 0 ? nested >> 8 : nested);
      }
      for (String label :
          List.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY")) {
        assertRefused(pem(label, deep), "x", "cannot be used");
      }
      assertThrows(KeyUnavailable.class, () -> VerificationKey.of(deep));
    }
  }

  @ParameterizedTest
  @Rule("K19")
  @ValueSource(
      strings = {
        "p521.pem",
        "p384-sec1.pem",
        "rsa2048.pem",
        "rsa2048-pkcs1.pem",
        "ssh",
        "pbkdf2-hmacWithSHA1.pem",
        "one.p12",
      })
  void a_damaged_file_is_another_key_or_a_refusal_that_quotes_nothing(String name)
      throws Exception {
    byte[] text = Files.readAllBytes(KeyFiles.file(name));
    boolean binary = Pkcs12.isPkcs12(text);
    byte[] content = binary ? text : Pem.parse(text).der();
    String label = binary ? "" : Pem.parse(text).label();
    long seed = 20_261_121L + name.hashCode();
    Random random = new Random(seed);
    int refusals = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = damage(content, random);
      String which = "seed " + seed + ", case " + i;
      Path file = binary ? Files.write(folder.resolve("damaged"), damaged) : pem(label, damaged);
      try (SoftwareKey key = SoftwareKey.load(file, KeyFiles.password())) {
        // Whatever was read is a key that works.
        assertTrue(key.verificationKey().accepts(MESSAGE, key.sign(MESSAGE)), which);
      } catch (KeyUnavailable e) {
        refusals++;
        assertQuotesNothing(e, content, which);
      }
    }
    assertTrue(refusals > 0);
  }

  private static byte[] damage(byte[] content, Random random) {
    byte[] damaged = content.clone();
    switch (random.nextInt(3)) {
      case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged[random.nextInt(Math.min(64, damaged.length))] = (byte) random.nextInt();
      default -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
    }
    return damaged;
  }

  private static void assertQuotesNothing(KeyUnavailable refusal, byte[] content, String which) {
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    String base64 = Base64.getEncoder().encodeToString(content);
    for (int at = 0; at + 12 <= base64.length(); at += 4) {
      assertFalse(trace.toString().contains(base64.substring(at, at + 12)), which);
    }
  }

  private Path pbkdf2(int iterations) throws Exception {
    return encrypted(
        new KeyDerivationFunc(
            PKCSObjectIdentifiers.id_PBKDF2,
            new PBKDF2Params(
                new byte[8],
                iterations,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))));
  }

  private Path scrypt(int n, int r, int p) throws Exception {
    ASN1EncodableVector parameters = new ASN1EncodableVector();
    parameters.add(new DEROctetString(new byte[8]));
    for (int number : new int[] {n, r, p}) {
      parameters.add(new ASN1Integer(number));
    }
    return encrypted(
        new KeyDerivationFunc(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11"), new DERSequence(parameters)));
  }

  private Path encrypted(KeyDerivationFunc derivation) throws Exception {
    PBES2Parameters parameters =
        new PBES2Parameters(
            derivation,
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes128_CBC, new DEROctetString(new byte[16])));
    return pem(
        "ENCRYPTED PRIVATE KEY",
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), new byte[32])
            .getEncoded("DER"));
  }

  private Path pem(String label, byte[] der) throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("-----BEGIN " + label + "-----");
    lines.add(new String(Base64.getEncoder().encode(der), US_ASCII));
    lines.add("-----END " + label + "-----");
    return Files.write(folder.resolve("made.pem"), lines);
  }

  private static void assertRefused(Path file, String password, String reason) {
    KeyUnavailable refusal =
        assertThrows(
            KeyUnavailable.class,
            () -> {
              if (password == null) {
                SoftwareKey.load(file);
              } else {
                SoftwareKey.load(file, password.toCharArray());
              }
            });
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
  }
}
