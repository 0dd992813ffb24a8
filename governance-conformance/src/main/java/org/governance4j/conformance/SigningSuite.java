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
          new Route("blake3/", Blake3Vectors::run),
          new Route("cosign/", CosignVectors::key),
          new Route("dsse/", DsseVectors::vector),
          new Route(OmsGoldens.PAYLOADS, OmsGoldens::payload),
          new Route(OmsGoldens.DIGESTS, OmsGoldens::digests),
          new Route(OmsFrozen.PLACE, OmsFrozen::run),
          new Route(OmsSchemas.PLACE, OmsSchemas::run),
          new Route(OmsCases.PLACE, OmsCases::run),
          new Route("sigstore-conformance/", SigningSuite::conformance),
          new Route("sigstore-python/x509/", X509Vectors::bogus),
          new Route("sigstore-python/tsa/", SigningSuite::timestamps),
          new Route("sigstore-java/certificatetransparency/", CtVectors::log),
          new Route("sigstore-java/fulcio-response/", CtVectors::fulcio),
          new Route("sigstore-java/timestamp-response/", TimestampVectors::response),
          new Route("sigstore-java/certs/", X509Vectors::sample),
          new Route("sigstore-java/keys/", skip("keys alone are not judged yet")),
          new Route("sigstore-java/checkpoints/", SigstoreVectors::checkpoint),
          new Route("sigstore-java/rekor-response/", SigstoreVectors::entry),
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
        folder.files().stream()
            .filter(file -> !SigstoreVectors.isCompanion(folder, file))
            .filter(file -> !OmsFrozen.isCompanion(folder, file))
            .filter(file -> !OmsCases.isCompanion(folder, file))
            .toList();
    ROUTES.run(folder, files, cases);
  }

  private static void conformance(Folder folder, String file, Cases cases) throws IOException {
    if (file.startsWith(SigstoreVectors.CONFORMANCE) && SigstoreVectors.isBundle(file)) {
      SigstoreVectors.conformance(folder, file, cases);
    } else {
      cases.skip(file, "not a case of this suite");
    }
  }

  private static void timestamps(Folder folder, String file, Cases cases) throws IOException {
    if (TimestampVectors.isPair(folder, file)) {
      TimestampVectors.pair(folder, file, cases);
    } else {
      sigstore(folder, file, cases);
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
