package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.json.CanonicalJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** Every limit at the last value that is accepted, and one above. */
class OmsLimitsTest {

  private static final SoftwareKey KEY = Model.key(1);

  private final OmsVerifier verifier = OmsVerifier.trusting(KEY.verificationKey());

  private static byte[] payload() {
    List<Resource> files = List.of(Resource.whole("weights.bin", new byte[32]));
    return new OmsStatement("m", files, new OmsSerialization(HashType.SHA256, 0, List.of()))
        .write();
  }

  private static String text(byte[] payload) {
    return new String(Oms.signed(KEY, payload).bytes(), UTF_8);
  }

  @Test
  @Rule("S135")
  void a_bundle_of_64_mib_is_read_and_one_byte_more_only_where_it_is_allowed() {
    byte[] bundle = text(payload()).getBytes(UTF_8);
    byte[] most = Arrays.copyOf(bundle, 64 << 20);
    Arrays.fill(most, bundle.length, most.length, (byte) ' ');
    assertEquals(1, verifier.manifest(SignatureBundle.of(most)).digests().size());
    byte[] more = Arrays.copyOf(most, most.length + 1);
    more[most.length] = ' ';
    assertThrows(ArtifactRejected.class, () -> SignatureBundle.of(more));
    SignatureBundle allowed = SignatureBundle.of(more, more.length);
    refused(() -> verifier.manifest(allowed), "67108865", "the limit is 67108864");
    assertEquals(1, verifier.withMaxBundleBytes(more.length).manifest(allowed).digests().size());
  }

