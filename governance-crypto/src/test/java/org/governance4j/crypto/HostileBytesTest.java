package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.Certificates;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignedCertificateTimestamp;
import org.governance4j.crypto.x509.TimestampAuthority;
import org.governance4j.crypto.x509.TimestampToken;
import org.governance4j.crypto.x509.TrustAnchors;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What others hand in, made from sound bytes by a few edits: of the bytes, and of the bytes that
 * stand in base64 inside of JSON. As many rounds for each kind as {@code governance.fuzz.rounds}.
 */
class HostileBytesTest {
  private static final int ROUNDS = Integer.getInteger("governance.fuzz.rounds", 5_000);

  private static final byte[][] WORDS = {
    utf8("\""),
    utf8("{"),
    utf8("[[[["),
    utf8("null"),
    utf8("="),
    utf8("-"),
    utf8("9223372036854775807"),
    utf8("9223372036854775808"),
    utf8("1e2147483648"),
    utf8("-1"),
    utf8("\n"),
    utf8("\u0000"),
    utf8("-----BEGIN "),
    {0x30, (byte) 0x80},
    {0x30, (byte) 0x84, 0x7f, -1, -1, -1},
    {0x02, 0x01, 0x00},
    {0x05, 0x00},
    {0x03, 0x01, 0x00},
    {-1, -1, -1, -1},
    {0x7f, -1, -1, -1},
    {}
  };

  @TempDir private static Path directory;
  private static Map<String, Target> targets = Map.of();

  /** Reads bytes; what it throws is a refusal or a fault. */
  @FunctionalInterface
  private interface Reading {
    void read(byte[] bytes) throws Exception;
  }

  private record Target(List<byte[]> seeds, Reading reading) {}

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  @BeforeAll
  static void make_sound_bytes() throws Exception {
    targets =
        Map.of(
            "sigstore", sigstore(),
            "trustedRoot", trustedRoot(),
            "certificate", certificate(),
            "timestamp", timestamp(),
            "publicKey", publicKey(),
            "keyFile", keyFile(),
            "oms", oms(),
            "envelope", envelope());
  }

  static List<String> names() {
    return List.of(
        "sigstore",
        "trustedRoot",
        "certificate",
        "timestamp",
        "publicKey",
        "keyFile",
        "oms",
        "envelope");
  }

