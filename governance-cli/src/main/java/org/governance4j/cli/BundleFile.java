package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.json.StrictJson;

/** A file to which a signature goes. */
final class BundleFile {
  private BundleFile() {}

  /** Where the bundle goes. A mistyped name must not cost a file. */
  static Path target(Path signature) throws IOException {
    if (!Files.exists(signature, LinkOption.NOFOLLOW_LINKS)) {
      Path target = signature.toAbsolutePath();
      Path folder = target.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new NotDone("signature file " + signature + " cannot be made: no such folder");
      }
      return target;
    }
    if (!Files.isRegularFile(signature) || !isBundle(signature)) {
      throw new NotDone(
          "signature file " + signature + " exists and is not a signature bundle: not replaced");
    }
    return signature.toRealPath();
  }

  /** Of a file of several bundles the first line tells. */
  private static boolean isBundle(Path signature) {
    byte[] old = Input.read("signature file", signature, SignatureBundle.MAX_BYTES);
    return isBundle(old) || isBundle(firstLine(old));
  }

  private static boolean isBundle(byte[] text) {
    try {
      JsonValue type = StrictJson.parseObject(text).get("mediaType");
      return type instanceof JsonValue.Str word && word.value().contains("sigstore.bundle");
    } catch (InvalidData e) {
      return false;
    }
  }

  private static byte[] firstLine(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return Arrays.copyOf(text, end);
  }

  /** All of it or nothing: a half-written bundle would replace a good one. */
  static void write(Path target, byte[] bundle) throws IOException {
    Path written = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(written, bundle, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
