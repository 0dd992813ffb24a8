package org.governance4j.crypto;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.tck.KeyHandleContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** Where the platform has ML-DSA (from Java 24 on), it checks; before that, Bouncy Castle's JCA. */
class MlDsaKeyContractsTest {

  @Nested
  class MlDsa44 extends KeyHandleContract {
    @Override
    protected KeyHandle create() {
      return SoftwareKey.generate(KeyAlgorithm.ML_DSA_44);
    }

    @Override
    protected @Nullable Provider provider() {
      return checker();
    }
  }

  @Nested
  class MlDsa65 extends KeyHandleContract {
    @Override
    protected KeyHandle create() {
      return SoftwareKey.generate(KeyAlgorithm.ML_DSA_65);
    }

    @Override
    protected @Nullable Provider provider() {
      return checker();
    }
  }

  @Nested
  class MlDsa87 extends KeyHandleContract {
    @Override
    protected KeyHandle create() {
      return SoftwareKey.generate(KeyAlgorithm.ML_DSA_87);
    }

    @Override
    protected @Nullable Provider provider() {
      return checker();
    }
  }

  private static @Nullable Provider checker() {
    return Security.getProviders("Signature.ML-DSA") == null ? new BouncyCastleProvider() : null;
  }
}
