import org.jspecify.annotations.NullMarked;

/** The guard, the ledger, rule policies and the deployment gate. */
@NullMarked
module org.governance4j.core {
  requires transitive org.governance4j.api;
  requires org.governance4j.json;
  requires org.governance4j.text;
  requires org.slf4j;
  requires static jdk.httpserver; // only whoever uses LogHandler
  requires static org.jspecify;

  exports org.governance4j.guard;
  exports org.governance4j.ledger;
  exports org.governance4j.policy;
  exports org.governance4j.risk;

  provides org.governance4j.spi.ComponentProvider with
      org.governance4j.ledger.FileLedgerProvider,
      org.governance4j.ledger.FileLedgerReaderProvider,
      org.governance4j.policy.RulePolicyProvider;
}
