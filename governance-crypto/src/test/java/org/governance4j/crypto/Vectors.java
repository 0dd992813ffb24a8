package org.governance4j.crypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/** Outside test vectors; a test that needs an absent file is skipped. */
final class Vectors {
  private Vectors() {}

  static JsonMembers object(String file) throws IOException {
    return JsonMembers.of(StrictJson.parseObject(bytes(file)), file);
  }

  static JsonValue value(String file) throws IOException {
    return StrictJson.parse(bytes(file));
  }

  static byte[] bytes(String file) throws IOException {
    Path path = path(file);
    assumeTrue(Files.isRegularFile(path), () -> "no vectors at " + path);
    return Files.readAllBytes(path);
  }

  static Path folder(String name) {
    Path path = path(name);
    assumeTrue(Files.isDirectory(path), () -> "no vectors at " + path);
    return path;
  }

  private static Path path(String name) {
    return Path.of(System.getProperty("governance.conformance", "absent")).resolve(name);
  }
}
