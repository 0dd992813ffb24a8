package org.governance4j.conformance;

import static org.governance4j.conformance.Routes.skip;

import java.io.IOException;
import java.util.List;
import org.governance4j.conformance.Routes.Route;

/**
 * Signatures over artifacts that others have made: model signatures, Sigstore bundles, envelopes,
 * keys. Which file holds which cases is decided by its path below the suite's folder.
 */
final class SigningSuite implements Suite {

  private static final Routes ROUTES =
      Routes.of(
          new Route("blake3/", skip("BLAKE3 is not judged yet")),
          new Route("cosign/", skip("keys and bundles of cosign are not judged yet")),
          new Route("dsse/", skip("envelopes are not judged yet")),
          new Route("model-transparency/", skip("model signatures are not judged yet")),
          new Route("oms-spec/", skip("model signatures are not judged yet")),
          new Route("oms-conformance/", skip("model signatures are not judged yet")),
          new Route("sigstore-conformance/", SigningSuite::conformance),
          new Route("sigstore-python/x509/", skip("certificates alone are not judged yet")),
          new Route(
              "sigstore-java/certificatetransparency/",
              skip("certificates alone are not judged yet")),
          new Route(
              "sigstore-java/fulcio-response/", skip("certificates alone are not judged yet")),
          new Route(
              "sigstore-java/timestamp-response/", skip("timestamps alone are not judged yet")),
          new Route("sigstore-java/certs/", skip("certificates alone are not judged yet")),
          new Route("sigstore-java/keys/", skip("keys alone are not judged yet")),
          new Route("sigstore-java/checkpoints/", SigstoreVectors::checkpoint),
          new Route("sigstore-java/rekor-response/", RekorEntries::entry),
          new Route("sigstore-python/trusted_root/", SigstoreVectors::root),
          new Route("sigstore-python/trust_config/", SigstoreVectors::root),
          new Route("sigstore-java/", SigningSuite::sigstore),
          new Route("sigstore-go/", SigningSuite::sigstore),
          new Route("sigstore-python/", SigningSuite::sigstore),
          new Route("trusted-roots/", SigstoreVectors::root),
          new Route("pickle/", skip("the scanning of models is not part of this suite yet")),
          new Route("provenance/", skip("bills of materials are not part of this suite yet")),
          new Route("README.md", skip("not a case of this suite")));

  @Override
  public void run(Folder folder, Cases cases) {
    List<String> files =
        folder.files().stream().filter(file -> !SigstoreVectors.isCompanion(folder, file)).toList();
    ROUTES.run(folder, files, cases);
  }

  private static void conformance(Folder folder, String file, Cases cases) throws IOException {
    if (file.startsWith(SigstoreVectors.CONFORMANCE) && SigstoreVectors.isBundle(file)) {
      SigstoreVectors.conformance(folder, file, cases);
    } else {
      cases.skip(file, "not a case of this suite");
    }
  }

  /** Bundles and trusted roots, wherever they are among the test data of a client. */
  private static void sigstore(Folder folder, String file, Cases cases) throws IOException {
    String name = Folder.name(file);
    if (SigstoreVectors.isBundle(file) || name.startsWith("bundle-")) {
      SigstoreVectors.bundle(folder, file, cases);
    } else if (SigstoreRoots.isRoot(folder, file)
        || SigstoreRoots.isAuthority(folder, file)
        || name.startsWith("signing")) {
      SigstoreVectors.root(folder, file, cases);
    } else if (name.endsWith(".sig")) {
      SigstoreVectors.detached(folder, file, cases);
    } else {
      cases.skip(file, "neither a bundle nor a trusted root");
    }
  }
}
