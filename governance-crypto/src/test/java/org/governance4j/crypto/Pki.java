package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.governance4j.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/** Certificates of keys that are made on the spot, all of ECDSA P-256. */
final class Pki {

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

  private static final AlgorithmIdentifier ECDSA_SHA256 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));

  private Pki() {}

  /** A name, its key and its certificate. */
  record Holder(String name, SoftwareKey key, byte[] der) {
    byte[] pem() {
      return Pki.pem(List.of(der));
    }
  }

  /** What a leaf's key is for. */
  enum For {
    SIGNATURES,
    CODE,
    ENCRYPTION,
    NOTHING_SAID
  }

  static Holder root(String name) throws Exception {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    return new Holder(name, key, certificate(name, key, name, key, true, null, FROM, TO));
  }

  static Holder authority(String name, Holder issuer) throws Exception {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    return new Holder(
        name, key, certificate(name, key, issuer.name(), issuer.key(), true, null, FROM, TO));
  }

  static Holder leaf(Holder issuer, For use, Instant from, Instant to) throws Exception {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    byte[] der = certificate("leaf", key, issuer.name(), issuer.key(), false, use, from, to);
    return new Holder("leaf", key, der);
  }

  static byte[] pem(List<byte[]> certificates) {
    StringBuilder text = new StringBuilder();
    for (byte[] der : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static byte[] certificate(
      String subject,
      SoftwareKey key,
      String issuer,
      SoftwareKey issuerKey,
      boolean authority,
      @Nullable For use,
      Instant from,
      Instant to)
      throws Exception {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (authority) {
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    } else if (use == For.SIGNATURES) {
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    } else if (use == For.ENCRYPTION) {
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment));
    } else if (use == For.CODE) {
      extensions.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
    }
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(
        new org.bouncycastle.asn1.ASN1Integer(BigInteger.valueOf(subject.hashCode() & 0xffff | 1)));
    generator.setIssuer(new X500Name("CN=" + issuer));
    generator.setSubject(new X500Name("CN=" + subject));
    generator.setStartDate(new Time(Date.from(from)));
    generator.setEndDate(new Time(Date.from(to)));
    generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.publicKey()));
    generator.setSignature(ECDSA_SHA256);
    generator.setExtensions(extensions.generate());
    TBSCertificate tbs = generator.generateTBSCertificate();
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(tbs);
    parts.add(ECDSA_SHA256);
    parts.add(new DERBitString(issuerKey.sign(tbs.getEncoded(ASN1Encoding.DER))));
    return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
  }
}
