package org.governance4j.ledger;

import java.util.List;

/**
 * What {@link LedgerDoctor} has found.
 *
 * @param size how many entries the tree has that was examined, or -1 if neither the checkpoint nor
 *     the log of signed checkpoints says
 * @param inUse whether a process had the ledger open
 * @param findings the findings in the order in which they were made, at most {@value #MAX_FINDINGS}
 * @param more how many further findings are not listed; from {@value #MAX_FINDINGS} on the tree is
 *     not examined further
 * @param worst the worst severity of all findings, listed or not
 */
public record Diagnosis(
    long size, boolean inUse, List<Finding> findings, long more, Finding.Severity worst) {
  /** The most findings that are listed. */
  public static final int MAX_FINDINGS = 1000;

  /** Takes a copy of the list. */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is damaged, as far as could be seen. */
  public boolean isSound() {
    return worst != Finding.Severity.DAMAGE;
  }

  /** Whether everything could be looked at, and every finding is listed. */
  public boolean isComplete() {
    return findings.size() < MAX_FINDINGS
        && findings.stream().noneMatch(f -> f.severity() == Finding.Severity.UNREADABLE);
  }
}
