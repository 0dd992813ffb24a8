package org.governance4j.conformance;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.CertificateChain;
import org.governance4j.crypto.x509.Certificates;
import org.governance4j.crypto.x509.Purpose;

/** Certificates: those that sigstore-python has spoilt on purpose, and samples of others. */
final class X509Vectors {
  private static final String LEAF = "bogus-leaf";
  private static final String INTERMEDIATE = "bogus-intermediate";
  private static final String ROOT = "bogus-root";
  private static final String PEM = ".pem";

  /** What may follow the role in the name of a certificate that is as it should be. */
  private static final Set<String> SOUND = Set.of("", "-with-eku");

  private X509Vectors() {}

  /**
   * One of a leaf, an intermediate and a root certificate; the name says what is wrong with it. The
   * sound ones of the other roles are used beside it.
   */
  static void bogus(Folder folder, String file, Cases cases) throws IOException {
    String name = Folder.name(file);
    String place = file.substring(0, file.length() - name.length());
    String role = role(name);
    if (role.isEmpty()) {
      cases.skip(file, "neither a leaf nor a CA");
      return;
    }
    String leafFile = role.equals(ROOT) ? place + LEAF + PEM : file;
    String rootFile = role.equals(ROOT) ? file : place + ROOT + PEM;
    if (!folder.has(leafFile) || !folder.has(rootFile)) {
      cases.skip(file, "the sound certificate that goes with it is missing");
      return;
    }
    String fault = name.substring(role.length(), name.length() - PEM.length());
    byte[] leaf = folder.read(leafFile);
    byte[] root = folder.read(rootFile);
    boolean sound = SOUND.contains(fault);
    if (role.equals(INTERMEDIATE)) {
      cases.expect(sound, file + " as a CA", () -> path(leaf, root));
      cases.refused(file + " as a leaf", () -> Purpose.CODE_SIGNING.check(path(leaf, root)));
    } else {
      cases.expect(sound, file, () -> Purpose.CODE_SIGNING.check(path(leaf, root)));
    }
  }

  private static String role(String name) {
    for (String role : List.of(LEAF, INTERMEDIATE, ROOT)) {
      if (name.startsWith(role) && name.endsWith(PEM)) {
        return role;
      }
    }
    return "";
  }

  private static List<Certificate> path(byte[] leaf, byte[] root) {
    Certificate first = Certificates.readPem(leaf).get(0);
    return CertificateChain.validate(
        first, List.of(), Certificates.readPem(root), first.notBefore());
  }

  /** Certificates to read; where the last is a CA that issued itself they must be a path. */
  static void sample(Folder folder, String file, Cases cases) throws IOException {
    byte[] content = folder.read(file);
    boolean sound = !file.contains("invalid") && !file.contains("bad");
    cases.expect(sound, file, () -> CtVectors.pathOrNothing(Certificates.read(content)));
  }

  /** The path that a file of certificates is, the leaf first; they are valid when the leaf is. */
  static List<Certificate> path(List<Certificate> all) {
    Certificate leaf = all.get(0);
    Certificate last = all.get(all.size() - 1);
    if (!last.selfIssued() || !last.isCa()) {
      throw new ArtifactRejected("the last certificate is no root");
    }
    Instant at = leaf.notBefore();
    return CertificateChain.validate(leaf, all.subList(1, all.size()), List.of(last), at);
  }
}
