package org.governance4j.crypto.x509;

/**
 * RSASSA-PSS-params of RFC 4055, of a key or of a signature.
 *
 * @param saltBytes of a key the least length of a salt, of a signature its length
 */
record PssParameters(DigestAlgorithm digest, DigestAlgorithm mask, int saltBytes) {
  static final String OID = "1.2.840.113549.1.1.10";
  private static final String MGF1 = "1.2.840.113549.1.1.8";
  private static final int DEFAULT_SALT_BYTES = 20;
  private static final int MAX_SALT_BYTES = 2048;

  /** Whether a key with these parameters makes signatures with those. */
  boolean allow(SignatureScheme.RsaPss scheme) {
    return scheme.digest() == digest && scheme.mask() == mask && scheme.saltBytes() >= saltBytes;
  }

  SignatureScheme.RsaPss scheme() {
    return new SignatureScheme.RsaPss(digest, mask, saltBytes);
  }

  /** Reads what follows the object identifier. */
  static PssParameters read(Der algorithm) throws BadDer {
    Der parameters = algorithm.sequence();
    DigestAlgorithm digest = DigestAlgorithm.SHA1;
    DigestAlgorithm mask = DigestAlgorithm.SHA1;
    int salt = DEFAULT_SALT_BYTES;
    if (parameters.next(Der.context(0, true))) {
      Der field = parameters.enter(Der.context(0, true));
      digest = AlgorithmId.digest(field);
      field.end();
    }
    if (parameters.next(Der.context(1, true))) {
      Der field = parameters.enter(Der.context(1, true));
      Der function = field.sequence();
      field.end();
      if (!function.oid().equals(MGF1)) {
        throw new BadDer("its PSS parameters have another mask generation function than MGF1");
      }
      mask = AlgorithmId.digest(function);
      function.end();
    }
    if (parameters.next(Der.context(2, true))) {
      Der field = parameters.enter(Der.context(2, true));
      salt = field.integer(MAX_SALT_BYTES);
      field.end();
    }
    if (parameters.next(Der.context(3, true))) {
      Der field = parameters.enter(Der.context(3, true));
      if (field.integer(Integer.MAX_VALUE) != 1) {
        throw new BadDer("its PSS parameters have another trailer than 1");
      }
      field.end();
    }
    parameters.end();
    return new PssParameters(digest, mask, salt);
  }
}
