package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;

/**
 * What version 0.2 of the reference signed instead of the encoding of DSSE: it put the payload into
 * a text as Python shows bytes, {@code b'...'}, and it hashed with SHA-256 on every curve.
 */
final class LegacySignature {

  private static final SignatureScheme SCHEME = new SignatureScheme.Ecdsa(DigestAlgorithm.SHA256);

  private LegacySignature() {}

  static boolean accepts(PublicKey key, byte[] payload, byte[] signature) {
    return key.verify(SCHEME, signedBytes(payload), signature);
  }

  static byte[] signedBytes(byte[] payload) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(payload.length + payload.length / 8);
    String type = OmsBundle.PAYLOAD_TYPE;
    text.writeBytes(
        ("DSSEV1 " + type.length() + " " + type + " " + payload.length + " b").getBytes(US_ASCII));
    repr(payload, text);
    return text.toByteArray();
  }

  /** Python quotes with ' unless there are only such quotes inside. */
  private static void repr(byte[] payload, ByteArrayOutputStream text) {
    String chars = new String(payload, ISO_8859_1);
    char quote = chars.indexOf('\'') >= 0 && chars.indexOf('"') < 0 ? '"' : '\'';
    text.write(quote);
    for (byte b : payload) {
      int c = b & 0xff;
      switch (c) {
        case '\n' -> text.writeBytes("\\n".getBytes(US_ASCII));
        case '\r' -> text.writeBytes("\\r".getBytes(US_ASCII));
        case '\t' -> text.writeBytes("\\t".getBytes(US_ASCII));
        case '\\' -> text.writeBytes("\\\\".getBytes(US_ASCII));
        default -> {
          if (c == quote) {
            text.write('\\');
            text.write(c);
          } else if (c < ' ' || c > '~') {
            text.writeBytes(String.format("\\x%02x", c).getBytes(US_ASCII));
          } else {
            text.write(c);
          }
        }
      }
    }
    text.write(quote);
  }
}
