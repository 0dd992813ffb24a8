package org.governance4j.guard;

import java.util.concurrent.atomic.LongAdder;
import org.governance4j.DecisionLedger;
import org.governance4j.GovernanceException;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy a guard judges by, and how it is replaced: bound, then on record, then in force.
 *
 * <p>One replacement at a time, so that the last one on record is the one in force. Serving threads
 * only read the volatile reference.
 */
final class PolicyInForce {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final ModelSchema schema;
  private final DecisionLedger ledger;
  private final Scribe scribe;
  private final Object replacing = new Object();
  final LongAdder replacements = new LongAdder();
  private volatile PolicySnapshot current;
  private boolean closed;

  PolicyInForce(ModelSchema schema, PolicySnapshot first, DecisionLedger ledger, Scribe scribe) {
    this.schema = schema;
    this.current = first;
    this.ledger = ledger;
    this.scribe = scribe;
  }

  PolicySnapshot current() {
    return current;
  }

  String revision() {
    return current.revision();
  }

  Receipt replace(OutputPolicy policy, String actor, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("the replacement of a policy needs a reason");
    }
    PolicySnapshot next = PolicySnapshot.of(policy, schema);
    synchronized (replacing) {
      if (closed) {
        throw new GovernanceException("the guard of " + schema.name() + " is closed");
      }
      PolicySnapshot before = current;
      // On record first: an output must never be judged by a policy that nobody can look up.
      Receipt receipt = ledger.append(scribe.replacement(before, next, actor, reason));
      current = next;
      replacements.increment();
      if (ledger == DecisionLedger.none()) {
        LOG.warn(
            "guard of {} judges by policy {} instead of {}; no ledger records it",
            schema.name(),
            next.revision(),
            before.revision());
      } else {
        LOG.info(
            "guard of {} judges by policy {} instead of {}, entry {}",
            schema.name(),
            next.revision(),
            before.revision(),
            receipt.index());
      }
      return receipt;
    }
  }

  /** Once this returns, nothing is replaced any more. */
  void close() {
    synchronized (replacing) {
      closed = true;
    }
  }
}
