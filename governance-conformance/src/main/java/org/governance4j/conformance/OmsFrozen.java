package org.governance4j.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.CertificateIdentity;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.TrustedRoot;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.json.JsonMembers;

/**
 * Bundles that releases of the reference implementation made: {@code vVERSION-METHOD/model.sig}
 * over the files beside it. Each must verify, and must not when a file was changed, when another
 * signer is trusted, or another kind of signer; and one of version 0.2 only where that is asked
 * for.
 */
final class OmsFrozen {

  static final String PLACE = "model-transparency/";
  private static final String BUNDLE = "/model.sig";
  private static final String KEYS = PLACE + "keys/certificate/";
  private static final CertificateIdentity IDENTITY =
      new CertificateIdentity("stefanb@us.ibm.com", "https://sigstore.verify.ibm.com/oauth2");

  private OmsFrozen() {}

  /** Whether a file is brought to account with a bundle. */
  static boolean isCompanion(Folder folder, String file) {
    if (!file.startsWith(PLACE)) {
      return false;
    }
    int slash = file.indexOf('/', PLACE.length());
    return file.startsWith(PLACE + "keys/")
        || (slash > 0 && !file.endsWith(BUNDLE) && folder.has(file.substring(0, slash) + BUNDLE));
  }

  static void run(Folder folder, String file, Cases cases) throws IOException {
    if (!file.endsWith(BUNDLE)) {
      cases.skip(file, "not a case of this suite");
      return;
    }
    String name = file.substring(0, file.length() - BUNDLE.length());
    String method = name.substring(name.indexOf('-', PLACE.length()) + 1);
    if (method.equals("sigstore") && !folder.has(SigstoreRoots.PUBLIC_GOOD)) {
      cases.skip(name, "the trusted root " + SigstoreRoots.PUBLIC_GOOD + " is not there");
      return;
    }
    OmsVerifier verifier = verifier(folder, method);
    SignatureBundle bundle = SignatureBundle.of(folder.read(file));
    List<String> signed = signedFiles(bundle);
    Path all = folder.dir().resolve(name);
    // A statement with the only name "." is about one file, which its subject names.
    boolean one = signed.equals(List.of("."));
    Path path = one ? all.resolve(subject(bundle)) : all;
    cases.accepted(
        name,
        () -> {
          try (OmsModel model = OmsModel.copy(path)) {
            List<String> found =
                new ArrayList<>(
                    verifier.acceptingVersion02().check(source(model), bundle).files().keySet());
            Mismatch.check("files", one ? List.of(subject(bundle)) : signed, found);
          }
        });
    cases.refused(
        name + ", a changed file",
        () -> {
          try (OmsModel model = OmsModel.copy(all)) {
            String changed = one ? subject(bundle) : signed.get(0);
            model.write(Map.of(changed, "changed"));
            ArtifactSource source =
                one ? ArtifactSource.of(model.path().resolve(changed)) : source(model);
            verifier.acceptingVersion02().check(source, bundle);
          }
        });
    cases.refused(
        name + ", another key",
        () -> {
          try (OmsModel model = OmsModel.copy(path)) {
            OmsVerifier.trusting(fresh()).acceptingVersion02().check(source(model), bundle);
          }
        });
    boolean old = OmsPayload.of(bundle.bytes()).text().contains("Digests/v0.1");
    cases.expect(
        !old,
        name + ", no old forms",
        () -> {
          try (OmsModel model = OmsModel.copy(path)) {
            verifier.check(source(model), bundle);
          }
        });
  }

  private static ArtifactSource source(OmsModel model) {
    return new ArtifactSource(model.path(), List.of("ignore-me", "model.sig"));
  }

  private static OmsVerifier verifier(Folder folder, String method) throws IOException {
    return switch (method) {
      case "certificate" -> OmsVerifier.trustingCertificates(folder.read(KEYS + "ca-cert.pem"));
      case "sigstore" ->
          OmsVerifier.trustingKeyless(
              TrustedRoot.parse(folder.read(SigstoreRoots.PUBLIC_GOOD)), IDENTITY);
      default ->
          OmsVerifier.trusting(
              VerificationKey.read(folder.dir().resolve(KEYS + "signing-key-pub.pem")));
    };
  }

  private static VerificationKey fresh() {
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P384)) {
      return key.verificationKey();
    }
  }

  private static String subject(SignatureBundle bundle) {
    return OmsPayload.of(bundle.bytes()).statement().objects("subject").get(0).string("name");
  }

  /** The names that the statement lists: of version 0.2 its subjects. */
  private static List<String> signedFiles(SignatureBundle bundle) {
    OmsPayload payload = OmsPayload.of(bundle.bytes());
    List<JsonMembers> subjects = payload.statement().objects("subject");
    return payload.statement().object("predicate").has("resources")
        ? List.copyOf(payload.resources().keySet())
        : subjects.stream().map(subject -> subject.string("name")).toList();
  }
}
