package org.governance4j.crypto.x509;

import java.util.Map;

/** AlgorithmIdentifiers of signatures and digests. */
final class AlgorithmId {
  private static final Map<String, SignatureScheme> SCHEMES =
      Map.ofEntries(
          Map.entry("1.2.840.10045.4.1", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA1)),
          Map.entry("1.2.840.10045.4.3.1", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA224)),
          Map.entry("1.2.840.10045.4.3.2", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA256)),
          Map.entry("1.2.840.10045.4.3.3", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA384)),
          Map.entry("1.2.840.10045.4.3.4", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA512)),
          Map.entry("1.2.840.113549.1.1.5", new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA1)),
          Map.entry("1.2.840.113549.1.1.14", new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA224)),
          Map.entry("1.2.840.113549.1.1.11", new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA256)),
          Map.entry("1.2.840.113549.1.1.12", new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA384)),
          Map.entry("1.2.840.113549.1.1.13", new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA512)),
          Map.entry("1.3.101.112", new SignatureScheme.Ed25519()),
          Map.entry("2.16.840.1.101.3.4.3.17", new SignatureScheme.MlDsa()),
          Map.entry("2.16.840.1.101.3.4.3.18", new SignatureScheme.MlDsa()),
          Map.entry("2.16.840.1.101.3.4.3.19", new SignatureScheme.MlDsa()));

  private AlgorithmId() {}

  /**
   * The scheme of a whole AlgorithmIdentifier. Parameters are absent, but NULL with RSA (RFC 4055).
   */
  static SignatureScheme signature(byte[] der) throws BadDer {
    Der outer = Der.of(der);
    Der algorithm = outer.sequence();
    outer.end();
    String oid = algorithm.oid();
    if (oid.equals(PssParameters.OID)) {
      SignatureScheme scheme = PssParameters.read(algorithm).scheme();
      algorithm.end();
      return scheme;
    }
    SignatureScheme scheme = SCHEMES.get(oid);
    if (scheme == null) {
      throw new BadDer("its signature algorithm " + oid + " is not known here");
    }
    if (scheme instanceof SignatureScheme.RsaPkcs1) {
      nothing(algorithm);
    }
    algorithm.end();
    return scheme;
  }

  /** The digest of the next AlgorithmIdentifier, whose parameters may be NULL or absent. */
  static DigestAlgorithm digest(Der from) throws BadDer {
    Der algorithm = from.sequence();
    String oid = algorithm.oid();
    DigestAlgorithm digest = DigestAlgorithm.ofOid(oid);
    if (digest == null) {
      throw new BadDer("its digest algorithm " + oid + " is not known here");
    }
    if (algorithm.more()) {
      nothing(algorithm);
    }
    algorithm.end();
    return digest;
  }

  /** A NULL. */
  static void nothing(Der from) throws BadDer {
    from.enter(Der.NULL).end();
  }
}
