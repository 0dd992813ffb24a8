package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Keys and certificates for tests, signed by the JDK. */
final class FakeCertificates {

  static final ASN1ObjectIdentifier ECDSA_SHA256 = new ASN1ObjectIdentifier("1.2.840.10045.4.3.2");
  private static final String SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";

  private FakeCertificates() {}

  static KeyPair p256() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sign(KeyPair key, byte[] message) {
    try {
      boolean edwards = key.getPublic().getAlgorithm().startsWith("Ed");
      Signature signature = Signature.getInstance(edwards ? "Ed25519" : "SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a certificate is to say; the fields are set by who makes one. */
  static final class Request {
    String subject = "";
    String issuer = "CN=issuer";
    long serial = 77;
    KeyPair key = p256();
    KeyPair issuerKey = p256();
    Instant from = Instant.EPOCH;
    Instant to = Instant.EPOCH;
    boolean ca;
    int keyUsage = KeyUsage.digitalSignature;
    final List<KeyPurposeId> purposes = new ArrayList<>();
    boolean criticalPurposes;
    final List<GeneralName> names = new ArrayList<>();
    final List<Extension> others = new ArrayList<>();

    /** Signs timestamps into the certificate. */
    final List<Sct> scts = new ArrayList<>();

    static Request authority(String subject, String issuer, KeyPair key, KeyPair issuerKey) {
      Request request = new Request();
      request.subject = subject;
      request.issuer = issuer;
      request.key = key;
      request.issuerKey = issuerKey;
      request.ca = true;
      request.keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
      request.from = Instant.parse("2020-01-01T00:00:00Z");
      request.to = Instant.parse("2040-01-01T00:00:00Z");
      return request;
    }

    byte[] issue() {
      try {
        List<Extension> extensions = new ArrayList<>(extensions());
        if (!scts.isEmpty()) {
          byte[] precertificate = tbs(extensions);
          List<byte[]> signed = new ArrayList<>();
          for (Sct sct : scts) {
            signed.add(sct.sign(sha256(issuerKey.getPublic().getEncoded()), precertificate));
          }
          byte[] list =
              new DEROctetString(
                      prefixed(2, concat(signed.stream().map(one -> prefixed(2, one)).toList())))
                  .getEncoded();
          extensions.add(new Extension(new ASN1ObjectIdentifier(SCT_LIST), false, list));
        }
        byte[] tbs = tbs(extensions);
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(org.bouncycastle.asn1.ASN1Primitive.fromByteArray(tbs));
        certificate.add(new AlgorithmIdentifier(ECDSA_SHA256));
        certificate.add(new DERBitString(sign(issuerKey, tbs)));
        return new DERSequence(certificate).getEncoded();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private byte[] tbs(List<Extension> extensions) throws IOException {
      V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
      tbs.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial)));
      tbs.setSignature(new AlgorithmIdentifier(ECDSA_SHA256));
      tbs.setIssuer(new X500Name(issuer));
      tbs.setSubject(new X500Name(subject));
      tbs.setStartDate(new Time(Date.from(from)));
      tbs.setEndDate(new Time(Date.from(to)));
      tbs.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
      tbs.setExtensions(new Extensions(extensions.toArray(Extension[]::new)));
      return tbs.generateTBSCertificate().getEncoded();
    }

    private List<Extension> extensions() throws IOException {
      List<Extension> all = new ArrayList<>();
      all.add(extension(Extension.keyUsage, true, new KeyUsage(keyUsage)));
      if (ca) {
        all.add(extension(Extension.basicConstraints, true, new BasicConstraints(true)));
      }
      if (!purposes.isEmpty()) {
        all.add(
            extension(
                Extension.extendedKeyUsage,
                criticalPurposes,
                new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new))));
      }
      if (!names.isEmpty()) {
        all.add(
            extension(
                Extension.subjectAlternativeName,
                subject.isEmpty(),
                new GeneralNames(names.toArray(GeneralName[]::new))));
      }
      all.addAll(others);
      return all;
    }
  }

  /** A log that signs a timestamp of a certificate (RFC 6962). */
  record Sct(KeyPair key, Instant time, byte[] logId) {
    byte[] sign(byte[] issuerKeyHash, byte[] tbs) {
      byte[] head = ByteBuffer.allocate(10).putLong(2, time.toEpochMilli()).array();
      byte[] signed =
          concat(
              List.of(head, new byte[] {0, 1}, issuerKeyHash, prefixed(3, tbs), new byte[] {0, 0}));
      byte[] signature = FakeCertificates.sign(key, signed);
      byte[] millis = ByteBuffer.allocate(8).putLong(time.toEpochMilli()).array();
      return concat(
          List.of(
              new byte[] {0},
              logId,
              millis,
              new byte[] {0, 0},
              new byte[] {4, 3},
              prefixed(2, signature)));
    }
  }

  static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value)
      throws IOException {
    return new Extension(oid, critical, value.toASN1Primitive().getEncoded("DER"));
  }

  /** The issuer of an identity token, the newer way. */
  static Extension issuer(String issuer) {
    try {
      return extension(
          new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), false, new DERUTF8String(issuer));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same, the older way. */
  static Extension rawIssuer(String issuer) {
    return new Extension(
        new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.1"), false, issuer.getBytes(UTF_8));
  }

  static byte[] concat(List<byte[]> parts) {
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(all::put);
    return all.array();
  }

  /** The bytes behind their length in so many bytes. */
  static byte[] prefixed(int lengthBytes, byte[] bytes) {
    ByteBuffer all = ByteBuffer.allocate(lengthBytes + bytes.length);
    for (int i = lengthBytes - 1; i >= 0; i--) {
      all.put((byte) (bytes.length >>> 8 * i));
    }
    return all.put(bytes).array();
  }
}