  /** A value that is nested so deep. */
  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  @Rule("S136")
  void bundles_statements_and_trusted_roots_are_read_to_a_depth_of_64() {
    // A value that no reader knows, so that at depth 64 it is that which is refused.
    String bundle = text(payload());
    refused(
        () -> manifest("{\"x\":" + nested(63) + "," + bundle.substring(1)),
        "bundle.x: unknown member");
    refused(
        () -> manifest("{\"x\":" + nested(64) + "," + bundle.substring(1)),
        "deeper than the limit of 64");

    // Members of a resource that OMS does not know are of no meaning: four levels down.
    String statement = new String(payload(), UTF_8);
    String at = "\"name\":\"weights.bin\"";
    assertTrue(statement.contains(at), statement);
    String deep = statement.replace(at, at + ",\"x\":" + nested(60));
    assertEquals(1, manifest(text(deep.getBytes(UTF_8))).digests().size());
    String deeper = statement.replace(at, at + ",\"x\":" + nested(61));
    refused(() -> manifest(text(deeper.getBytes(UTF_8))), "deeper than the limit of 64");

    String root = new String(CanonicalJson.write(new FakeSigstore().root()), UTF_8);
    TrustedRoot.parse(("{\"x\":" + nested(63) + "," + root.substring(1)).getBytes(UTF_8));
    byte[] tooDeep = ("{\"x\":" + nested(64) + "," + root.substring(1)).getBytes(UTF_8);
    KeyUnavailable refusal = assertThrows(KeyUnavailable.class, () -> TrustedRoot.parse(tooDeep));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("deeper than the limit of 64"),
        refusal::toString);
  }

  private SignedManifest manifest(String bundle) {
    return verifier.manifest(SignatureBundle.of(bundle.getBytes(UTF_8)));
  }

  @Test
  @Rule("S137")
  void a_chain_of_10_certificates_and_32_timestamps_are_read_and_no_more() throws Exception {
    Pki.Holder root = Pki.root("root");
    Pki.Holder leaf = Pki.leaf(root, Pki.For.SIGNATURES, Pki.FROM, Pki.TO);
    byte[] payload = payload();
    byte[] signature = leaf.key().sign(OmsBundle.signedBytes(payload));
    OmsVerifier byRoot =
        OmsVerifier.trustingCertificates(root.pem())
            .withClock(java.time.Clock.fixed(Pki.FROM.plusSeconds(60), java.time.ZoneOffset.UTC));
    for (int size = 1; size <= 11; size++) {
      List<byte[]> chain = new java.util.ArrayList<>(List.of(leaf.der()));
      chain.addAll(Collections.nCopies(size - 1, Pki.authority("a" + size, root).der()));
      SignatureBundle bundle =
          SignatureBundle.of(
              new OmsBundle(new OmsMaterial.Chain(chain, List.of()), payload, signature).write());
      if (size <= 10) {
        assertEquals(1, byRoot.manifest(bundle).digests().size());
      } else {
        refused(() -> byRoot.manifest(bundle), "1 to 10 items, found 11");
      }
    }
    String bundle =
        new String(
            new OmsBundle(new OmsMaterial.Chain(List.of(leaf.der()), List.of()), payload, signature)
                .write(),
            UTF_8);
    byRoot.manifest(stamped(bundle, 32));
    refused(() -> byRoot.manifest(stamped(bundle, 33)), "at most 32 items, found 33");
  }

  private static SignatureBundle stamped(String bundle, int count) {
    String tokens = String.join(",", Collections.nCopies(count, "{\"signedTimestamp\":\"AAAA\"}"));
    String with =
        "\"timestampVerificationData\":{\"rfc3161Timestamps\":[" + tokens + "]},\"tlogEntries\"";
    return SignatureBundle.of(bundle.replace("\"tlogEntries\"", with).getBytes(UTF_8));
  }

  @Test
  @Rule("S138")
  void a_manifest_has_a_million_files_and_no_more() {
    // About 120 MB of bundle; the heap of these tests is the JVM's default, of at least 1.5 GiB.
    OmsVerifier wide = verifier.withMaxBundleBytes(1 << 28);
    SignedManifest most = wide.manifest(ofFiles(ModelTree.MAX_FILES));
    assertEquals(1_000_000, most.digests().size());
    refused(
        () -> wide.manifest(ofFiles(ModelTree.MAX_FILES + 1)),
        "lists 1000001 files, allowed are 1 to 1000000");
  }

  /** A signed bundle of so many files, put together as text: what is tested is the reader. */
  private static SignatureBundle ofFiles(int count) {
    var root = FileBytes.sha256();
    byte[] digest = new byte[32];
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 27);
    for (int i = 0; i < count; i++) {
      root.update(digest);
    }
    write(out, "{\"_type\":\"" + OmsStatement.TYPE + "\",\"predicateType\":\"");
    write(out, OmsStatement.PREDICATE_TYPE + "\",\"subject\":[{\"name\":\"m\",\"digest\":{");
    write(out, "\"sha256\":\"" + java.util.HexFormat.of().formatHex(root.digest()) + "\"}}],");
    write(out, "\"predicate\":{\"serialization\":{\"method\":\"files\",\"hash_type\":");
    write(out, "\"sha256\",\"allow_symlinks\":false},\"resources\":[");
    String zeros = "0".repeat(64);
    for (int i = 0; i < count; i++) {
      write(out, i == 0 ? "" : ",");
      write(out, "{\"algorithm\":\"sha256\",\"digest\":\"" + zeros + "\",\"name\":\"" + i + "\"}");
    }
    write(out, "]}}");
    byte[] payload = out.toByteArray();
    byte[] signature = KEY.sign(OmsBundle.signedBytes(payload));
    byte[] middle = Base64.getEncoder().encode(payload);
    byte[] head =
        ("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
                + "\"verificationMaterial\":{\"publicKey\":{\"hint\":\"\"},\"tlogEntries\":[]},"
                + "\"dsseEnvelope\":{\"payloadType\":\"application/vnd.in-toto+json\","
                + "\"signatures\":[{\"sig\":\""
                + Base64.getEncoder().encodeToString(signature)
                + "\"}],\"payload\":\"")
            .getBytes(US_ASCII);
    byte[] tail = "\"}}".getBytes(US_ASCII);
    byte[] all =
        ByteBuffer.allocate(head.length + middle.length + tail.length)
            .put(head)
            .put(middle)
            .put(tail)
            .array();
    return SignatureBundle.of(all, all.length);
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(US_ASCII));
  }

  @Test
  @Rule("S139")
  void one_signature_in_a_bundle_64_in_an_envelope_and_1000_claims_are_read_and_no_more() {
    String bundle = text(payload());
    String signatures = "\"signatures\":[";
    int start = bundle.indexOf(signatures) + signatures.length();
    String first = bundle.substring(start, bundle.indexOf("]", start));
    refused(() -> manifest(bundle.replace(first, first + "," + first)), "exactly 1 item, found 2");
    refused(() -> manifest(bundle.replace(first, "")), "exactly 1 item, found 0");

    byte[] signature = KEY.sign(Dsse.pae("t", new byte[] {1}));
    String one =
        "{\"sig\":\"" + Base64.getEncoder().encodeToString(signature) + "\",\"keyid\":\"\"}";
    DsseEnvelope most = envelope(one, DsseEnvelope.MAX_SIGNATURES);
    most.verify("t", Signers.anyOf(KEY.verificationKey()));
    refused(() -> envelope(one, DsseEnvelope.MAX_SIGNATURES + 1), "1 to 64 items, found 65");

    SignatureBundle claim = SignatureBundle.of(bundle.getBytes(UTF_8));
    SignatureBundle lines = Oms.lines(Collections.nCopies(1_000, claim));
    assertEquals(1, verifier.manifest(lines).digests().size());
    SignatureBundle more = Oms.lines(Collections.nCopies(1_001, claim));
    refused(() -> verifier.manifest(more), "1001 bundles, the limit is 1000");
  }

  private static DsseEnvelope envelope(String signature, int count) {
    return DsseEnvelope.parse(
        ("{\"payloadType\":\"t\",\"payload\":\"AQ==\",\"signatures\":["
                + String.join(",", Collections.nCopies(count, signature))
                + "]}")
            .getBytes(UTF_8));
  }

  @Test
  @Rule("S140")
  void a_manifest_is_that_of_trusted_signers_and_compared_with_digests_from_elsewhere() {
    SignedManifest manifest = verifier.manifest(Oms.signed(KEY, payload()));
    String zeros = "0".repeat(64);
    assertEquals("m", manifest.name());
    assertEquals(KEY.verificationKey().toString(), manifest.signer());
    assertEquals("sha256", manifest.hashType());
    assertEquals(0, manifest.shardSize());
    assertEquals(java.util.Map.of("weights.bin", zeros), manifest.digests());
    manifest.require(java.util.Map.of("weights.bin", zeros));
    refused(() -> manifest.require(java.util.Map.of()), "\"weights.bin\" is missing");
    refused(
        () -> manifest.require(java.util.Map.of("weights.bin", "1" + zeros.substring(1))),
        "\"weights.bin\" has the sha256",
        "signed is " + zeros);
    refused(
        () -> manifest.require(java.util.Map.of("weights.bin", zeros, "more.bin", zeros)),
        "\"more.bin\" is not signed");
    SoftwareKey other = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    refused(() -> verifier.manifest(Oms.signed(other, payload())), "signature is not valid");
  }

  private static void refused(org.junit.jupiter.api.function.Executable call, String... reasons) {
    RuntimeException refusal = assertThrows(ArtifactRejected.class, call);
    for (String reason : reasons) {
      assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal::toString);
    }
  }
}
