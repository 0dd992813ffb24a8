package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.tck.KeyHandleContract;
import org.junit.jupiter.api.Nested;

/** On each of the curves. */
class EcdsaKeyContractsTest {

  @Nested
  class P256 extends KeyHandleContract {
    @Override
    protected KeyHandle create() {
      return SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    }
  }

  @Nested
  class P384 extends KeyHandleContract {
    @Override
    protected KeyHandle create() {
      return SoftwareKey.generate(KeyAlgorithm.ECDSA_P384);
    }
  }

  @Nested
  class P521 extends KeyHandleContract {
    @Override
    protected KeyHandle create() {
      return SoftwareKey.generate(KeyAlgorithm.ECDSA_P521);
    }
  }
}
