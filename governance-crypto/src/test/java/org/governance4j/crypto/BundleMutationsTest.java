package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that are not as they were signed: refused, and with nothing but ArtifactRejected. */
class BundleMutationsTest {

  private static final SoftwareKey KEY = Model.key(1);
  private static final OmsVerifier VERIFIER = OmsVerifier.trusting(KEY.verificationKey());

  @TempDir Path temp;
  private Path folder;
  private byte[] bundle;

  @BeforeEach
  void sign_a_small_model() throws IOException {
    folder = temp.resolve("m");
    Model.write(folder, "a", "1");
    bundle = Model.sign(KEY, folder).bytes();
  }

  @Test
  @Rule("S10")
  void every_bit_of_the_bundle_file_counts() throws IOException {
    for (int bit = 0; bit < bundle.length * 8; bit++) {
      byte[] flipped = bundle.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refused(flipped, "bit " + bit);
    }
    accepted(bundle);
  }

  @Test
  void every_bit_of_payload_and_signature_counts() {
    OmsBundle signed = Oms.parse(SignatureBundle.of(bundle));
    for (int bit = 0; bit < signed.payload().length * 8; bit++) {
      byte[] payload = signed.payload().clone();
      payload[bit / 8] ^= (byte) (1 << bit % 8);
      refused(Oms.bundle("", payload, signed.signature()), "payload bit " + bit);
    }
    for (int bit = 0; bit < signed.signature().length * 8; bit++) {
      byte[] signature = signed.signature().clone();
      signature[bit / 8] ^= (byte) (1 << bit % 8);
      refused(Oms.bundle("", signed.payload(), signature), "signature bit " + bit);
    }
  }

  @Test
  void every_truncation_is_refused() {
    for (int length = 0; length < bundle.length; length++) {
      refused(Arrays.copyOf(bundle, length), "length " + length);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 300);
  }

