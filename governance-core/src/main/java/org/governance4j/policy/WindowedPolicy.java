package org.governance4j.policy;

import java.util.List;
import org.governance4j.BoundPolicy;

/**
 * A bound policy with windows: what {@link RulePolicy#bind} returns for a policy that has any.
 * Unlike other bound policies it is not immutable: it holds the counters of its windows, which
 * begin empty with the binding and end with it.
 *
 * <p>Safe for any number of threads.
 */
public sealed interface WindowedPolicy extends BoundPolicy permits CountingPolicy {

  /**
   * What each window counts at the moment, in the order of the windows, for each of its groups; the
   * common group of a window comes last. Reading counts nothing. The counts of one reading are
   * taken one after the other while others may count on, and each is exact when nobody does.
   */
  List<WindowReading> readings();
}
