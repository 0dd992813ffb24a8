package org.governance4j.crypto;

import static org.governance4j.crypto.FakeSigstore.ARTIFACT;
import static org.governance4j.crypto.FakeSigstore.OTHER_KEY;
import static org.governance4j.crypto.FakeSigstore.SIGNED;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.governance4j.ArtifactRejected;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bundles with one thing wrong each, beside those of {@link SigstoreVerifierTest} that are sound.
 */
class BadSigstoreBundlesTest {

  private static final String MATERIAL = "verificationMaterial.";
  private static final String ENTRY = MATERIAL + "tlogEntries.0.";
  private static final String PROOF = ENTRY + "inclusionProof.";
  private static final String NOTE = PROOF + "checkpoint.envelope";
  private static final JsonValue ZEROS = FakeSigstore.b64(new byte[32]);

  private final List<Case> cases = new ArrayList<>();

  /**
   * One fault.
   *
   * @param reason a part of the message that names it
   */
  private record Case(String name, FakeSigstore fake, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    BadSigstoreBundlesTest all = new BadSigstoreBundlesTest();
    all.form();
    all.times();
    all.certificate();
    all.inclusion();
    all.logged();
    all.roots();
    return all.cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Rule("S67")
  void a_bundle_with_one_fault_is_refused_for_that_fault(Case bad) {
    SignatureBundle bundle = bad.fake.bundle();
    SigstoreVerifier verifier = bad.fake.verifier();
    ArtifactRejected refusal =
        assertThrows(ArtifactRejected.class, () -> verifier.verify(ARTIFACT, bundle));
    assertTrue(String.valueOf(refusal.getMessage()).contains(bad.reason), refusal::getMessage);
  }

  private void form() {
    bundle("unknown media type", "mediaType", JsonValue.of("text/plain"), "mediaType: unknown");
    bundle("unknown member", "signature", JsonValue.of("x"), "unknown member");
    bundle("unknown member of an entry", ENTRY + "size", JsonValue.of(1), "unknown member");
    bundle("no material", "verificationMaterial", null, "verificationMaterial: missing");
    bundle("no content", "messageSignature", null, "expected one of");
    bundle("two contents", "dsseEnvelope", JsonValue.object(), "has both");
    bundle(
        "certificate and key", MATERIAL + "publicKey", JsonValue.object(), "has both certificate");
    bundle("no certificate", MATERIAL + "certificate", null, "expected one of");
    bundle("empty certificate", MATERIAL + "certificate.rawBytes", JsonValue.of(""), "empty");
    bundle("negative index", ENTRY + "logIndex", JsonValue.of(-1), "expected a whole number");
    bundle("negative index as text", ENTRY + "logIndex", JsonValue.of("-1"), "whole number");
    bundle(
        "index too large",
        ENTRY + "logIndex",
        JsonValue.of("9223372036854775808"),
        "expected a whole number");
    bundle("not base64", "messageSignature.signature", JsonValue.of("@@@@"), "expected base64");
    bundle("two alphabets", "messageSignature.signature", JsonValue.of("-_+/"), "expected base64");
    bundle("trailing bits", "messageSignature.signature", JsonValue.of("AB=="), "expected base64");
    bundle("empty signature", "messageSignature.signature", JsonValue.of(""), "must not be empty");
    bundle("a member twice", MATERIAL + "tlog_entries", JsonValue.array(), "given twice");
    bundle("certificate of no DER", MATERIAL + "certificate", FakeSigstore.raw(new byte[9]), "");
    add(
        "no entry",
        FakeSigstore::new,
        f -> edit(f, ENTRY.substring(0, ENTRY.length() - 1), null),
        "no entry of a transparency log");
    add(
        "0.1 without a promise",
        FakeSigstore::new,
        f -> {
          f.minor = 1;
          edit(f, ENTRY + "inclusionPromise", null);
        },
        "inclusionPromise: missing");
    add(
        "0.2 without a proof",
        FakeSigstore::new,
        f -> {
          f.minor = 2;
          edit(f, ENTRY + "inclusionProof", null);
        },
        "inclusionProof: missing");
    bundle("0.3 without a proof", ENTRY + "inclusionProof", null, "inclusionProof: missing");
    bundle("0.3 without a checkpoint", PROOF + "checkpoint", null, "checkpoint: missing");
    add(
        "empty chain",
        FakeSigstore::new,
        f -> {
          f.minor = 1;
          edit(f, MATERIAL + "x509CertificateChain.certificates", JsonValue.array());
        },
        "certificates: must not be empty");
    add(
        "a root in the chain",
        FakeSigstore::new,
        f -> {
          f.minor = 1;
          edit(
              f,
              MATERIAL + "x509CertificateChain.certificates.1",
              FakeSigstore.raw(FakeSigstore.CA_DER));
        },
        "brings a root certificate");
    add(
        "eleven certificates",
        FakeSigstore::new,
        f -> {
          f.minor = 1;
          JsonValue[] many = new JsonValue[11];
          Arrays.fill(many, FakeSigstore.raw(FakeSigstore.CA_DER));
          edit(f, MATERIAL + "x509CertificateChain.certificates", JsonValue.array(many));
        },
        "the limit is 10");
    add(
        "33 timestamps",
        FakeSigstore::tiled,
        f -> {
          JsonValue[] many = new JsonValue[33];
          Arrays.fill(many, JsonValue.object().with("signedTimestamp", JsonValue.of("AAAA")));
          edit(f, MATERIAL + "timestampVerificationData.rfc3161Timestamps", JsonValue.array(many));
        },
        "the limit is 32");
    add(
        "a timestamp twice",
        FakeSigstore::tiled,
        f -> {
          JsonValue one = JsonValue.object().with("signedTimestamp", JsonValue.of("AAAA"));
          edit(
              f,
              MATERIAL + "timestampVerificationData.rfc3161Timestamps",
              JsonValue.array(one, one));
        },
        "there twice");
    add(
        "two signatures",
        BadSigstoreBundlesTest::dsse,
        f ->
            edit(
                f,
                "dsseEnvelope.signatures.1",
                JsonValue.object().with("sig", JsonValue.of("AAAA"))),
        "one signature, found 2");
    add(
        "no signature",
        BadSigstoreBundlesTest::dsse,
        f -> edit(f, "dsseEnvelope.signatures", JsonValue.array()),
        "one signature, found 0");
    add(
        "signed with a key",
        FakeSigstore::new,
        f -> edit(f, MATERIAL + "certificate", null, MATERIAL + "publicKey", JsonValue.object()),
        "signed with a key, expected a certificate");
    add(
        "payload of another type",
        BadSigstoreBundlesTest::dsse,
        f -> f.payloadType = "text/plain",
        "of which no subject is known");
    add(
        "a statement about nothing",
        BadSigstoreBundlesTest::dsse,
        f -> f.payload = "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[]}",
        "not about this artifact");
    add("no statement", BadSigstoreBundlesTest::dsse, f -> f.payload = "[]", "cannot be read");
    add(
        "payload changed",
        BadSigstoreBundlesTest::dsse,
        f -> edit(f, "dsseEnvelope.payload", FakeSigstore.b64(new byte[] {'{', '}'})),
        "is of another payload");
    bundle(
        "digest of another artifact",
        "messageSignature.messageDigest.digest",
        ZEROS,
        "its digest differs");
    bundle(
        "digest of another kind",
        "messageSignature.messageDigest.algorithm",
        JsonValue.of("SHA1"),
        "of the kind \"SHA1\"");
  }

  private void times() {
    add("nothing proves the time", FakeSigstore::new, f -> f.promise = false, "proves when");
    add("a tiled entry alone", FakeSigstore::tiled, f -> f.timestamp = false, "proves when");
    add(
        "promise of another",
        FakeSigstore::new,
        f -> f.setKey = OTHER_KEY,
        "not signed by its log");
    bundle(
        "time changed",
        ENTRY + "integratedTime",
        JsonValue.of(SIGNED.getEpochSecond() + 1),
        "not signed by its log");
    bundle("promise without a time", ENTRY + "integratedTime", null, "but no time");
    add(
        "logged before the certificate",
        FakeSigstore::new,
        f -> f.integrated = SIGNED.minusSeconds(301),
        "was trusted at");
    add(
        "logged after the certificate",
        FakeSigstore::new,
        f -> f.integrated = SIGNED.plusSeconds(301),
        "was trusted at");
    add(
        "stamped after the certificate",
        FakeSigstore::tiled,
        f -> f.stamped = SIGNED.plusSeconds(301),
        "was trusted at");
    add(
        "stamped after, logged in time",
        FakeSigstore::new,
        f -> {
          f.timestamp = true;
          f.stamped = SIGNED.plusSeconds(301);
        },
        "was trusted at");
    add("timestamp of another key", FakeSigstore::tiled, f -> f.tsaKey = OTHER_KEY, "");
    add(
        "timestamp of other data",
        FakeSigstore::tiled,
        f -> f.stampedBytes = new byte[] {1},
        "proves when");
    add(
        "timestamp of no DER",
        FakeSigstore::tiled,
        f ->
            edit(
                f,
                MATERIAL + "timestampVerificationData.rfc3161Timestamps.0.signedTimestamp",
                ZEROS),
        "timestamp is malformed");
  }

  private void certificate() {
    add("another authority", FakeSigstore::new, f -> f.caKey = OTHER_KEY, "does not come from");
    leaf("for servers", r -> r.purposes.set(0, KeyPurposeId.id_kp_serverAuth), "codeSigning");
    leaf("for nothing", r -> r.purposes.clear(), "codeSigning");
    leaf("not for signatures", r -> r.keyUsage = KeyUsage.keyAgreement, "digitalSignature");
    leaf(
        "an authority's",
        r -> {
          r.ca = true;
          r.keyUsage |= KeyUsage.keyCertSign;
        },
        "CA");
    leaf("another subject", r -> r.names.set(0, uri("https://evil.example")), "expected");
    leaf("two subjects", r -> r.names.add(uri("https://evil.example")), "must name one subject");
    leaf(
        "no subject",
        r -> {
          r.names.clear();
          r.subject = "CN=somebody";
        },
        "must name one subject");
    leaf(
        "named by DNS",
        r -> r.names.set(0, new GeneralName(GeneralName.dNSName, "a.example")),
        "not accepted");
    leaf(
        "another issuer",
        r -> r.others.set(0, FakeCertificates.issuer("https://evil.example")),
        "expected");
    leaf("no issuer", r -> r.others.clear(), "does not say who issued");
    leaf(
        "two issuers",
        r -> r.others.add(FakeCertificates.rawIssuer("https://evil.example")),
        "names two issuers");
    add(
        "no certificate timestamp",
        FakeSigstore::new,
        f -> f.sct = false,
        "no signed certificate timestamp");
    add(
        "certificate timestamp of another key",
        FakeSigstore::new,
        f -> f.ctKey = OTHER_KEY,
        "is wrong");
    add(
        "certificate timestamp before the log was trusted",
        FakeSigstore::new,
        f -> f.certified = Instant.parse("2024-12-31T23:59:59Z"),
        "no signed certificate timestamp");
  }

  private void inclusion() {
    add(
        "checkpoint of another key",
        FakeSigstore::new,
        f -> f.checkpointKey = OTHER_KEY,
        "signature on the checkpoint is wrong");
    add(
        "tiled checkpoint of another key",
        FakeSigstore::tiled,
        f -> f.checkpointKey = OTHER_KEY,
        "signature on the checkpoint is wrong");
    add(
        "checkpoint of another name",
        FakeSigstore::new,
        f -> f.signerName = "other.example",
        "not signed by the entry's log");
    add("checkpoint of another size", FakeSigstore::new, f -> f.size = 3, "of another tree");
    bundle("no note", NOTE, JsonValue.of("x"), "not proven to be logged");
    bundle("another root", PROOF + "rootHash", ZEROS, "not proven to be logged");
    bundle("another sibling", PROOF + "hashes.0", ZEROS, "not proven to be logged");
    bundle("a short sibling", PROOF + "hashes.0", JsonValue.of("AAAA"), "a hash has 32 bytes");
    bundle("no siblings", PROOF + "hashes", JsonValue.array(), "not proven to be logged");
    bundle("another place", PROOF + "logIndex", JsonValue.of(0), "not proven to be logged");
    bundle("index beyond the tree", PROOF + "logIndex", JsonValue.of(2), "not proven");
    bundle("another tree size", PROOF + "treeSize", JsonValue.of(1), "not proven to be logged");
    bundle("a log that nobody knows", ENTRY + "logId.keyId", ZEROS, "trusted root does not have");
    add(
        "tiled with two indices",
        FakeSigstore::tiled,
        f -> edit(f, ENTRY + "logIndex", JsonValue.of(0)),
        "its proof");
  }

  private void logged() {
    logged("not signed by it", "spec.signature.content", JsonValue.of("AAAA"), "another signature");
    logged(
        "another artifact",
        "spec.data.hash.value",
        JsonValue.of("00".repeat(32)),
        "of another artifact");
    logged("a digest that is weak", "spec.data.hash.algorithm", JsonValue.of("sha1"), "the kind");
    logged("no digits", "spec.data.hash.value", JsonValue.of("zz"), "hexadecimal digits");
    logged(
        "another certificate",
        "spec.signature.publicKey.content",
        FakeSigstore.b64(new Pem("CERTIFICATE", FakeSigstore.CA_DER).text()),
        "another certificate or key");
    logged(
        "the key alone",
        "spec.signature.publicKey.content",
        FakeSigstore.b64(
            new Pem("PUBLIC KEY", FakeSigstore.LEAF_KEY.getPublic().getEncoded()).text()),
        "another certificate or key");
    logged("no PEM", "spec.signature.publicKey.content", ZEROS, "cannot be read");
    logged("another kind", "kind", JsonValue.of("jar"), "is said to be");
    logged("another version", "apiVersion", JsonValue.of("0.0.2"), "is said to be");
    logged("nothing", "spec", null, "spec: missing");
    add(
        "a kind that is not known",
        FakeSigstore::new,
        f -> {
          f.body = body -> FakeSigstore.set(body, "kind", JsonValue.of("jar"));
          edit(f, ENTRY + "kindVersion.kind", JsonValue.of("jar"));
        },
        "not accepted here");
    add(
        "dsse entry of a message",
        FakeSigstore::new,
        f -> {
          f.body = body -> FakeSigstore.set(body, "kind", JsonValue.of("dsse"));
          edit(f, ENTRY + "kindVersion.kind", JsonValue.of("dsse"));
        },
        "the bundle has none");
    add(
        "dsse of another signer",
        BadSigstoreBundlesTest::dsse,
        f ->
            f.body =
                body ->
                    FakeSigstore.set(
                        body,
                        "spec.signatures.0.verifier",
                        FakeSigstore.b64(new Pem("CERTIFICATE", FakeSigstore.CA_DER).text())),
        "another certificate or key");
    add(
        "dsse with another signature",
        BadSigstoreBundlesTest::dsse,
        f ->
            f.body =
                body -> FakeSigstore.set(body, "spec.signatures.0.signature", JsonValue.of("AAAA")),
        "another signature");
    add(
        "dsse of another payload",
        BadSigstoreBundlesTest::dsse,
        f ->
            f.body =
                body ->
                    FakeSigstore.set(body, "spec.payloadHash.value", JsonValue.of("00".repeat(32))),
        "of another payload");
    add(
        "intoto of another type",
        BadSigstoreBundlesTest::intoto,
        f ->
            f.body =
                body ->
                    FakeSigstore.set(body, "spec.content.envelope.payloadType", JsonValue.of("x")),
        "another type");
    add(
        "intoto with a signature once",
        BadSigstoreBundlesTest::intoto,
        f ->
            f.body =
                body ->
                    FakeSigstore.set(
                        body, "spec.content.envelope.signatures.0.sig", JsonValue.of("AAAA")),
        "");
    add(
        "tiled envelope by its payload",
        BadSigstoreBundlesTest::tiledDsse,
        f -> f.body = body -> FakeSigstore.set(body, "spec.hashedRekordV002.data.digest", ZEROS),
        "of another envelope");
    add(
        "tiled with SHA-1",
        FakeSigstore::tiled,
        f ->
            f.body =
                body ->
                    FakeSigstore.set(
                        body, "spec.hashedRekordV002.data.algorithm", JsonValue.of("SHA1")),
        "of the kind");
  }

  private void roots() {
    root(
        "log not trusted any more",
        "tlogs.0.publicKey.validFor.end",
        "2025-06-01T00:00:00Z",
        "may be relied on");
    root(
        "log not trusted yet",
        "tlogs.0.publicKey.validFor.start",
        "2026-06-01T00:00:00Z",
        "may be relied on");
    root("log without a start", "tlogs.0.publicKey.validFor.start", null, "since when");
    root(
        "authority not trusted any more",
        "certificateAuthorities.0.validFor.end",
        "2025-06-01T00:00:00Z",
        "does not come from");
    root(
        "authority without a start",
        "certificateAuthorities.0.validFor.start",
        null,
        "does not come from");
    root(
        "certificate log not trusted any more",
        "ctlogs.0.publicKey.validFor.end",
        "2025-06-01T00:00:00Z",
        "no signed certificate timestamp");
    root("log of another hash", "tlogs.0.hashAlgorithm", "SHA2_512", "does not have");
    root("log of an unknown kind of key", "tlogs.0.publicKey.keyDetails", "NEW", "does not have");
    add(
        "timestamp authority not trusted any more",
        FakeSigstore::tiled,
        f ->
            f.root =
                json ->
                    FakeSigstore.set(
                        json,
                        "timestampAuthorities.0.validFor.end",
                        JsonValue.of("2025-06-01T00:00:00Z")),
        "not trusted");
    add(
        "timestamp authority without a start",
        FakeSigstore::tiled,
        f -> f.root = json -> FakeSigstore.set(json, "timestampAuthorities.0.validFor.start", null),
        "not trusted");
  }

  private static FakeSigstore dsse() {
    FakeSigstore fake = new FakeSigstore();
    fake.envelope = true;
    return fake;
  }

  private static FakeSigstore intoto() {
    FakeSigstore fake = dsse();
    fake.intoto = true;
    return fake;
  }

  private static FakeSigstore tiledDsse() {
    FakeSigstore fake = FakeSigstore.tiled();
    fake.envelope = true;
    return fake;
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private void bundle(String name, String path, @Nullable JsonValue value, String reason) {
    add(name, FakeSigstore::new, fake -> edit(fake, path, value), reason);
  }

  private void leaf(String name, Consumer<FakeCertificates.Request> change, String reason) {
    add("certificate: " + name, FakeSigstore::new, fake -> fake.leaf = change, reason);
  }

  private void logged(String name, String path, @Nullable JsonValue value, String reason) {
    add(
        "logged: " + name,
        FakeSigstore::new,
        fake -> fake.body = body -> FakeSigstore.set(body, path, value),
        reason);
  }

  private void root(String name, String path, @Nullable String value, String reason) {
    JsonValue set = value == null ? null : JsonValue.of(value);
    add(
        "root: " + name,
        FakeSigstore::new,
        fake -> fake.root = json -> FakeSigstore.set(json, path, set),
        reason);
  }

  private void add(
      String name, Supplier<FakeSigstore> base, Consumer<FakeSigstore> change, String reason) {
    FakeSigstore fake = base.get();
    change.accept(fake);
    cases.add(new Case(name, fake, reason));
  }

  private static void edit(FakeSigstore fake, String path, @Nullable JsonValue value) {
    fake.bundle = json -> FakeSigstore.set(json, path, value);
  }

  private static void edit(
      FakeSigstore fake,
      String path,
      @Nullable JsonValue value,
      String other,
      @Nullable JsonValue second) {
    fake.bundle = json -> FakeSigstore.set(FakeSigstore.set(json, path, value), other, second);
  }
}
