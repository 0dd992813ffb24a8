package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The scoring service of the test resources, as a project of its own: compiled by javac against the
 * jars that a user has, never against this module.
 */
final class ServiceProject {

  /** One class of every jar on the class path of a user who follows the README. */
  private static final List<String> ONE_OF_EACH =
      List.of(
          "org.governance4j.ModelSchema",
          "org.governance4j.json.StrictJson",
          "org.governance4j.text.Regex",
          "org.governance4j.guard.Guard",
          "org.governance4j.crypto.SoftwareKey",
          "org.governance4j.drift.DriftMonitor",
          "org.slf4j.Logger",
          "com.fasterxml.jackson.core.JsonFactory",
          "org.apache.commons.math3.util.FastMath",
          "org.bouncycastle.crypto.Digest");

  private static final String NAME = "ScoringService";

  private ServiceProject() {}

  /** The folder of the service's files. */
  static Path folder() {
    return Path.of(System.getProperty("governance.root"))
        .resolve("governance-cli/src/test/resources/service");
  }

  static String source() throws IOException {
    return Files.readString(folder().resolve(NAME + ".java"));
  }

  /** The lines between the marks of the guard, all regions together. */
  static List<String> guardLines(String source) {
    List<String> lines = new ArrayList<>();
    split(source, lines, new ArrayList<>());
    return lines;
  }

  /** The service without its guard: what it was before. */
  static String unguarded(String source) {
    List<String> rest = new ArrayList<>();
    split(source, new ArrayList<>(), rest);
    return rest.stream()
        .filter(line -> !line.startsWith("import org.governance4j."))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static void split(String source, List<String> guard, List<String> rest) {
    boolean inside = false;
    for (String line : source.lines().toList()) {
      if (line.strip().startsWith("// guard: ")) {
        assertEquals(inside ? "// guard: end" : "// guard: begin", line.strip());
        inside = !inside;
      } else {
        (inside ? guard : rest).add(line);
      }
    }
    assertEquals(false, inside, "every region ends");
  }

  /** The user's class path; jars where they were packaged, class folders otherwise. */
  static String classPath() {
    return ONE_OF_EACH.stream()
        .map(ServiceProject::placeOf)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The places on the class path that are folders, because this build has not packaged them. */
  static List<Path> notPackaged() {
    return ONE_OF_EACH.stream().map(ServiceProject::placeOf).filter(Files::isDirectory).toList();
  }

  private static Path placeOf(String type) {
    try {
      Path place =
          Path.of(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI());
      assertTrue(
          !place.toString().contains("governance-cli"),
          type + " comes out of this module: " + place);
      return place;
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Compiles with every warning of javac as an error.
   *
   * @param classPath may be empty
   */
  static void compile(String source, String classPath, Path into) throws IOException {
    compile(NAME, source, classPath, into, List.of("-Xlint:all,-classfile"));
  }

  static void compile(String name, String source, String classPath, Path into, List<String> options)
      throws IOException {
    Path file = Files.createDirectories(into).resolve(name + ".java");
    Files.writeString(file, source);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    List<String> arguments =
        Stream.of(
                options.stream(),
                // An empty class path would be the working directory.
                Stream.of("-cp", classPath.isEmpty() ? into.toString() : classPath),
                Stream.of("-Werror", "--release", "17", "-proc:none"),
                Stream.of("-d", into.toString(), file.toString()))
            .flatMap(words -> words)
            .toList();

    int code = javac.run(null, messages, messages, arguments.toArray(String[]::new));

    assertEquals(0, code, () -> messages.toString(StandardCharsets.UTF_8) + "\n" + source);
  }

  /** Makes the folder that a service is started in. */
  static Path home(Path home) throws IOException {
    Files.createDirectories(home);
    for (String file : List.of("weights.txt", "schema.json", "policy.json")) {
      Files.copy(folder().resolve(file), home.resolve(file));
    }
    return home;
  }

  /** Starts a compiled service in a JVM of its own. */
  static RunningService start(Path classes, String classPath, Path home) throws IOException {
    String all = classPath.isEmpty() ? "" : File.pathSeparator + classPath;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes + all,
                NAME,
                home.toString())
            .redirectError(home.resolve("stderr.txt").toFile())
            .start();
    return new RunningService(process, home);
  }
}
