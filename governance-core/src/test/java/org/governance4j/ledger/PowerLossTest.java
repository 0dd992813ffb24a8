package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/**
 * What a power failure leaves, systematically. {@code -Dgovernance.states=100000000} for as many
 * distinct states as there is patience for.
 */
class PowerLossTest {
  private static final long STATES = Long.getLong("governance.states", 1_000_000);

  @Test
  @Rule("L70")
  void whatever_a_power_failure_leaves_has_all_that_was_acknowledged_and_no_fork()
      throws Exception {
    PowerLoss enumeration = new PowerLoss(STATES, 1 << 14, disk -> disk);
    long start = System.nanoTime();
    enumeration.run();
    System.out.println(enumeration + ", " + (System.nanoTime() - start) / 1_000_000 + " ms");
    assertTrue(enumeration.states() >= STATES, enumeration::toString);
  }
}
