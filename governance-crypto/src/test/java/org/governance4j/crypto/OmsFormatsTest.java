package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to sign that OMS knows, and the ways in which others write it. */
class OmsFormatsTest {

  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path temp;
  private Path folder;
  private SoftwareKey key;
  private OmsVerifier verifier;

  @BeforeEach
  void a_model() throws IOException {
    folder = Model.create(temp.resolve("m"));
    key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    verifier = OmsVerifier.trusting(key.verificationKey());
  }

  private ArtifactSource source() {
    return ArtifactSource.of(folder);
  }

  @ParameterizedTest
  @Rule("S80")
  @CsvSource({
    "sha256,0",
    "sha256,4",
    "blake2b,0",
    "blake2b,4",
    "blake3,0",
    "blake3,4",
    "blake3,1000000"
  })
  void every_hash_type_verifies_in_files_and_shards(String hash, long shardSize)
      throws IOException {
    OmsSigner signer = new OmsSigner(key).withHash(hash);
    signer = shardSize == 0 ? signer : signer.withShards(shardSize);
    SignatureBundle bundle = signer.sign(source());
    Set<String> all = verifier.check(source(), Model.sign(key, folder)).files().keySet();
    try (VerifiedArtifact held = verifier.verify(source(), bundle)) {
      CheckedArtifact checked = verifier.withThreads(2).check(source(), bundle);
      assertEquals(held.files(), checked.files());
      assertEquals(held.digest(), checked.digest());
      int withoutShard = shardSize == 0 ? 0 : 1; // the empty file
      assertEquals(all.size() - withoutShard, held.files().size());
      assertEquals(Digest.sha256("0123456789".getBytes(UTF_8)), held.files().get("weights.bin"));
    }
    Model.write(folder, "weights.bin", "0123456780");
    assertThrows(ArtifactRejected.class, () -> verifier.check(source(), bundle));
    assertThrows(ArtifactRejected.class, () -> verifier.verify(source(), bundle));
  }

  @Test
  @Rule("S81")
  void resources_are_written_in_the_order_of_code_points() throws IOException {
    Model.write(folder, "\ud83d\ude00", "beyond the basic plane");
    Model.write(folder, "\uffee", "in the basic plane");
    for (OmsSigner signer : List.of(new OmsSigner(key), new OmsSigner(key).withShards(1))) {
      List<byte[]> names = new ArrayList<>();
      Oms.statement(signer.sign(source()))
          .resources()
          .forEach(one -> names.add(one.name().getBytes(UTF_8)));
      List<byte[]> sorted = new ArrayList<>(names);
      sorted.sort(java.util.Arrays::compareUnsigned);
      assertEquals(sorted, names);
    }
  }

  @ParameterizedTest
  @Rule("S82")
  @EnumSource(KeyAlgorithm.class)
  void keys_of_every_algorithm_sign(KeyAlgorithm algorithm) throws IOException {
    try (SoftwareKey one = SoftwareKey.generate(algorithm)) {
      SignatureBundle bundle = Model.sign(one, folder);
      assertEquals(
          one.verificationKey().toString(),
          OmsVerifier.trusting(one.verificationKey()).check(source(), bundle).signer());
      assertThrows(ArtifactRejected.class, () -> verifier.check(source(), bundle));
    }
  }

  @Test
  @Rule("S83")
  void what_others_write_otherwise_is_understood() throws IOException {
    OmsStatement shards = Oms.statement(new OmsSigner(key).withShards(8).sign(source()));
    List<Resource> reversed = new ArrayList<>(shards.resources());
    Collections.reverse(reversed);
    String text =
        new String(new OmsStatement("m", reversed, shards.serialization()).write(), UTF_8)
            .replace("\"shard_size\":8", "\"shard_size\":8.0")
            .replace("\"algorithm\":\"sha256\"", "\"algorithm\":\"sha256-sharded-8\"")
            .replace("\"allow_symlinks\":false", "\"allow_symlinks\":true");
    verifier.check(source(), Oms.signed(key, text.getBytes(UTF_8)));
    Path file = folder.resolve("weights.bin");
    for (OmsSigner signer : List.of(new OmsSigner(key), new OmsSigner(key).withShards(4))) {
      String one =
          new String(Oms.parse(signer.sign(ArtifactSource.of(file))).payload(), UTF_8)
              .replace("\"name\":\"weights.bin:", "\"name\":\".:")
              .replace("sha256\",\"digest", "sha256\",\"digest")
              .replaceFirst("(\"digest\":\"[0-9a-f]{64}\",\"name\":)\"weights.bin\"", "$1\".\"");
      assertTrue(one.contains("\"name\":\"."), one);
      assertEquals(
          Set.of("weights.bin"),
          verifier
              .check(ArtifactSource.of(file), Oms.signed(key, one.getBytes(UTF_8)))
              .files()
              .keySet());
      assertThrows(
          ArtifactRejected.class,
          () -> verifier.check(source(), Oms.signed(key, one.getBytes(UTF_8))));
    }
  }

