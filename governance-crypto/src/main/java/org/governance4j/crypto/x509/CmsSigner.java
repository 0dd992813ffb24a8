package org.governance4j.crypto.x509;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SignerInfo of CMS (RFC 5652) with the signed attributes that RFC 3161 demands. Immutable. */
final class CmsSigner {
  private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
  private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
  private static final String SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
  private static final String RSA = "1.2.840.113549.1.1.1";

  private final byte @Nullable [] issuer;
  private final @Nullable BigInteger serial;
  private final byte @Nullable [] keyId;
  private final DigestAlgorithm digest;
  private final byte[] signedAttributes;
  private final Map<String, byte[]> attributes;
  private final SignatureScheme scheme;
  private final byte[] signature;

  private CmsSigner(Der signer) throws BadDer {
    int version = signer.integer(Integer.MAX_VALUE);
    if (version == 1) {
      Der id = signer.sequence();
      this.issuer = id.element(Der.SEQUENCE);
      this.serial = id.integer();
      id.end();
      this.keyId = null;
    } else if (version == 3) {
      this.issuer = null;
      this.serial = null;
      this.keyId = signer.octets(Der.context(0, false));
    } else {
      throw new BadDer("its signer information is neither of version 1 nor 3");
    }
    this.digest = AlgorithmId.digest(signer);
    byte[] tagged = signer.element(Der.context(0, true));
    this.attributes = attributes(Der.of(tagged).enter(Der.context(0, true)));
    // What is signed is the SET that these are, under its own tag.
    this.signedAttributes = tagged;
    signedAttributes[0] = Der.SET;
    this.scheme = scheme(signer.element(Der.SEQUENCE), digest);
    this.signature = signer.octets(Der.OCTET_STRING);
    if (signer.next(Der.context(1, true))) {
      signer.skip(); // attributes that are not signed prove nothing
    }
    signer.end();
    if (!digest.strong() || !Strength.suffices(scheme)) {
      throw new BadDer("it is signed over a digest weaker than SHA-256");
    }
  }

  static CmsSigner read(Der signer) throws BadDer {
    return new CmsSigner(signer);
  }

  /** Whether this certificate is the one that the signer names. */
  boolean names(Certificate certificate) {
    if (keyId != null) {
      return Arrays.equals(keyId, certificate.extensions().subjectKeyId());
    }
    return certificate.serialNumber().equals(serial)
        && issuer != null
        && certificate.issuerName().is(issuer);
  }

  /** Why this is no signature on the content by the certificate it names, or null. */
  @Nullable String fault(String contentType, byte[] content, Certificate certificate)
      throws BadDer {
    Der type = value(CONTENT_TYPE);
    String signedType = type.oid();
    type.end();
    Der message = value(MESSAGE_DIGEST);
    byte[] signedDigest = message.octets(Der.OCTET_STRING);
    message.end();
    if (!signedType.equals(contentType)
        || !MessageDigest.isEqual(signedDigest, digest.of(content))) {
      return "its signature is over another content";
    }
    if (!attributes.containsKey(SIGNING_CERTIFICATE)
        && !attributes.containsKey(SIGNING_CERTIFICATE_V2)) {
      return "its signature does not say which certificate it is made with";
    }
    if (attributes.containsKey(SIGNING_CERTIFICATE)
        && !isSigningCertificate(value(SIGNING_CERTIFICATE), false, certificate)) {
      return "its signature is made with another certificate";
    }
    if (attributes.containsKey(SIGNING_CERTIFICATE_V2)
        && !isSigningCertificate(value(SIGNING_CERTIFICATE_V2), true, certificate)) {
      return "its signature is made with another certificate";
    }
    return certificate.publicKey().verify(scheme, signedAttributes, signature)
        ? null
        : "its signature does not verify";
  }

  /** ESSCertID or ESSCertIDv2 of RFC 5035; the first is that of the signer. */
  private static boolean isSigningCertificate(Der value, boolean v2, Certificate certificate)
      throws BadDer {
    Der attribute = value.sequence();
    value.end();
    Der id = attribute.sequence().sequence();
    DigestAlgorithm digest = v2 ? DigestAlgorithm.SHA256 : DigestAlgorithm.SHA1;
    if (v2 && id.next(Der.SEQUENCE)) {
      digest = AlgorithmId.digest(id);
    }
    byte[] hash = id.octets(Der.OCTET_STRING);
    if (!MessageDigest.isEqual(hash, certificate.fingerprint(digest))) {
      return false;
    }
    if (!id.more()) {
      return true;
    }
    Der issuerAndSerial = id.sequence();
    id.end();
    Der names = issuerAndSerial.sequence();
    BigInteger number = issuerAndSerial.integer();
    issuerAndSerial.end();
    Der directory = names.enter(Der.context(4, true));
    names.end();
    return certificate.issuerName().is(directory.rest())
        && certificate.serialNumber().equals(number);
  }

  private static Map<String, byte[]> attributes(Der set) throws BadDer {
    Map<String, byte[]> all = new LinkedHashMap<>();
    do {
      Der attribute = set.sequence();
      String oid = attribute.oid();
      byte[] values = attribute.octets(Der.SET);
      attribute.end();
      if (all.put(oid, values) != null) {
        throw new BadDer("it has a signed attribute twice");
      }
    } while (set.more());
    return all;
  }

  /** The only value of an attribute. */
  private Der value(String oid) throws BadDer {
    byte[] values = attributes.get(oid);
    if (values == null) {
      throw new BadDer("the signed attribute " + oid + " is missing");
    }
    return Der.of(values);
  }

  private static SignatureScheme scheme(byte[] algorithm, DigestAlgorithm digest) throws BadDer {
    Der id = Der.of(algorithm).sequence();
    if (id.oid().equals(RSA)) {
      AlgorithmId.nothing(id);
      id.end();
      return new SignatureScheme.RsaPkcs1(digest);
    }
    return AlgorithmId.signature(algorithm);
  }
}
