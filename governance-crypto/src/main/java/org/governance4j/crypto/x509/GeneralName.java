package org.governance4j.crypto.x509;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A name of the holder of a certificate (RFC 5280 section 4.2.1.6).
 *
 * @param value the text of e-mail addresses, DNS names, URIs and user names; of the others the DER
 *     of their content in hexadecimal digits
 */
public record GeneralName(Type type, String value) {

  private static final String USERNAME = "1.3.6.1.4.1.57264.1.7";

  /** What a name is. */
  public enum Type {
    /** An e-mail address (rfc822Name). */
    EMAIL,
    /** A DNS name. */
    DNS,
    /** A URI. */
    URI,
    /** A user name as Fulcio writes it: otherName 1.3.6.1.4.1.57264.1.7 with a UTF8String. */
    USERNAME,
    /** A directory name. */
    DIRECTORY,
    /** An IP address. */
    IP,
    /** Anything else. */
    OTHER
  }

  /** Reads GeneralNames, of which there is at least one. */
  static List<GeneralName> readAll(byte[] der) throws BadDer {
    Der outer = Der.of(der);
    Der names = outer.sequence();
    outer.end();
    List<GeneralName> all = new ArrayList<>();
    do {
      all.add(read(names));
    } while (names.more());
    return List.copyOf(all);
  }

  private static GeneralName read(Der names) throws BadDer {
    int tag = names.tag();
    return switch (tag) {
      case 0xa0 -> other(names.enter(tag));
      case 0x81 -> new GeneralName(Type.EMAIL, names.ascii(tag));
      case 0x82 -> new GeneralName(Type.DNS, names.ascii(tag));
      case 0x86 -> new GeneralName(Type.URI, names.ascii(tag));
      case 0x87 -> new GeneralName(Type.IP, hex(names.octets(tag)));
      case 0xa4 -> new GeneralName(Type.DIRECTORY, hex(names.octets(tag)));
      case 0xa3, 0xa5, 0x88 -> new GeneralName(Type.OTHER, hex(names.octets(tag)));
      default -> throw new BadDer("a subject alternative name is of an unknown type");
    };
  }

  private static GeneralName other(Der name) throws BadDer {
    byte[] all = name.rest();
    String oid = name.oid();
    Der value = name.enter(Der.context(0, true));
    name.end();
    if (oid.equals(USERNAME)) {
      String text = value.utf8(Der.UTF8_STRING);
      value.end();
      return new GeneralName(Type.USERNAME, text);
    }
    return new GeneralName(Type.OTHER, hex(all));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
