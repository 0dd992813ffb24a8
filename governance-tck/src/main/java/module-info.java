import org.jspecify.annotations.NullMarked;

/** The contracts of the roles, as abstract JUnit classes, and what tests of them need. */
@NullMarked
module org.governance4j.tck {
  requires transitive org.governance4j.api;
  requires transitive org.junit.jupiter.api;
  requires jdk.management;
  requires static org.jspecify;

  exports org.governance4j.tck;

  // JUnit calls the inherited tests by reflection.
  opens org.governance4j.tck to
      org.junit.platform.commons;
}