  /** One to three random changes of the JSON tree, of both bundle and signed statement. */
  @ParameterizedTest
  @MethodSource("seeds")
  void random_changes_of_the_json_are_refused(long seed) throws IOException {
    Random random = new Random(seed);
    JsonValue original = StrictJson.parse(bundle);
    JsonValue changed = original;
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed = change(changed, random);
    }
    byte[] text = CanonicalJson.write(changed);
    if (equivalent(changed, original)) {
      accepted(text);
    } else {
      refused(text, "seed " + seed);
    }
  }

  /** A trusted signer whose statement is nonsense: it must not get further than a refusal. */
  @ParameterizedTest
  @Rule("S10")
  @MethodSource("seeds")
  void random_statements_of_a_trusted_signer_do_no_harm(long seed) throws IOException {
    Random random = new Random(seed);
    OmsBundle signed = Oms.parse(SignatureBundle.of(bundle));
    JsonValue statement = StrictJson.parse(signed.payload());
    for (int i = random.nextInt(3); i >= 0; i--) {
      statement = change(statement, random);
    }
    SignatureBundle resigned = signed(CanonicalJson.write(statement));
    try {
      VERIFIER
          .verify(ArtifactSource.of(folder), resigned)
          .files()
          .forEach((name, digest) -> assertEquals("a", name));
    } catch (ArtifactRejected e) {
      assertTrue(e.getMessage().length() < 2_000, "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\ufeff{}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}",
      })
  void other_json_is_refused(String text) {
    refused(text.getBytes(UTF_8), text);
  }

  @Test
  @Rule("S10")
  void deep_nesting_is_refused_like_the_rest() {
    refused("[".repeat(1_000_000), "a bundle of a million brackets");
    refused("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000), "a deep object");
    refusedFor(("[".repeat(1_000_000)).getBytes(UTF_8), "statement");
  }

  @Test
  void what_old_and_new_signers_write_differently_is_accepted() throws IOException {
    String text = new String(bundle, ISO_8859_1);
    accepted(replaced(text, ",\"tlogEntries\":[]", "").getBytes(ISO_8859_1));
    accepted(replaced(text, "\"keyid\":\"\",", "").getBytes(ISO_8859_1));
    accepted(replaced(text, "\"keyid\":\"\"", "\"keyid\":null").getBytes(ISO_8859_1));
    accepted(replaced(text, "\"keyid\":\"\"", "\"keyid\":\"anything\"").getBytes(ISO_8859_1));
    accepted(("  " + text.replace(",", ",\n") + "\r\n").getBytes(ISO_8859_1));
  }

  @Test
  void what_could_mean_two_things_is_refused() {
    String text = new String(bundle, ISO_8859_1);
    refused(replaced(text, "\"keyid\":\"\"", "\"keyid\":\"\",\"keyid\":\"\""), "duplicate member");
    refused(replaced(text, "\"keyid\":\"\"", "\"keyid\":7"), "keyid of another type");
    refused(replaced(text, "\"tlogEntries\":[]", "\"tlogEntries\":[{}]"), "a log entry");
    refused(replaced(text, "\"mediaType\"", "\"extra\":1,\"mediaType\""), "an unknown member");
    refused(text + "{}", "a second value");
    refused(replaced(text, "bundle.v0.3", "bundle.v0.1"), "another version");
    refused(replaced(text, "vnd.in-toto+json", "vnd.in-toto+jsom"), "another payload type");
    String signature = text.substring(text.indexOf("[{\"keyid"), text.indexOf("}]") + 1);
    refused(replaced(text, signature + "]", signature + "," + signature.substring(1) + "]"), "two");
    refused(replaced(text, signature + "]", "[]"), "no signature");
    refused(text.replaceAll("\"sig\":\"[^\"]*\"", "\"sig\":\"\""), "an empty signature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "/a",
        "a/",
        "a//b",
        "./a",
        ".",
        "..",
        "",
        "a/../b",
        "a\\u0000b",
      })
  void a_signed_name_that_leaves_the_folder_is_refused(String name) {
    byte[] payload =
        statement("{\"name\":\"" + name + "\",\"digest\":\"D\",\"algorithm\":\"sha256\"}");
    refusedFor(payload, "name");
  }

  @Test
  void a_signed_statement_must_be_one_we_understand() {
    String good = new String(Oms.parse(SignatureBundle.of(bundle)).payload(), UTF_8);
    refusedFor(replaced(good, "Statement/v1", "Statement/v0.1").getBytes(UTF_8), "_type");
    refusedFor(replaced(good, "signature/v1.0", "signature/v2.0").getBytes(UTF_8), "predicateType");
    refusedFor(replaced(good, "\"files\"", "\"shards\"").getBytes(UTF_8), "shard_size");
    refusedFor(replaced(good, "\"files\"", "\"file\"").getBytes(UTF_8), "method");
    refusedFor(
        replaced(good, "\"hash_type\":\"sha256\"", "\"hash_type\":\"md5\"").getBytes(UTF_8),
        "hash_type");
    refusedFor(replaced(good, "false", "\"false\"").getBytes(UTF_8), "allow_symlinks");
    refusedFor(
        good.replaceAll("\"resources\":\\[.*?\\]", "\"resources\":[]").getBytes(UTF_8), "0 files");
    refusedFor(
        good.replaceAll("\"subject\":\\[.*\\]", "\"subject\":[]").getBytes(UTF_8), "subject");
    String resource = "{\"name\":\"a\",\"digest\":\"D\",\"algorithm\":\"sha256\"}";
    refusedFor(statement(resource + "," + resource), "listed twice");
    refusedFor(statement(resource + "," + resource.replace("\"a\"", "\"A\"")), "only in case");
    refusedFor(statement(resource.replace("sha256", "sha1")), "algorithm");
    refusedFor(statement(resource), "digest");
  }

  private static String replaced(String text, String part, String by) {
    assertTrue(text.contains(part), part);
    return text.replace(part, by);
  }

  private static byte[] statement(String resources) {
    return ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"m\","
            + "\"digest\":{\"sha256\":\"D\"}}],"
            + "\"predicateType\":\"https://model_signing/signature/v1.0\","
            + "\"predicate\":{\"resources\":["
            + resources
            + "],\"serialization\":{\"method\":\"files\",\"hash_type\":\"sha256\","
            + "\"allow_symlinks\":false}}}")
        .replace("\"D\"", "\"" + "0".repeat(64) + "\"")
        .getBytes(UTF_8);
  }

  private static SignatureBundle signed(byte[] payload) {
    return Oms.signed(KEY, payload);
  }

  private void refusedFor(byte[] payload, String reason) {
    ArtifactRejected refusal =
        assertThrows(
            ArtifactRejected.class,
            () -> VERIFIER.verify(ArtifactSource.of(folder), signed(payload)));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  private void accepted(byte[] text) throws IOException {
    VERIFIER.verify(ArtifactSource.of(folder), SignatureBundle.of(text)).close();
  }

  private void refused(OmsBundle changed, String what) {
    refused(changed.write(), what);
  }

  private void refused(String text, String what) {
    refused(text.getBytes(ISO_8859_1), what);
  }

  private void refused(byte[] text, String what) {
    assertThrows(
        ArtifactRejected.class,
        () -> VERIFIER.verify(ArtifactSource.of(folder), SignatureBundle.of(text)),
        what);
  }

  /** The same but for the members that the formats leave to the writer. */
  private static boolean equivalent(JsonValue changed, JsonValue original) {
    return plain(changed).equals(plain(original));
  }

  private static JsonValue plain(JsonValue value) {
    if (value instanceof JsonValue.Arr array) {
      return new JsonValue.Arr(array.items().stream().map(BundleMutationsTest::plain).toList());
    }
    if (!(value instanceof JsonValue.Obj object)) {
      return value;
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, member) -> {
              boolean free =
                  name.equals("keyid")
                          && (member instanceof JsonValue.Str || member == JsonValue.NULL)
                      || name.equals("tlogEntries") && member.equals(JsonValue.array())
                      || name.equals("hint") && member.equals(JsonValue.of(""));
              if (!free) {
                members.put(name, plain(member));
              }
            });
    // Without a hint every trusted key is tried, so a missing one is as good as the right one.
    members.remove("hint", JsonValue.of(KEY.verificationKey().omsHint()));
    return new JsonValue.Obj(members);
  }

  /** Changes one random place: another value, a member or item less, more, or twice. */
  private static JsonValue change(JsonValue value, Random random) {
    if (value instanceof JsonValue.Obj object && !object.members().isEmpty() && deeper(random)) {
      List<String> names = new ArrayList<>(object.members().keySet());
      String name = names.get(random.nextInt(names.size()));
      Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
      switch (random.nextInt(8)) {
        case 0 -> members.remove(name);
        case 1 -> members.put(name + "x", members.get(name));
        case 2 -> members.put(name, other(random));
        default -> members.put(name, change(members.get(name), random));
      }
      return new JsonValue.Obj(members);
    }
    if (value instanceof JsonValue.Arr array && !array.items().isEmpty() && deeper(random)) {
      List<JsonValue> items = new ArrayList<>(array.items());
      int at = random.nextInt(items.size());
      switch (random.nextInt(6)) {
        case 0 -> items.remove(at);
        case 1 -> items.add(items.get(at));
        case 2 -> items.set(at, other(random));
        default -> items.set(at, change(items.get(at), random));
      }
      return new JsonValue.Arr(items);
    }
    if (value instanceof JsonValue.Str string && !string.value().isEmpty() && deeper(random)) {
      char[] chars = string.value().toCharArray();
      int at = random.nextInt(chars.length);
      char before = chars[at];
      while (chars[at] == before) {
        chars[at] = (char) (' ' + random.nextInt(95));
      }
      return JsonValue.of(new String(chars));
    }
    return other(random);
  }

  private static boolean deeper(Random random) {
    return random.nextInt(10) > 0;
  }

  private static JsonValue other(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> JsonValue.NULL;
      case 1 -> JsonValue.of(random.nextLong(1L << 50));
      case 2 -> JsonValue.of(random.nextBoolean());
      case 3 -> JsonValue.object();
      case 4 -> JsonValue.array();
      case 5 -> JsonValue.of("");
      case 6 -> JsonValue.array(JsonValue.object());
      default -> JsonValue.of("../".repeat(1 + random.nextInt(5)) + "etc/passwd");
    };
  }
}
