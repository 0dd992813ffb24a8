package org.governance4j.tck;

import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.DriftDetector;

/** The contract of detectors, held against the toy. */
@Faulty
class ToyDetectorSubject extends DriftDetectorContract implements Faulty.Subject {
  private final AtomicInteger made = new AtomicInteger();
  private ToyDetector.Fault fault = ToyDetector.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyDetector.Fault.valueOf(name);
  }

  @Override
  protected DriftDetector create() {
    return new ToyDetector(fault, made);
  }

  @Override
  protected int detectsWithin() {
    return 100;
  }
}
