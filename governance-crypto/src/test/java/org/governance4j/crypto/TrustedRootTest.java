package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.governance4j.crypto.FakeSigstore.ARTIFACT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.JsonValue;
import org.governance4j.KeyUnavailable;
import org.governance4j.json.CanonicalJson;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedRootTest {

  @Test
  @Rule("S68")
  void a_root_in_a_file_or_in_a_client_configuration_is_the_same(@TempDir Path dir)
      throws IOException {
    FakeSigstore fake = new FakeSigstore();
    byte[] config =
        CanonicalJson.write(
            JsonValue.object()
                .with(
                    "mediaType",
                    JsonValue.of("application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"))
                .with("trustedRoot", fake.root()));
    TrustedRoot read = TrustedRoot.read(Files.write(dir.resolve("root.json"), config));
    SigstoreResult result =
        SigstoreVerifier.of(read, FakeSigstore.IDENTITY).verify(ARTIFACT, fake.bundle());
    assertEquals(FakeSigstore.IDENTITY, result.signer().orElseThrow());
  }

  @Test
  @Rule("S68")
  void members_that_are_not_known_are_passed_over() {
    FakeSigstore fake = new FakeSigstore();
    fake.root = json -> FakeSigstore.set(json, "tlogs.0.operator", JsonValue.of("somebody"));
    assertEquals(1, fake.verifier().verify(ARTIFACT, fake.bundle()).entries());
  }

  @Test
  @Rule("S68")
  void the_end_of_a_validity_is_its_last_moment() {
    FakeSigstore fake = new FakeSigstore();
    JsonValue end = JsonValue.of(FakeSigstore.SIGNED.toString());
    fake.root =
        json ->
            FakeSigstore.set(
                FakeSigstore.set(json, "tlogs.0.publicKey.validFor.end", end),
                "certificateAuthorities.0.validFor.end",
                end);
    assertEquals(1, fake.verifier().verify(ARTIFACT, fake.bundle()).entries());
  }

  @Test
  @Rule("S69")
  void a_root_that_cannot_be_used_is_refused_with_the_place() {
    refused("mediaType", JsonValue.of("x"), "$.mediaType");
    refused("mediaType", null, "$.mediaType");
    refused("tlogs.0.publicKey", null, "$.tlogs[0].publicKey");
    refused("tlogs.0.publicKey.rawBytes", JsonValue.of("AAAA"), "$.tlogs[0].publicKey.rawBytes");
    refused("tlogs.0.logId.keyId", JsonValue.of("AAAA"), "checkpointKeyId");
    refused("tlogs.0.logId", null, "$.tlogs[0].logId");
    refused("ctlogs", JsonValue.of(1), "$.ctlogs");
    refused(
        "certificateAuthorities.0.certChain.certificates", JsonValue.array(), "must not be empty");
    refused("timestampAuthorities.0.certChain.certificates.1", null, "is not a root");
    refused(
        "certificateAuthorities.0.certChain.certificates.0.rawBytes",
        JsonValue.of("AAAA"),
        "certificates[0].rawBytes");
    refused("certificateAuthorities.0.validFor.start", JsonValue.of("yesterday"), "RFC 3339");
    refused(
        "certificateAuthorities.0.validFor.end",
        JsonValue.of("2000-01-01T00:00:00Z"),
        "before the start");
    assertThrows(
        KeyUnavailable.class, () -> TrustedRoot.parse("{\"a\":1,\"a\":1}".getBytes(UTF_8)));
    assertThrows(KeyUnavailable.class, () -> TrustedRoot.parse("[]".getBytes(UTF_8)));
    assertThrows(
        KeyUnavailable.class, () -> TrustedRoot.parse(new byte[TrustedRoot.MAX_BYTES + 1]));
    assertThrows(KeyUnavailable.class, () -> TrustedRoot.read(Path.of("no such file")));
  }

  private static void refused(String path, @Nullable JsonValue value, String reason) {
    JsonValue.Obj root = FakeSigstore.set(new FakeSigstore().root(), path, value);
    KeyUnavailable refusal =
        assertThrows(
            KeyUnavailable.class, () -> TrustedRoot.parse(CanonicalJson.write(root)), path);
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal::getMessage);
  }
}
