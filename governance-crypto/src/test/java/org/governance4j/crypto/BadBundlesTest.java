package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Bundles with one thing wrong, each refused for that thing. */
class BadBundlesTest {

  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path temp;
  private Path folder;
  private SoftwareKey key;
  private OmsVerifier verifier;
  private final Map<String, Executable> named = new LinkedHashMap<>();

  @BeforeEach
  void a_small_model() throws IOException {
    folder = temp.resolve("m");
    Model.write(folder, "a", "1");
    Model.write(folder, "b", "2345678901");
    key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    verifier = OmsVerifier.trusting(key.verificationKey());
  }

  @Test
  @Rule("S86")
  void every_bad_bundle_is_refused_for_what_is_wrong_with_it() throws Exception {
    bundles();
    materials();
    statements();
    names();
    shards();
    certificates();
    claims();
    assertAll(named.values());
    assertTrue(named.size() >= 140, named.size() + " bad bundles");
  }

  private void bad(String name, String reason, OmsVerifier trusting, byte[] bundle) {
    Executable test =
        () -> {
          ArtifactRejected refused =
              assertThrows(
                  ArtifactRejected.class,
                  () -> trusting.check(ArtifactSource.of(folder), SignatureBundle.of(bundle)),
                  name);
          String message = String.valueOf(refused.getMessage());
          assertTrue(message.contains(reason), name + ": " + message);
          assertTrue(message.length() < 2_000, name + ": " + message.length() + " characters");
        };
    assertEquals(null, named.put(name, test), name);
  }

  private static String replaced(String text, String part, String by) {
    assertTrue(text.contains(part), () -> part + " in " + text);
    return text.replace(part, by);
  }

  private String good() throws IOException {
    return text(Model.sign(key, folder));
  }

  private static String text(SignatureBundle bundle) {
    return new String(bundle.bytes(), UTF_8);
  }

  /** One replacement in the bundle's text. */
  private void bundle(String name, String reason, String part, String by) throws IOException {
    bad("bundle: " + name, reason, verifier, replaced(good(), part, by).getBytes(UTF_8));
  }

  private void bundles() throws IOException {
    String type = "\"application/vnd.dev.sigstore.bundle.v0.3+json\"";
    String payloadType = "\"application/vnd.in-toto+json\"";
    bundle("no media type", "mediaType", "\"mediaType\":" + type + ",", "");
    for (String other :
        List.of(
            "\"application/json\"",
            "\"\"",
            "7",
            "null",
            "\"application/vnd.dev.sigstore.bundle.v0.4+json\"",
            "\"application/vnd.dev.sigstore.bundle+json;version=0.9\"")) {
      bundle("media type " + other, "mediaType", type, other);
    }
    for (String other : List.of("\"application/json\"", "\"\"", "null", "[" + payloadType + "]")) {
      bundle("payload type " + other, "payloadType", payloadType, other);
    }
    bundle("no payload type", "payloadType", "\"payloadType\":" + payloadType + ",", "");
    bundle("an unknown member", "unknown member", "\"mediaType\"", "\"extra\":1,\"mediaType\"");
    bundle(
        "a member twice",
        "occurs twice",
        "\"mediaType\"",
        "\"mediaType\":" + type + ",\"mediaType\"");
    bundle("no envelope", "dsseEnvelope", "\"dsseEnvelope\"", "\"messageSignature\"");
    bundle("no material", "verificationMaterial", "\"verificationMaterial\"", "\"material\"");
    bundle("unknown in envelope", "unknown member", "\"payloadType\"", "\"x\":[],\"payloadType\"");
    bundle("no signatures", "signatures", "\"signatures\"", "\"signature\"");
    bundle("keyid a number", "keyid", "\"keyid\":\"\"", "\"keyid\":1");
    bundle("keyid an object", "keyid", "\"keyid\":\"\"", "\"keyid\":{}");
    bundle("unknown in signature", "unknown member", "\"keyid\"", "\"cert\":\"\",\"keyid\"");
    bundle("sig elsewhere", "sig", "\"sig\"", "\"signature\"");
    String good = good();
    String signature = good.substring(good.indexOf("{\"keyid"), good.indexOf("}]") + 1);
    String sig = signature.substring(signature.indexOf("\"sig\":\"") + 7, signature.length() - 2);
    bundle("two signatures", "exactly 1", signature, signature + "," + signature);
    bundle("no signature at all", "exactly 1", signature, "");
    bundle("signature a text", "expected an object", signature, "\"" + sig + "\"");
    bundle("empty signature", "sig", sig, "");
    bundle("signature not base64", "sig", sig, "*".repeat(8));
    bundle("signature cut", "base64", sig, sig.substring(1));
    bundle("signature of one byte", "signature", sig, "AA==");
    bundle("signature of zeros", "signature", sig, "MAYCAQACAQA=");
    bundle(
        "signature with a line end", "base64", sig, sig.substring(0, 4) + "\\n" + sig.substring(4));
    String start = "\"payload\":\"";
    String payload =
        good.substring(good.indexOf(start) + start.length(), good.indexOf("\",\"payloadType"));
    bundle("empty payload", "payload", payload, "");
    bundle("payload a number", "payload", "\"" + payload + "\"", "0");
    bundle("payload of another model", "not valid", payload, "e30=");
    bundle("payload as JSON", "payload", "\"" + payload + "\"", "{}");
    bad("bundle: nothing", "cannot be read", verifier, new byte[0]);
    for (String text : List.of("[]", "7", "\"\"", "null", "{}", "{", "{}{}", "\ufeff{}", "nul")) {
      bad("bundle: " + text, "cannot be read", verifier, text.getBytes(UTF_8));
    }
    bad("bundle: not UTF-8", "UTF-8", verifier, new byte[] {'{', (byte) 0xff, '}'});
    bad(
        "bundle: trailing comma",
        "cannot be read",
        verifier,
        replaced(good, "]}}", "],}}").getBytes(UTF_8));
    bad("bundle: trailing text", "cannot be read", verifier, (good + "x").getBytes(UTF_8));
    bad(
        "bundle: nested 65 deep",
        "cannot be read",
        verifier,
        replaced(good, "\"keyid\":\"\"", "\"keyid\":" + "[".repeat(62) + "]".repeat(62))
            .getBytes(UTF_8));
    bad(
        "bundle: longer than the limit",
        "limit",
        verifier.withMaxBundleBytes(good.length() - 1),
        good.getBytes(UTF_8));
  }

