package org.governance4j.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ArtifactVerifier} must do. */
public abstract class ArtifactVerifierContract {

  private static final long SEED = 20_260_101;

  @TempDir Path home = Path.of("replaced by JUnit");

  /** For tests that an implementer extends. */
  protected ArtifactVerifierContract() {}

  /** A signer with a new key, and the verifier to test, which trusts it. */
  protected abstract SigningPair create() throws Exception;

  /** Changes a signed folder. */
  private interface Change {
    void apply(Path folder) throws IOException;
  }

  @Test
  @Rule("S6")
  void the_artifact_that_was_signed_is_handed_over() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    ArtifactSource source = ArtifactSource.of(folder);

    try (VerifiedArtifact verified = pair.verifier().verify(source, pair.signer().sign(source))) {
      assertEquals("credit-risk", verified.name());
      assertEquals(Artifacts.contents(folder), Artifacts.contents(verified));
      assertFalse(verified.signer().isBlank(), "who signed it");
      assertThrows(IllegalArgumentException.class, () -> verified.open("no-such-file"));
      assertThrows(IllegalArgumentException.class, () -> verified.open("../credit-risk/empty"));
    }
  }

  @Test
  @Rule("S6")
  void a_single_file_is_an_artifact() throws Exception {
    SigningPair pair = create();
    Path file = Artifacts.file(home);
    ArtifactSource source = ArtifactSource.of(file);
    SignatureBundle bundle = pair.signer().sign(source);

    try (VerifiedArtifact verified = pair.verifier().verify(source, bundle)) {
      assertEquals(
          Digest.sha256(Files.readAllBytes(file)).hex(),
          String.join(", ", Artifacts.contents(verified).values()));
    }
    Artifacts.damage(file);
    assertThrows(ArtifactRejected.class, () -> pair.verifier().verify(source, bundle));
  }

  @Test
  @Rule("S7")
  void a_changed_byte_is_rejected() throws Exception {
    rejectedAfter(folder -> Artifacts.damage(folder.resolve("weights.bin")));
  }

  @Test
  @Rule("S7")
  void a_longer_or_shorter_file_is_rejected() throws Exception {
    rejectedAfter(folder -> Files.write(folder.resolve("empty"), new byte[1]));
    rejectedAfter(folder -> Files.write(folder.resolve("config.json"), new byte[0]));
  }

  @Test
  @Rule("S8")
  void an_added_file_is_rejected() throws Exception {
    rejectedAfter(folder -> Files.writeString(folder.resolve("extra.py"), "import os"));
    rejectedAfter(folder -> Files.writeString(folder.resolve("tokenizer/.hidden"), "x"));
    rejectedAfter(folder -> Files.write(folder.resolve("nothing"), new byte[0]));
  }

  @Test
  @Rule("S8")
  void a_removed_file_is_rejected() throws Exception {
    rejectedAfter(folder -> Files.delete(folder.resolve("config.json")));
    rejectedAfter(folder -> Files.delete(folder.resolve("empty")));
  }

  @Test
  @Rule("S8")
  void a_renamed_or_moved_file_is_rejected() throws Exception {
    rejectedAfter(
        folder -> Files.move(folder.resolve("config.json"), folder.resolve("config.yaml")));
    rejectedAfter(folder -> Files.move(folder.resolve("empty"), folder.resolve("tokenizer/empty")));
    rejectedAfter(
        folder -> {
          Files.move(folder.resolve("config.json"), folder.resolve("swap"));
          Files.move(folder.resolve("weights.bin"), folder.resolve("config.json"));
          Files.move(folder.resolve("swap"), folder.resolve("weights.bin"));
        });
  }

  @Test
  @Rule("S9")
  void the_signature_of_another_key_is_rejected() throws Exception {
    SigningPair trusted = create();
    SigningPair stranger = create();
    ArtifactSource source = ArtifactSource.of(Artifacts.folder(home));
    SignatureBundle bundle = stranger.signer().sign(source);

    stranger.verifier().verify(source, bundle).close();
    assertThrows(ArtifactRejected.class, () -> trusted.verifier().verify(source, bundle));
  }

  @Test
  @Rule("S9")
  void the_signature_of_another_artifact_is_rejected() throws Exception {
    SigningPair pair = create();
    ArtifactSource folder = ArtifactSource.of(Artifacts.folder(home));
    ArtifactSource file = ArtifactSource.of(Artifacts.file(home));
    SignatureBundle ofFolder = pair.signer().sign(folder);
    SignatureBundle ofFile = pair.signer().sign(file);

    assertThrows(ArtifactRejected.class, () -> pair.verifier().verify(file, ofFolder));
    assertThrows(ArtifactRejected.class, () -> pair.verifier().verify(folder, ofFile));
  }

  @Test
  @Rule("S10")
  void a_bundle_that_is_none_is_rejected() throws Exception {
    SigningPair pair = create();
    ArtifactSource source = ArtifactSource.of(Artifacts.folder(home));
    byte[] good = pair.signer().sign(source).bytes();
    byte[] noise = new byte[good.length];
    new Random(SEED).nextBytes(noise);
    byte[][] garbage = {
      {},
      noise,
      new byte[4096],
      "{}".getBytes(UTF_8),
      "[]".getBytes(UTF_8),
      "null".getBytes(UTF_8),
      "not a bundle".getBytes(UTF_8),
      "[".repeat(100_000).getBytes(UTF_8),
      Arrays.copyOf(good, good.length / 2),
      Arrays.copyOf(good, good.length - 1),
      twice(good),
    };

    for (int i = 0; i < garbage.length; i++) {
      SignatureBundle bundle = SignatureBundle.of(garbage[i]);
      assertThrows(
          ArtifactRejected.class,
          () -> pair.verifier().verify(source, bundle),
          "bundle " + i + " of the garbage");
    }
  }

  @Test
  @Rule("S10")
  void a_damaged_bundle_never_makes_another_artifact_pass() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    ArtifactSource source = ArtifactSource.of(folder);
    byte[] good = pair.signer().sign(source).bytes();
    Artifacts.damage(folder.resolve("config.json"));
    Random random = new Random(SEED);

    for (int i = 0; i < 300; i++) {
      byte[] damaged = good.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(
          ArtifactRejected.class,
          () -> pair.verifier().verify(source, SignatureBundle.of(damaged)),
          "damage " + i + " of seed " + SEED);
    }
  }

  @Test
  @Rule("S11")
  void what_is_loaded_cannot_be_swapped_after_the_check() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    Map<String, String> signed = Artifacts.contents(folder);
    ArtifactSource source = ArtifactSource.of(folder);

    try (VerifiedArtifact verified = pair.verifier().verify(source, pair.signer().sign(source))) {
      Artifacts.damage(folder.resolve("weights.bin"));
      Files.delete(folder.resolve("config.json"));
      Files.writeString(folder.resolve("tokenizer/vocabulary.txt"), "something longer than it was");

      assertEquals(signed, Artifacts.contents(verified), "the signed bytes");
      assertEquals(signed, Artifacts.contents(verified), "the same once more");
    }
  }

  @Test
  @Rule("S12")
  void an_artifact_is_known_by_its_digest() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    ArtifactSource source = ArtifactSource.of(folder);

    Digest first = digest(pair, source);
    assertEquals(first, digest(pair, source), "signed again");
    assertEquals(first, digest(create(), source), "signed with another key");
    Artifacts.damage(folder.resolve("weights.bin"));
    assertNotEquals(first, digest(pair, source), "another artifact");

    Path named = Artifacts.folder(Files.createTempDirectory(home, "named"));
    Files.move(named.resolve("weights.bin"), named.resolve("weights.pkl"));
    assertNotEquals(first, digest(pair, ArtifactSource.of(named)), "a file has another name");
  }

  @Test
  @Rule("S4")
  void a_path_that_is_not_there_cannot_be_read() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    SignatureBundle bundle = pair.signer().sign(ArtifactSource.of(folder));
    ArtifactSource missing = ArtifactSource.of(home.resolve("no-such-model"));

    assertThrows(IOException.class, () -> pair.verifier().verify(missing, bundle));
  }

  @Test
  @Rule("S13")
  void one_verifier_serves_several_threads() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    Map<String, String> signed = Artifacts.contents(folder);
    ArtifactSource source = ArtifactSource.of(folder);
    SignatureBundle bundle = pair.signer().sign(source);
    SignatureBundle stranger = create().signer().sign(source);

    Threads.each(
        thread -> {
          for (int i = 0; i < 5; i++) {
            try (VerifiedArtifact verified = pair.verifier().verify(source, bundle)) {
              assertEquals(signed, Artifacts.contents(verified));
            }
            assertThrows(ArtifactRejected.class, () -> pair.verifier().verify(source, stranger));
          }
          return thread;
        });
  }

  private void rejectedAfter(Change change) throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(Files.createTempDirectory(home, "case"));
    ArtifactSource source = ArtifactSource.of(folder);
    SignatureBundle bundle = pair.signer().sign(source);
    pair.verifier().verify(source, bundle).close();

    change.apply(folder);

    assertThrows(ArtifactRejected.class, () -> pair.verifier().verify(source, bundle));
  }

  private static Digest digest(SigningPair pair, ArtifactSource source) throws IOException {
    try (VerifiedArtifact verified = pair.verifier().verify(source, pair.signer().sign(source))) {
      return verified.digest();
    }
  }

  private static byte[] twice(byte[] bytes) {
    byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
    return twice;
  }
}
