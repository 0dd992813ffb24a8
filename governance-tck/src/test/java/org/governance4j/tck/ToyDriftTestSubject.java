package org.governance4j.tck;

import org.governance4j.DriftTest;

/** The contract of two-sample tests, held against the toy. */
@Faulty
class ToyDriftTestSubject extends DriftTestContract implements Faulty.Subject {
  private ToyDriftTest.Fault fault = ToyDriftTest.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyDriftTest.Fault.valueOf(name);
  }

  @Override
  protected DriftTest create() {
    return new ToyDriftTest(fault);
  }
}
