import org.jspecify.annotations.NullMarked;

/** The ledger on files. */
@NullMarked
module org.governance4j.core {
  requires transitive org.governance4j.api;
  requires org.governance4j.json;
  requires org.slf4j;

  exports org.governance4j.ledger;

  provides org.governance4j.spi.ComponentProvider with
      org.governance4j.ledger.FileLedgerProvider,
      org.governance4j.ledger.FileLedgerReaderProvider;
}
