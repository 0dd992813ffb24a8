package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/** Reads out of a leaf certificate of Sigstore's authority who the signer is. */
final class SignerCertificate {

  /** The issuer of the identity token as it stands, the older extension. */
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.1";

  /** The same as a UTF8String in DER. */
  private static final String ISSUER_DER = "1.3.6.1.4.1.57264.1.8";

  private SignerCertificate() {}

  /**
   * The signer's identity.
   *
   * @throws ArtifactRejected if the certificate does not have exactly one name and one issuer
   */
  static CertificateIdentity identity(Certificate leaf) {
    List<String> names = new ArrayList<>();
    for (GeneralName name : leaf.subjectAltNames()) {
      switch (name.type()) {
        case EMAIL, URI, USERNAME -> names.add(name.value());
        default ->
            throw new ArtifactRejected(
                "the certificate names its subject in a way that is not accepted: " + name.type());
      }
    }
    String issuer = issuer(leaf);
    if (names.size() != 1 || names.get(0).isBlank()) {
      throw new ArtifactRejected(
          "the certificate must name one subject, found " + names.size() + " names");
    }
    if (issuer == null || issuer.isBlank()) {
      throw new ArtifactRejected("the certificate does not say who issued the identity");
    }
    return new CertificateIdentity(names.get(0), issuer);
  }

  private static @Nullable String issuer(Certificate leaf) {
    byte[] der = leaf.extension(ISSUER_DER);
    byte[] raw = leaf.extension(ISSUER);
    String older = raw == null ? null : text(raw);
    if (der == null) {
      return older;
    }
    String newer = text(utf8String(der));
    if (older != null && !older.equals(newer)) {
      throw new ArtifactRejected(
          "the certificate names two issuers of the identity, "
              + Hostile.quote(newer)
              + " and "
              + Hostile.quote(older));
    }
    return newer;
  }

  /** The content of a UTF8String in DER. */
  private static byte[] utf8String(byte[] der) {
    int at = 2;
    int length = der.length < 2 ? -1 : der[1] & 0xff;
    if (length == 0x81 && der.length > 2) {
      at = 3;
      length = der[2] & 0xff;
      length = length < 0x80 ? -1 : length;
    } else if (length == 0x82 && der.length > 3) {
      at = 4;
      length = (der[2] & 0xff) << 8 | (der[3] & 0xff);
      length = length < 0x100 ? -1 : length;
    } else if (length >= 0x80) {
      length = -1;
    }
    if (length < 0 || der[0] != 0x0c || der.length != at + length) {
      throw new ArtifactRejected("the certificate's issuer of the identity is not a UTF8String");
    }
    return Arrays.copyOfRange(der, at, der.length);
  }

  private static String text(byte[] utf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new ArtifactRejected("the certificate's issuer of the identity is not UTF-8", e);
    }
  }
}
