package org.governance4j.tck;

import org.governance4j.DecisionLedger;
import org.governance4j.ModelSchema;
import org.governance4j.PredictionMonitor;

/** The contract of monitors, held against the toy. */
@Faulty
class ToyMonitorSubject extends PredictionMonitorContract implements Faulty.Subject {
  private ToyMonitor.Fault fault = ToyMonitor.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyMonitor.Fault.valueOf(name);
  }

  @Override
  protected PredictionMonitor create(ModelSchema schema, DecisionLedger ledger) {
    return new ToyMonitor(fault, schema, ledger);
  }
}
