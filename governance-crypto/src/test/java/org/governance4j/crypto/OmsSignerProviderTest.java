package org.governance4j.crypto;

import java.nio.file.Path;
import org.governance4j.ArtifactSigner;
import org.governance4j.KeyHandle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class OmsSignerProviderTest extends ComponentProviderContract<ArtifactSigner> {

  @Override
  protected ComponentProvider<ArtifactSigner> provider() {
    return new OmsSignerProvider();
  }

  @Override
  protected Settings settings(Path home) {
    return Settings.empty().with(KeyHandle.class, Model.key(1));
  }
}
