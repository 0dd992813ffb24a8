package org.governance4j.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** The two integers of an ECDSA signature, a SEQUENCE in DER (RFC 3279). */
record EcdsaSignature(BigInteger r, BigInteger s) {

  byte[] der() {
    ASN1EncodableVector sequence = new ASN1EncodableVector(2);
    sequence.add(new ASN1Integer(r));
    sequence.add(new ASN1Integer(s));
    try {
      return new DERSequence(sequence).getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("a value in memory cannot be encoded", e);
    }
  }
}
