package org.governance4j.crypto.x509;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.ArtifactRejected;

/**
 * The promise of a transparency log to include a certificate (RFC 6962 version 1), embedded in the
 * certificate it was made for.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class SignedCertificateTimestamp {

  /** The extension of certificates that holds them. */
  public static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

  private static final int LOG_ID_BYTES = 32;
  private static final int MAX_TIMESTAMPS = 32;
  private static final int SHA256 = 4;
  private static final int RSA = 1;
  private static final int ECDSA = 3;

  private final byte[] logId;
  private final long millis;
  private final byte[] extensions;
  private final int signatureType;
  private final byte[] signature;

  private SignedCertificateTimestamp(ByteBuffer sct) throws BadDer {
    if (sct.remaining() < 1 + LOG_ID_BYTES + 8 || sct.get() != 0) {
      throw new BadDer("one is not of version 1");
    }
    this.logId = new byte[LOG_ID_BYTES];
    sct.get(logId);
    this.millis = sct.getLong();
    this.extensions = opaque(sct);
    if (sct.remaining() < 2 || sct.get() != SHA256) {
      throw new BadDer("one is signed over another digest than SHA-256");
    }
    this.signatureType = sct.get();
    if (signatureType != ECDSA && signatureType != RSA) {
      throw new BadDer("one is signed with neither ECDSA nor RSA");
    }
    this.signature = opaque(sct);
    if (sct.hasRemaining()) {
      throw new BadDer("one has bytes after its end");
    }
    if (millis < 0) {
      throw new BadDer("one is of a time that does not exist");
    }
  }

  /**
   * Those in a certificate, in their order.
   *
   * @return empty if the certificate has no such extension
   * @throws ArtifactRejected if the extension is malformed
   */
  public static List<SignedCertificateTimestamp> embeddedIn(Certificate certificate) {
    byte[] extension = certificate.extensions().value(EXTENSION);
    if (extension == null) {
      return List.of();
    }
    try {
      Der outer = Der.of(extension);
      byte[] octets = outer.octets(Der.OCTET_STRING);
      outer.end();
      return parse(octets);
    } catch (BadDer e) {
      throw new ArtifactRejected(
          "the certificate timestamps of " + certificate + " are malformed: " + e.reason());
    }
  }

  /** Reads a SignedCertificateTimestampList of TLS, of which there is at least one. */
  private static List<SignedCertificateTimestamp> parse(byte[] tls) throws BadDer {
    ByteBuffer outer = ByteBuffer.wrap(tls);
    ByteBuffer list = ByteBuffer.wrap(opaque(outer));
    if (outer.hasRemaining() || !list.hasRemaining()) {
      throw new BadDer("the list is empty or has bytes after its end");
    }
    List<SignedCertificateTimestamp> all = new ArrayList<>();
    while (list.hasRemaining()) {
      all.add(new SignedCertificateTimestamp(ByteBuffer.wrap(opaque(list))));
      if (all.size() > MAX_TIMESTAMPS) {
        throw new BadDer("there are more than " + MAX_TIMESTAMPS);
      }
    }
    return List.copyOf(all);
  }

  /** Bytes after their number in two bytes. */
  private static byte[] opaque(ByteBuffer from) throws BadDer {
    if (from.remaining() < 2) {
      throw new BadDer("one ends before it is complete");
    }
    int length = from.getShort() & 0xffff;
    if (length > from.remaining()) {
      throw new BadDer("one ends before it is complete");
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** SHA-256 of the log's public key; a copy. */
  public byte[] logId() {
    return logId.clone();
  }

  /** When the log took the certificate in; the key of the log must have been valid then. */
  public Instant timestamp() {
    return Instant.ofEpochMilli(millis);
  }

  /**
   * Whether the log with this key has signed this for the certificate that it is embedded in: as a
   * precertificate of its issuer, which is the certificate without this extension, all else byte
   * for byte as it stands there.
   *
   * @param issuer the certificate whose key signed the certificate
   * @throws ArtifactRejected if the certificate has no such extension
   */
  public boolean isSignedBy(PublicKey logKey, Certificate certificate, Certificate issuer) {
    boolean rsa = logKey.kind() == PublicKey.Kind.RSA;
    if (!Arrays.equals(logId, logKey.id()) || rsa != (signatureType == RSA)) {
      return false;
    }
    SignatureScheme scheme =
        rsa
            ? new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA256)
            : new SignatureScheme.Ecdsa(DigestAlgorithm.SHA256);
    return logKey.verify(scheme, signedBytes(certificate, issuer), signature);
  }

  /** The digitally-signed struct of RFC 6962 section 3.2 for a precertificate. */
  private byte[] signedBytes(Certificate certificate, Certificate issuer) {
    byte[] tbs;
    try {
      tbs = withoutTimestamps(certificate.tbs());
    } catch (BadDer e) {
      throw new ArtifactRejected(certificate + " cannot be turned back: " + e.reason());
    }
    byte[] issuerKey = DigestAlgorithm.SHA256.of(issuer.spki());
    ByteBuffer signed =
        ByteBuffer.allocate(12 + issuerKey.length + 3 + tbs.length + 2 + extensions.length);
    signed.put((byte) 0); // version 1
    signed.put((byte) 0); // certificate_timestamp
    signed.putLong(millis);
    signed.putShort((short) 1); // precert_entry
    signed.put(issuerKey);
    signed.put((byte) (tbs.length >> 16)).putShort((short) tbs.length).put(tbs);
    signed.putShort((short) extensions.length).put(extensions);
    return signed.array();
  }

  /** The TBSCertificate without the extension; only the lengths around it are written anew. */
  static byte[] withoutTimestamps(byte[] tbs) throws BadDer {
    Der fields = Der.of(tbs).sequence();
    int start = fields.position();
    int extensionsTag = Der.context(3, true);
    while (fields.more() && !fields.next(extensionsTag)) {
      fields.skip();
    }
    byte[] before = Arrays.copyOfRange(tbs, start, fields.position());
    Der extensions = fields.enter(extensionsTag).sequence();
    ByteArrayOutputStream kept = new ByteArrayOutputStream(tbs.length);
    boolean found = false;
    while (extensions.more()) {
      byte[] extension = extensions.element(Der.SEQUENCE);
      if (Der.of(extension).sequence().oid().equals(EXTENSION)) {
        found = true;
      } else {
        kept.writeBytes(extension);
      }
    }
    if (!found) {
      throw new BadDer("it has no certificate timestamps");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(tbs.length);
    out.writeBytes(before);
    if (kept.size() > 0) {
      out.writeBytes(Der.write(extensionsTag, Der.write(Der.SEQUENCE, kept.toByteArray())));
    }
    return Der.write(Der.SEQUENCE, out.toByteArray());
  }

  @Override
  public String toString() {
    return "SignedCertificateTimestamp[" + timestamp() + "]";
  }
}