  @Test
  @Rule("S84")
  void a_certificate_verifies_while_it_is_valid_and_leads_to_an_anchor() throws Exception {
    Pki.Holder root = Pki.root("root");
    Pki.Holder middle = Pki.authority("middle", root);
    for (Pki.For use : List.of(Pki.For.SIGNATURES, Pki.For.CODE)) {
      Pki.Holder leaf = Pki.leaf(middle, use, Pki.FROM, Pki.TO);
      SignatureBundle bundle =
          new OmsSigner(leaf.key())
              .withCertificates(Pki.pem(List.of(leaf.der(), middle.der())))
              .sign(source());
      OmsVerifier byRoot = OmsVerifier.trustingCertificates(root.pem()).withClock(NOW);
      byRoot.check(source(), bundle);
      OmsVerifier.trustingCertificates(middle.pem()).withClock(NOW).check(source(), bundle);
      Clock later = Clock.fixed(Pki.TO.plusSeconds(1), ZoneOffset.UTC);
      assertThrows(ArtifactRejected.class, () -> byRoot.withClock(later).check(source(), bundle));
      assertThrows(
          KeyUnavailable.class,
          () -> new OmsSigner(key).withCertificates(leaf.pem()).sign(source()));
    }
    Pki.Holder wrong = Pki.leaf(middle, Pki.For.ENCRYPTION, Pki.FROM, Pki.TO);
    assertThrows(
        KeyUnavailable.class, () -> new OmsSigner(wrong.key()).withCertificates(wrong.pem()));
    assertThrows(KeyUnavailable.class, () -> OmsVerifier.trustingCertificates(new byte[0]));
  }

  @Test
  @Rule("S85")
  void of_several_claims_as_many_must_agree_as_the_policy_asks_for() throws IOException {
    SoftwareKey second = SoftwareKey.generate(KeyAlgorithm.ML_DSA_44);
    SoftwareKey third = SoftwareKey.generate(KeyAlgorithm.ECDSA_P384);
    SignatureBundle both = new OmsSigner(key).and(second).sign(source());
    assertEquals(2, new String(both.bytes(), UTF_8).lines().count());
    Signer one = Signer.of(key.verificationKey());
    Signer two = Signer.of(second.verificationKey());
    Signer other = Signer.of(third.verificationKey());
    verifier.check(source(), both);
    OmsVerifier.trusting(Signers.atLeast(2, one, two, other)).check(source(), both);
    OmsVerifier.trusting(
            Signers.atLeast(1, Signer.both(key.verificationKey(), second.verificationKey())))
        .check(source(), both);
    OmsVerifier three = OmsVerifier.trusting(Signers.atLeast(3, one, two, other));
    assertThrows(ArtifactRejected.class, () -> three.check(source(), both));
    SignatureBundle old = Model.sign(key, folder);
    Model.write(folder, "weights.bin", "newer");
    SignatureBundle newer = Model.sign(key, folder);
    verifier.check(source(), Oms.lines(List.of(newer, old)));
    verifier.check(source(), Oms.lines(List.of(old, newer)));
    assertThrows(IllegalArgumentException.class, () -> new OmsSigner(key).and(key));
  }

  @Test
  @Rule("S87")
  void a_bundle_is_read_up_to_its_limit_and_no_further() throws IOException {
    SignatureBundle bundle = Model.sign(key, folder);
    int length = bundle.bytes().length;
    verifier.withMaxBundleBytes(length).check(source(), bundle);
    assertThrows(
        ArtifactRejected.class,
        () -> verifier.withMaxBundleBytes(length - 1).check(source(), bundle));
    new OmsSigner(key).withMaxBundleBytes(length + 16).sign(source());
    OmsSigner limited = new OmsSigner(key).withMaxBundleBytes(length - 16);
    assertThrows(ArtifactRejected.class, () -> limited.sign(source()));
    String text = new String(bundle.bytes(), UTF_8);
    // The lines of a file are its limit too.
    SignatureBundle most = Oms.lines(Collections.nCopies(OmsClaim.MAX_CLAIMS, bundle));
    verifier.check(source(), most);
    SignatureBundle more = Oms.lines(Collections.nCopies(OmsClaim.MAX_CLAIMS + 1, bundle));
    assertThrows(ArtifactRejected.class, () -> verifier.check(source(), more));
    assertTrue(text.startsWith("{"));
  }

  @Test
  @Rule("S88")
  void the_encoding_of_version_0_2_counts_only_where_it_is_asked_for() throws IOException {
    // As Python 3 shows these bytes: b'it"s \\ \n\x00\xe9' and, with a ' inside, b"it's".
    assertEquals(
        "DSSEV1 28 application/vnd.in-toto+json 9 b'it\"s \\\\\\n\\x00\\xe9'",
        new String(
            LegacySignature.signedBytes(
                new byte[] {'i', 't', '"', 's', ' ', '\\', '\n', 0, (byte) 0xe9}),
            UTF_8));
    assertEquals(
        "DSSEV1 28 application/vnd.in-toto+json 4 b\"it's\"",
        new String(LegacySignature.signedBytes("it's".getBytes(UTF_8)), UTF_8));
    byte[] payload = Oms.parse(Model.sign(key, folder)).payload();
    SignatureBundle old = Oms.of("", payload, key.sign(LegacySignature.signedBytes(payload)));
    assertThrows(ArtifactRejected.class, () -> verifier.check(source(), old));
    verifier.acceptingVersion02().check(source(), old);
  }

  @Test
  @Rule("S89")
  void several_threads_and_a_watcher_make_no_difference() throws IOException {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    SignatureBundle bundle =
        new OmsSigner(key)
            .withThreads(3)
            .withProgress((bytes, total) -> seen.add(total))
            .sign(source());
    assertEquals(Oms.statement(Model.sign(key, folder)).claim(), Oms.statement(bundle).claim());
    assertTrue(!seen.isEmpty() && Set.copyOf(seen).size() == 1, seen.toString());
    IllegalStateException stop = new IllegalStateException("enough");
    OmsVerifier watched =
        verifier.withProgress(
            (bytes, total) -> {
              throw stop;
            });
    assertEquals(
        stop, assertThrows(IllegalStateException.class, () -> watched.check(source(), bundle)));
  }
}
