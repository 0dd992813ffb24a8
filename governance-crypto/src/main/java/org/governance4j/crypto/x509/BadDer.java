package org.governance4j.crypto.x509;

/** What is wrong with a DER structure, as the end of a sentence; never quotes content. */
final class BadDer extends Exception {
  private static final long serialVersionUID = 1L;

  BadDer(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
