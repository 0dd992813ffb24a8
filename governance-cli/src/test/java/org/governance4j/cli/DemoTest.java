package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  @TempDir Path dir;

  @Test
  void the_generated_stream_is_governed_end_to_end_and_both_attacks_are_refused() {
    JsonValue.Obj report =
        governance("demo", "--check", "--json", "--dir", dir.resolve("demo")).holds().json().get(0);

    assertEquals(JsonValue.of(32_000), report.get("served"));
    assertEquals(JsonValue.of(true), report.get("modelAttackRefused"));
    assertEquals(JsonValue.of(true), report.get("ledgerAttackRefused"));
    assertEquals(JsonValue.array(), report.get("failures"));
  }

  @Test
  void what_the_demo_leaves_behind_verifies_with_the_other_commands() {
    Path demo = dir.resolve("demo");
    JsonValue.Obj report = governance("demo", "--json", "--dir", demo).holds().json().get(0);
    String logKey = ((JsonValue.Str) report.get("logKey")).value();

    governance("ledger", "verify", "--dir", demo.resolve("ledger"), "--vkey", logKey).holds();
    governance("ledger", "verify", "--dir", demo.resolve("attacked/ledger"), "--vkey", logKey)
        .doesNotHold();
    governance(
            "model",
            "verify",
            demo.resolve("model"),
            "--signature",
            demo.resolve("model.sig"),
            "--public-key",
            demo.resolve("keys/demo-release.pub"))
        .holds();
    governance(
            "model",
            "verify",
            demo.resolve("attacked/model"),
            "--signature",
            demo.resolve("model.sig"),
            "--public-key",
            demo.resolve("keys/demo-release.pub"))
        .doesNotHold();
  }

  @Test
  void one_seed_gives_one_root_and_another_seed_another() throws IOException {
    Path data = csv(2_000, 7);

    assertEquals(root(data, 1), root(data, 1));
    assertNotEquals(root(data, 1), root(data, 2));
  }

  @Test
  void a_truncated_csv_is_refused_naming_file_line_and_columns() throws IOException {
    Path data = csv(1_500, 7);
    String text = Files.readString(data);
    int lastLine = text.lastIndexOf('\n', text.length() - 2);
    Files.writeString(data, text.substring(0, text.indexOf(',', lastLine) + 3));

    governance("demo", "--data", data, "--dir", dir.resolve("demo"))
        .notDone("data.csv", "line 1501", "expected 3 columns, found 2");
  }

  @Test
  void a_file_name_gives_a_terminal_nothing_to_obey() throws IOException {
    Path data = Files.move(csv(2_000, 7), dir.resolve("evil\u001b[31m.csv"));

    Cli.Result result =
        governance("demo", "--check", "--data", data, "--seed", 1, "--dir", dir.resolve("demo"));

    assertTrue(result.out().contains("evil?[31m.csv: 2,000 rows"), result::toString);
    assertEquals(-1, (result.out() + result.err()).indexOf('\u001b'), result::toString);
    assertTrue(
        result.err().lines().allMatch(line -> line.startsWith("governance: does not hold: ")),
        result::toString);
    assertEquals(result.code() == 0, result.out().endsWith("check     everything above holds\n"));
    assertEquals(result.code() == 1, !result.err().isEmpty(), result::toString);
  }

  @Test
  void a_truncated_gzip_is_refused_naming_the_file() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Files.readAllBytes(csv(1_500, 7)));
    }
    Path data = dir.resolve("data.csv.gz");
    Files.write(data, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));

    governance("demo", "--data", data, "--dir", dir.resolve("demo"))
        .notDone("data.csv.gz", "ends too early");
  }

  @Test
  void cells_that_are_no_finite_numbers_and_labels_that_are_no_class_are_refused()
      throws IOException {
    for (String bad : new String[] {"1.0,NaN,0", "1.0,x,0", "1.0,2.0,2", "1e999,2.0,1"}) {
      Path data = Files.writeString(dir.resolve("bad.csv"), "a,b,class\n" + bad + "\n");
      governance("demo", "--data", data, "--dir", dir.resolve("demo")).notDone("bad.csv", "line 2");
    }
  }

  @Test
  void too_few_rows_and_a_missing_file_are_refused() throws IOException {
    governance("demo", "--data", csv(10, 7), "--dir", dir.resolve("demo"))
        .notDone("data.csv", "10 rows", "1000");
    governance("demo", "--data", dir.resolve("gone.csv"), "--dir", dir.resolve("demo"))
        .notDone("gone.csv");
    governance("demo", "--data", dir, "--dir", dir.resolve("demo")).notDone("directory");
  }

  @Test
  void a_directory_that_holds_something_else_is_left_alone() throws IOException {
    Path precious = Files.writeString(dir.resolve("precious.txt"), "mine");

    governance("demo", "--dir", dir).notDone("not empty", "--dir");

    assertEquals("mine", Files.readString(precious));
  }

  @Test
  void every_row_of_the_test_part_of_elec2_is_served() {
    Path data =
        Path.of(System.getProperty("governance.conformance", "absent"))
            .resolveSibling("data")
            .resolve("elec2.csv.gz");
    assumeTrue(Files.exists(data), "real data is not here: " + data.getFileName());

    JsonValue.Obj report =
        governance("demo", "--check", "--json", "--data", data, "--dir", dir.resolve("demo"))
            .holds()
            .json()
            .get(0);

    assertEquals(JsonValue.of(45_312), report.get("rows"));
    assertEquals(JsonValue.of(45_312 - 9_062), report.get("served"));
  }

  private JsonValue root(Path data, long seed) {
    JsonValue.Obj report =
        governance("demo", "--json", "--data", data, "--seed", seed, "--dir", dir.resolve("demo"))
            .json()
            .get(0);
    assertTrue(((JsonValue.Num) report.get("size")).asDouble() > 2, "violations are recorded");
    return report.get("root");
  }

  /** Two features of which the first decides, until the second does. */
  private Path csv(int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("a,b,class\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextInt(1000) / 1000.0;
      double b = random.nextInt(1000) / 1000.0;
      boolean label = (i < rows / 2 ? a : b) > 0.5;
      text.append(a).append(',').append(b).append(',').append(label ? 1 : 0).append('\n');
    }
    return Files.write(dir.resolve("data.csv"), text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
