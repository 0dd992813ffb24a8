package org.governance4j;

/**
 * A governed output was withheld. Thrown only by {@link Governed#orThrow()}, never by the check
 * itself; the verdict tells why.
 */
public final class OutputDenied extends GovernanceException {
  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  /**
   * Makes the exception for a verdict that does not release its output.
   *
   * @param verdict a denial or an escalation
   */
  public OutputDenied(Verdict verdict) {
    super(verdict.toString());
    this.verdict = verdict;
  }

  /** The verdict that withheld the output; not part of the serialized form. */
  public Verdict verdict() {
    return verdict;
  }
}
