package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.governance4j.crypto.CosignBlob;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.VerificationKey;

/**
 * The key files of cosign's tests, told apart by what their PEM block says they are and by the
 * names that cosign gives them: {@code invalid…} must be refused as a private key, everything else
 * be read. Encrypted ones have the password of cosign's tests, except where a key pair is there
 * whose password nobody has published; then the public half must be read, and the private one
 * refused with that password as with any other wrong one.
 */
final class CosignVectors {
  private static final String PASSWORD = "hello";
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private CosignVectors() {}

  static void key(Folder folder, String file, Cases cases) throws IOException {
    String name = Folder.name(file).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".pem") && !name.endsWith(".pub") && !name.endsWith(".key")) {
      cases.skip(file, name.endsWith(".json") ? "a bundle without its artifact" : "not a key");
      return;
    }
    Path path = folder.dir().resolve(file);
    String text = new String(folder.read(file), US_ASCII);
    boolean encrypted = text.contains("-----BEGIN ENCRYPTED ");
    if (name.startsWith("invalid")) {
      cases.refused(file, () -> load(path, encrypted).close());
    } else if (text.contains("-----BEGIN PUBLIC KEY-----")) {
      cases.accepted(file, () -> VerificationKey.read(path));
    } else if (encrypted && folder.has(publicHalf(file))) {
      Path half = folder.dir().resolve(publicHalf(file));
      cases.refused(file + " with a wrong password", () -> load(path, true).close());
      cases.refused(file + " without a password", () -> load(path, false).close());
      cases.accepted(file + " beside its public key", () -> VerificationKey.read(half));
    } else {
      cases.accepted(file, () -> signs(path, encrypted));
      if (encrypted) {
        cases.refused(
            file + " with a wrong password",
            () -> SoftwareKey.load(path, (PASSWORD + "x").toCharArray()).close());
        cases.refused(file + " without a password", () -> load(path, false).close());
      }
    }
  }

  /** Reads the key, and lets it sign as cosign does. */
  private static void signs(Path file, boolean encrypted) throws IOException {
    try (SoftwareKey key = load(file, encrypted)) {
      String signature = CosignBlob.sign(key, new ByteArrayInputStream(CONTENT));
      CosignBlob.verify(
          key.verificationKey(), signature.getBytes(US_ASCII), new ByteArrayInputStream(CONTENT));
    }
  }

  private static SoftwareKey load(Path file, boolean withPassword) {
    if (!withPassword) {
      return SoftwareKey.load(file);
    }
    char[] password = PASSWORD.toCharArray();
    try {
      return SoftwareKey.load(file, password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static String publicHalf(String file) {
    return file.replaceFirst("\\.[^./]*$", ".pub");
  }
}
