package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.tck.DriftDetectorContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.governance4j.drift.EveryDetector#names")
class EveryDetectorContractTest extends DriftDetectorContract {

  @Parameter String name = "";

  @Override
  protected DriftDetector create() {
    return EveryDetector.config(name).start();
  }

  @Override
  protected List<Double> constants() {
    return EveryDetector.constants(name);
  }

  @Override
  protected double before(int index) {
    return EveryDetector.before(name, index);
  }

  @Override
  protected double after(int index) {
    return EveryDetector.after(name, index);
  }

  @Override
  protected int warmUp() {
    return EveryDetector.warmUp(name);
  }

  @Override
  protected int detectsWithin() {
    return EveryDetector.detectsWithin(name);
  }

  @Override
  protected List<Double> outOfRange() {
    return EveryDetector.outOfRange(name);
  }
}
