package org.governance4j.crypto.x509;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * An X.509 certificate (RFC 5280), equal to another if their bytes are.
 *
 * <p>Read strictly: DER with nothing after it, at most {@value #MAX_BYTES} bytes, version 1 without
 * or version 3 with extensions, none of them twice, the same signature algorithm in both places,
 * and a sense in the extensions that paths are judged by. Whether its signature, its algorithms and
 * its times are any good is not looked at here; {@link CertificateChain} does.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Certificate {

  /** The largest certificate that is read. */
  public static final int MAX_BYTES = 1 << 16;

  private static final int MAX_SERIAL_BITS = 160;

  private final byte[] encoded;
  private final int tbsStart;
  private final int tbsEnd;
  private final BigInteger serial;
  private final byte[] signatureAlgorithm;
  private final byte[] signature;
  private final DistinguishedName issuer;
  private final DistinguishedName subject;
  private final Instant notBefore;
  private final Instant notAfter;
  private final byte[] spki;
  private final Extensions extensions;
  private final int hash;

  /** Made when first asked for, as not every certificate is asked. */
  private volatile @Nullable PublicKey publicKey;

  // Who is known to have signed this: a path is searched once for each time that is proven.
  private volatile @Nullable Certificate signer;

  private Certificate(byte[] encoded) throws BadDer {
    this.encoded = encoded;
    this.hash = Arrays.hashCode(encoded);
    Der outer = Der.of(encoded);
    Der certificate = outer.sequence();
    outer.end();
    this.tbsStart = certificate.position();
    Der tbs = certificate.sequence();
    this.tbsEnd = certificate.position();
    this.signatureAlgorithm = certificate.element(Der.SEQUENCE);
    this.signature = certificate.wholeBits();
    certificate.end();

    boolean versioned = tbs.next(Der.context(0, true));
    if (versioned) {
      Der version = tbs.enter(Der.context(0, true));
      if (version.integer(Integer.MAX_VALUE) != 2) {
        throw new BadDer("its version is neither 1 nor 3");
      }
      version.end();
    }
    this.serial = tbs.integer();
    if (serial.signum() < 0 || serial.bitLength() > MAX_SERIAL_BITS) {
      throw new BadDer("its serial number is negative or has more than 20 bytes");
    }
    if (!Arrays.equals(tbs.element(Der.SEQUENCE), signatureAlgorithm)) {
      throw new BadDer("it names two signature algorithms");
    }
    this.issuer = DistinguishedName.read(tbs);

    Der validity = tbs.sequence();
    this.notBefore = DerTime.read(validity);
    this.notAfter = DerTime.read(validity);
    validity.end();
    this.subject = DistinguishedName.read(tbs);
    this.spki = tbs.element(Der.SEQUENCE);
    if (tbs.next(Der.context(3, true))) {
      if (!versioned) {
        throw new BadDer("it has extensions in version 1");
      }
      Der wrapper = tbs.enter(Der.context(3, true));
      Der sequence = wrapper.sequence();
      wrapper.end();
      this.extensions = Extensions.read(sequence);
    } else {
      this.extensions = Extensions.none();
    }
    tbs.end();
    if (issuer.isEmpty()) {
      throw new BadDer("its issuer has no name");
    }
  }

  /**
   * Reads one certificate in DER, copied.
   *
   * @throws ArtifactRejected if it is none; says why
   */
  public static Certificate parse(byte[] der) {
    if (der.length > MAX_BYTES) {
      throw new ArtifactRejected(
          "certificate has " + der.length + " bytes, the limit is " + MAX_BYTES);
    }
    try {
      return new Certificate(der.clone());
    } catch (BadDer e) {
      throw new ArtifactRejected("certificate is malformed: " + e.reason());
    }
  }

  /** The certificate in DER; a copy. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** Its SubjectPublicKeyInfo in DER; a copy. */
  public byte[] spki() {
    return spki.clone();
  }

  /**
   * Its public key.
   *
   * @throws ArtifactRejected if it is not a key of an algorithm known here
   */
  public PublicKey publicKey() {
    PublicKey key = publicKey;
    if (key == null) {
      try {
        key = PublicKey.read(spki);
      } catch (BadDer e) {
        throw new ArtifactRejected(
            "the public key of certificate " + subject + " cannot be used: " + e.reason());
      }
      publicKey = key;
    }
    return key;
  }

  /** The serial number, not negative. */
  public BigInteger serialNumber() {
    return serial;
  }

  /** The name of its holder for people; never to be compared. May be empty. */
  public String subject() {
    return subject.toString();
  }

  /** The name of who made it for people; never to be compared. */
  public String issuer() {
    return issuer.toString();
  }

  /** The first instant at which it is valid. */
  public Instant notBefore() {
    return notBefore;
  }

  /** The last instant at which it is valid. */
  public Instant notAfter() {
    return notAfter;
  }

  /** Whether it is valid at an instant; both ends are. */
  public boolean isValidAt(Instant at) {
    return !at.isBefore(notBefore) && !at.isAfter(notAfter);
  }

  /** The names of its holder, in their order; empty if there is no such extension. */
  public List<GeneralName> subjectAltNames() {
    return extensions.names();
  }

  /** The content of an extension, a copy; null if there is none with this object identifier. */
  public byte @Nullable [] extension(String oid) {
    byte[] value = extensions.value(oid);
    return value == null ? null : value.clone();
  }

  /**
   * The text of an extension whose content is a UTF8String; null if there is none with this object
   * identifier.
   *
   * @throws ArtifactRejected if its content is anything else
   */
  public @Nullable String textExtension(String oid) {
    byte[] value = extensions.value(oid);
    if (value == null) {
      return null;
    }
    try {
      Der outer = Der.of(value);
      String text = outer.utf8(Der.UTF8_STRING);
      outer.end();
      return text;
    } catch (BadDer e) {
      throw new ArtifactRejected("extension " + oid + " is not a UTF8String: " + e.reason());
    }
  }

  /** Whether there is an extension with this object identifier, and critical. */
  public boolean isCritical(String oid) {
    return extensions.isCritical(oid);
  }

  /** Whether its basic constraints say that it is a CA. */
  public boolean isCa() {
    return extensions.ca();
  }

  /** Whether it states what its key may be used for, and that includes all of these. */
  public boolean hasKeyUsage(KeyUsage... usages) {
    int bits = extensions.keyUsage();
    if (bits < 0) {
      return false;
    }
    for (KeyUsage usage : usages) {
      if ((bits >> usage.ordinal() & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it lists this very purpose; that it allows any purpose is not enough. */
  public boolean hasExtendedKeyUsage(String oid) {
    return extensions.extendedKeyUsage().contains(oid);
  }

  /** The purposes it lists; empty if there is no such extension, as an empty one is refused. */
  public Set<String> extendedKeyUsage() {
    return Set.copyOf(extensions.extendedKeyUsage());
  }

  /** Whether issuer and subject are the same. */
  public boolean selfIssued() {
    return issuer.equals(subject);
  }

  /**
   * Whether the signature on this certificate is by the key of that one. Names, times and rights
   * are not looked at.
   *
   * @throws ArtifactRejected if the key or the algorithm is not known here
   */
  public boolean isSignedBy(Certificate other) {
    if (other == signer) {
      return true;
    }
    boolean signed = other.publicKey().verify(signatureScheme(), tbs(), signature);
    if (signed) {
      signer = other;
    }
    return signed;
  }

  /**
   * Whether that certificate has the name of this one's issuer, and its key signed this one. Times
   * and rights are not looked at.
   *
   * @throws ArtifactRejected if the key or the algorithm is not known here
   */
  public boolean isIssuedBy(Certificate other) {
    return issuer.equals(other.subject) && isSignedBy(other);
  }

  /** The algorithm of the signature on it. */
  SignatureScheme signatureScheme() {
    try {
      return AlgorithmId.signature(signatureAlgorithm);
    } catch (BadDer e) {
      throw new ArtifactRejected("certificate " + subject + " cannot be judged: " + e.reason());
    }
  }

  DistinguishedName subjectName() {
    return subject;
  }

  DistinguishedName issuerName() {
    return issuer;
  }

  Extensions extensions() {
    return extensions;
  }

  /** The part that is signed, in DER. */
  byte[] tbs() {
    return Arrays.copyOfRange(encoded, tbsStart, tbsEnd);
  }

  /** A digest of the certificate. */
  byte[] fingerprint(DigestAlgorithm algorithm) {
    return algorithm.of(encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate that
        && hash == that.hash
        && MessageDigest.isEqual(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    String name = subject.toString();
    // Sigstore's certificates have no subject; whose they are stands in an extension.
    return "Certificate["
        + (name.isEmpty() ? "" : name + ", ")
        + "serial number "
        + serial.toString(16)
        + "]";
  }
}