  private void materials() throws IOException {
    String good = good();
    String named = good.substring(good.indexOf("{\"publicKey"), good.length() - 1);
    String hint = key.verificationKey().omsHint();
    bundle("empty material", "exactly one", named, "{}");
    bundle("only a log", "exactly one", named, "{\"tlogEntries\":[]}");
    bundle(
        "unknown in material",
        "unknown member",
        "\"tlogEntries\":[]",
        "\"x\":0,\"tlogEntries\":[]");
    bundle("a log entry", "tlogEntries", "\"tlogEntries\":[]", "\"tlogEntries\":[{}]");
    bundle("log no array", "tlogEntries", "\"tlogEntries\":[]", "\"tlogEntries\":{}");
    bundle("log null", "tlogEntries", "\"tlogEntries\":[]", "\"tlogEntries\":null");
    bundle("hint of another key", "names the key", hint, "0".repeat(64));
    bundle("hint in capitals", "names the key", hint, hint.toUpperCase(java.util.Locale.ROOT));
    bundle("hint a number", "hint", "\"" + hint + "\"", "1");
    bundle("unknown beside hint", "unknown member", "\"hint\"", "\"key\":\"\",\"hint\"");
    bundle("raw bytes no base64", "rawBytes", "\"hint\"", "\"rawBytes\":\"*\",\"hint\"");
    bundle("raw bytes of another key", "rawBytes", "\"hint\"", "\"rawBytes\":\"AAAA\",\"hint\"");
    bundle("raw bytes no PEM", "rawBytes", "\"hint\"", "\"rawBytes\":\"LS0tLQ==\",\"hint\"");
    bundle("key details a number", "keyDetails", "\"hint\"", "\"keyDetails\":1,\"hint\"");
    bundle(
        "time stamps a list",
        "timestampVerificationData",
        "\"tlogEntries\"",
        "\"timestampVerificationData\":[],\"tlogEntries\"");
    bundle(
        "unknown time stamps",
        "unknown member",
        "\"tlogEntries\"",
        "\"timestampVerificationData\":{\"x\":1},\"tlogEntries\"");
    bundle(
        "33 time stamps",
        "at most 32",
        "\"tlogEntries\"",
        "\"timestampVerificationData\":{\"rfc3161Timestamps\":["
            + "{\"signedTimestamp\":\"AA==\"},".repeat(32)
            + "{\"signedTimestamp\":\"AA==\"}]},\"tlogEntries\"");
    String leaf = "{\"certificate\":{\"rawBytes\":\"AA==\"}";
    bundle("identity without log", "tlogEntries", named, leaf + "}");
    bundle("identity with empty log", "tlogEntries", named, leaf + ",\"tlogEntries\":[]}");
    bundle(
        "identity, trusted is a key", "trusted is a key", named, leaf + ",\"tlogEntries\":[{}]}");
    bundle("key and identity", "exactly one", "\"publicKey\"", "\"certificate\":{},\"publicKey\"");
    bundle(
        "key and chain",
        "exactly one",
        "\"publicKey\"",
        "\"x509CertificateChain\":{},\"publicKey\"");
    String chain = "{\"x509CertificateChain\":{\"certificates\":[%s]}}";
    bundle("empty chain", "1 to 10", named, String.format(chain, ""));
    bundle(
        "chain of 11",
        "1 to 10",
        named,
        String.format(chain, "{\"rawBytes\":\"AA==\"},".repeat(10) + "{\"rawBytes\":\"AA==\"}"));
    bundle(
        "chain, trusted is a key",
        "trusted is a key",
        named,
        String.format(chain, "{\"rawBytes\":\"AA==\"}"));
    bundle(
        "unknown in chain",
        "unknown member",
        named,
        String.format(chain, "{\"rawBytes\":\"AA==\",\"x\":1}"));
    bundle("certificate no base64", "base64", named, String.format(chain, "{\"rawBytes\":\"A\"}"));
  }

