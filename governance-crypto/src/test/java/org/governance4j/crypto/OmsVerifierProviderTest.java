package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.json.CanonicalJson;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmsVerifierProviderTest extends ComponentProviderContract<ArtifactVerifier> {

  @Override
  protected ComponentProvider<ArtifactVerifier> provider() {
    return new OmsVerifierProvider();
  }

  @Override
  protected Settings settings(Path home) {
    Path file = home.resolve("key.pub");
    Model.key(1).savePublic(file);
    return Settings.empty().with("publicKey", file.toString());
  }

  @TempDir Path temp;

  private ArtifactVerifier create(Settings settings) {
    return provider().create(settings);
  }

  @Test
  @Rule("S145")
  void certificates_and_identities_can_be_trusted_by_settings() throws Exception {
    Pki.Holder root = Pki.root("root");
    Pki.Holder leaf = Pki.leaf(root, Pki.For.CODE, Pki.FROM, Pki.TO);
    ArtifactSource model = ArtifactSource.of(Model.create(temp.resolve("m")));
    SignatureBundle bundle = new OmsSigner(leaf.key()).withCertificates(leaf.pem()).sign(model);
    String anchors = Files.write(temp.resolve("root.pem"), root.pem()).toString();
    String trusted =
        Files.write(
                temp.resolve("trusted_root.json"), CanonicalJson.write(new FakeSigstore().root()))
            .toString();
    Settings certificates = Settings.empty().with("certificates", anchors);
    // Judged now: valid or expired by the calendar, but never for another reason.
    boolean valid = Instant.now().isAfter(Pki.FROM) && Instant.now().isBefore(Pki.TO);
    if (valid) {
      create(certificates).verify(model, bundle).close();
    } else {
      assertThrows(ArtifactRejected.class, () -> create(certificates).verify(model, bundle));
    }
    create(certificates.with("trustedRoot", trusted));
    Settings keyless =
        Settings.empty()
            .with("identity", FakeSigstore.SUBJECT)
            .with("issuer", FakeSigstore.ISSUER)
            .with("trustedRoot", trusted);
    FakeSigstore fake = new FakeSigstore();
    fake.envelope = true;
    fake.payload = new String(Oms.parse(bundle).payload(), UTF_8);
    create(keyless).verify(model, fake.bundle()).close();
    ArtifactVerifier another = create(keyless.with("identity", "somebody@example.org"));
    assertThrows(ArtifactRejected.class, () -> another.verify(model, fake.bundle()));
    assertThrows(ArtifactRejected.class, () -> create(keyless).verify(model, bundle));
  }

  @Test
  @Rule("S145")
  void whom_to_trust_is_said_in_exactly_one_way() {
    Settings key = settings(temp);
    for (Settings wrong :
        List.of(
            Settings.empty(),
            key.with("certificates", "root.pem"),
            key.with("identity", "a").with("issuer", "b").with("trustedRoot", "c"),
            key.with("trustedRoot", "c"),
            Settings.empty().with("identity", "a").with("issuer", "b"),
            Settings.empty().with("issuer", "b").with("trustedRoot", "c"),
            Settings.empty().with("trustedRoot", "c"))) {
      assertThrows(RuntimeException.class, () -> create(wrong), wrong::toString);
    }
    Settings missing = Settings.empty().with("certificates", temp.resolve("none").toString());
    assertThrows(KeyUnavailable.class, () -> create(missing));
  }
}
