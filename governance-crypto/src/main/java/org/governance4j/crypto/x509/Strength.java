package org.governance4j.crypto.x509;

/** Which schemes are strong enough where signatures last: on certificates and timestamps. */
final class Strength {
  private Strength() {}

  static boolean suffices(SignatureScheme scheme) {
    if (scheme instanceof SignatureScheme.Ecdsa ecdsa) {
      return ecdsa.digest().strong();
    }
    if (scheme instanceof SignatureScheme.EcdsaP1363 ecdsa) {
      return ecdsa.digest().strong();
    }
    if (scheme instanceof SignatureScheme.RsaPkcs1 rsa) {
      return rsa.digest().strong();
    }
    if (scheme instanceof SignatureScheme.RsaPss pss) {
      return pss.digest().strong() && pss.mask().strong();
    }
    return true;
  }
}
