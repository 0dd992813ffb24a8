package org.governance4j.crypto.x509;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;

/** TSTInfo of RFC 3161: what a timestamp authority signs. */
record TimestampInfo(DigestAlgorithm algorithm, byte[] imprint, Instant time) {
  static final String OID = "1.2.840.113549.1.9.16.1.4";

  private static final Set<DigestAlgorithm> IMPRINTS =
      Set.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512);

  static TimestampInfo read(byte[] der) throws BadDer {
    Der outer = Der.of(der);
    Der info = outer.sequence();
    outer.end();
    if (info.integer(Integer.MAX_VALUE) != 1) {
      throw new BadDer("its content is not of version 1");
    }
    info.oid(); // the policy of the authority
    Der imprint = info.sequence();
    DigestAlgorithm algorithm = AlgorithmId.digest(imprint);
    byte[] digest = imprint.octets(Der.OCTET_STRING);
    imprint.end();
    if (!IMPRINTS.contains(algorithm)) {
      throw new BadDer("it is of a digest with " + algorithm.word());
    }
    info.integer(); // serial number
    Instant time = DerTime.readFine(info);
    if (info.next(Der.SEQUENCE)) {
      info.skip(); // accuracy
    }
    if (info.next(Der.BOOLEAN)) {
      info.bool(); // ordering
    }
    if (info.next(Der.INTEGER)) {
      info.integer(); // nonce
    }
    if (info.next(Der.context(0, true))) {
      info.skip(); // the name of the authority, which is no more than a hint
    }
    if (info.next(Der.context(1, true))) {
      noneCritical(info.enter(Der.context(1, true)));
    }
    info.end();
    return new TimestampInfo(algorithm, digest, time);
  }

  /** Whether it is about these bytes. */
  boolean isOf(byte[] data) {
    return MessageDigest.isEqual(imprint, algorithm.of(data));
  }

  private static void noneCritical(Der extensions) throws BadDer {
    while (extensions.more()) {
      Der extension = extensions.sequence();
      String oid = extension.oid();
      if (extension.next(Der.BOOLEAN) && extension.bool()) {
        throw new BadDer("it has the critical extension " + oid + ", which is not known here");
      }
      extension.octets(Der.OCTET_STRING);
      extension.end();
    }
  }
}
