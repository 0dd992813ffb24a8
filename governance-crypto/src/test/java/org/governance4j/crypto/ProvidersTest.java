package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {

  private static final Components COMPONENTS =
      Components.load(ProvidersTest.class.getClassLoader());

  @TempDir Path temp;

  @Test
  void a_key_is_made_once_and_then_loaded() {
    Settings settings = Settings.empty().with("file", temp.resolve("key").toString());
    assertThrows(KeyUnavailable.class, () -> key(settings));
    byte[] made = key(settings.with("create", "true")).publicKey();
    assertEquals(VerificationKey.of(made), VerificationKey.of(key(settings)));
    assertEquals(
        VerificationKey.of(made), VerificationKey.of(key(settings.with("create", "true"))));
  }

  @Test
  @Rule("K6")
  void the_password_is_a_live_object() throws IOException {
    Path file = temp.resolve("key");
    Settings settings = Settings.empty().with("file", file.toString());
    Settings withPassword = settings.with(char[].class, "secret".toCharArray());
    byte[] made = key(withPassword.with("create", "true")).publicKey();
    assertTrue(Files.readString(file).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assertEquals(VerificationKey.of(made), VerificationKey.of(key(withPassword)));
    assertThrows(KeyUnavailable.class, () -> key(settings));
  }

  @Test
  void settings_that_do_not_fit_are_named() {
    Settings file = Settings.empty().with("file", temp.resolve("key").toString());
    rejected("file", () -> key(Settings.empty()));
    rejected("creat", () -> key(file.with("creat", "true")));
    rejected("create", () -> key(file.with("create", "yes")));
    assertFalse(Files.exists(temp.resolve("key")));
    rejected("KeyHandle", () -> COMPONENTS.create(ArtifactSigner.class, "oms", Settings.empty()));
    rejected("publicKey", () -> verifier(Settings.empty()));
    rejected(
        "publicKey",
        () -> verifier(Settings.empty().with("publicKey", "x").with(byte[].class, new byte[0])));
    rejected(
        "maxBytes",
        () ->
            verifier(
                Settings.empty()
                    .with(byte[].class, Model.key(1).publicKey())
                    .with("maxBytes", "0")));
  }

  @Test
  void a_key_of_another_algorithm_is_refused() {
    SoftwareKey.generate(KeyAlgorithm.ECDSA_P256).save(temp.resolve("key"));
    KeyUnavailable refusal =
        assertThrows(
            KeyUnavailable.class,
            () -> key(Settings.empty().with("file", temp.resolve("key").toString())));
    assertTrue(refusal.getMessage().contains("ecdsa-p256"), refusal.getMessage());
  }

  @Test
  void signer_and_verifier_are_found_by_name() throws IOException {
    Path model = Model.create(temp.resolve("m"));
    SoftwareKey key = Model.key(1);
    key.savePublic(temp.resolve("key.pub"));
    SignatureBundle bundle =
        COMPONENTS
            .create(ArtifactSigner.class, "oms", Settings.empty().with(KeyHandle.class, key))
            .sign(ArtifactSource.of(model));
    Settings byFile = Settings.empty().with("publicKey", temp.resolve("key.pub").toString());
    Settings byBytes = Settings.empty().with(byte[].class, key.publicKey());
    for (Settings settings : List.of(byFile, byBytes)) {
      verifier(settings).verify(ArtifactSource.of(model), bundle).close();
    }
    Model.write(model, "log", "unsigned");
    assertThrows(
        ArtifactRejected.class, () -> verifier(byFile).verify(ArtifactSource.of(model), bundle));
    verifier(byFile.with("ignoreUnsigned", "true"))
        .verify(ArtifactSource.of(model), bundle)
        .close();
    assertThrows(
        IOException.class,
        () ->
            verifier(byBytes.with("ignoreUnsigned", "true").with("maxBytes", "3"))
                .verify(ArtifactSource.of(model), bundle));
  }

  private static KeyHandle key(Settings settings) {
    return COMPONENTS.create(KeyHandle.class, "ed25519-file", settings);
  }

  private static ArtifactVerifier verifier(Settings settings) {
    return COMPONENTS.create(ArtifactVerifier.class, "oms", settings);
  }

  private static void rejected(String word, Executable action) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, action);
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }
}
