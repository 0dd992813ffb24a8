package org.governance4j.cli;

/** How a private key is written to its file. */
enum KeyFormat {
  /** PKCS#8, encrypted if there is a password. */
  PKCS8("pkcs8"),
  /** As cosign writes it, always encrypted. */
  COSIGN("cosign");

  private final String word;

  KeyFormat(String word) {
    this.word = word;
  }

  /** What it is called on the command line. */
  String word() {
    return word;
  }

  /**
   * The format of that name.
   *
   * @throws NotDone if there is none
   */
  static KeyFormat of(String word) {
    for (KeyFormat format : values()) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    throw new NotDone("--format: expected pkcs8 or cosign, found \"" + word + "\"");
  }
}
