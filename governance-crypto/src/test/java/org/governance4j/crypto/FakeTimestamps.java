package org.governance4j.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** A timestamp authority for tests (RFC 3161), whose tokens are put together by hand. */
final class FakeTimestamps {

  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1"), DERNull.INSTANCE);

  private FakeTimestamps() {}

  /** A token over a message, without certificates in it. */
  static byte[] token(
      KeyPair key, byte[] certificate, String issuer, Instant time, byte[] message, long serial) {
    try {
      byte[] info =
          sequence(
                  new ASN1Integer(1),
                  new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.2"),
                  sequence(SHA256, new DEROctetString(FakeCertificates.sha256(message))),
                  new ASN1Integer(serial),
                  new ASN1GeneralizedTime(Date.from(time)))
              .getEncoded();
      ASN1ObjectIdentifier infoType = oid("1.2.840.113549.1.9.16.1.4");
      GeneralNames issuerNames = new GeneralNames(new GeneralName(new X500Name(issuer)));
      BigInteger number =
          org.bouncycastle.asn1.x509.Certificate.getInstance(certificate)
              .getSerialNumber()
              .getValue();
      DERSequence signingCertificate =
          sequence(
              sequence(
                  sequence(
                      new DEROctetString(FakeCertificates.sha256(certificate)),
                      sequence(issuerNames, new ASN1Integer(number)))));
      DERSet attributes =
          new DERSet(
              new ASN1Encodable[] {
                sequence(oid("1.2.840.113549.1.9.3"), new DERSet(infoType)),
                sequence(
                    oid("1.2.840.113549.1.9.4"),
                    new DERSet(new DEROctetString(FakeCertificates.sha256(info)))),
                sequence(oid("1.2.840.113549.1.9.16.2.47"), new DERSet(signingCertificate))
              });
      byte[] signature = FakeCertificates.sign(key, attributes.getEncoded());
      DERSequence signer =
          sequence(
              new ASN1Integer(1),
              sequence(new X500Name(issuer), new ASN1Integer(number)),
              SHA256,
              new DERTaggedObject(false, 0, attributes),
              new AlgorithmIdentifier(FakeCertificates.ECDSA_SHA256),
              new DEROctetString(signature));
      DERSequence signedData =
          sequence(
              new ASN1Integer(3),
              new DERSet(SHA256),
              sequence(infoType, new DERTaggedObject(true, 0, new DEROctetString(info))),
              new DERSet(signer));
      DERSequence content =
          sequence(oid("1.2.840.113549.1.7.2"), new DERTaggedObject(true, 0, signedData));
      return sequence(sequence(new ASN1Integer(0)), content).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ASN1ObjectIdentifier oid(String oid) {
    return new ASN1ObjectIdentifier(oid);
  }

  private static DERSequence sequence(ASN1Encodable... items) {
    ASN1EncodableVector all = new ASN1EncodableVector();
    for (ASN1Encodable item : items) {
      ASN1Primitive primitive = item.toASN1Primitive();
      all.add(primitive);
    }
    return new DERSequence(all);
  }
}
