package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmsVerifierTest {

  private static final SoftwareKey KEY = Model.key(1);
  private static final OmsVerifier VERIFIER = OmsVerifier.trusting(KEY.verificationKey());

  @TempDir Path temp;
  private Path folder;
  private SignatureBundle bundle;

  @BeforeEach
  void sign_a_model() throws IOException {
    folder = Model.create(temp.resolve("m"));
    bundle = Model.sign(KEY, folder);
  }

  @Test
  void what_was_signed_is_handed_over() throws IOException {
    try (VerifiedArtifact verified = verify()) {
      assertEquals("m", verified.name());
      assertEquals(KEY.verificationKey().toString(), verified.signer());
      assertEquals(
          Digest.sha256("0123456789".getBytes(UTF_8)), verified.files().get("weights.bin"));
      for (String file : verified.files().keySet()) {
        assertArrayEquals(
            Files.readAllBytes(folder.resolve(file)), verified.open(file).readAllBytes());
      }
      assertThrows(IllegalArgumentException.class, () -> verified.open(".gitignore"));
      assertThrows(
          UnsupportedOperationException.class,
          () -> verified.files().put("x", Digest.sha256(new byte[0])));
    }
  }

  @Test
  void a_file_that_is_swapped_after_the_check_does_not_matter() throws IOException {
    try (VerifiedArtifact verified = verify()) {
      Model.write(folder, "weights.bin", "evil");
      Files.delete(folder.resolve("a/b"));
      assertEquals("0123456789", new String(verified.open("weights.bin").readAllBytes(), UTF_8));
      assertEquals("below", new String(verified.open("a/b").readAllBytes(), UTF_8));
    }
  }

  @Test
  void a_closed_artifact_gives_out_nothing() throws IOException {
    VerifiedArtifact verified = verify();
    verified.close();
    assertThrows(IOException.class, () -> verified.open("weights.bin"));
  }

  @Test
  void a_folder_may_have_another_name_and_a_file_may_not() throws IOException {
    Files.move(folder, temp.resolve("renamed"));
    VERIFIER.verify(ArtifactSource.of(temp.resolve("renamed")), bundle).close();

    Path file = Model.write(temp, "model.onnx", "onnx");
    SignatureBundle ofFile = Model.sign(KEY, file);
    try (VerifiedArtifact verified = VERIFIER.verify(ArtifactSource.of(file), ofFile)) {
      assertEquals("model.onnx", verified.name());
      assertEquals("onnx", new String(verified.open("model.onnx").readAllBytes(), UTF_8));
    }
    Path other = Files.move(file, temp.resolve("other.onnx"));
    refused(VERIFIER, ArtifactSource.of(other), ofFile, "\"model.onnx\" is missing");
  }

  @Test
  void ecdsa_signatures_verify_too() throws IOException {
    SoftwareKey ecdsa = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    SignatureBundle signed = Model.sign(ecdsa, folder);
    OmsVerifier either = OmsVerifier.trusting(KEY.verificationKey(), ecdsa.verificationKey());
    try (VerifiedArtifact verified = either.verify(ArtifactSource.of(folder), signed)) {
      assertTrue(verified.signer().startsWith("ecdsa-p256:"), verified.signer());
    }
    either.verify(ArtifactSource.of(folder), bundle).close();
    refused(VERIFIER, ArtifactSource.of(folder), signed, "names the key");
  }

  @Test
  void the_hint_of_a_trusted_key_does_not_make_a_foreign_signature_valid() throws IOException {
    OmsBundle foreign = Oms.parse(Model.sign(Model.key(2), folder));
    SignatureBundle claimed =
        Oms.of(KEY.verificationKey().omsHint(), foreign.payload(), foreign.signature());
    refused(VERIFIER, ArtifactSource.of(folder), claimed, "signature is not valid");
    SignatureBundle anonymous = Oms.of("", foreign.payload(), foreign.signature());
    refused(VERIFIER, ArtifactSource.of(folder), anonymous, "signature is not valid");
    OmsBundle own = Oms.parse(bundle);
    VERIFIER.verify(ArtifactSource.of(folder), Oms.of("", own.payload(), own.signature())).close();
  }

  @Test
  void a_changed_file_is_named_with_both_digests() throws IOException {
    Model.write(folder, "weights.bin", "0123456780");
    refused(
        "\"weights.bin\"",
        "expected " + Digest.sha256("0123456789".getBytes(UTF_8)),
        "calculated " + Digest.sha256("0123456780".getBytes(UTF_8)));
  }

  @Test
  @Rule("S7")
  void every_bit_of_every_file_counts() throws IOException {
    for (String name : new String[] {"weights.bin", "a/b", ".hidden/tokens"}) {
      Path file = folder.resolve(name);
      byte[] original = Files.readAllBytes(file);
      for (int bit = 0; bit < original.length * 8; bit++) {
        byte[] flipped = original.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, flipped);
        refused(name);
      }
      Files.write(file, original);
    }
    verify().close();
  }

  @Test
  void a_longer_or_shorter_file_is_refused() throws IOException {
    Model.write(folder, "weights.bin", "01234567890");
    refused("weights.bin");
    Model.write(folder, "weights.bin", "012345678");
    refused("weights.bin");
    Model.write(folder, "weights.bin", "0123456789");
    Model.write(folder, "empty", "\0");
    refused("\"empty\"");
  }

  @Test
  void a_missing_an_added_and_a_renamed_file_are_named() throws IOException {
    Files.delete(folder.resolve("empty"));
    refused("\"empty\" is missing");
    Model.write(folder, "empty", "");
    Path added = Model.write(folder, "a/payload.pkl", "boo");
    refused("\"a/payload.pkl\" is not signed");
    Files.delete(added);
    Files.move(folder.resolve("a-b"), folder.resolve("a-B"));
    refused("\"a-B\" is not signed", "\"a-b\" is missing");
  }

  @Test
  void unsigned_files_can_be_ignored_and_are_not_handed_over() throws IOException {
    Model.write(folder, "runtime.log", "started");
    Files.createSymbolicLink(folder.resolve("link"), temp);
    OmsVerifier lenient = VERIFIER.ignoringUnsigned();
    try (VerifiedArtifact verified = lenient.verify(ArtifactSource.of(folder), bundle)) {
      assertFalse(verified.files().containsKey("runtime.log"));
      assertThrows(IllegalArgumentException.class, () -> verified.open("runtime.log"));
    }
    Model.write(folder, "weights.bin", "evil");
    refused(lenient, ArtifactSource.of(folder), bundle, "weights.bin");
    Files.delete(folder.resolve("weights.bin"));
    refused(lenient, ArtifactSource.of(folder), bundle, "weights.bin");
  }

  @Test
  void a_caller_can_ignore_unsigned_paths_but_not_signed_ones() throws IOException {
    Model.write(folder, "logs/today", "started");
    VERIFIER.verify(ArtifactSource.of(folder).ignoring("logs"), bundle).close();
    refused(
        VERIFIER,
        ArtifactSource.of(folder).ignoring("logs").ignoring("weights.bin"),
        bundle,
        "\"weights.bin\" is missing");
  }

  @Test
  void a_link_in_the_place_of_a_signed_file_is_refused() throws IOException {
    Path weights = folder.resolve("weights.bin");
    Path elsewhere = Files.move(weights, temp.resolve("elsewhere"));
    Files.createSymbolicLink(weights, elsewhere);
    refused("\"weights.bin\" is a symbolic link");
    refused(VERIFIER.ignoringUnsigned(), ArtifactSource.of(folder), bundle, "is a symbolic link");
    Files.delete(weights);
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"), "no Unix");
    Files.createLink(weights, elsewhere);
    refused("\"weights.bin\" has another hard link");
  }

  @Test
  void an_artifact_above_the_limit_is_not_held_and_one_at_it_is() throws IOException {
    long size = 0;
    try (VerifiedArtifact verified = verify()) {
      for (String file : verified.files().keySet()) {
        size += Files.size(folder.resolve(file));
      }
    }
    VERIFIER.withMaxBytes(size).verify(ArtifactSource.of(folder), bundle).close();
    OmsVerifier tooSmall = VERIFIER.withMaxBytes(size - 1);
    IOException refusal =
        assertThrows(IOException.class, () -> tooSmall.verify(ArtifactSource.of(folder), bundle));
    assertTrue(refusal.getMessage().contains("the limit is " + (size - 1)), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("the sum to " + size), refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> VERIFIER.withMaxBytes(0));
    assertThrows(IllegalArgumentException.class, OmsVerifier::trusting);
  }

  @Test
  void an_artifact_of_any_size_is_checked_without_holding_it() throws IOException {
    OmsVerifier holdsNothing = VERIFIER.withMaxBytes(1);
    CheckedArtifact checked = holdsNothing.check(ArtifactSource.of(folder), bundle);
    try (VerifiedArtifact verified = verify()) {
      assertEquals(
          new CheckedArtifact(
              verified.name(), verified.digest(), verified.signer(), verified.files()),
          checked);
      assertEquals(List.copyOf(verified.files().keySet()), List.copyOf(checked.files().keySet()));
    }
    Model.write(folder, "weights.bin", "0123456780");
    ArtifactRejected refusal =
        assertThrows(
            ArtifactRejected.class, () -> holdsNothing.check(ArtifactSource.of(folder), bundle));
    assertTrue(refusal.getMessage().contains("\"weights.bin\""), refusal.getMessage());
    Model.write(folder, "weights.bin", "0123456789");
    Model.write(folder, "extra", "x");
    assertThrows(
        ArtifactRejected.class, () -> holdsNothing.check(ArtifactSource.of(folder), bundle));
  }

  @Test
  void a_missing_artifact_is_not_a_refusal() {
    assertThrows(
        NoSuchFileException.class,
        () -> VERIFIER.verify(ArtifactSource.of(temp.resolve("nowhere")), bundle));
  }

  private VerifiedArtifact verify() throws IOException {
    return VERIFIER.verify(ArtifactSource.of(folder), bundle);
  }

  private void refused(String... reasons) {
    refused(VERIFIER, ArtifactSource.of(folder), bundle, reasons);
  }

  private static void refused(
      OmsVerifier verifier, ArtifactSource source, SignatureBundle bundle, String... reasons) {
    ArtifactRejected refusal =
        assertThrows(ArtifactRejected.class, () -> verifier.verify(source, bundle));
    for (String reason : reasons) {
      assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }
  }
}
