package org.governance4j.crypto;

/**
 * Who signed, as a certificate of Sigstore's authority says it.
 *
 * <p>Both parts are compared as they stand: no patterns, no case folding, no normalisation. The
 * subject alone names nobody, because another issuer may give the same name to someone else.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param subject the certificate's subject alternative name: an e-mail address, a URI (for example
 *     of a workflow) or another name of type 1.3.6.1.4.1.57264.1.7
 * @param issuer of the identity token that the authority has checked, a URL such as {@code
 *     https://token.actions.githubusercontent.com}
 */
public record CertificateIdentity(String subject, String issuer) {

  /**
   * Makes an identity.
   *
   * @throws IllegalArgumentException if a part is blank
   */
  public CertificateIdentity {
    if (subject.isBlank() || issuer.isBlank()) {
      throw new IllegalArgumentException(
          "an identity has a subject and an issuer, found \"" + subject + "\", \"" + issuer + '"');
    }
  }
}
