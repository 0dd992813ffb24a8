package org.governance4j.crypto;

import java.nio.file.Path;
import org.governance4j.KeyHandle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class Ed25519FileProviderTest extends ComponentProviderContract<KeyHandle> {

  @Override
  protected ComponentProvider<KeyHandle> provider() {
    return new Ed25519FileProvider();
  }

  @Override
  protected Settings settings(Path home) {
    return Settings.empty().with("file", home.resolve("key").toString()).with("create", "true");
  }
}
