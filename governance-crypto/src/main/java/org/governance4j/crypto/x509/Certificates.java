package org.governance4j.crypto.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.governance4j.ArtifactRejected;

/** Reads files of certificates. */
public final class Certificates {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END CERTIFICATE-----";
  private static final String LABEL = "CERTIFICATE-----";

  private Certificates() {}

  /**
   * Reads certificates in PEM (RFC 7468), in their order. Text before, between and after them is
   * skipped, as some tools write one; lines may end in CR LF.
   *
   * @return at least one
   * @throws ArtifactRejected if there is no certificate, one is malformed or not complete, or a
   *     block of another kind is among them
   */
  public static List<Certificate> readPem(byte[] text) {
    List<Certificate> certificates = new ArrayList<>();
    StringBuilder body = null;
    // Bytes outside of ASCII become a character that is in no base64 and in no boundary.
    for (String raw : new String(text, US_ASCII).split("\n", -1)) {
      String line = raw.strip();
      if (line.startsWith(BEGIN)) {
        if (body != null) {
          throw new ArtifactRejected("a PEM block ends in the wrong place");
        }
        if (!line.equals(BEGIN + LABEL)) {
          throw new ArtifactRejected("expected certificates in PEM, found " + kind(line));
        }
        body = new StringBuilder();
      } else if (line.startsWith("-----END ")) {
        if (body == null || !line.equals(END)) {
          throw new ArtifactRejected("a PEM block ends in the wrong place");
        }
        certificates.add(Certificate.parse(decode(body.toString())));
        body = null;
      } else if (body != null) {
        body.append(line);
      }
    }
    if (body != null) {
      throw new ArtifactRejected("the last PEM block is not complete");
    }
    if (certificates.isEmpty()) {
      throw new ArtifactRejected("there is no certificate in PEM");
    }
    return List.copyOf(certificates);
  }

  /** The kind of a block, if it looks like one: the text comes from anywhere. */
  private static String kind(String line) {
    String kind = line.substring(BEGIN.length()).replaceFirst("-{5}$", "");
    return kind.matches("[A-Z0-9 ]{1,40}") ? "a block " + kind : "another block";
  }

  /** Reads certificates in PEM, or one in DER, told apart by the first byte. */
  public static List<Certificate> read(byte[] pemOrDer) {
    return pemOrDer.length > 0 && pemOrDer[0] == Der.SEQUENCE && !looksLikeText(pemOrDer)
        ? List.of(Certificate.parse(pemOrDer))
        : readPem(pemOrDer);
  }

  /** A SEQUENCE starts as the digit 0 does, but the length that follows is not a text. */
  private static boolean looksLikeText(byte[] bytes) {
    return bytes.length > 1 && bytes[1] >= ' ' && Arrays.equals(bytes, ascii(bytes));
  }

  private static byte[] ascii(byte[] bytes) {
    return new String(bytes, US_ASCII).getBytes(US_ASCII);
  }

  private static byte[] decode(String body) {
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new ArtifactRejected("a PEM block is not base64", e);
    }
  }
}
