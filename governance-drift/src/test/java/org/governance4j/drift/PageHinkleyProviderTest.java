package org.governance4j.drift;

import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.tck.ComponentProviderContract;

class PageHinkleyProviderTest extends ComponentProviderContract<DriftDetector> {

  @Override
  protected ComponentProvider<DriftDetector> provider() {
    return new PageHinkleyProvider();
  }
}
