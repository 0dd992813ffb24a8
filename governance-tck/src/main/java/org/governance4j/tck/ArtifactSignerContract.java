package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ArtifactSigner} must do. */
public abstract class ArtifactSignerContract {

  @TempDir Path home = Path.of("replaced by JUnit");

  /** For tests that an implementer extends. */
  protected ArtifactSignerContract() {}

  /** A signer with a new key, and a verifier that trusts it. */
  protected abstract SigningPair create() throws Exception;

  @Test
  @Rule("S1")
  void what_it_signs_verifies() throws Exception {
    SigningPair pair = create();
    for (Path path : new Path[] {Artifacts.folder(home), Artifacts.file(home)}) {
      ArtifactSource source = ArtifactSource.of(path);
      SignatureBundle bundle = pair.signer().sign(source);

      try (VerifiedArtifact verified = pair.verifier().verify(source, bundle)) {
        assertEquals(path.getFileName().toString(), verified.name());
      }
      SignatureBundle carried = SignatureBundle.of(bundle.bytes());
      pair.verifier().verify(source, carried).close();
    }
  }

  @Test
  @Rule("S2")
  void signing_changes_nothing_on_disk() throws Exception {
    Path folder = Artifacts.folder(home);
    Map<String, String> before = Artifacts.contents(folder);

    create().signer().sign(ArtifactSource.of(folder));

    assertEquals(before, Artifacts.contents(folder));
  }

  @Test
  @Rule("S3")
  void an_artifact_without_a_file_is_refused() throws Exception {
    SigningPair pair = create();
    Path empty = Files.createDirectory(home.resolve("empty-model"));
    Path hollow = Files.createDirectory(home.resolve("hollow-model"));
    Files.createDirectory(hollow.resolve("weights"));

    assertThrows(
        ArtifactRejected.class, () -> pair.signer().sign(ArtifactSource.of(empty)), "empty");
    assertThrows(
        ArtifactRejected.class,
        () -> pair.signer().sign(ArtifactSource.of(hollow)),
        "only an empty folder in it");
  }

  @Test
  @Rule("S3")
  void a_link_is_refused() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    Path outside = Files.writeString(home.resolve("outside.txt"), "not a part of the model");
    link(folder.resolve("link.txt"), outside);

    assertThrows(ArtifactRejected.class, () -> pair.signer().sign(ArtifactSource.of(folder)));
  }

  @Test
  @Rule("S4")
  void a_path_that_is_not_there_cannot_be_read() throws Exception {
    SigningPair pair = create();
    ArtifactSource missing = ArtifactSource.of(home.resolve("no-such-model"));

    assertThrows(IOException.class, () -> pair.signer().sign(missing));
  }

  @Test
  @Rule("S5")
  void an_ignored_path_is_not_a_part_of_the_artifact() throws Exception {
    SigningPair pair = create();
    Path folder = Artifacts.folder(home);
    ArtifactSource source = ArtifactSource.of(folder).ignoring("tokenizer");
    SignatureBundle bundle = pair.signer().sign(source);

    Artifacts.damage(folder.resolve("tokenizer/vocabulary.txt"));

    try (VerifiedArtifact verified = pair.verifier().verify(source, bundle)) {
      assertEquals(Set.of("config.json", "empty", "weights.bin"), verified.files().keySet());
    }
    Artifacts.damage(folder.resolve("config.json"));
    assertThrows(ArtifactRejected.class, () -> pair.verifier().verify(source, bundle));
  }

  @Test
  @Rule("S13")
  void one_signer_serves_several_threads() throws Exception {
    SigningPair pair = create();
    ArtifactSource source = ArtifactSource.of(Artifacts.folder(home));
    Threads.each(
        thread -> {
          for (int i = 0; i < 5; i++) {
            pair.verifier().verify(source, pair.signer().sign(source)).close();
          }
          return thread;
        });
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      abort("this file system has no symbolic links: " + e);
    }
  }
}
