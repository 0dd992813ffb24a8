package org.governance4j.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.Digest;
import org.governance4j.VerifiedArtifact;

/** A small model on disk, and the bytes a verifier hands out of it. */
final class Artifacts {
  private Artifacts() {}

  /** A folder with four files, one of them empty and one in a folder of its own. */
  static Path folder(Path home) throws IOException {
    Path model = Files.createDirectories(home.resolve("credit-risk"));
    Files.createDirectories(model.resolve("tokenizer"));
    Files.write(model.resolve("config.json"), "{\"layers\":2}\n".getBytes(UTF_8));
    Files.write(model.resolve("weights.bin"), weights());
    Files.write(model.resolve("tokenizer/vocabulary.txt"), "yes\nno\n".getBytes(UTF_8));
    Files.write(model.resolve("empty"), new byte[0]);
    return model;
  }

  /** One file. */
  static Path file(Path home) throws IOException {
    return Files.write(home.resolve("credit-risk.onnx"), weights());
  }

  /** Changes one byte in the middle. */
  static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** The bytes of every file of a verified artifact, checked against the digests it names. */
  static Map<String, String> contents(VerifiedArtifact artifact) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, Digest> file : artifact.files().entrySet()) {
      try (InputStream in = artifact.open(file.getKey())) {
        byte[] bytes = in.readAllBytes();
        assertEquals(file.getValue(), Digest.sha256(bytes), "the digest of " + file.getKey());
        contents.put(file.getKey(), Digest.sha256(bytes).hex());
      }
    }
    return contents;
  }

  /** The same of the folder on disk. */
  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString().replace('\\', '/'),
            Digest.sha256(Files.readAllBytes(file)).hex());
      }
    }
    return contents;
  }

  /** More than one block of any hash, and no two blocks alike. */
  private static byte[] weights() {
    byte[] bytes = new byte[100_003];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }
}