  private static byte[] payload(SignatureBundle bundle) {
    return Oms.parse(bundle).payload();
  }

  /** One replacement in the statement, which is then signed by the trusted key. */
  private void statement(String name, String reason, String part, String by) throws IOException {
    String good = new String(payload(Model.sign(key, folder)), UTF_8);
    signed("statement: " + name, reason, replaced(good, part, by));
  }

  private void signed(String name, String reason, String statement) {
    bad(name, reason, verifier, Oms.signed(key, statement.getBytes(UTF_8)).bytes());
  }

  private void statements() throws IOException {
    statement("another type", "_type", "Statement/v1", "Statement/v0.1");
    statement("another predicate", "predicateType", "signature/v1.0", "signature/v2.0");
    statement("old predicate", "predicateType", "signature/v1.0", "Digests/v0.1");
    statement("no predicate", "predicate", "\"predicate\":", "\"predicated\":");
    statement("unknown member", "unknown member", "\"_type\"", "\"extra\":0,\"_type\"");
    statement("unknown in predicate", "unknown member", "\"resources\"", "\"x\":0,\"resources\"");
    statement("method", "method", "\"files\"", "\"file\"");
    statement("method missing", "method", ",\"method\":\"files\"", "");
    statement("hash type", "hash_type", "\"hash_type\":\"sha256\"", "\"hash_type\":\"md5\"");
    statement(
        "hash type in capitals",
        "hash_type",
        "\"hash_type\":\"sha256\"",
        "\"hash_type\":\"SHA256\"");
    statement(
        "hash type by another name",
        "hash_type",
        "\"hash_type\":\"sha256\"",
        "\"hash_type\":\"blake2\"");
    statement(
        "hash of another length",
        "algorithm",
        "\"hash_type\":\"sha256\"",
        "\"hash_type\":\"blake2b\"");
    statement(
        "hash of the same length",
        "algorithm",
        "\"hash_type\":\"sha256\"",
        "\"hash_type\":\"blake3\"");
    statement("links a text", "allow_symlinks", "false", "\"false\"");
    statement("links null", "allow_symlinks", "false", "null");
    statement("links missing", "allow_symlinks", "\"allow_symlinks\":false,", "");
    statement(
        "ignored a text", "ignore_paths", "\"ignore_paths\":[", "\"ignore_paths\":\"\",\"y\":[");
    statement("ignored numbers", "ignore_paths", "\"ignore_paths\":[", "\"ignore_paths\":[1,");
    statement("unknown in serialization", "unknown member", "\"method\"", "\"x\":1,\"method\"");
    statement("shard size of files", "shard_size", "\"method\"", "\"shard_size\":8,\"method\"");
    statement("subject twice", "exactly 1", "\"subject\":[{", "\"subject\":[{},{");
    statement("subject without name", "name", "\"name\":\"m\"", "\"nom\":\"m\"");
    statement("subject with a blank name", "name", "\"name\":\"m\"", "\"name\":\" \"");
    statement("subject of another digest", "sha256", "{\"sha256\":", "{\"sha512\":");
    String root = Oms.statement(Model.sign(key, folder)).root().hex();
    statement("root of other files", "digest", root, "0".repeat(64));
    statement("root in capitals", "digest", root, root.toUpperCase(java.util.Locale.ROOT));
    statement("root cut", "digest", root, root.substring(1));
    statement("a member twice", "occurs twice", "\"_type\":", "\"_type\":\"\",\"_type\":");
    for (String text :
        List.of("[]", "{}", "7", "{\"_type\":\"https://in-toto.io/Statement/v1\"}")) {
      signed("statement: " + text, "statement", text);
    }
    signed("statement: deep", "statement", "[".repeat(65) + "]".repeat(65));
  }

