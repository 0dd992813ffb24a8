package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmsSignerTest {

  @TempDir Path temp;

  /**
   * The frozen format. Digests of "x\n" and "y\n" by sha256sum, the root by {@code printf %s%s |
   * xxd -r -p | sha256sum}, the hint by {@code openssl pkey -pubout | sha256sum}.
   */
  @Test
  void the_bundle_of_a_fixed_key_and_folder_never_changes() throws IOException {
    Path folder = temp.resolve("frozen");
    Model.write(folder, "b", "y\n");
    Model.write(folder, "a", "x\n");
    JsonValue.Obj bundle = StrictJson.parseObject(Model.sign(Model.key(1), folder).bytes());

    JsonMembers envelope = JsonMembers.of(bundle, "$").object("dsseEnvelope");
    byte[] payload = Base64.getDecoder().decode(envelope.string("payload"));
    String signature = envelope.objects("signatures").get(0).string("sig");
    assertEquals(
        StrictJson.parse(
            """
            {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",
             "verificationMaterial":{"publicKey":{"hint":"HINT"},"tlogEntries":[]},
             "dsseEnvelope":{"payload":"PAYLOAD","payloadType":"application/vnd.in-toto+json",
               "signatures":[{"sig":"SIGNATURE","keyid":""}]}}
            """
                .replace("HINT", FROZEN_HINT)
                .replace("PAYLOAD", envelope.string("payload"))
                .replace("SIGNATURE", signature)),
        bundle);
    assertEquals(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"resources\":["
            + "{\"algorithm\":\"sha256\",\"digest\":\""
            + FROZEN_A
            + "\",\"name\":\"a\"},"
            + "{\"algorithm\":\"sha256\",\"digest\":\""
            + FROZEN_B
            + "\",\"name\":\"b\"}],"
            + "\"serialization\":{\"allow_symlinks\":false,\"hash_type\":\"sha256\","
            + "\"ignore_paths\":[\".git\",\".gitattributes\",\".github\",\".gitignore\"],"
            + "\"method\":\"files\"}},"
            + "\"predicateType\":\"https://model_signing/signature/v1.0\","
            + "\"subject\":[{\"digest\":{\"sha256\":\""
            + FROZEN_ROOT
            + "\"},\"name\":\"frozen\"}]}",
        new String(payload, UTF_8));
    byte[] signedBytes =
        ("DSSEv1 28 application/vnd.in-toto+json "
                + payload.length
                + " "
                + new String(payload, UTF_8))
            .getBytes(UTF_8);
    assertArrayEquals(Base64.getDecoder().decode(signature), Model.key(1).sign(signedBytes));
  }

  private static final String FROZEN_HINT =
      "9e26f52bbee5c104f59f7efc8199555481db362db34967d50d8bcf5979273bbf";
  private static final String FROZEN_A =
      "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";
  private static final String FROZEN_B =
      "3bb2abb69ebb27fbfe63c7639624c6ec5e331b841a5bc8c3ebc10b9285e90877";
  private static final String FROZEN_ROOT =
      "1eb4a44a7e6cb8e240ded928bd7edb1f8784f234a9ef36444e35e46a829951e2";

  // The DSSE 1.0.2 protocol.md example.
  @Test
  void the_signed_bytes_have_type_and_payload_behind_their_lengths() {
    assertEquals(
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
        new String(
            Dsse.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)), UTF_8));
  }

  @Test
  void files_are_listed_by_code_point_without_what_git_keeps() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    // U+FF5E sorts before U+1F600 by code point, after it by UTF-16 unit.
    Model.write(folder, "z/\uff5e", "1");
    Model.write(folder, "z/\ud83d\ude00", "2");
    Model.write(folder, "sub/.gitignore", "kept: not at the top");
    assertEquals(
        List.of(
            ".hidden/tokens",
            "a-b",
            "a/b",
            "a/c:0:8",
            "config.json",
            "empty",
            "sub/.gitignore",
            "weights.bin",
            "z/\uff5e",
            "z/\ud83d\ude00"),
        signedNames(folder, Model.sign(Model.key(1), folder)));
  }

  @Test
  void a_name_keeps_its_letters_in_every_locale() throws Exception {
    Path folder = Model.create(temp.resolve("m"));
    shell(folder, "mkdir \"$(printf 'gr\\303\\266\\303\\237e')\"");
    shell(
        folder, "printf x > \"$(printf 'gr\\303\\266\\303\\237e/50%% 100%%41+\\342\\202\\254')\"");
    SignatureBundle bundle = Model.sign(Model.key(1), folder);
    try (VerifiedArtifact verified = verify(folder, bundle)) {
      assertEquals(
          "x",
          new String(verified.open("gr\u00f6\u00dfe/50% 100%41+\u20ac").readAllBytes(), UTF_8));
    }
  }

  @Test
  void the_signed_root_is_the_digest_of_the_raw_digests_in_order() throws Exception {
    Path folder = Model.create(temp.resolve("m"));
    SignatureBundle bundle = Model.sign(Model.key(1), folder);
    try (VerifiedArtifact verified = verify(folder, bundle)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String name : verified.files().keySet()) {
        sha256.update(
            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(name))));
      }
      OmsStatement signed = Oms.statement(bundle);
      assertEquals(Digest.of(sha256.digest()), signed.root());
    }
  }

  @Test
  void a_file_of_several_buffers_is_hashed_whole() throws IOException {
    byte[] bytes = new byte[FileBytes.BUFFER_BYTES * 2 + 17];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(temp.resolve("large.bin"), bytes);
    try (VerifiedArtifact verified = verify(file, Model.sign(Model.key(1), file))) {
      assertEquals(Digest.sha256(bytes), verified.files().get("large.bin"));
      assertArrayEquals(bytes, verified.open("large.bin").readAllBytes());
    }
  }

  @Test
  void ignored_paths_are_left_out_with_what_is_below_them_and_recorded() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    ArtifactSource source =
        ArtifactSource.of(folder).ignoring("a/").ignoring("./empty").ignoring("weights");
    SignatureBundle bundle = new OmsSigner(Model.key(1)).sign(source);
    assertEquals(
        List.of(".hidden/tokens", "a-b", "config.json", "weights.bin"),
        signedNames(folder, bundle));
  }

  @Test
  void a_signature_inside_the_folder_is_not_part_of_it() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    Path signature = folder.resolve("sub/model.sig");
    Files.createDirectories(signature.getParent());
    ArtifactSource source = OmsSigner.withoutSignature(ArtifactSource.of(folder), signature);
    assertEquals(List.of("sub/model.sig"), source.ignored());
    Files.write(signature, new OmsSigner(Model.key(1)).sign(source).bytes());
    verify(folder, SignatureBundle.read(signature)).close();
    assertEquals(
        ArtifactSource.of(folder),
        OmsSigner.withoutSignature(ArtifactSource.of(folder), temp.resolve("m.sig")));
  }

  @Test
  void an_artifact_without_files_is_refused() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("m/empty"));
    refused(folder, "no files");
    Model.write(folder, ".gitignore", "*");
    refused(folder, "no files");
    assertThrows(NoSuchFileException.class, () -> Model.sign(Model.key(1), temp.resolve("none")));
  }

  @Test
  void links_of_both_kinds_and_fifos_are_refused() throws Exception {
    Path folder = Model.create(temp.resolve("m"));
    Path target = Model.write(temp, "outside/secret", "secret");

    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    refused(folder, "\"link\"", "symbolic link");
    Files.delete(link);
    Files.createSymbolicLink(link, target.getParent());
    refused(folder, "\"link\"", "symbolic link");
    Files.delete(link);
    Path rootLink = Files.createSymbolicLink(temp.resolve("to-m"), folder);
    refused(rootLink, "symbolic link");

    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"), "no Unix");
    Files.createLink(link, target);
    refused(folder, "\"link\"", "hard link");
    Files.delete(link);
    assumeTrue(new ProcessBuilder("mkfifo", link.toString()).start().waitFor() == 0, "no mkfifo");
    refused(folder, "\"link\"", "not a regular file");
  }

  @Test
  void names_that_another_file_system_takes_for_one_are_refused() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    Model.write(folder, "README", "1");
    Path second = Model.write(folder, "readme", "2");
    assumeTrue(Files.readString(folder.resolve("README")).equals("1"), "file system ignores case");
    refused(folder, "README", "readme", "differ only in case");
    Files.delete(second);
    Model.write(folder, "caf\u00e9", "composed");
    Model.write(folder, "cafe\u0301", "decomposed");
    refused(folder, "differ only in case or Unicode normalisation");
  }

  @Test
  void a_name_that_is_not_utf_8_is_refused() throws Exception {
    Path folder = Model.create(temp.resolve("m"));
    shell(folder, "printf x > \"$(printf 'bad\\377name')\"");
    refused(folder, "is not Unicode");
  }

  @Test
  void a_key_whose_public_half_does_not_fit_makes_no_bundle() throws IOException {
    Path folder = Model.create(temp.resolve("m"));
    KeyHandle rotated =
        new KeyHandle() {
          @Override
          public KeyAlgorithm algorithm() {
            return KeyAlgorithm.ED25519;
          }

          @Override
          public byte[] publicKey() {
            return Model.key(1).publicKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            return Model.key(2).sign(message);
          }

          @Override
          public void close() {}
        };
    assertThrows(KeyUnavailable.class, () -> Model.sign(rotated, folder));
    assertThrows(KeyUnavailable.class, () -> new OmsSigner(KeyHandle.none()));
  }

  /** Names by their bytes: the JVM can make only those that its locale has. */
  private static void shell(Path folder, String command) throws Exception {
    assumeTrue(File.separatorChar == '/', "no POSIX shell");
    Process process = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).start();
    assumeTrue(process.waitFor() == 0, "the file system refuses such a name");
  }

  private void refused(Path path, String... reasons) {
    ArtifactRejected refusal =
        assertThrows(ArtifactRejected.class, () -> Model.sign(Model.key(1), path));
    for (String reason : reasons) {
      assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }
  }

  private static List<String> signedNames(Path path, SignatureBundle bundle) throws IOException {
    try (VerifiedArtifact verified = verify(path, bundle)) {
      return List.copyOf(verified.files().keySet());
    }
  }

  private static VerifiedArtifact verify(Path path, SignatureBundle bundle) throws IOException {
    return OmsVerifier.trusting(Model.key(1).verificationKey())
        .verify(ArtifactSource.of(path), bundle);
  }
}
