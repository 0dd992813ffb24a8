package org.governance4j.ledger;

/** How many findings may still be listed: a hostile ledger must not fill the memory. */
final class FindingBudget {
  private final int most;
  private int taken;
  private long refused;

  FindingBudget(int most) {
    this.most = most;
  }

  /** Whether one more may be listed; counts it either way. */
  boolean take() {
    if (taken < most) {
      taken++;
      return true;
    }
    refused++;
    return false;
  }

  /** One that was listed is none any more. */
  void giveBack() {
    taken--;
  }

  long refused() {
    return refused;
  }
}
