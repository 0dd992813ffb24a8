package org.governance4j.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The contract of ledgers, held against the toy. */
@Faulty
class ToyLedgerSubject extends DecisionLedgerContract implements Faulty.Subject {
  private ToyLedger.Fault fault = ToyLedger.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyLedger.Fault.valueOf(name);
  }

  @Override
  protected Opened open(Path home) throws IOException {
    return openStalled(home, new CountDownLatch(0));
  }

  @Override
  protected Opened openStalled(Path home, CountDownLatch release) throws IOException {
    return new Opened(
        new ToyLedger(fault, home, release), ToyKey.first().verifier("example.org/toy"));
  }

  @Override
  protected boolean survivesReopening() {
    return true;
  }

  @Override
  protected boolean refusesSecondWriter() {
    return true;
  }

  /**
   * Short only where a fault makes a call hang, so that a busy machine cannot fail the good toy.
   */
  @Override
  protected Duration patience() {
    boolean hangs =
        fault == ToyLedger.Fault.WAITS_FOR_THE_STORAGE || fault == ToyLedger.Fault.DROPS_ITS_QUEUE;
    return hangs ? Duration.ofSeconds(1) : super.patience();
  }
}
