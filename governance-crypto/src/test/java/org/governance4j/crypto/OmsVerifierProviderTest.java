package org.governance4j.crypto;

import java.nio.file.Path;
import org.governance4j.ArtifactVerifier;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class OmsVerifierProviderTest extends ComponentProviderContract<ArtifactVerifier> {

  @Override
  protected ComponentProvider<ArtifactVerifier> provider() {
    return new OmsVerifierProvider();
  }

  @Override
  protected Settings settings(Path home) {
    Path file = home.resolve("key.pub");
    Model.key(1).savePublic(file);
    return Settings.empty().with("publicKey", file.toString());
  }
}
