package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.tck.KeyHandleContract;

class RsaKeyContractTest extends KeyHandleContract {
  @Override
  protected KeyHandle create() {
    return SoftwareKey.generate(KeyAlgorithm.RSA);
  }
}
