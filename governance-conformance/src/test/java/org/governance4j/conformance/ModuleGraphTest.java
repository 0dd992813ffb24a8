package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries as Java modules: a service that runs on the module path gets exactly these. */
class ModuleGraphTest {

  private static final String PREFIX = "org.governance4j.";

  private static final Map<String, Set<String>> EXPORTS =
      Map.of(
          "api", Modules.exported(Modules.API),
          "json", Modules.exported(Modules.JSON),
          "text", Modules.exported(Modules.TEXT),
          "core", Modules.exported(Modules.CORE),
          "crypto", Modules.exported(Modules.CRYPTO),
          "tck", Modules.exported(Modules.TCK));

  private static final Map<String, Set<String>> REQUIRES =
      Map.of(
          "api", Set.of("java.base", "static org.jspecify"),
          "json",
              Set.of(
                  "java.base",
                  "org.governance4j.api",
                  "com.fasterxml.jackson.core",
                  "static org.jspecify"),
          "text", Set.of("java.base", "static org.jspecify"),
          "core",
              Set.of(
                  "java.base",
                  "org.governance4j.api",
                  "org.governance4j.json",
                  "org.governance4j.text",
                  "org.slf4j",
                  "static jdk.httpserver",
                  "static org.jspecify"),
          "crypto",
              Set.of(
                  "java.base",
                  "org.governance4j.api",
                  "org.governance4j.json",
                  "org.bouncycastle.provider",
                  "static org.jspecify"),
          "tck",
              Set.of(
                  "java.base",
                  "org.governance4j.api",
                  "org.junit.jupiter.api",
                  "jdk.management",
                  "static org.jspecify"));

  @ParameterizedTest
  @ValueSource(strings = {"api", "json", "text", "core", "crypto", "tck"})
  void a_module_exports_exactly_its_packages_and_requires_exactly_its_needs(String name) {
    ModuleDescriptor module = descriptor(name);
    assertEquals(
        EXPORTS.get(name),
        module.exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(
        new TreeSet<>(REQUIRES.get(name)),
        module.requires().stream()
            .map(
                requires ->
                    (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)
                            ? "static "
                            : "")
                        + requires.name())
            .collect(Collectors.toCollection(TreeSet::new)));
    assertTrue(module.exports().stream().noneMatch(ModuleDescriptor.Exports::isQualified));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "json", "text", "core", "crypto", "tck"})
  void a_module_resolves_with_its_libraries_and_is_null_marked(String name) {
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolve(finder(), ModuleFinder.of(), Set.of(PREFIX + name, "org.jspecify"));
    Module module =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader())
            .findModule(PREFIX + name)
            .orElseThrow();
    assertTrue(
        Arrays.stream(module.getAnnotations())
            .anyMatch(
                a -> a.annotationType().getName().equals("org.jspecify.annotations.NullMarked")),
        () -> module + " is not @NullMarked");
  }

  private static ModuleDescriptor descriptor(String name) {
    return finder()
        .find(PREFIX + name)
        .orElseThrow(() -> new AssertionError("no module " + PREFIX + name + " on the class path"))
        .descriptor();
  }

  private static ModuleFinder finder() {
    return ModuleFinder.of(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toArray(Path[]::new));
  }
}
