package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** What is left of the last 64 KiB of the write-ahead log. */
class TornTailTest {
  private static final int TAIL = 64 << 10;

  @Test
  @Rule({"L72", "L31"})
  void every_cut_gives_back_the_whole_entries_before_it() throws Exception {
    Tails tails = new Tails(TAIL, 1);
    assertTrue(tails.length() >= TAIL);
    for (int length = tails.length() - TAIL; length <= tails.length(); length++) {
      tails.cut(length);
    }
  }

  @Test
  @Rule("L72")
  void a_torn_sector_is_the_end_or_is_refused_when_a_later_commit_follows() throws Exception {
    for (long seed = 1; seed <= 8; seed++) {
      Tails tails = new Tails(TAIL, seed);
      for (int sector = 0; sector * PowerDisk.SECTOR < tails.length(); sector++) {
        tails.tear(sector, true);
        tails.tear(sector, false);
      }
    }
  }

  @Test
  @Rule("L72")
  void entries_that_are_moved_doubled_or_missing_are_noticed() throws Exception {
    new Tails(TAIL / 4, 1).rearrange();
  }
}
