package org.governance4j.conformance;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which package belongs to which published module, and what may see what. */
final class Modules {

  static final String API = "governance-api";
  static final String JSON = "governance-json";
  static final String TEXT = "governance-text";
  static final String CORE = "governance-core";
  static final String CRYPTO = "governance-crypto";
  static final String DRIFT = "governance-drift";
  static final String TCK = "governance-tck";

  /** A package that is not here is refused by a test, so none escapes the rules. */
  private static final Map<String, Set<String>> PACKAGES =
      Map.of(
          API, Set.of("org.governance4j", "org.governance4j.spi"),
          JSON, Set.of("org.governance4j.json"),
          TEXT, Set.of("org.governance4j.text"),
          CORE,
              Set.of(
                  "org.governance4j.guard",
                  "org.governance4j.ledger",
                  "org.governance4j.policy",
                  "org.governance4j.risk"),
          CRYPTO,
              Set.of(
                  "org.governance4j.crypto",
                  "org.governance4j.crypto.hash",
                  "org.governance4j.crypto.x509"),
          DRIFT, Set.of("org.governance4j.drift", "org.governance4j.drift.compat"),
          TCK, Set.of("org.governance4j.tck"));

  /** Packages that their module keeps to itself. */
  private static final Set<String> UNEXPORTED =
      Set.of(
          "org.governance4j.crypto.hash",
          "org.governance4j.crypto.x509",
          "org.governance4j.drift.compat");

  /** What every module may see beside itself. */
  private static final Set<String> LEAVES = Set.of(API, JSON, TEXT);

  private Modules() {}

  static Set<String> names() {
    return new TreeSet<>(PACKAGES.keySet());
  }

  static Set<String> packages(String module) {
    return new TreeSet<>(PACKAGES.get(module));
  }

  static Set<String> exported(String module) {
    Set<String> exported = packages(module);
    exported.removeAll(UNEXPORTED);
    return exported;
  }

  static Set<String> unexported() {
    return new TreeSet<>(UNEXPORTED);
  }

  /** The other packages of the module that a package belongs to. */
  static String[] besides(String unexported) {
    return packages(moduleByPackage().getOrDefault(unexported, "no module")).stream()
        .filter(p -> !p.equals(unexported))
        .toArray(String[]::new);
  }

  static Map<String, String> moduleByPackage() {
    Map<String, String> modules = new TreeMap<>();
    PACKAGES.forEach((module, packages) -> packages.forEach(p -> modules.put(p, module)));
    return modules;
  }

  /** The packages that a module must not see. */
  static String[] closedTo(String module) {
    List<String> closed = new ArrayList<>();
    for (String other : names()) {
      boolean leaf = LEAVES.contains(other) && !module.equals(API);
      if (!other.equals(module) && !leaf) {
        closed.addAll(packages(other));
      }
    }
    return closed.toArray(String[]::new);
  }

  /** The packages of core that one of them must not see. */
  static String[] siblings(String corePackage) {
    return packages(CORE).stream().filter(p -> !p.equals(corePackage)).toArray(String[]::new);
  }

  /** The classes of all published modules on the class path. */
  static JavaClasses published() {
    return importer().importPackages("org.governance4j");
  }

  /** The same, and the classes below a folder. */
  static JavaClasses publishedAnd(Path folder) {
    List<Location> all = new ArrayList<>(Locations.ofPackage("org.governance4j"));
    all.add(Location.of(folder));
    return importer().importLocations(all);
  }

  private static ClassFileImporter importer() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(
            location -> !location.contains("/test-classes/")) // wherever they are built
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS)
        .withImportOption(location -> !location.contains("/module-info.class"))
        .withImportOption(location -> !location.contains("/org/governance4j/conformance/"));
  }
}
