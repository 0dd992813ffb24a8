package org.governance4j.drift;

import org.governance4j.DecisionLedger;
import org.governance4j.ModelSchema;
import org.governance4j.PredictionMonitor;
import org.governance4j.tck.PredictionMonitorContract;

/** The monitor that works in flush and close. */
class ManualMonitorContractTest extends PredictionMonitorContract {

  @Override
  protected PredictionMonitor create(ModelSchema schema, DecisionLedger ledger) {
    return DriftMonitor.builder(schema).ledger(ledger).manual().build();
  }
}
