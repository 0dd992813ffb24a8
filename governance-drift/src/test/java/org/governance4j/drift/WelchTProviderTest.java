package org.governance4j.drift;

import org.governance4j.DriftTest;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.tck.ComponentProviderContract;

class WelchTProviderTest extends ComponentProviderContract<DriftTest> {

  @Override
  protected ComponentProvider<DriftTest> provider() {
    return new WelchTProvider();
  }
}
