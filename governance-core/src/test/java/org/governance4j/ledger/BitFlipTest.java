package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/**
 * Damage to a closed ledger of about 128 KiB. {@code -Dgovernance.flips=all} for every bit of it,
 * {@code -Dgovernance.edits=1000000} for so many edits of more than one byte, {@code
 * -Dgovernance.clean=10000} for so many sound ledgers.
 */
class BitFlipTest {
  private static final String FLIPS = System.getProperty("governance.flips", "16384");
  private static final long EDITS = Long.getLong("governance.edits", 4096);
  private static final int CLEAN = Integer.getInteger("governance.clean", 10_000);

  private static Damage ledger() throws IOException {
    Damage damage = Damage.ofClosedLedger(7, 160, 35);
    assertTrue(damage.bytes() > 120 << 10 && damage.bytes() < 150 << 10, damage::toString);
    damage.requireSound();
    return damage;
  }

  @Test
  @Rule({"L73", "L32"})
  void a_changed_bit_is_found_where_it_is() throws IOException {
    Damage damage = ledger();
    long bits = 8L * damage.bytes();
    if (FLIPS.equals("all")) {
      for (long bit = 0; bit < bits; bit++) {
        damage.flip(bit);
      }
    } else {
      Random random = new Random(1);
      for (int i = Integer.parseInt(FLIPS); i > 0; i--) {
        damage.flip((long) (random.nextDouble() * bits));
      }
    }
    System.out.println(damage);
    damage.requireNoneUndetected();
    assertEquals(0, damage.unlocated(), damage::toString);
  }

  @Test
  @Rule("L73")
  void other_damage_is_found_where_it_is() throws IOException {
    Damage damage = ledger();
    damage.editAtRandom(EDITS, 1);
    assertTrue(damage.tried() > EDITS / 2, damage::toString);
    assertEquals(0, damage.unlocated(), damage::toString);
  }

  @Test
  @Rule("L73")
  void a_sound_ledger_raises_no_alarm() throws IOException {
    Notary notary = new Notary();
    for (int seed = 0; seed < CLEAN; seed++) {
      Random random = new Random(seed);
      PowerDisk disk = new PowerDisk();
      // The same entries for many seeds, in other lives: so their signatures are made once.
      PowerLife life = new PowerLife(seed % 4, disk, disk, new Promises(notary));
      life.create();
      int steps = random.nextInt(6);
      for (int i = 0; i < steps; i++) {
        switch (random.nextInt(4)) {
          case 0 -> life.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
          case 1 -> life.live(PowerLife.Step.of(PowerLife.Act.REOPEN));
          default ->
              life.live(PowerLife.Step.append(1 + random.nextInt(9), 40, random.nextBoolean()));
        }
      }
      if (random.nextInt(4) > 0) {
        life.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
      }
      if (random.nextInt(4) > 0) {
        life.close();
      }
      try {
        Damage.of(disk, notary).requireSound();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
