package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.hash.DigestCache;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningCacheTest {

  private final List<String> warnings = new ArrayList<>();
  @TempDir Path temp;
  private Path model;
  private Path cache;
  private Path key;
  private OmsSigner plain;
  private OmsSigner cached;

  @BeforeEach
  void a_model() throws IOException {
    model = Model.create(temp.resolve("m"));
    cache = temp.resolve("digests");
    key = temp.resolve("digests.key");
    plain = new OmsSigner(Model.key(1));
    cached = plain.withDigestCache(cache, warnings::add);
  }

  private SignatureBundle sign(OmsSigner signer) throws IOException {
    return signer.sign(ArtifactSource.of(model));
  }

  @Test
  @Rule("S143")
  void a_signature_with_a_cache_is_the_one_without() throws IOException {
    // Ed25519 signs the same with the same bytes.
    assertArrayEquals(sign(plain).bytes(), sign(cached).bytes());
    assertArrayEquals(sign(plain).bytes(), sign(cached).bytes());
    Model.write(model, "weights.bin", "9876543210");
    assertArrayEquals(sign(plain).bytes(), sign(cached).bytes());
    assertArrayEquals(
        sign(plain.withShards(4).withHash("blake3")).bytes(),
        sign(cached.withShards(4).withHash("blake3")).bytes());
    assertEquals(List.of(), warnings);
  }

  @Test
  @Rule("S144")
  void the_key_is_made_beside_the_cache_for_its_user_alone_and_kept() throws IOException {
    sign(cached);
    assertEquals(DigestCache.MIN_KEY_BYTES, Files.size(key));
    byte[] made = Files.readAllBytes(key);
    sign(cached);
    assertArrayEquals(made, Files.readAllBytes(key));
    assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"), "no POSIX");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    KeyUnavailable refusal = assertThrows(KeyUnavailable.class, () -> sign(cached));
    assertTrue(String.valueOf(refusal.getMessage()).contains("read by others"));
  }

  @Test
  @Rule("S144")
  void a_key_of_another_length_is_refused_and_an_unusable_cache_is_a_warning() throws IOException {
    sign(cached);
    Files.write(cache, new byte[] {1, 2, 3});
    SignatureBundle bundle = sign(cached);
    assertArrayEquals(sign(plain).bytes(), bundle.bytes());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("is not used"), warnings::toString);
    Files.delete(key);
    sign(cached);
    assertEquals(2, warnings.size());
    assertTrue(warnings.get(1).contains("does not authenticate"), warnings::toString);
    Files.write(key, new byte[31]);
    assertThrows(KeyUnavailable.class, () -> sign(cached));
    Files.delete(key);
    Files.createSymbolicLink(key, Files.write(temp.resolve("elsewhere"), new byte[32]));
    assertThrows(KeyUnavailable.class, () -> sign(cached));
  }

  @Test
  @Rule("S144")
  void a_cache_that_cannot_be_written_is_a_warning_and_the_model_is_signed() throws IOException {
    sign(cached);
    Files.delete(cache);
    Files.createDirectories(cache.resolve("in-the-way"));
    assertArrayEquals(sign(plain).bytes(), sign(cached).bytes());
    assertTrue(warnings.toString().contains("cannot be written"), warnings::toString);
  }

  @Test
  @Rule("S144")
  void a_cache_inside_of_the_artifact_is_refused() throws IOException {
    OmsSigner inside = plain.withDigestCache(model.resolve("a/digests"), warnings::add);
    assertThrows(IllegalArgumentException.class, () -> sign(inside));
    assertFalse(Files.exists(model.resolve("a/digests.key")));
    Files.delete(model.resolve("weights.bin"));
    Files.createSymbolicLink(model.resolve("weights.bin"), temp.resolve("none"));
    assertThrows(ArtifactRejected.class, () -> sign(cached));
  }
}