  @ParameterizedTest
  @MethodSource("names")
  @Rule("S128")
  void edited_bytes_are_refused_or_read_as_what_they_were_and_never_end_in_another_exception(
      String name) throws Exception {
    Target target = targets.get(name);
    for (byte[] seed : target.seeds()) {
      target.reading().read(seed);
    }
    long first = new Random().nextLong();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(first + round);
      byte[] data = target.seeds().get(random.nextInt(target.seeds().size()));
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        data = random.nextBoolean() ? inside(data, random) : edited(data, random);
      }
      try {
        target.reading().read(data);
      } catch (ArtifactRejected | KeyUnavailable | Pem.Malformed e) {
        refused++;
      } catch (Throwable e) {
        Path file = Files.createTempFile("fuzz-" + name + "-", ".bin");
        Files.write(file, data);
        throw new AssertionError(
            name
                + ", seed "
                + (first + round)
                + ", "
                + (data.length > 400 ? "see " + file : HexFormat.of().formatHex(data)),
            e);
      }
    }
    assertTrue(refused > 0);
  }

  private static Target sigstore() {
    List<byte[]> seeds =
        SigstoreVerifierTest.sound().values().stream().map(fake -> fake.bundle().bytes()).toList();
    SigstoreVerifier keyless = new FakeSigstore().verifier();
    SigstoreVerifier managed = managed();
    return new Target(
        seeds,
        bytes -> {
          if (bytes.length == 0) {
            return;
          }
          SignatureBundle bundle = SignatureBundle.of(bytes);
          boolean key = new String(bytes, UTF_8).contains("publicKey\":{\"hint");
          SigstoreResult result = (key ? managed : keyless).verify(FakeSigstore.ARTIFACT, bundle);
          assertEquals(!key, result.signer().isPresent());
          result.signer().ifPresent(who -> assertEquals(FakeSigstore.IDENTITY, who));
        });
  }

  private static SigstoreVerifier managed() {
    FakeSigstore fake = new FakeSigstore();
    fake.managed = true;
    return fake.verifier();
  }

  private static Target trustedRoot() {
    byte[] root = CanonicalJson.write(new FakeSigstore().root());
    SignatureBundle bundle = FakeSigstore.tiled().bundle();
    return new Target(
        List.of(root),
        bytes ->
            SigstoreVerifier.of(TrustedRoot.parse(bytes), FakeSigstore.IDENTITY)
                .verify(FakeSigstore.ARTIFACT, bundle));
  }

  private static Target certificate() throws Exception {
    Pki.Holder root = Pki.root("root");
    Pki.Holder authority = Pki.authority("authority", root);
    Pki.Holder leaf = Pki.leaf(authority, Pki.For.CODE, Pki.FROM, Pki.TO);
    TrustAnchors anchors = TrustAnchors.of(List.of(Certificate.parse(root.der())));
    Certificate between = Certificate.parse(authority.der());
    byte[] sigstore = new FakeSigstore().leaf();
    return new Target(
        List.of(leaf.der(), sigstore, authority.der(), leaf.pem()),
        bytes -> {
          Certificate one = Certificates.read(bytes).get(0);
          one.publicKey();
          SignedCertificateTimestamp.embeddedIn(one);
          if (!one.subjectAltNames().isEmpty()) {
            SignerCertificate.identity(one);
          } else {
            anchors.validate(one, List.of(between, one), Pki.FROM);
          }
        });
  }

  private static Target timestamp() {
    FakeSigstore fake = FakeSigstore.tiled();
    byte[] token = FakeSigstore.token(fake, FakeSigstore.ARTIFACT);
    List<TimestampAuthority> authorities =
        TrustedRoot.parse(CanonicalJson.write(fake.root())).timestampAuthorities();
    return new Target(
        List.of(token),
        bytes ->
            assertEquals(
                FakeSigstore.SIGNED,
                TimestampToken.parse(bytes).verify(FakeSigstore.ARTIFACT, authorities)));
  }

  private static Target publicKey() {
    List<byte[]> seeds = new ArrayList<>();
    for (KeyAlgorithm algorithm :
        List.of(
            KeyAlgorithm.ED25519,
            KeyAlgorithm.ECDSA_P256,
            KeyAlgorithm.ECDSA_P521,
            KeyAlgorithm.ML_DSA_44)) {
      seeds.add(SoftwareKey.generate(algorithm).publicKey());
    }
    seeds.add(SoftwareKey.load(KeyFiles.file("rsa2048.pem")).publicKey());
    byte[] message = {1};
    return new Target(
        seeds,
        bytes -> {
          VerificationKey key = VerificationKey.of(bytes);
          assertTrue(!key.accepts(message, new byte[64]) && !key.acceptsHash(message, message));
          assertEquals(key.algorithm().name(), PublicKey.ofSpki(bytes).kind().name());
        });
  }

  private static Target keyFile() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (String name :
        List.of("ed25519.pem", "p256.pem", "p521-sec1.pem", "rsa2048.pem", "rsa2048-pkcs1.pem")) {
      seeds.add(Files.readAllBytes(KeyFiles.file(name)));
    }
    seeds.add(Files.readAllBytes(KeyFiles.file("ssh")));
    return new Target(seeds, bytes -> PrivateKeys.decode(bytes, null).publicKey());
  }

  private static Target oms() throws Exception {
    Path model = Files.createDirectory(directory.resolve("model"));
    Files.writeString(model.resolve("a"), "1");
    SoftwareKey key = Model.key(1);
    SignatureBundle bundle = Model.sign(key, model);
    OmsVerifier verifier = OmsVerifier.trusting(key.verificationKey()).acceptingVersion02();
    byte[] twice = Oms.lines(List.of(bundle, bundle)).bytes();
    Map<String, Digest> signed = verifier.check(ArtifactSource.of(model), bundle).files();
    return new Target(
        List.of(bundle.bytes(), twice),
        bytes -> {
          if (bytes.length > 0) {
            assertEquals(
                signed,
                verifier.check(ArtifactSource.of(model), SignatureBundle.of(bytes)).files());
          }
        });
  }

  private static Target envelope() {
    SoftwareKey first = Model.key(1);
    SoftwareKey second = Model.key(2);
    byte[] payload = utf8("payload");
    Signers both = Signers.atLeast(2, first.verificationKey(), second.verificationKey());
    return new Target(
        List.of(DsseEnvelope.sign("text/plain", payload, List.of(first, second)).json()),
        bytes ->
            assertEquals(
                "payload",
                new String(DsseEnvelope.parse(bytes).verify("text/plain", both).bytes(), UTF_8)));
  }

  /** Edits bytes that stand in base64 somewhere in a JSON document or in a PEM block. */
  private static byte[] inside(byte[] data, Random random) {
    try {
      Pem pem = Pem.parse(data);
      return new Pem(pem.label(), edited(pem.der(), random)).text();
    } catch (Pem.Malformed e) {
      // Not PEM: JSON, or neither.
    }
    try {
      return CanonicalJson.write(inside(StrictJson.parse(data), random));
    } catch (InvalidData | IllegalArgumentException e) {
      // No JSON, or none that can be written again, such as a number of too many digits.
      return edited(data, random);
    }
  }

  private static JsonValue inside(JsonValue value, Random random) {
    if (value instanceof JsonValue.Obj object && !object.members().isEmpty()) {
      List<String> names = List.copyOf(object.members().keySet());
      String name = names.get(random.nextInt(names.size()));
      return object.with(name, inside(object.members().get(name), random));
    }
    if (value instanceof JsonValue.Arr array && !array.items().isEmpty()) {
      List<JsonValue> items = new ArrayList<>(array.items());
      int at = random.nextInt(items.size());
      items.set(at, inside(items.get(at), random));
      return new JsonValue.Arr(items);
    }
    if (value instanceof JsonValue.Str text) {
      try {
        byte[] inner = Base64.getDecoder().decode(text.value());
        // What stands in base64 may itself be JSON or PEM with base64 in it.
        byte[] changed = random.nextBoolean() ? inside(inner, random) : edited(inner, random);
        return JsonValue.of(Base64.getEncoder().encodeToString(changed));
      } catch (IllegalArgumentException e) {
        return JsonValue.of(
            new String(edited(utf8(text.value()), random), UTF_8).replace('\ufffd', '?'));
      }
    }
    return switch (random.nextInt(4)) {
      case 0 -> JsonValue.NULL;
      case 1 -> JsonValue.of(random.nextInt());
      case 2 -> JsonValue.array(value);
      default -> JsonValue.object().with("x", value);
    };
  }

  private static byte[] edited(byte[] data, Random random) {
    int at = random.nextInt(data.length + 1);
    int end = at + random.nextInt(Math.min(32, data.length - at) + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(data, 0, at);
    switch (random.nextInt(6)) {
      case 0 -> {
        // Leaves out.
      }
      case 1 -> {
        out.write(data, at, end - at);
        out.write(data, at, end - at);
      }
      case 2 -> out.writeBytes(WORDS[random.nextInt(WORDS.length)]);
      case 3 -> {
        byte[] noise = new byte[end - at];
        random.nextBytes(noise);
        out.writeBytes(noise);
      }
      case 4 -> {
        for (int i = at; i < end; i++) {
          out.write(data[i] ^ (i == at ? 1 << random.nextInt(8) : 0));
        }
      }
      default -> {
        return out.toByteArray();
      }
    }
    out.write(data, end, data.length - end);
    return out.toByteArray();
  }
}
