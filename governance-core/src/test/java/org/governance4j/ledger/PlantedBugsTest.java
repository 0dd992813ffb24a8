package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harnesses are held against mistakes that are made on purpose: each has to be caught. */
@Timeout(300)
class PlantedBugsTest {
  @ParameterizedTest
  @EnumSource
  @Rule("L74")
  void a_step_left_out_on_the_way_to_the_disk_is_caught(LyingDisk.Lie lie) {
    PowerLoss enumeration = new PowerLoss(300_000, 2000, disk -> new LyingDisk(disk, lie));
    String caught = null;
    try {
      enumeration.run();
    } catch (PowerLoss.Violation e) {
      caught = e.getMessage();
    }
    assertTrue(caught != null, () -> lie + " was not caught in " + enumeration);
    System.out.println(lie + " caught after " + enumeration + ": " + caught);
  }
}
