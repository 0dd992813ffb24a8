package org.governance4j.crypto;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/**
 * Key files for tests, worth nothing elsewhere. Made with OpenSSL 3.0.19 ({@code genpkey}, {@code
 * pkcs8 -topk8}, {@code ec}, {@code ecparam -genkey}, {@code pkcs12 -export}), OpenSSH 9.2 ({@code
 * ssh-keygen}) and the JDK's {@code keytool -importkeystore}; the names say what they are.
 */
final class KeyFiles {
  static final String PASSWORD = "hunter2 hunter2";

  private KeyFiles() {}

  static Path file(String name) {
    URL url = KeyFiles.class.getResource("keys/" + name);
    if (url == null) {
      throw new IllegalArgumentException("no key file " + name);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static char[] password() {
    return PASSWORD.toCharArray();
  }
}
