package org.governance4j.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What the modules have promised each other, as rules by name. A rule that sees nothing fails. */
final class Architecture {

  /** The packages whose code a serving thread runs through, and nothing but ours and the JDK's. */
  private static final String[] HEAVY = {
    "com.fasterxml..", "org.bouncycastle..", "org.apache.commons.."
  };

  private Architecture() {}

  static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    for (String module : Modules.names()) {
      add(
          rules,
          module + " sees only the api and the leaves",
          noClasses()
              .that()
              .resideInAnyPackage(Modules.packages(module).toArray(String[]::new))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(Modules.closedTo(module)));
    }
    for (String part : Modules.packages(Modules.CORE)) {
      add(
          rules,
          part + " does not see the other packages of core",
          noClasses()
              .that()
              .resideInAPackage(part)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(Modules.siblings(part)));
    }
    for (String leaf : Modules.unexported()) {
      add(
          rules,
          leaf + " does not see the other packages of its module",
          noClasses()
              .that()
              .resideInAPackage(leaf)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(Modules.besides(leaf)));
    }
    add(
        rules,
        "no package is named impl or internal",
        noClasses().should().resideInAnyPackage("..impl..", "..internal.."));
    add(
        rules,
        "every package belongs to a known module",
        classes()
            .should()
            .resideInAnyPackage(Modules.moduleByPackage().keySet().toArray(String[]::new)));
    add(
        rules,
        "no third-party type in a public signature",
        classes().that().arePublic().should(new OwnSignatures()));
    add(
        rules,
        "guard and policy see neither Jackson nor BouncyCastle nor commons-math",
        noClasses()
            .that()
            .resideInAnyPackage("org.governance4j.guard", "org.governance4j.policy")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HEAVY));
    add(
        rules,
        "policy sees no logger",
        noClasses()
            .that()
            .resideInAPackage("org.governance4j.policy")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j.."));
    add(
        rules,
        "no third-party call is reachable from check, evaluate, observe, label and append",
        classes().should(new ServingPath()));
    return rules;
  }

  static ArchRule rule(String name) {
    return Objects.requireNonNull(rules().get(name), name);
  }

  private static void add(Map<String, ArchRule> rules, String name, ArchRule rule) {
    rules.put(name, rule.allowEmptyShould(false));
  }
}