  private static String statement(String how, String... namesAndDigests) {
    List<String> resources = new ArrayList<>();
    List<Resource> roots = new ArrayList<>();
    String algorithm = how.contains("sharded") ? "sha256-sharded-4" : "sha256";
    for (int i = 0; i < namesAndDigests.length; i += 2) {
      String hex = namesAndDigests[i + 1];
      resources.add(
          "{\"name\":\""
              + namesAndDigests[i]
              + "\",\"digest\":\""
              + hex
              + "\",\"algorithm\":\""
              + algorithm
              + "\"}");
      byte[] raw =
          hex.length() % 2 == 0 && hex.matches("[0-9a-f]*")
              ? java.util.HexFormat.of().parseHex(hex)
              : new byte[0];
      roots.add(Resource.whole("x", raw));
    }
    String root =
        new OmsStatement(
                "m",
                roots,
                new OmsSerialization(org.governance4j.crypto.hash.HashType.SHA256, 0, List.of()))
            .root()
            .hex();
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"m\",\"digest\":{\"sha256\":\""
        + root
        + "\"}}],\"predicateType\":\"https://model_signing/signature/v1.0\",\"predicate\":{\"resources\":["
        + String.join(",", resources)
        + "],\"serialization\":{\"hash_type\":\"sha256\",\"allow_symlinks\":false,"
        + how.replace("sharded ", "")
        + "}}}";
  }

  private static String sha256(String text) {
    return org.governance4j.Digest.sha256(text.getBytes(UTF_8)).hex();
  }

  private void names() {
    String files = "\"method\":\"files\"";
    String one = sha256("1");
    String b = sha256("2345678901");
    for (String name :
        List.of(
            "../a", "/a", "a/", "a//b", "./a", ".", "..", "", "a/../b", "a\\u0000b", "a/.", "/")) {
      signed("name: " + name, "name", statement(files, name, one, "b", b));
    }
    signed("name: too long", "limit", statement(files, "n".repeat(4097), one));
    signed("name: too deep", "limit", statement(files, "d/".repeat(128) + "f", one));
    signed("names: twice", "listed twice", statement(files, "a", one, "a", one, "b", b));
    signed("names: case", "only in case", statement(files, "a", one, "A", one, "b", b));
    signed(
        "names: normalisation", "only in case", statement(files, "\\u00e9", one, "e\\u0301", one));
    signed("names: nothing", "0 files", statement(files));
    signed("names: one missing", "is missing", statement(files, "a", one, "b", b, "c", one));
    signed("names: one unsigned", "not signed", statement(files, "a", one));
    signed("names: exchanged", "is not the signed one", statement(files, "a", b, "b", one));
    signed(
        "digest: capitals",
        "lower-case",
        statement(files, "a", one.toUpperCase(java.util.Locale.ROOT), "b", b));
    signed("digest: short", "64", statement(files, "a", one.substring(2), "b", b));
    signed("digest: no hex", "64", statement(files, "a", "g".repeat(64), "b", b));
    signed("digest: empty", "64", statement(files, "a", "", "b", b));
  }

