package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.governance4j.ArtifactSource;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An approval names an artifact by its digest, so no two artifacts may share one. */
class ArtifactDigestTest {

  private static final SoftwareKey KEY = Model.key(1);
  private static final OmsVerifier VERIFIER = OmsVerifier.trusting(KEY.verificationKey());

  @TempDir Path temp;

  @Test
  void is_the_hash_of_the_canonical_json_of_names_and_digests() throws IOException {
    Path folder = temp.resolve("m");
    Model.write(folder, "b/c", "one");
    Model.write(folder, "a", "two");
    String json = "{\"a\":\"" + sha256("two").hex() + "\",\"b/c\":\"" + sha256("one").hex() + "\"}";
    assertEquals(sha256(json), digest(folder, Model.sign(KEY, folder)));
  }

  @Test
  void the_same_contents_under_another_name_are_another_artifact() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    Signed before = signed(folder);
    Files.move(folder.resolve("weights.bin"), folder.resolve("weights.pkl"));
    Signed after = signed(folder);
    assertEquals(before.root(), after.root(), "OMS itself does not see it");
    assertNotEquals(before.digest(), after.digest());
  }

  @Test
  void two_files_that_change_places_make_another_artifact() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    Signed before = signed(folder);
    Files.move(folder.resolve("a-b"), temp.resolve("kept"));
    Files.move(folder.resolve("weights.bin"), folder.resolve("a-b"));
    Files.move(temp.resolve("kept"), folder.resolve("weights.bin"));
    assertNotEquals(before.digest(), signed(folder).digest());
  }

  @Test
  void names_that_change_places_in_a_signed_statement_make_another_artifact() throws IOException {
    Path folder = temp.resolve("m");
    Model.write(folder, "a", "one");
    Model.write(folder, "b", "two");
    Signed before = signed(folder);
    Model.write(folder, "a", "two");
    Model.write(folder, "b", "one");
    Resource b = Resource.whole("b", sha256("one").bytes());
    Resource a = Resource.whole("a", sha256("two").bytes());
    SignatureBundle permuted = sign(List.of(b, a));
    assertEquals(before.root(), root(permuted), "OMS itself does not see it");
    assertNotEquals(before.digest(), digest(folder, permuted));
  }

  @Test
  void the_order_in_which_a_signer_lists_the_files_makes_no_difference() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    SignatureBundle bundle = Model.sign(KEY, folder);
    List<Resource> files = new ArrayList<>(statement(bundle).resources());
    Collections.reverse(files);
    SignatureBundle reversed = sign(files);
    assertNotEquals(root(bundle), root(reversed));
    assertEquals(digest(folder, bundle), digest(folder, reversed));
  }

  @Test
  void a_single_file_is_known_by_its_name_and_content() throws IOException {
    Path one = Model.write(temp, "model.onnx", "onnx");
    Digest digest = digest(one, Model.sign(KEY, one));
    assertEquals(sha256("{\"model.onnx\":\"" + sha256("onnx").hex() + "\"}"), digest);
    Path other = Files.copy(one, temp.resolve("model.pkl"));
    assertNotEquals(digest, digest(other, Model.sign(KEY, other)));
  }

  private record Signed(Digest root, Digest digest) {}

  private static Signed signed(Path folder) throws IOException {
    SignatureBundle bundle = Model.sign(KEY, folder);
    return new Signed(root(bundle), digest(folder, bundle));
  }

  private static SignatureBundle sign(List<Resource> files) {
    OmsSerialization how = new OmsSerialization(HashType.SHA256, 0, ModelTree.DEFAULT_IGNORED);
    return Oms.signed(KEY, new OmsStatement("m", files, how).write());
  }

  private static OmsStatement statement(SignatureBundle bundle) {
    return Oms.statement(bundle);
  }

  private static Digest root(SignatureBundle bundle) {
    return statement(bundle).root();
  }

  private static Digest digest(Path path, SignatureBundle bundle) throws IOException {
    try (VerifiedArtifact verified = VERIFIER.verify(ArtifactSource.of(path), bundle)) {
      return verified.digest();
    }
  }

  private static Digest sha256(String text) {
    return Digest.sha256(text.getBytes(UTF_8));
  }
}
