package org.governance4j.conformance;

import static org.governance4j.conformance.Routes.skip;

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
          new Route("pickle/", skip("the scanning of models is not part of this suite yet")),
          new Route("provenance/", skip("bills of materials are not part of this suite yet")),
          new Route("README.md", skip("not a case of this suite")));

  @Override
  public void run(Folder folder, Cases cases) {
    ROUTES.run(folder, folder.files(), cases);
  }
}
