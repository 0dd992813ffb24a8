package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.MerkleTree;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.json.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * A Sigstore of its own for tests: authority, logs, timestamp authority, and a signer who makes
 * bundles with them. Keys and signatures are the JDK's. Every part can be made wrong by itself.
 */
final class FakeSigstore {

  static final Instant SIGNED = Instant.parse("2026-01-01T00:05:00Z");
  static final String SUBJECT = "https://example.org/train.yml@refs/heads/main";
  static final String ISSUER = "https://token.example.org";
  static final CertificateIdentity IDENTITY = new CertificateIdentity(SUBJECT, ISSUER);
  static final byte[] ARTIFACT = "a model".getBytes(UTF_8);
  static final String ORIGIN = "log.example.org";
  private static final String CA = "CN=ca";
  private static final String TSA_CA = "CN=tsa-ca";

  private static final KeyPair CA_KEY = FakeCertificates.p256();
  private static final KeyPair TSA_CA_KEY = FakeCertificates.p256();
  static final KeyPair LEAF_KEY = FakeCertificates.p256();
  private static final KeyPair CT_KEY = FakeCertificates.p256();
  private static final KeyPair TSA_KEY = FakeCertificates.p256();
  private static final KeyPair LOG_KEY = FakeCertificates.p256();
  private static final KeyPair TILED_KEY = ed25519();

  /** Nobody trusts this one. */
  static final KeyPair OTHER_KEY = FakeCertificates.p256();

  static final byte[] CA_DER = FakeCertificates.Request.authority(CA, CA, CA_KEY, CA_KEY).issue();

  /** Of the authority, but not the issuer of leaves. */
  static final byte[] INTERMEDIATE_DER =
      FakeCertificates.Request.authority("CN=intermediate", CA, OTHER_KEY, CA_KEY).issue();

  /** A root with the authority's name and another key. */
  static final byte[] OTHER_CA_DER =
      FakeCertificates.Request.authority(CA, CA, OTHER_KEY, OTHER_KEY).issue();

  private static final byte[] TSA_CA_DER =
      FakeCertificates.Request.authority(TSA_CA, TSA_CA, TSA_CA_KEY, TSA_CA_KEY).issue();
  private static final byte[] TSA_DER = tsa();

  int minor = 3;

  /** Certificates above the leaf in bundles before 0.3. */
  List<byte[]> above = List.of();

  boolean tiled;
  boolean envelope;
  boolean intoto;
  boolean managed;
  boolean promise = true;
  boolean timestamp;
  Instant integrated = SIGNED;
  Instant stamped = SIGNED;
  Instant certified = SIGNED.minusSeconds(60);
  KeyPair leafKey = LEAF_KEY;
  KeyPair caKey = CA_KEY;
  KeyPair ctKey = CT_KEY;
  KeyPair setKey = LOG_KEY;
  KeyPair tsaKey = TSA_KEY;
  KeyPair checkpointKey = LOG_KEY;
  boolean sct = true;
  byte[] signed = ARTIFACT;
  byte[] stampedBytes = new byte[0];
  String payloadType = "application/vnd.in-toto+json";
  String payload =
      "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"m\",\"digest\":{"
          + "\"sha256\":\""
          + Digest.sha256(ARTIFACT).hex()
          + "\"}}],\"predicateType\":\"x\",\"predicate\":{}}";
  String origin = ORIGIN;
  String signerName = ORIGIN;
  long size = 2;
  Consumer<FakeCertificates.Request> leaf = request -> {};
  UnaryOperator<JsonValue.Obj> body = UnaryOperator.identity();
  UnaryOperator<JsonValue.Obj> bundle = UnaryOperator.identity();
  UnaryOperator<JsonValue.Obj> root = UnaryOperator.identity();

