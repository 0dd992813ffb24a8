package org.governance4j.tck;

import org.governance4j.KeyHandle;

/** The contract of keys, held against the toy. */
@Faulty
class ToyKeySubject extends KeyHandleContract implements Faulty.Subject {
  private ToyKey.Fault fault = ToyKey.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyKey.Fault.valueOf(name);
  }

  @Override
  protected KeyHandle create() {
    return ToyKey.first(fault);
  }
}
