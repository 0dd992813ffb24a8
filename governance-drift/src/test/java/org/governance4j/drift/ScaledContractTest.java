package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.tck.DriftDetectorContract;

class ScaledContractTest extends DriftDetectorContract {

  @Override
  protected DriftDetector create() {
    return new Scaled(Adwin.defaults().start());
  }

  @Override
  protected List<Double> constants() {
    return List.of(0.0, 1.0, -1e139, 1e-300);
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
