package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.Certificates;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.Purpose;
import org.governance4j.crypto.x509.SignedCertificateTimestamp;

/** Certificates with the timestamps of transparency logs in them. */
final class CtVectors {
  private static final String CA = "ca-cert.pem";
  private static final String LOG_KEY = "ct-server-key-public.pem";
  private static final String FULCIO_LOG_KEY = "ctfe.pub";

  private CtVectors() {}

  /** The samples of RFC 6962's authors: a CA, the key of a log, certificates. */
  static void log(Folder folder, String file, Cases cases) throws IOException {
    String name = Folder.name(file);
    String place = file.substring(0, file.length() - name.length());
    byte[] content = folder.read(file);
    if (name.equals(LOG_KEY)) {
      cases.accepted(file, () -> PublicKey.ofSpki(publicKey(content)));
      return;
    }
    if (name.endsWith("key.pem")) {
      cases.skip(file, "a private key, which is not needed");
      return;
    }
    cases.accepted(file, () -> Certificates.readPem(content));
    if (folder.has(place + CA) && folder.has(place + LOG_KEY) && name.contains("-ct-")) {
      byte[] ca = folder.read(place + CA);
      byte[] key = publicKey(folder.read(place + LOG_KEY));
      cases.expect(
          name.contains("embedded"),
          file + " timestamps",
          () ->
              timestamps(
                  Certificates.readPem(content).get(0), Certificates.readPem(ca).get(0), key));
    }
  }

  /** Answers of Fulcio: a certificate and its CAs, or the CAs alone. */
  static void fulcio(Folder folder, String file, Cases cases) throws IOException {
    String name = Folder.name(file);
    String place = file.substring(0, file.length() - name.length());
    byte[] content = folder.read(file);
    boolean sound = !file.contains("/invalid/");
    if (name.endsWith(".pub")) {
      cases.expect(sound, file, () -> PublicKey.ofSpki(publicKey(content)));
      return;
    }
    cases.expect(sound, file, () -> pathOrNothing(Certificates.read(content)));
    String keyFile = place + FULCIO_LOG_KEY;
    if (sound && folder.has(keyFile)) {
      byte[] key = publicKey(folder.read(keyFile));
      List<Certificate> all = Certificates.read(content);
      if (!SignedCertificateTimestamp.embeddedIn(all.get(0)).isEmpty()) {
        cases.accepted(
            file + " timestamps", () -> timestamps(all.get(0), X509Vectors.path(all).get(1), key));
        cases.refused(
            file + " timestamps under another issuer",
            () -> timestamps(all.get(0), all.get(all.size() - 1), key));
      }
    }
  }

  /** Certificates that end in a root must be a path to it, for signing code if the first may. */
  static void pathOrNothing(List<Certificate> all) {
    Certificate last = all.get(all.size() - 1);
    if (last.selfIssued() && last.isCa()) {
      List<Certificate> path = X509Vectors.path(all);
      if (!path.get(0).isCa()) {
        Purpose.CODE_SIGNING.check(path);
      }
    }
  }

  private static void timestamps(Certificate certificate, Certificate issuer, byte[] spki) {
    PublicKey key = PublicKey.ofSpki(spki);
    if (SignedCertificateTimestamp.embeddedIn(certificate).stream()
        .noneMatch(timestamp -> timestamp.isSignedBy(key, certificate, issuer))) {
      throw new ArtifactRejected("no certificate timestamp is by this log");
    }
  }

  private static byte[] publicKey(byte[] pem) {
    String text = new String(pem, US_ASCII);
    String begin = "-----BEGIN PUBLIC KEY-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END PUBLIC KEY-----");
    if (from < 0 || to < from) {
      throw new InvalidData("there is no public key in PEM");
    }
    return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
  }
}
