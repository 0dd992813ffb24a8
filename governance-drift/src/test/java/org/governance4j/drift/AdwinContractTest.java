package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.tck.DriftDetectorContract;

class AdwinContractTest extends DriftDetectorContract {

  @Override
  protected DriftDetector create() {
    return Adwin.defaults().start();
  }

  @Override
  protected int detectsWithin() {
    return 64;
  }

  @Override
  protected List<Double> outOfRange() {
    return List.of(1e141, -1e200, Double.MAX_VALUE);
  }
}
