package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path dir;

  private static String help(String command) {
    return governance((Object[]) (command + " --help").split(" ")).holds().out();
  }

  @ParameterizedTest
  @CsvSource({
    "policy,1,r2",
    "policy check,1,r2",
    "policy test,0,2 passed",
    "policy explain,1,  broken      low_confidence: confidence 0.4 is below 0.7",
    "policy bench,0,ns per verdict",
  })
  // @Rule("X19")
  void the_example_of_a_policy_command_works_when_it_is_pasted(
      String command, int code, String words) throws Exception {
    assumeTrue(Files.isExecutable(BASH), "needs a shell to paste into");
    String help = help(command);
    String example = help.substring(help.indexOf("cat > schema.json"), help.indexOf("\nThe JSON"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path script =
        Files.writeString(
            dir.resolve("pasted.sh"),
            "governance() { \""
                + java
                + "\" -cp \"$CLI\" "
                + Main.class.getName()
                + " \"$@\"; }\n"
                + example);
    ProcessBuilder builder =
        new ProcessBuilder(BASH.toString(), script.toString())
            .directory(dir.toFile())
            .redirectError(dir.resolve("stderr.txt").toFile());
    builder
        .environment()
        .put(
            "CLI",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process ends");
    assertEquals("", Files.readString(dir.resolve("stderr.txt")));
    assertEquals(code, process.exitValue(), out);
    assertTrue(out.contains(words), out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"policy", "policy check", "policy test", "policy explain", "policy bench"})
  // @Rule("X19")
  void the_json_schemas_are_where_the_help_says(String command) {
    Matcher paths = Pattern.compile("org/governance4j/\\S+\\.schema\\.json").matcher(help(command));
    List<String> found = new ArrayList<>();
    while (paths.find()) {
      found.add(paths.group());
      assertNotNull(
          HelpTest.class.getClassLoader().getResource(paths.group()), () -> found.toString());
    }
    assertEquals(4, found.size(), found::toString);
  }

  @Test
  void every_detector_is_listed_with_exactly_its_parameters() {
    String help = help("drift detect");
    String list = help.substring(help.indexOf("Detectors and"), help.indexOf("\nExample:"));
    Components components = Components.load(HelpTest.class.getClassLoader());
    List<String> listed = new ArrayList<>();
    for (String detector : list.split("\n  (?! )")) {
      String[] lines = detector.split("\n");
      if (lines[0].startsWith("Detectors")) {
        continue;
      }
      String name = lines[0].split(" ")[0];
      listed.add(name);
      TreeSet<String> parameters = new TreeSet<>();
      for (int i = 1; i < lines.length; i++) {
        if (!lines[i].isBlank()) {
          parameters.add(lines[i].strip().split(" ")[0]);
        }
      }
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  components.create(
                      DriftDetector.class, name, Settings.empty().with("no such", "1")));
      Matcher known = Pattern.compile("\\[([a-z_, ]+)]").matcher(refusal.getMessage());
      assertTrue(known.find(), refusal.getMessage());
      assertEquals(new TreeSet<>(Arrays.asList(known.group(1).split(", "))), parameters);
    }
    assertEquals(
        components.names(DriftDetector.class).stream().filter(n -> !n.equals("none")).toList(),
        listed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "adwin|delta=0.002|clock=32|max_buckets=5|min_window_length=5|grace_period=10|variant=published",
        "page-hinkley|min_instances=30|delta=0.005|threshold=50|alpha=0.9999|mode=both|mode=both",
      })
  void the_defaults_in_the_help_are_those_of_the_detectors(
      String detector, String a, String b, String c, String d, String e, String f)
      throws Exception {
    String help = help("drift detect");
    List<Object> args = new ArrayList<>(List.of("drift", "detect", "--detector", detector));
    String own = help.substring(help.indexOf("  " + detector + " "));
    for (String parameter : List.of(a, b, c, d, e, f)) {
      String[] parts = parameter.split("=");
      String line =
          own.lines().filter(l -> l.strip().startsWith(parts[0] + " ")).findFirst().orElse("");
      assertTrue(line.contains("(" + parts[1] + ";") || line.contains("(" + parts[1] + ")"), line);
      args.addAll(List.of("--param", parameter));
    }
    StringBuilder numbers = new StringBuilder();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 4_000; i++) {
      numbers.append(random.nextDouble() * 0.5 + (i < 2_000 ? 0 : 0.4)).append('\n');
    }
    Path file = Files.writeString(dir.resolve("n"), numbers);
    args.add(file);
    Cli.Result given = governance(args.toArray());
    assertEquals(governance("drift", "detect", "--detector", detector, file), given);
    given.doesNotHold();
  }

  @Test
  void the_benchmarks_are_mentioned() {
    assertTrue(governance("--help").holds().out().contains("governance bench [PATTERN...]"));
  }
}
