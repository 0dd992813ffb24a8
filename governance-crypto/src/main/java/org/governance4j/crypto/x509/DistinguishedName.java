package org.governance4j.crypto.x509;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * The name of a subject or an issuer. Two are the same if their DER is: RFC 5280 has an issuer
 * spelled as in the certificate that it is the subject of.
 */
final class DistinguishedName {
  private static final Map<String, String> WORDS =
      Map.of(
          "2.5.4.3", "CN",
          "2.5.4.6", "C",
          "2.5.4.7", "L",
          "2.5.4.8", "ST",
          "2.5.4.10", "O",
          "2.5.4.11", "OU",
          "2.5.4.5", "serialNumber",
          "0.9.2342.19200300.100.1.25", "DC");

  private static final int MAX_TEXT = 200;

  private final byte[] der;
  private final String text;

  private DistinguishedName(byte[] der, String text) {
    this.der = der;
    this.text = text;
  }

  static DistinguishedName read(Der from) throws BadDer {
    byte[] der = from.element(Der.SEQUENCE);
    Der names = Der.of(der).sequence();
    StringBuilder text = new StringBuilder();
    while (names.more()) {
      Der set = names.enter(Der.SET);
      do {
        Der attribute = set.sequence();
        String oid = attribute.oid();
        int tag = attribute.tag();
        byte[] value = attribute.octets(tag);
        attribute.end();
        text.append(text.isEmpty() ? "" : ", ")
            .append(WORDS.getOrDefault(oid, oid))
            .append('=')
            .append(text(tag, value));
      } while (set.more());
    }
    return new DistinguishedName(der, cut(text.toString()));
  }

  boolean isEmpty() {
    return der.length == 2;
  }

  /** Whether it is spelled like this in DER. */
  boolean is(byte[] other) {
    return Arrays.equals(der, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DistinguishedName name && Arrays.equals(der, name.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }

  /** For people: attributes in the order of the certificate, cut short and on one line. */
  @Override
  public String toString() {
    return text;
  }

  private static String text(int tag, byte[] value) {
    return switch (tag) {
      case Der.UTF8_STRING, 0x13, Der.IA5_STRING, 0x12 -> new String(value, UTF_8);
      case 0x1e -> new String(value, UTF_16BE);
      case 0x14 -> new String(value, ISO_8859_1);
      default -> "#" + HexFormat.of().formatHex(value);
    };
  }

  private static String cut(String text) {
    String head = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    return head.replaceAll("\\p{Cntrl}", "?");
  }
}
