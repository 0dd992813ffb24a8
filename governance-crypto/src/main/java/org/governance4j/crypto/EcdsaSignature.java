package org.governance4j.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;

/** The two integers of an ECDSA signature, a SEQUENCE in DER (RFC 3279). */
record EcdsaSignature(BigInteger r, BigInteger s) {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

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

  /**
   * Reads a signature, or returns null: only one spelling of each is accepted, and none with longer
   * numbers than scalars are.
   */
  static @Nullable EcdsaSignature parse(byte[] der, int scalarBytes) {
    // A leading zero may stand before a number. Both of P-521 together are longer than 127 bytes.
    int longest = scalarBytes + 1;
    int body = bodyStart(der);
    if (body < 0) {
      return null;
    }
    int middle = integerEnd(der, body, longest);
    if (middle < 0 || integerEnd(der, middle, longest) != der.length) {
      return null;
    }
    return new EcdsaSignature(
        new BigInteger(Arrays.copyOfRange(der, body + 2, middle)),
        new BigInteger(Arrays.copyOfRange(der, middle + 2, der.length)));
  }

  /** Where the content of the SEQUENCE begins that fills the array, or -1. */
  private static int bodyStart(byte[] der) {
    if (der.length < 8 || der[0] != SEQUENCE) {
      return -1;
    }
    if (der[1] == der.length - 2) {
      return 2;
    }
    boolean twoBytes = der[1] == (byte) 0x81 && (der[2] & 0xff) >= 0x80;
    return twoBytes && (der[2] & 0xff) == der.length - 3 ? 3 : -1;
  }

  /** Where the non-negative, shortest INTEGER at that place ends, or -1. */
  private static int integerEnd(byte[] der, int at, int longest) {
    if (at + 3 > der.length || der[at] != INTEGER) {
      return -1;
    }
    int length = der[at + 1];
    int end = at + 2 + length;
    if (length < 1 || length > longest || end > der.length || der[at + 2] < 0) {
      return -1;
    }
    boolean padded = length > 1 && der[at + 2] == 0 && der[at + 3] >= 0;
    return padded ? -1 : end;
  }
}
