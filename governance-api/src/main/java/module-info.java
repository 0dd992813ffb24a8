import org.jspecify.annotations.NullMarked;

/** The words of Governance4J: roles, values, proofs that verify themselves. No dependency. */
@NullMarked
module org.governance4j.api {
  // Not transitive: annotations are nobody's dependency at compile time either.
  requires static org.jspecify;

  exports org.governance4j;
  exports org.governance4j.spi;

  uses org.governance4j.spi.ComponentProvider;
}
