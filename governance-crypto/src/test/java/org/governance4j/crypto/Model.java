package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyHandle;
import org.governance4j.SignatureBundle;
import org.junit.jupiter.api.Assumptions;

/** A small model folder to sign, and keys that never change. */
final class Model {
  private Model() {}

  static SoftwareKey key(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return SoftwareKey.insecureFromSeed(seed);
  }

  /** Files of all the shapes that a listing could get wrong. */
  static Path create(Path folder) throws IOException {
    write(folder, "config.json", "{}");
    write(folder, "a-b", "dash");
    write(folder, "a/b", "below");
    write(folder, "a/c:0:8", "colons");
    write(folder, "empty", "");
    write(folder, "weights.bin", "0123456789");
    write(folder, ".hidden/tokens", "dot");
    write(folder, ".gitignore", "*.tmp");
    write(folder, ".git/HEAD", "ref");
    return folder;
  }

  static Path write(Path folder, String name, String text) throws IOException {
    Path file;
    try {
      file = folder.resolve(name);
    } catch (InvalidPathException e) {
      return Assumptions.abort("this locale cannot make a file named " + name);
    }
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(UTF_8));
  }

  static SignatureBundle sign(KeyHandle key, Path path) throws IOException {
    return new OmsSigner(key).sign(ArtifactSource.of(path));
  }
}
