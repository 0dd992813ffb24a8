package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;
import org.governance4j.tck.ArtifactVerifierContract;
import org.governance4j.tck.SigningPair;

class OmsVerifierContractTest extends ArtifactVerifierContract {

  @Override
  protected SigningPair create() {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    return new SigningPair(new OmsSigner(key), OmsVerifier.trusting(key.verificationKey()));
  }
}
