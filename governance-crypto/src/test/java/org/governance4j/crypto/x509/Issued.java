package org.governance4j.crypto.x509;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.jspecify.annotations.Nullable;

/** Makes certificates with Bouncy Castle's ASN.1 classes: what they say, and by whom. */
final class Issued {
  static final Instant FROM = Instant.parse("2030-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");
  static final Instant AT = Instant.parse("2035-06-01T12:00:00Z");

  static final String BASIC_CONSTRAINTS = "2.5.29.19";
  static final String KEY_USAGE = "2.5.29.15";

  private static final ECNamedDomainParameters P256 =
      new ECNamedDomainParameters(
          SECObjectIdentifiers.secp256r1,
          CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

  private final String subject;
  private final Key key;
  private final List<Extension> extensions = new ArrayList<>();
  private byte @Nullable [] spki;
  private Instant from = FROM;
  private Instant to = TO;
  private DigestAlgorithm digest = DigestAlgorithm.SHA256;
  private int serial = 1;

  Issued(String subject, Key key) {
    this.subject = subject;
    this.key = key;
  }

  /** A CA that may sign certificates; no limit if the path length is negative. */
  static Issued ca(String subject, Key key, int pathLength) {
    BasicConstraints constraints =
        pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength);
    return new Issued(subject, key)
        .with(BASIC_CONSTRAINTS, true, der(constraints))
        .keyUsage(KeyUsage.KEY_CERT_SIGN);
  }

  static Issued leaf(String subject, Key key) {
    return new Issued(subject, key).keyUsage(KeyUsage.DIGITAL_SIGNATURE);
  }

  Issued with(String oid, boolean critical, byte[] value) {
    extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value));
    return this;
  }

  Issued without(String oid) {
    extensions.removeIf(extension -> extension.getExtnId().getId().equals(oid));
    return this;
  }

  Issued keyUsage(KeyUsage usage) {
    int bit = usage.ordinal();
    return with(KEY_USAGE, true, der(new DERBitString(new byte[] {(byte) (0x80 >> bit)}, 7 - bit)));
  }

  Issued valid(Instant first, Instant last) {
    from = first;
    to = last;
    return this;
  }

  Issued digest(DigestAlgorithm algorithm) {
    digest = algorithm;
    return this;
  }

  Issued spki(byte[] other) {
    spki = other;
    return this;
  }

  Issued serial(int number) {
    serial = number;
    return this;
  }

  Certificate by(String issuer, Key issuerKey) {
    return Certificate.parse(encoded(issuer, issuerKey));
  }

  Certificate bySelf() {
    return by(subject, key);
  }

  byte[] encoded(String issuer, Key issuerKey) {
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(
            switch (digest) {
              case SHA1 -> X9ObjectIdentifiers.ecdsa_with_SHA1;
              case SHA224 -> X9ObjectIdentifiers.ecdsa_with_SHA224;
              default -> X9ObjectIdentifiers.ecdsa_with_SHA256;
            });
    V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(serial));
    tbs.setSignature(algorithm);
    tbs.setIssuer(new X500Name("CN=" + issuer));
    tbs.setSubject(subject.isEmpty() ? new X500Name(new RDN[0]) : new X500Name("CN=" + subject));
    tbs.setStartDate(new Time(Date.from(from)));
    tbs.setEndDate(new Time(Date.from(to)));
    tbs.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(spki == null ? key.spki() : spki));
    if (!extensions.isEmpty()) {
      tbs.setExtensions(
          new org.bouncycastle.asn1.x509.Extensions(extensions.toArray(Extension[]::new)));
    }
    TBSCertificate body = tbs.generateTBSCertificate();
    ASN1EncodableVector whole = new ASN1EncodableVector();
    whole.add(body);
    whole.add(algorithm);
    whole.add(new DERBitString(issuerKey.sign(digest.of(der(body)))));
    return der(new DERSequence(whole));
  }

  static byte[] der(org.bouncycastle.asn1.ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key pair on P-256, always the same one for a number. */
  record Key(BigInteger secret) {
    static Key of(int number) {
      return new Key(
          new BigInteger(1, DigestAlgorithm.SHA256.of(new byte[] {(byte) number})).shiftRight(1));
    }

    byte[] spki() {
      byte[] point = P256.getG().multiply(secret).normalize().getEncoded(false);
      return der(
          new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
              point));
    }

    byte[] sign(byte[] digest) {
      ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, new ECPrivateKeyParameters(secret, P256));
      BigInteger[] rs = signer.generateSignature(digest);
      ASN1EncodableVector both = new ASN1EncodableVector();
      both.add(new ASN1Integer(rs[0]));
      both.add(new ASN1Integer(rs[1]));
      return der(new DERSequence(both));
    }
  }
}
