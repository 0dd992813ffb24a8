package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
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
  void every_detector_there_is_stands_in_the_help_under_its_name() {
    String help = help("drift detect");
    List<String> words = List.of(help.split("[,\\s]+"));
    List<String> names =
        Components.load(HelpTest.class.getClassLoader()).names(DriftDetector.class);
    assertTrue(names.containsAll(List.of("ADWIN", "PageHinkley", "river:DDM")), names::toString);
    for (String name : names) {
      assertTrue(words.contains(name), () -> name + " is missing in " + help);
    }
    assertTrue(help.contains("docs/DRIFT.md"), help);
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drift detect", "drift calibrate"})
  void the_models_of_a_stream_are_said_with_their_scale(String command) {
    String help = help(command).replaceAll("\\s+", " ");
    assertTrue(help.contains("normal (mean 0, deviation 1)"), help);
    assertTrue(help.contains("uniform (0 to 1)"), help);
    assertTrue(help.contains("scaled"), help);
  }

  @Test
  void what_a_reader_of_a_pipe_waits_for_is_said() {
    String help = help("drift detect").replaceAll("\\s+", " ");
    assertTrue(help.contains("at the end of the input"), help);
    assertTrue(help.contains("no drift in fewer is no finding"), help);
  }

  @Test
  void an_own_detector_stands_before_those_of_others() {
    String help = help("drift detect");
    assertTrue(help.indexOf(" ADWIN,") < help.indexOf("as other libraries have them"), help);
    assertTrue(help.indexOf(" river:DDM,") > help.indexOf("as other libraries have them"), help);
  }

  @Test
  void the_benchmarks_are_mentioned() {
    assertTrue(governance("--help").holds().out().contains("governance bench [PATTERN...]"));
  }
}
