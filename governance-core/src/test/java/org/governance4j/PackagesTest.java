package org.governance4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** The packages of this module are a star like the modules. */
class PackagesTest {

  private static final List<String> PACKAGES =
      List.of(
          "org.governance4j.guard",
          "org.governance4j.ledger",
          "org.governance4j.policy",
          "org.governance4j.risk");

  /** Whatever the build directory is called. */
  private static final ImportOption TESTS = location -> location.contains("/test-classes/");

  private static final ArchRule APART =
      slices()
          .matching("org.governance4j.(guard|ledger|policy|risk)..")
          .should()
          .notDependOnEachOther();

  @Test
  @Rule("C11")
  void no_package_depends_on_another() {
    JavaClasses classes = classes(location -> !TESTS.includes(location));
    for (String name : PACKAGES) {
      assertFalse(classes.that(resideInAPackage(name)).isEmpty(), "no class in " + name);
    }

    APART.check(classes);
  }

  @Test
  void a_package_that_depends_on_another_is_found() {
    // The test of Governance, which is in the package of the guard, uses a ledger.
    JavaClasses classes = classes(TESTS);

    assertThrows(AssertionError.class, () -> APART.check(classes));
  }

  private static JavaClasses classes(ImportOption option) {
    return new ClassFileImporter().withImportOption(option).importPackages(PACKAGES);
  }
}
