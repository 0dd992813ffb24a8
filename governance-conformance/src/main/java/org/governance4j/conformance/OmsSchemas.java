package org.governance4j.conformance;

import java.io.IOException;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;

/**
 * The examples beside the schemas of OMS 1.0: by the name of their folder valid, or invalid as a
 * bundle or in their payload. There are neither models nor keys for them, so what is judged is why
 * they are refused: an invalid one because it cannot be read, a valid one for another reason. The
 * payload is read after it was signed again, by a key that is trusted.
 */
final class OmsSchemas {

  static final String PLACE = "oms-spec/";

  private OmsSchemas() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    boolean valid = file.contains("/valid/");
    if (!file.startsWith(PLACE + "test-vectors/")
        || !(valid || file.contains("/invalid/") || file.contains("/invalid-payload/"))) {
      cases.skip(file, "not a case of this suite");
      return;
    }
    byte[] bundle = folder.read(file);
    cases.expect(
        valid,
        file,
        () -> {
          try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
              OmsModel nothing = OmsModel.empty("model")) {
            OmsVerifier verifier = OmsVerifier.trusting(key.verificationKey());
            readable(verifier, nothing, SignatureBundle.of(bundle));
            readable(verifier, nothing, OmsPayload.of(bundle).signedBy(key));
          }
        });
  }

  private static void readable(OmsVerifier verifier, OmsModel model, SignatureBundle bundle)
      throws IOException {
    try {
      verifier.check(ArtifactSource.of(model.path()), bundle);
    } catch (ArtifactRejected e) {
      if (String.valueOf(e.getMessage()).contains("cannot be read")) {
        throw e;
      }
    }
  }
}
