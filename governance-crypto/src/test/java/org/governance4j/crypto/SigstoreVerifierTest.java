package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.governance4j.crypto.FakeSigstore.ARTIFACT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigstoreVerifierTest {

  /** A bundle of each sound form. */
  static Map<String, FakeSigstore> sound() {
    FakeSigstore first = new FakeSigstore();
    first.minor = 1;
    FakeSigstore second = new FakeSigstore();
    second.minor = 2;
    FakeSigstore stamped = new FakeSigstore();
    stamped.timestamp = true;
    FakeSigstore unpromised = new FakeSigstore();
    unpromised.timestamp = true;
    unpromised.promise = false;
    FakeSigstore dsse = new FakeSigstore();
    dsse.envelope = true;
    FakeSigstore intoto = new FakeSigstore();
    intoto.envelope = true;
    intoto.intoto = true;
    FakeSigstore tiledDsse = FakeSigstore.tiled();
    tiledDsse.envelope = true;
    FakeSigstore managed = new FakeSigstore();
    managed.managed = true;
    FakeSigstore managedTiled = FakeSigstore.tiled();
    managedTiled.managed = true;
    FakeSigstore ofShard = new FakeSigstore();
    ofShard.origin = FakeSigstore.ORIGIN + " - 12345";
    return Map.ofEntries(
        Map.entry("0.1", first),
        Map.entry("0.2", second),
        Map.entry("0.3", new FakeSigstore()),
        Map.entry("with a timestamp", stamped),
        Map.entry("without a promise", unpromised),
        Map.entry("dsse", dsse),
        Map.entry("intoto", intoto),
        Map.entry("tiled", FakeSigstore.tiled()),
        Map.entry("tiled dsse", tiledDsse),
        Map.entry("managed key", managed),
        Map.entry("managed key, tiled", managedTiled),
        Map.entry("log of several trees", ofShard));
  }

  @Test
  @Rule("S60")
  void a_sound_bundle_of_every_form_is_accepted_over_its_artifact() {
    sound()
        .forEach(
            (name, fake) -> {
              SigstoreResult result = fake.verifier().verify(ARTIFACT, fake.bundle());
              assertEquals(1, result.entries(), name);
              assertEquals(
                  fake.managed ? Optional.empty() : Optional.of(FakeSigstore.IDENTITY),
                  result.signer(),
                  name);
              int times = (fake.promise ? 1 : 0) + (fake.timestamp ? 1 : 0);
              assertEquals(Collections.nCopies(times, FakeSigstore.SIGNED), result.times(), name);
            });
  }

  @Test
  @Rule("S61")
  void an_envelope_gives_the_very_bytes_that_were_signed() {
    FakeSigstore fake = new FakeSigstore();
    fake.envelope = true;
    fake.payload = "{ \"not\" :\t\"canonical\" }";
    SignedPayload payload = fake.verifier().verifyDsse(fake.bundle()).payload().orElseThrow();
    assertEquals(fake.payloadType, payload.type());
    assertArrayEquals(fake.payload.getBytes(UTF_8), payload.bytes());
  }

  @Test
  @Rule("S60")
  void a_file_and_a_digest_are_judged_as_the_bytes_are(@TempDir Path dir) throws IOException {
    FakeSigstore fake = new FakeSigstore();
    Path file = Files.write(dir.resolve("model"), ARTIFACT);
    SignatureBundle bundle = fake.bundle();
    SigstoreResult expected = fake.verifier().verify(ARTIFACT, bundle);
    assertEquals(expected, fake.verifier().verify(file, bundle));
    assertEquals(expected, fake.verifier().verifyDigest(Digest.sha256(ARTIFACT), bundle));
    Files.write(file, "another".getBytes(UTF_8));
    assertThrows(ArtifactRejected.class, () -> fake.verifier().verify(file, bundle));
  }

  @Test
  @Rule("S62")
  void another_artifact_is_refused_for_every_form() {
    sound()
        .forEach(
            (name, fake) ->
                assertThrows(
                    ArtifactRejected.class,
                    () -> fake.verifier().verify("another".getBytes(UTF_8), fake.bundle()),
                    name));
  }

  @Test
  @Rule("S63")
  void without_logs_a_bundle_is_accepted_only_on_demand_and_only_with_a_timestamp() {
    FakeSigstore fake = FakeSigstore.tiled();
    fake.sct = false;
    fake.bundle = json -> FakeSigstore.set(json, "verificationMaterial.tlogEntries.0", null);
    SigstoreVerifier lenient =
        fake.verifier().withoutTransparencyLog().withoutCertificateTransparency();
    assertEquals(List.of(FakeSigstore.SIGNED), lenient.verify(ARTIFACT, fake.bundle()).times());
    assertThrows(
        ArtifactRejected.class,
        () -> fake.verifier().withoutTransparencyLog().verify(ARTIFACT, fake.bundle()));
    assertThrows(
        ArtifactRejected.class,
        () -> fake.verifier().withoutCertificateTransparency().verify(ARTIFACT, fake.bundle()));
    fake.timestamp = false;
    assertThrows(ArtifactRejected.class, () -> lenient.verify(ARTIFACT, fake.bundle()));
  }

  @Test
  @Rule("S64")
  void a_timestamp_of_other_data_proves_nothing_and_harms_nothing() {
    FakeSigstore fake = new FakeSigstore();
    fake.timestamp = true;
    fake.stampedBytes = new byte[] {1};
    fake.stamped = FakeSigstore.SIGNED.plusSeconds(100_000);
    assertEquals(
        List.of(FakeSigstore.SIGNED), fake.verifier().verify(ARTIFACT, fake.bundle()).times());
    fake.promise = false;
    assertThrows(ArtifactRejected.class, () -> fake.verifier().verify(ARTIFACT, fake.bundle()));
  }

  @Test
  @Rule("S65")
  void a_key_alone_accepts_what_it_signed_and_looks_at_no_log() {
    FakeSigstore fake = new FakeSigstore();
    fake.managed = true;
    fake.setKey = FakeSigstore.OTHER_KEY;
    VerificationKey key = VerificationKey.of(FakeSigstore.LEAF_KEY.getPublic().getEncoded());
    assertEquals(
        Optional.empty(), SigstoreVerifier.of(key).verify(ARTIFACT, fake.bundle()).signer());
    assertThrows(ArtifactRejected.class, () -> fake.verifier().verify(ARTIFACT, fake.bundle()));
    VerificationKey other = VerificationKey.of(FakeSigstore.OTHER_KEY.getPublic().getEncoded());
    assertThrows(
        ArtifactRejected.class, () -> SigstoreVerifier.of(other).verify(ARTIFACT, fake.bundle()));
  }

  @Test
  @Rule("S66")
  void no_changed_byte_of_a_bundle_makes_another_signer_payload_or_time() {
    Random random = new Random(20_260_101);
    sound()
        .forEach(
            (name, fake) -> {
              byte[] json = fake.bundle().bytes();
              SigstoreVerifier verifier = fake.verifier();
              SigstoreResult sound = verifier.verify(ARTIFACT, SignatureBundle.of(json));
              for (int i = 0; i < 300; i++) {
                byte[] changed = json.clone();
                int at = random.nextInt(changed.length);
                changed[at] ^= (byte) (1 << random.nextInt(8));
                String where = name + ", byte " + at;
                try {
                  // What no signature covers, a key's hint for example, may differ.
                  SigstoreResult result = verifier.verify(ARTIFACT, SignatureBundle.of(changed));
                  assertEquals(sound.signer(), result.signer(), where);
                  assertEquals(sound.payload(), result.payload(), where);
                  assertEquals(sound.entries(), result.entries(), where);
                  // A timestamp of other data is passed over, so one may be missing, never added.
                  assertTrue(sound.times().containsAll(result.times()), where);
                  assertTrue(fake.managed || !result.times().isEmpty(), where);
                } catch (ArtifactRejected e) {
                  assertTrue(String.valueOf(e.getMessage()).length() < 2_000, where);
                }
              }
            });
  }
}
