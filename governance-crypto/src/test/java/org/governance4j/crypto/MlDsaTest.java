package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.VerifiedArtifact;
import org.governance4j.json.JsonMembers;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlDsaTest {

  private static final byte[] SEED = new byte[32];

  static {
    for (int i = 0; i < SEED.length; i++) {
      SEED[i] = (byte) i;
    }
  }

  /** RFC 9881 appendix C.1: the seed-only examples, whose seed is 0, 1, 2, … 31. */
  private static final String ML_DSA_44 =
      """
      -----BEGIN PRIVATE KEY-----
      MDQCAQAwCwYJYIZIAWUDBAMRBCKAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ
      GhscHR4f
      -----END PRIVATE KEY-----
      """;

  private static final String ML_DSA_65 = ML_DSA_44.replace("DBAMRBCKAI", "DBAMSBCKAI");

  @TempDir Path folder;

  @Test
  @Rule("K7")
  void a_key_file_holds_the_seed_alone() throws IOException {
    // The first bytes of the public keys of RFC 9881 appendix C.2, recomputed with OpenSSL 4.0.
    keyFile(KeyAlgorithm.ML_DSA_44, ML_DSA_44, 1334, "d7b2b47254aae0db45e7930d4a98d2c9");
    keyFile(KeyAlgorithm.ML_DSA_65, ML_DSA_65, 1974, "48683d91978e31eb3dddb8b0473482d2");
  }

  private void keyFile(KeyAlgorithm algorithm, String pem, int spkiBytes, String begin)
      throws IOException {
    Path file = Files.writeString(folder.resolve(algorithm + ".theirs"), pem);
    try (SoftwareKey loaded = SoftwareKey.load(file);
        SoftwareKey made = SoftwareKey.insecureFromSeed(algorithm, SEED)) {
      assertEquals(algorithm, loaded.algorithm());
      assertArrayEquals(made.publicKey(), loaded.publicKey());
      assertEquals(spkiBytes, loaded.publicKey().length);
      assertEquals(begin, HexFormat.of().formatHex(loaded.publicKey(), 22, 38));
      Path own = folder.resolve(algorithm + ".ours");
      made.save(own);
      assertEquals(pem.replaceAll("\\s", ""), Files.readString(own).replaceAll("\\s", ""));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65"})
  @Rule("K7")
  void an_expanded_key_is_read_only_beside_its_seed(KeyAlgorithm algorithm) throws IOException {
    MlDsaSecretKey key = new MlDsaSecretKey(MlDsa.of(algorithm), SEED.clone());
    byte[] expanded = key.expanded();
    byte[] oid = Arrays.copyOfRange(key.pkcs8(), 5, 18);
    byte[] both = der(0x30, der(0x04, SEED), der(0x04, expanded));
    assertArrayEquals(
        key.publicKey(), SoftwareKey.load(write("both", info(oid, both))).publicKey());

    expanded[expanded.length - 1] ^= 1;
    byte[] forged = der(0x30, der(0x04, SEED), der(0x04, expanded));
    assertRefused(write("forged", info(oid, forged)), "is not that of its seed");
    assertRefused(write("alone", info(oid, der(0x04, expanded))), "without its seed");
    assertRefused(write("short", info(oid, der(0x80, new byte[31]))), "32 bytes");
    assertRefused(write("empty", info(oid, new byte[0])), "without its seed");
  }

  @Test
  void a_flipped_bit_in_a_file_is_another_key_or_a_refusal() throws IOException {
    byte[] der = MlDsa.ML_DSA_44.pkcs8(SEED);
    int refusals = 0;
    for (int bit = 0; bit < der.length * 8; bit++) {
      byte[] damaged = der.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        SoftwareKey loaded = SoftwareKey.load(write("damaged" + bit, damaged));
        boolean inSeed = bit >= (der.length - 32) * 8;
        boolean versionTwo = bit == 4 * 8;
        boolean other = loaded.algorithm() != KeyAlgorithm.ML_DSA_44;
        assertTrue(inSeed || versionTwo || other, "bit " + bit);
      } catch (KeyUnavailable e) {
        refusals++;
      }
    }
    assertTrue(refusals > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML_DSA_44", "ML_DSA_65"})
  @Rule("K9")
  void a_closed_key_is_gone(KeyAlgorithm algorithm) {
    byte[] seed = SEED.clone();
    MlDsaSecretKey secret = new MlDsaSecretKey(MlDsa.of(algorithm), seed);
    secret.wipe();
    assertArrayEquals(new byte[32], seed);
    assertThrows(IllegalStateException.class, secret::expanded, "destroyed");

    SoftwareKey key = SoftwareKey.insecureFromSeed(algorithm, SEED);
    key.close();
    assertThrows(KeyUnavailable.class, () -> key.sign(new byte[0]));
    assertThrows(KeyUnavailable.class, () -> key.save(folder.resolve("key")));
  }

  @Test
  @Rule("K8")
  void signs_as_the_accumulated_known_answers_say() throws IOException {
    String expected = Vectors.object("ledger/cctv/mldsa44-accumulated.json").string("n100");
    SHAKEDigest seeds = new SHAKEDigest(128);
    SHAKEDigest answers = new SHAKEDigest(128);
    byte[] seed = new byte[32];
    for (int i = 0; i < 100; i++) {
      seeds.doOutput(seed, 0, seed.length);
      try (SoftwareKey key = SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, seed)) {
        byte[] publicKey = Arrays.copyOfRange(key.publicKey(), 22, 22 + 1312);
        byte[] signature = key.sign(new byte[0]);
        key.verificationKey().verify(new byte[0], signature);
        answers.update(publicKey, 0, publicKey.length);
        answers.update(signature, 0, signature.length);
      }
    }
    byte[] result = new byte[32];
    answers.doFinal(result, 0, result.length);
    assertEquals(expected, HexFormat.of().formatHex(result));
  }

  /** Every vector of C2SP Wycheproof v1 with an empty context; the key's length is its own test. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mldsa_44_verify_test.json",
        "mldsa_65_verify_test.json",
        "mldsa_87_verify_test.json"
      })
  @Rule("K8")
  void agrees_with_wycheproof(String file) throws IOException {
    JsonMembers suite = Vectors.object("wycheproof/" + file);
    MlDsa set =
        file.contains("44")
            ? MlDsa.ML_DSA_44
            : file.contains("65") ? MlDsa.ML_DSA_65 : MlDsa.ML_DSA_87;
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (JsonMembers group : suite.objects("testGroups")) {
      byte[] spki = set.spki(hex(group.string("publicKey")));
      for (JsonMembers test : group.objects("tests")) {
        String context = test.optionalString("ctx");
        boolean plain = context == null || context.isEmpty();
        boolean valid = test.string("result").equals("valid") && plain;
        if (accepts(spki, hex(test.string("msg")), hex(test.string("sig"))) != valid) {
          wrong.add("tcId " + test.integer("tcId") + " " + test.string("comment"));
        }
        judged++;
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(suite.integer("numberOfTests"), judged);
  }

  private static boolean accepts(byte[] spki, byte[] message, byte[] signature) {
    try {
      VerificationKey.of(spki).verify(message, signature);
      return true;
    } catch (KeyUnavailable | NoteRejected e) {
      return false;
    }
  }

  @Test
  void a_model_is_signed_and_verified_with_ml_dsa() throws IOException {
    Path model = Model.create(folder.resolve("model"));
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ML_DSA_65);
        VerifiedArtifact verified =
            OmsVerifier.trusting(key.verificationKey())
                .verify(ArtifactSource.of(model), Model.sign(key, model))) {
      assertTrue(verified.files().containsKey("weights.bin"), verified.files().toString());
    }
  }

  private void assertRefused(Path file, String reason) {
    KeyUnavailable refusal = assertThrows(KeyUnavailable.class, () -> SoftwareKey.load(file));
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
  }

  private Path write(String name, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
  }

  private static byte[] info(byte[] algorithm, byte[] key) {
    return der(0x30, new byte[] {2, 1, 0}, algorithm, der(0x04, key));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (body.size() >= 128) {
      all.write(0x82);
      all.write(body.size() >> 8);
    }
    all.write(body.size());
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