  private void shards() {
    String how = "\"method\":\"shards\",\"shard_size\":4";
    String a = sha256("1");
    String b0 = sha256("2345");
    String b4 = sha256("6789");
    String b8 = sha256("01");
    String[] good = {"a:0:1", a, "b:0:4", b0, "b:4:8", b4, "b:8:10", b8};
    signed("shards: no size", "shard_size", statement("\"method\":\"shards\"", good));
    for (String size : List.of("0", "-4", "4.5", "\"4\"", "1e30", "null")) {
      signed("shards: size " + size, "shard_size", statement(how.replace(":4", ":" + size), good));
    }
    signed(
        "shards: another size",
        "no shard of 5",
        statement(how.replace(":4", ":5"), "a:0:1", a, "b:0:4", b0, "b:4:10", b4));
    signed(
        "shards: algorithm of another size",
        "algorithm",
        statement("sharded " + how.replace(":4", ":5"), good));
    signed(
        "shards: a hole", "signed shards", statement(how, "a:0:1", a, "b:0:4", b0, "b:8:10", b8));
    signed(
        "shards: the last missing",
        "signed shards",
        statement(how, "a:0:1", a, "b:0:4", b0, "b:4:8", b4));
    signed(
        "shards: the last too long",
        "no shard",
        statement(how, "a:0:1", a, "b:0:4", b0, "b:4:8", b4, "b:8:12", b8));
    signed(
        "shards: beyond the end",
        "signed shards",
        statement(how, "a:0:1", a, "b:0:4", b0, "b:4:8", b4, "b:8:10", b8, "b:12:16", b8));
    signed(
        "shards: overlap",
        "no shard",
        statement(how, "a:0:1", a, "b:0:4", b0, "b:2:6", b4, "b:8:10", b8));
    signed(
        "shards: two in one",
        "signed shards",
        statement(how, "a:0:1", a, "b:0:8", b0, "b:8:10", b8));
    signed(
        "shards: one twice",
        "listed twice",
        statement(how, "a:0:1", a, "b:0:4", b0, "b:0:4", b0, "b:8:10", b8));
    signed(
        "shards: exchanged",
        "is not the signed one",
        statement(how, "a:0:1", a, "b:0:4", b4, "b:4:8", b0, "b:8:10", b8));
    signed(
        "shards: a file missing",
        "is missing",
        statement(how, "a:0:1", a, "b:0:4", b0, "b:4:8", b4, "b:8:10", b8, "c:0:1", a));
    signed("shards: a file not signed", "not signed", statement(how, "a:0:1", a));
    for (String name :
        List.of(
            "b",
            "b:4",
            "b:x:4",
            "b:0:",
            "b::4",
            "b:00:4",
            "b:-1:4",
            "b:+0:4",
            "b:0:04",
            "b: 0:4",
            "b:9:4",
            ":0:4",
            "../b:0:4",
            "b:0:9999999999999999999")) {
      signed("shards: name " + name, "name", statement(how, "a:0:1", a, name, b0));
    }
  }

