package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;
import org.governance4j.tck.ArtifactSignerContract;
import org.governance4j.tck.SigningPair;

class OmsSignerContractTest extends ArtifactSignerContract {

  @Override
  protected SigningPair create() {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
    return new SigningPair(new OmsSigner(key), OmsVerifier.trusting(key.verificationKey()));
  }
}
