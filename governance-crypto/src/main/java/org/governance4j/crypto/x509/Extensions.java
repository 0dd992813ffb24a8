package org.governance4j.crypto.x509;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The extensions of a certificate; those that paths are judged by are decoded. Immutable. */
final class Extensions {
  static final String SUBJECT_KEY_ID = "2.5.29.14";
  static final String KEY_USAGE = "2.5.29.15";
  static final String SUBJECT_ALT_NAME = "2.5.29.17";
  static final String BASIC_CONSTRAINTS = "2.5.29.19";
  static final String NAME_CONSTRAINTS = "2.5.29.30";
  static final String CERTIFICATE_POLICIES = "2.5.29.32";
  static final String AUTHORITY_KEY_ID = "2.5.29.35";
  static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  /**
   * What is processed wherever it stands. Policies are processed as RFC 5280 says of a user who
   * accepts any policy and demands none.
   */
  private static final Set<String> PROCESSED =
      Set.of(
          KEY_USAGE, SUBJECT_ALT_NAME, BASIC_CONSTRAINTS, CERTIFICATE_POLICIES, EXTENDED_KEY_USAGE);

  private static final int MAX_EXTENSIONS = 100;

  private final Map<String, Extension> all;
  private final List<GeneralName> names;
  private final Set<String> extendedKeyUsage;
  private final boolean ca;
  private final int pathLength;
  private final int keyUsage;

  private Extensions(Map<String, Extension> all) throws BadDer {
    this.all = all;
    byte[] san = value(SUBJECT_ALT_NAME);
    this.names = san == null ? List.of() : GeneralName.readAll(san);
    byte[] usages = value(EXTENDED_KEY_USAGE);
    this.extendedKeyUsage = usages == null ? Set.of() : oids(usages);
    byte[] usage = value(KEY_USAGE);
    this.keyUsage = usage == null ? -1 : bits(usage);
    byte[] basic = value(BASIC_CONSTRAINTS);
    boolean isCa = false;
    int length = -1;
    if (basic != null) {
      Der outer = Der.of(basic);
      Der constraints = outer.sequence();
      outer.end();
      isCa = constraints.next(Der.BOOLEAN) && constraints.bool();
      if (constraints.more()) {
        length = constraints.integer(Integer.MAX_VALUE);
        if (!isCa) {
          throw new BadDer("it limits the path below it, but is no CA");
        }
      }
      constraints.end();
    }
    this.ca = isCa;
    this.pathLength = length;
  }

  static Extensions none() throws BadDer {
    return new Extensions(Map.of());
  }

  /** Reads the SEQUENCE of extensions, of which there is at least one. */
  static Extensions read(Der sequence) throws BadDer {
    Map<String, Extension> all = new LinkedHashMap<>();
    do {
      Der extension = sequence.sequence();
      String oid = extension.oid();
      boolean critical = extension.next(Der.BOOLEAN) && extension.bool();
      byte[] value = extension.octets(Der.OCTET_STRING);
      extension.end();
      if (all.put(oid, new Extension(critical, value)) != null) {
        throw new BadDer("it has extension " + oid + " twice");
      }
      if (all.size() > MAX_EXTENSIONS) {
        throw new BadDer("it has more than " + MAX_EXTENSIONS + " extensions");
      }
    } while (sequence.more());
    return new Extensions(all);
  }

  List<GeneralName> names() {
    return names;
  }

  Set<String> extendedKeyUsage() {
    return extendedKeyUsage;
  }

  boolean ca() {
    return ca;
  }

  /** How many further CAs may follow, or -1 for any number. */
  int pathLength() {
    return pathLength;
  }

  /** The bits of the key usage, or -1 (which are all bits) if there is no such extension. */
  int keyUsage() {
    return keyUsage;
  }

  byte @Nullable [] value(String oid) {
    Extension extension = all.get(oid);
    return extension == null ? null : extension.value;
  }

  boolean has(String oid) {
    return all.containsKey(oid);
  }

  boolean isCritical(String oid) {
    Extension extension = all.get(oid);
    return extension != null && extension.critical;
  }

  /** A critical extension that paths are not judged by, or null. */
  @Nullable String unprocessed() {
    for (Map.Entry<String, Extension> entry : all.entrySet()) {
      if (entry.getValue().critical && !PROCESSED.contains(entry.getKey())) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** The key identifier of the subject, or null. */
  byte @Nullable [] subjectKeyId() {
    byte[] value = value(SUBJECT_KEY_ID);
    if (value == null) {
      return null;
    }
    try {
      Der outer = Der.of(value);
      byte[] id = outer.octets(Der.OCTET_STRING);
      outer.end();
      return id;
    } catch (BadDer e) {
      return null; // It only helps to order candidates.
    }
  }

  /** The key identifier of the issuer, or null. */
  byte @Nullable [] authorityKeyId() {
    byte[] value = value(AUTHORITY_KEY_ID);
    if (value == null) {
      return null;
    }
    try {
      Der id = Der.of(value).sequence();
      return id.next(Der.context(0, false)) ? id.octets(Der.context(0, false)) : null;
    } catch (BadDer e) {
      return null; // It only helps to order candidates.
    }
  }

  private static Set<String> oids(byte[] der) throws BadDer {
    Der outer = Der.of(der);
    Der sequence = outer.sequence();
    outer.end();
    List<String> oids = new ArrayList<>();
    do {
      oids.add(sequence.oid());
    } while (sequence.more());
    return new LinkedHashSet<>(oids);
  }

  private static int bits(byte[] der) throws BadDer {
    Der outer = Der.of(der);
    int bits = outer.namedBits();
    outer.end();
    if (bits == 0) {
      throw new BadDer("its key usage allows nothing");
    }
    return bits;
  }

  private record Extension(boolean critical, byte[] value) {}
}
