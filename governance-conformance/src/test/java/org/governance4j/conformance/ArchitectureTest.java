package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The architecture of all published libraries; the command line alone may see everything. */
class ArchitectureTest {

  private static JavaClasses published;

  @BeforeAll
  static void read() {
    published = Modules.published();
  }

  static Set<String> rules() {
    return Architecture.rules().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_published_modules_keep_the_rule_that(String rule) {
    Architecture.rule(rule).check(published);
  }

  @Test
  void the_rules_see_classes_of_every_package_of_every_module() {
    Map<String, Integer> seen = new TreeMap<>();
    for (JavaClass type : published) {
      seen.merge(type.getPackageName(), 1, Integer::sum);
    }
    assertEquals(Modules.moduleByPackage().keySet(), new TreeSet<>(seen.keySet()));
  }
}
