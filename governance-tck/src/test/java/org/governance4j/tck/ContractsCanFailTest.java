package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Shows every test of every contract red once: toy implementations with a planted fault each are
 * held to the contracts, and exactly the rules that the fault breaks must be found broken. A toy
 * without a fault is all green.
 */
class ContractsCanFailTest {

  private record Kit(Class<?> contract, Class<?> subject, PlantedFault[] faults) {}

  private static final List<Kit> KITS =
      List.of(
          new Kit(OutputPolicyContract.class, ToyPolicySubject.class, ToyPolicy.Fault.values()),
          new Kit(DecisionLedgerContract.class, ToyLedgerSubject.class, ToyLedger.Fault.values()),
          new Kit(LedgerReaderContract.class, ToyReaderSubject.class, ToyReader.Fault.values()),
          new Kit(ArtifactSignerContract.class, ToySignerSubject.class, ToySigner.Fault.values()),
          new Kit(
              ArtifactVerifierContract.class, ToyVerifierSubject.class, ToyVerifier.Fault.values()),
          new Kit(KeyHandleContract.class, ToyKeySubject.class, ToyKey.Fault.values()),
          new Kit(NoteVerifierContract.class, ToyNoteSubject.class, ToyNoteVerifier.Fault.values()),
          new Kit(
              DriftDetectorContract.class, ToyDetectorSubject.class, ToyDetector.Fault.values()),
          new Kit(DriftTestContract.class, ToyDriftTestSubject.class, ToyDriftTest.Fault.values()),
          new Kit(
              PredictionMonitorContract.class, ToyMonitorSubject.class, ToyMonitor.Fault.values()),
          new Kit(
              ComponentProviderContract.class,
              ToyProviderSubject.class,
              ToyProviderSubject.Fault.values()));

  @TestFactory
  Stream<DynamicNode> every_contract_finds_every_planted_fault() {
    return KITS.stream()
        .map(
            kit -> {
              Set<String> red = new TreeSet<>();
              Stream<DynamicNode> faults =
                  Stream.of(kit.faults())
                      .map(fault -> dynamicTest(fault.name(), () -> red.addAll(found(kit, fault))));
              DynamicNode all =
                  dynamicTest(
                      "every test was red once",
                      () -> assertEquals(ContractRun.methods(kit.contract()).keySet(), red));
              return dynamicContainer(
                  kit.contract().getSimpleName(), Stream.concat(faults, Stream.of(all)));
            });
  }

  /** Runs the contract on the fault and returns the tests that failed. */
  private static Set<String> found(Kit kit, PlantedFault fault) {
    ContractRun run = ContractRun.of(kit.subject(), fault);

    assertEquals(
        new TreeSet<>(fault.breaks()), run.broken(kit.contract()), () -> "failed: " + run.failed());
    assertEquals(Set.of(), run.skipped(), "a toy has every capability");
    assertFalse(run.passed().isEmpty(), "nothing passed");
    return Set.copyOf(run.failed().keySet());
  }
}