  private void certificates() throws Exception {
    Pki.Holder root = Pki.root("root");
    Pki.Holder middle = Pki.authority("middle", root);
    Pki.Holder other = Pki.root("other");
    Pki.Holder leaf = Pki.leaf(middle, Pki.For.SIGNATURES, Pki.FROM, Pki.TO);
    OmsVerifier trusting = OmsVerifier.trustingCertificates(root.pem()).withClock(NOW);
    byte[] good = signed(leaf, leaf.der(), middle.der());
    trusting.check(ArtifactSource.of(folder), SignatureBundle.of(good));
    String text = new String(good, UTF_8);

    bad(
        "certificate: of another root",
        "root",
        OmsVerifier.trustingCertificates(other.pem()).withClock(NOW),
        good);
    bad("certificate: no authority between", "middle", trusting, signed(leaf, leaf.der()));
    bad(
        "certificate: another authority between",
        "middle",
        trusting,
        signed(leaf, leaf.der(), other.der()));
    bad("certificate: expired", "2026", trusting.withClock(at(Pki.TO.plus(DAY))), good);
    bad("certificate: not yet valid", "2026", trusting.withClock(at(Pki.FROM.minus(DAY))), good);
    bad("certificate: trusted is a key", "trusted is a key", verifier, good);
    bad(
        "certificate: trusted is one, signed a key",
        "trusted are certificates",
        trusting,
        good().getBytes(UTF_8));
    bad(
        "certificate: of another key",
        "signature is not valid",
        trusting,
        signed(new Pki.Holder("x", key, leaf.der()), leaf.der(), middle.der()));
    bad("certificate: garbage", "certificate", trusting, signed(leaf, new byte[] {1, 2, 3}));
    bad(
        "certificate: cut",
        "certificate",
        trusting,
        signed(leaf, java.util.Arrays.copyOf(leaf.der(), leaf.der().length - 1), middle.der()));
    bad(
        "certificate: with more bytes",
        "certificate",
        trusting,
        signed(leaf, java.util.Arrays.copyOf(leaf.der(), leaf.der().length + 1), middle.der()));
    bad(
        "certificate: the wrong way round",
        "signature is not valid",
        trusting,
        signed(leaf, middle.der(), leaf.der()));
    bad(
        "certificate: with a log entry",
        "a Sigstore identity",
        trusting,
        replaced(text, "\"tlogEntries\":[]", "\"tlogEntries\":[{}]").getBytes(UTF_8));
    bad(
        "certificate: no time stamp",
        "base64",
        trusting,
        replaced(
                text,
                "\"tlogEntries\":[]",
                "\"timestampVerificationData\":{\"rfc3161Timestamps\":[{\"signedTimestamp\":\"\"}]}")
            .getBytes(UTF_8));
    for (Pki.For use : List.of(Pki.For.ENCRYPTION, Pki.For.NOTHING_SAID)) {
      Pki.Holder wrong = Pki.leaf(middle, use, Pki.FROM, Pki.TO);
      bad(
          "certificate: for " + use,
          "digital signatures",
          trusting,
          signed(wrong, wrong.der(), middle.der()));
    }
    Pki.Holder old = Pki.leaf(middle, Pki.For.CODE, Pki.FROM, Pki.FROM.plus(DAY));
    bad("certificate: of a day", "2026", trusting, signed(old, old.der(), middle.der()));
    Pki.Holder issued = Pki.leaf(leaf, Pki.For.CODE, Pki.FROM, Pki.TO);
    bad(
        "certificate: issued by a leaf",
        "",
        trusting,
        signed(issued, issued.der(), leaf.der(), middle.der()));
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  /** The good statement signed by a holder's key, with these certificates. */
  private byte[] signed(Pki.Holder signer, byte[]... chain) throws IOException {
    byte[] payload = payload(Model.sign(key, folder));
    return new OmsBundle(
            new OmsMaterial.Chain(List.of(chain), List.of()),
            payload,
            signer.key().sign(OmsBundle.signedBytes(payload)))
        .write();
  }

  private void claims() throws IOException {
    SoftwareKey second = SoftwareKey.generate(KeyAlgorithm.ECDSA_P384);
    SoftwareKey third = SoftwareKey.generate(KeyAlgorithm.ML_DSA_65);
    OmsVerifier two =
        OmsVerifier.trusting(
            Signers.atLeast(
                2, Signer.of(key.verificationKey()), Signer.of(second.verificationKey())));
    SignatureBundle one = Model.sign(key, folder);
    SignatureBundle stranger = Model.sign(third, folder);
    bad("claims: one of two", "needed is", two, one.bytes());
    bad("claims: the same twice", "needed is", two, Oms.lines(List.of(one, one)).bytes());
    bad("claims: a stranger", "needed is", two, Oms.lines(List.of(one, stranger)).bytes());
    bad(
        "claims: only strangers",
        "needed is",
        verifier,
        Oms.lines(List.of(stranger, stranger)).bytes());
    SignatureBundle less = new OmsSigner(second).sign(ArtifactSource.of(folder).ignoring("b"));
    bad("claims: other files", "needed is", two, Oms.lines(List.of(one, less)).bytes());
    bad("claims: broken line", "line 2", two, (text(one) + "\n{\"a\":}\n").getBytes(UTF_8));
    bad("claims: other JSON", "line 2", two, (text(one) + "\n{\"a\":1}\n").getBytes(UTF_8));
    bad(
        "claims: too many",
        "limit is 1000",
        verifier,
        Oms.lines(java.util.Collections.nCopies(1_001, one)).bytes());
    OmsVerifier hybrid =
        OmsVerifier.trusting(
            Signers.atLeast(1, Signer.both(key.verificationKey(), third.verificationKey())));
    bad("claims: half of a hybrid", "needed is", hybrid, one.bytes());
    bad("claims: the other half", "needed is", hybrid, stranger.bytes());
  }
}
