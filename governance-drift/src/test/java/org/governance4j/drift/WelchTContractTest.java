package org.governance4j.drift;

import org.governance4j.DriftTest;
import org.governance4j.tck.DriftTestContract;

class WelchTContractTest extends DriftTestContract {

  @Override
  protected DriftTest create() {
    return WelchT.defaults();
  }
}