  /**
   * Writes what the benchmark of keyless verification reads: a trusted root, and a model signature
   * of ten files.
   *
   * @param folder where the two files go
   */
  public static void main(String... folder) throws IOException {
    FakeSigstore fake = new FakeSigstore();
    fake.envelope = true;
    List<Resource> files = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      byte[] content = ("weights " + i).getBytes(UTF_8);
      files.add(Resource.whole("weights-" + i + ".bin", FakeCertificates.sha256(content)));
    }
    OmsSerialization how = new OmsSerialization(HashType.SHA256, 0, List.of(".git"));
    fake.payload = new String(OmsStatement.sorted("model", files, how).write(), UTF_8);
    Path to = Path.of(folder[0]);
    Files.write(to.resolve("model.sig"), fake.bundle().bytes());
    Files.write(to.resolve("trusted_root.json"), CanonicalJson.write(fake.root()));
  }

  /** A token of the timestamp authority. */
  static byte[] stamp(Instant time, byte[] message) {
    return FakeTimestamps.token(TSA_KEY, TSA_DER, TSA_CA, time, message, 7);
  }

  /** A token that says it is of the authority, signed by somebody else. */
  static byte[] stampOfAnother(Instant time, byte[] message) {
    return FakeTimestamps.token(OTHER_KEY, TSA_DER, TSA_CA, time, message, 7);
  }

  static FakeSigstore tiled() {
    FakeSigstore fake = new FakeSigstore();
    fake.tiled = true;
    fake.promise = false;
    fake.timestamp = true;
    fake.checkpointKey = TILED_KEY;
    return fake;
  }

  SigstoreVerifier verifier() {
    TrustedRoot trusted = TrustedRoot.parse(CanonicalJson.write(root()));
    return managed
        ? SigstoreVerifier.of(VerificationKey.of(LEAF_KEY.getPublic().getEncoded()), trusted)
        : SigstoreVerifier.of(trusted, IDENTITY);
  }

  JsonValue.Obj root() {
    return root.apply(
        JsonValue.object()
            .with(
                "mediaType",
                JsonValue.of("application/vnd.dev.sigstore.trustedroot+json;version=0.1"))
            .with("tlogs", JsonValue.array(log(LOG_KEY, false), log(TILED_KEY, true)))
            .with("certificateAuthorities", JsonValue.array(authority(CA_DER)))
            .with("ctlogs", JsonValue.array(log(CT_KEY, false)))
            .with("timestampAuthorities", JsonValue.array(authority(TSA_DER, TSA_CA_DER))));
  }

  SignatureBundle bundle() {
    return SignatureBundle.of(CanonicalJson.write(json()));
  }

  JsonValue.Obj json() {
    byte[] certificate = leaf();
    byte[] message = envelope ? Dsse.pae(payloadType, payload.getBytes(UTF_8)) : signed;
    byte[] signature = FakeCertificates.sign(leafKey, message);
    JsonValue.Obj material = JsonValue.object();
    if (managed) {
      material = material.with("publicKey", JsonValue.object().with("hint", JsonValue.of("a key")));
    } else if (minor == 3) {
      material = material.with("certificate", raw(certificate));
    } else {
      List<JsonValue> chain = new ArrayList<>(List.of(raw(certificate)));
      above.forEach(der -> chain.add(raw(der)));
      material =
          material.with(
              "x509CertificateChain",
              JsonValue.object().with("certificates", new JsonValue.Arr(chain)));
    }
    material =
        material.with("tlogEntries", JsonValue.array(entry(certificate, message, signature)));
    if (timestamp) {
      byte[] token = token(this, stampedBytes.length == 0 ? signature : stampedBytes);
      material =
          material.with(
              "timestampVerificationData",
              JsonValue.object()
                  .with(
                      "rfc3161Timestamps",
                      JsonValue.array(JsonValue.object().with("signedTimestamp", b64(token)))));
    }
    JsonValue.Obj made =
        JsonValue.object()
            .with(
                "mediaType",
                JsonValue.of("application/vnd.dev.sigstore.bundle+json;version=0." + minor))
            .with("verificationMaterial", material);
    made =
        envelope
            ? made.with(
                "dsseEnvelope",
                JsonValue.object()
                    .with("payload", b64(payload.getBytes(UTF_8)))
                    .with("payloadType", JsonValue.of(payloadType))
                    .with(
                        "signatures",
                        JsonValue.array(JsonValue.object().with("sig", b64(signature)))))
            : made.with(
                "messageSignature",
                JsonValue.object()
                    .with(
                        "messageDigest",
                        JsonValue.object()
                            .with("algorithm", JsonValue.of("SHA2_256"))
                            .with("digest", b64(FakeCertificates.sha256(signed))))
                    .with("signature", b64(signature)));
    return bundle.apply(made);
  }

  /** A timestamp over these bytes by its authority. */
  static byte[] token(FakeSigstore fake, byte[] message) {
    return FakeTimestamps.token(fake.tsaKey, TSA_DER, TSA_CA, fake.stamped, message, 7);
  }

  byte[] leaf() {
    FakeCertificates.Request request = new FakeCertificates.Request();
    request.issuer = CA;
    request.key = leafKey;
    request.issuerKey = caKey;
    request.from = SIGNED.minusSeconds(300);
    request.to = SIGNED.plusSeconds(300);
    request.purposes.add(KeyPurposeId.id_kp_codeSigning);
    request.names.add(new GeneralName(GeneralName.uniformResourceIdentifier, SUBJECT));
    request.others.add(FakeCertificates.issuer(ISSUER));
    if (sct) {
      byte[] id = FakeCertificates.sha256(CT_KEY.getPublic().getEncoded());
      request.scts.add(new FakeCertificates.Sct(ctKey, certified, id));
    }
    leaf.accept(request);
    return request.issue();
  }

  private JsonValue.Obj entry(byte[] certificate, byte[] message, byte[] signature) {
    byte[] logged = CanonicalJson.write(body.apply(body(certificate, message, signature)));
    KeyPair own = tiled ? TILED_KEY : LOG_KEY;
    byte[] id = FakeCertificates.sha256(own.getPublic().getEncoded());
    Digest sibling = MerkleTree.leafHash(new byte[] {1});
    Digest top = MerkleTree.nodeHash(sibling, MerkleTree.leafHash(logged));
    String text = origin + "\n" + size + "\n" + top.base64() + "\n";
    byte[] line =
        FakeCertificates.concat(
            List.of(
                Arrays.copyOf(id, 4), FakeCertificates.sign(checkpointKey, text.getBytes(UTF_8))));
    String kind = intoto ? "intoto 0.0.2" : envelope && !tiled ? "dsse 0.0.1" : "hashedrekord";
    String[] parts = kind.split(" ");
    String version = parts.length == 2 ? parts[1] : tiled ? "0.0.2" : "0.0.1";
    JsonValue.Obj entry =
        JsonValue.object()
            .with("logIndex", JsonValue.of("1"))
            .with("logId", JsonValue.object().with("keyId", b64(id)))
            .with(
                "kindVersion",
                JsonValue.object()
                    .with("kind", JsonValue.of(parts[0]))
                    .with("version", JsonValue.of(version)))
            .with("canonicalizedBody", b64(logged))
            .with(
                "inclusionProof",
                JsonValue.object()
                    .with("logIndex", JsonValue.of(1))
                    .with("treeSize", JsonValue.of("2"))
                    .with("rootHash", JsonValue.of(top.base64()))
                    .with("hashes", JsonValue.array(JsonValue.of(sibling.base64())))
                    .with(
                        "checkpoint",
                        JsonValue.object()
                            .with(
                                "envelope",
                                JsonValue.of(
                                    text
                                        + "\n— "
                                        + signerName
                                        + " "
                                        + Base64.getEncoder().encodeToString(line)
                                        + "\n"))));
    if (promise) {
      String set =
          "{\"body\":\""
              + Base64.getEncoder().encodeToString(logged)
              + "\",\"integratedTime\":"
              + integrated.getEpochSecond()
              + ",\"logID\":\""
              + HexFormat.of().formatHex(id)
              + "\",\"logIndex\":1}";
      entry =
          entry
              .with("integratedTime", JsonValue.of("" + integrated.getEpochSecond()))
              .with(
                  "inclusionPromise",
                  JsonValue.object()
                      .with(
                          "signedEntryTimestamp",
                          b64(FakeCertificates.sign(setKey, set.getBytes(UTF_8)))));
    }
    return entry;
  }

  private JsonValue.Obj body(byte[] certificate, byte[] message, byte[] signature) {
    String label = managed ? "PUBLIC KEY" : "CERTIFICATE";
    byte[] der = managed ? leafKey.getPublic().getEncoded() : certificate;
    JsonValue pem = b64(new Pem(label, der).text());
    JsonValue.Obj payloadHash =
        JsonValue.object()
            .with("algorithm", JsonValue.of("sha256"))
            .with("value", JsonValue.of(Digest.sha256(payload.getBytes(UTF_8)).hex()));
    if (tiled) {
      JsonValue.Obj verifier =
          JsonValue.object()
              .with("keyDetails", JsonValue.of("PKIX_ECDSA_P256_SHA_256"))
              .with(managed ? "publicKey" : "x509Certificate", raw(der));
      return logged("hashedrekord", "0.0.2")
          .with(
              "spec",
              JsonValue.object()
                  .with(
                      "hashedRekordV002",
                      JsonValue.object()
                          .with(
                              "data",
                              JsonValue.object()
                                  .with("algorithm", JsonValue.of("SHA2_256"))
                                  .with("digest", b64(FakeCertificates.sha256(message))))
                          .with(
                              "signature",
                              JsonValue.object()
                                  .with("content", b64(signature))
                                  .with("verifier", verifier))));
    }
    if (intoto) {
      JsonValue twice = b64(Base64.getEncoder().encodeToString(signature).getBytes(UTF_8));
      return logged("intoto", "0.0.2")
          .with(
              "spec",
              JsonValue.object()
                  .with(
                      "content",
                      JsonValue.object()
                          .with("payloadHash", payloadHash)
                          .with(
                              "envelope",
                              JsonValue.object()
                                  .with("payloadType", JsonValue.of(payloadType))
                                  .with(
                                      "signatures",
                                      JsonValue.array(
                                          JsonValue.object()
                                              .with("sig", twice)
                                              .with("publicKey", pem))))));
    }
    if (envelope) {
      return logged("dsse", "0.0.1")
          .with(
              "spec",
              JsonValue.object()
                  .with("payloadHash", payloadHash)
                  .with(
                      "signatures",
                      JsonValue.array(
                          JsonValue.object()
                              .with("signature", b64(signature))
                              .with("verifier", pem))));
    }
    return logged("hashedrekord", "0.0.1")
        .with(
            "spec",
            JsonValue.object()
                .with(
                    "data",
                    JsonValue.object()
                        .with(
                            "hash",
                            JsonValue.object()
                                .with("algorithm", JsonValue.of("sha256"))
                                .with("value", JsonValue.of(Digest.sha256(signed).hex()))))
                .with(
                    "signature",
                    JsonValue.object()
                        .with("content", b64(signature))
                        .with("publicKey", JsonValue.object().with("content", pem))));
  }

  /** The value with another at a place, for example {@code a.0.b}; null takes it away. */
  static JsonValue.Obj set(JsonValue.Obj json, String path, @Nullable JsonValue value) {
    return (JsonValue.Obj) set(json, path.split("\\."), 0, value);
  }

  private static JsonValue set(JsonValue at, String[] path, int depth, @Nullable JsonValue value) {
    String name = path[depth];
    boolean last = depth == path.length - 1;
    if (at instanceof JsonValue.Arr array) {
      List<JsonValue> items = new ArrayList<>(array.items());
      int index = Integer.parseInt(name);
      if (last && value == null) {
        items.remove(index);
      } else if (index == items.size()) {
        items.add(Objects.requireNonNull(value));
      } else {
        items.set(
            index,
            last ? Objects.requireNonNull(value) : set(items.get(index), path, depth + 1, value));
      }
      return new JsonValue.Arr(items);
    }
    JsonValue.Obj object = (JsonValue.Obj) at;
    if (last) {
      LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>(object.members());
      if (value == null) {
        if (members.remove(name) == null) {
          throw new IllegalArgumentException("no member " + String.join(".", path));
        }
      } else {
        members.put(name, value);
      }
      return new JsonValue.Obj(members);
    }
    return object.with(
        name, set(Objects.requireNonNull(object.get(name), name), path, depth + 1, value));
  }

  static JsonValue b64(byte[] bytes) {
    return JsonValue.of(Base64.getEncoder().encodeToString(bytes));
  }

  static JsonValue.Obj raw(byte[] der) {
    return JsonValue.object().with("rawBytes", b64(der));
  }

  private static JsonValue.Obj logged(String kind, String version) {
    return JsonValue.object()
        .with("apiVersion", JsonValue.of(version))
        .with("kind", JsonValue.of(kind));
  }

  private static JsonValue.Obj log(KeyPair key, boolean edwards) {
    byte[] spki = key.getPublic().getEncoded();
    return JsonValue.object()
        .with("baseUrl", JsonValue.of("https://log.example.org"))
        .with("hashAlgorithm", JsonValue.of("SHA2_256"))
        .with(
            "publicKey",
            raw(spki)
                .with(
                    "keyDetails",
                    JsonValue.of(edwards ? "PKIX_ED25519" : "PKIX_ECDSA_P256_SHA_256"))
                .with("validFor", validity()))
        .with("logId", JsonValue.object().with("keyId", b64(FakeCertificates.sha256(spki))));
  }

  private static JsonValue.Obj authority(byte[]... chain) {
    return JsonValue.object()
        .with("uri", JsonValue.of("https://ca.example.org"))
        .with(
            "certChain",
            JsonValue.object()
                .with(
                    "certificates",
                    new JsonValue.Arr(
                        Arrays.stream(chain).map(der -> (JsonValue) raw(der)).toList())))
        .with("validFor", validity());
  }

  private static JsonValue.Obj validity() {
    return JsonValue.object().with("start", JsonValue.of("2025-01-01T00:00:00Z"));
  }

  private static byte[] tsa() {
    FakeCertificates.Request request = new FakeCertificates.Request();
    request.subject = "CN=tsa";
    request.issuer = TSA_CA;
    request.key = TSA_KEY;
    request.issuerKey = TSA_CA_KEY;
    request.from = Instant.parse("2025-01-01T00:00:00Z");
    request.to = Instant.parse("2030-01-01T00:00:00Z");
    request.purposes.add(KeyPurposeId.id_kp_timeStamping);
    request.criticalPurposes = true;
    return request.issue();
  }

  private static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
