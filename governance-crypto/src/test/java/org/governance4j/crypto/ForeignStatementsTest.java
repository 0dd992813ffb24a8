package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Statements that the reference implementation (Python) and the Go client wrote, over the models
 * they wrote them for. They are signed on P-384, which is not known here; so the same payload bytes
 * are signed again, and all but the signature is as those signers made it.
 */
class ForeignStatementsTest {

  private static final SoftwareKey KEY = Model.key(1);

  @ParameterizedTest
  @CsvSource({
    "model-transparency/v1.1.0-elliptic-key/model.sig,model-transparency/v1.1.0-elliptic-key,"
        + "signme-1 signme-2,",
    "oms-conformance/test-cases/verify/positive/key-simple/bundle.sig,"
        + "oms-conformance/assets/models/simple,signme-1 signme-2,ignore-me",
    "oms-conformance/test-cases/verify/positive/key-simple-go/bundle.sig,"
        + "oms-conformance/assets/models/simple,signme-1 signme-2,ignore-me",
    "oms-conformance/test-cases/verify/positive/key-single-file/bundle.sig,"
        + "oms-conformance/assets/models/single-file,model.bin,"
  })
  void are_understood(String bundle, String model, String files, String ignored)
      throws IOException {
    SignatureBundle original = SignatureBundle.of(Vectors.bytes("signing/" + bundle));
    Path folder = Vectors.folder("signing/" + model);
    ArtifactSource source =
        ignored == null ? ArtifactSource.of(folder) : ArtifactSource.of(folder).ignoring(ignored);
    byte[] payload = Oms.parse(original).payload();
    SignatureBundle signedAgain =
        Oms.of(KEY.verificationKey().omsHint(), payload, KEY.sign(OmsBundle.signedBytes(payload)));
    OmsVerifier verifier = OmsVerifier.trusting(KEY.verificationKey());
    try (VerifiedArtifact verified = verifier.verify(source, signedAgain)) {
      assertEquals(List.of(files.split(" ")), List.copyOf(verified.files().keySet()));
    }
    assertThrows(ArtifactRejected.class, () -> verifier.verify(source, original));
  }
}
