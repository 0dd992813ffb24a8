package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every rule of the architecture is shown red: a class that breaks it is compiled and read beside
 * the published ones, and the rule must name that class and nothing that was published.
 */
class PlantedBreachTest {

  private static final String SEES_CRYPTO = "Object o = org.governance4j.crypto.OmsVerifier.class;";
  private static final String SEES_DRIFT = "Object o = org.governance4j.drift.Adwin.class;";
  private static final String SEES_LEDGER = "Object o = org.governance4j.ledger.TilePath.class;";

  @TempDir Path dir;

  @Test
  void each_rule_names_the_class_that_breaks_it() throws IOException {
    Map<String, Planted> breaches = new TreeMap<>();
    for (String module : Modules.names()) {
      String seen = module.equals(Modules.CRYPTO) ? SEES_LEDGER : SEES_CRYPTO;
      String home = Modules.packages(module).iterator().next();
      breaches.put(module + " sees only the api and the leaves", new Planted(home, seen));
    }
    for (String part : Modules.packages(Modules.CORE)) {
      String seen =
          part.endsWith(".ledger") ? "Object o = org.governance4j.guard.Guard.class;" : SEES_LEDGER;
      breaches.put(part + " does not see the other packages of core", new Planted(part, seen));
    }
    for (String leaf : Modules.unexported()) {
      String seen = leaf.startsWith("org.governance4j.drift") ? SEES_DRIFT : SEES_CRYPTO;
      breaches.put(
          leaf + " does not see the other packages of its module", new Planted(leaf, seen));
    }
    breaches.put(
        "no package is named impl or internal", new Planted("org.governance4j.json.internal", ""));
    breaches.put(
        "every package belongs to a known module", new Planted("org.governance4j.attic", ""));
    breaches.put(
        "no third-party type in a public signature",
        new Planted(
            "org.governance4j.json",
            "protected java.util.List<? extends com.fasterxml.jackson.core.JsonToken[]> f() {"
                + " return null; }"));
    breaches.put(
        "guard and policy see neither Jackson nor BouncyCastle nor commons-math",
        new Planted(
            "org.governance4j.policy", "Object o = org.apache.commons.math3.special.Beta.class;"));
    breaches.put(
        "policy sees no logger",
        new Planted("org.governance4j.policy", "Object o = org.slf4j.Logger.class;"));
    breaches.put(
        "no third-party call is reachable from check, evaluate, observe, label and append",
        new Planted(
            "org.governance4j.drift",
            "public static class Monitor implements org.governance4j.PredictionMonitor {"
                + " public void observe(org.governance4j.Prediction p, org.governance4j.Verdict v)"
                + " { step().run(); }"
                + " Step step() { return new Far(); }"
                + " public void label(String id, double value) {} public void flush() {}"
                + " public org.governance4j.Health health() { return null; }"
                + " public void close() {} }"
                + " interface Step { void run(); }"
                + " static class Far implements Step { public void run() { later(2); }"
                + " static double later(double x) {"
                + " return org.apache.commons.math3.special.Beta.logBeta(x, x); } }"));
    assertEquals(new TreeSet<>(Architecture.rules().keySet()), breaches.keySet());

    Map<String, String> planted = plant(breaches);
    JavaClasses classes = Modules.publishedAnd(dir.resolve("classes"));
    planted.forEach(
        (rule, name) -> {
          EvaluationResult result = Architecture.rule(rule).evaluate(classes);
          List<String> lines = result.getFailureReport().getDetails();
          assertTrue(
              lines.stream().anyMatch(line -> line.contains("." + name)),
              () -> "the rule that " + rule + " does not see " + name + ": " + lines);
          // Another breach may break this rule too, but nothing that was published.
          assertTrue(
              lines.stream().allMatch(line -> line.contains(".Planted")),
              () -> "the rule that " + rule + " sees more than was planted: " + lines);
        });
  }

  /** Compiles the breaches; returns the class of each. */
  private Map<String, String> plant(Map<String, Planted> breaches) throws IOException {
    Map<String, String> names = new TreeMap<>();
    List<Path> sources = new ArrayList<>();
    for (Map.Entry<String, Planted> breach : breaches.entrySet()) {
      String name = "Planted" + (char) ('A' + names.size());
      names.put(breach.getKey(), name);
      sources.add(Files.writeString(dir.resolve(name + ".java"), breach.getValue().source(name)));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "tests need a JDK");
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            Files.createDirectory(dir.resolve("classes")).toString(),
            "-cp",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      assertTrue(
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjects(sources.toArray(Path[]::new)))
              .call(),
          messages::toString);
    }
    return names;
  }

  /** A class to plant: its package and its body. */
  private record Planted(String home, String body) {
    String source(String name) {
      return "package " + home + ";\npublic class " + name + " { " + body + " }\n";
    }
  }
}
