package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.tck.DriftDetectorContract;

class FocusContractTest extends DriftDetectorContract {

  @Override
  protected DriftDetector create() {
    return Focus.defaults().start();
  }

  @Override
  protected int detectsWithin() {
    return 128;
  }

  @Override
  protected List<Double> outOfRange() {
    return List.of(-.1, 1.1, 1e200);
  }
}
