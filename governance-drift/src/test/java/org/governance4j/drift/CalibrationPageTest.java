package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/CALIBRATION.md and docs/DRIFT.md say of the table of levels. */
class CalibrationPageTest {

  private static final Pattern COUNTS =
      Pattern.compile(
          "(\\d+) levels: (\\d+) continuous, of which (\\d+) \\([\\d.]+ %\\) measured within ±10 %;"
              + " (\\d+) lattice, of which (\\d+) measured at 0.9 times");

  private static final Pattern SUMMARY =
      Pattern.compile("Of the (\\d+) levels of the table, .* (\\d+) of (\\d+) with a continuous");

  private static String page(String name) throws IOException {
    Path page = Path.of("docs", name);
    return Files.readString(Files.exists(page) ? page : Path.of("..").resolve(page));
  }

  private static List<Threshold> found() {
    return Calibration.table().stream().filter(Threshold::found).toList();
  }

  private static long count(boolean lattice) {
    return found().stream().filter(row -> row.lattice() == lattice).count();
  }

  private static long within(boolean lattice) {
    return found().stream()
        .filter(row -> row.lattice() == lattice)
        .mapToDouble(row -> row.measured().mean() / row.ert())
        .filter(ratio -> ratio >= .9 && (lattice || ratio <= 1.1))
        .count();
  }

  @Test
  void the_pages_count_the_levels_of_the_table() throws IOException {
    Matcher all = COUNTS.matcher(page("CALIBRATION.md"));
    assertTrue(all.find());
    assertEquals(found().size(), Integer.parseInt(all.group(1)));
    assertEquals(count(false), Integer.parseInt(all.group(2)));
    assertEquals(within(false), Integer.parseInt(all.group(3)));
    assertEquals(count(true), Integer.parseInt(all.group(4)));
    assertEquals(within(true), Integer.parseInt(all.group(5)));
    Matcher summary = SUMMARY.matcher(page("DRIFT.md"));
    assertTrue(summary.find());
    assertEquals(found().size(), Integer.parseInt(summary.group(1)));
    assertEquals(within(false), Integer.parseInt(summary.group(2)));
    assertEquals(count(false), Integer.parseInt(summary.group(3)));
  }

  @Test
  void every_level_and_its_measured_run_length_stand_on_the_page() throws IOException {
    List<String> lines = page("CALIBRATION.md").lines().toList();
    for (Threshold row : found()) {
      String[] f = row.line().split("\t");
      String cell =
          String.format(
              Locale.ROOT, "%s: %,d ± %,d", f[4], Long.parseLong(f[5]), Long.parseLong(f[6]));
      String end = row.lattice() ? cell + " L |" : cell + " |";
      assertTrue(
          lines.stream()
              .anyMatch(line -> line.startsWith("| " + row.detector()) && line.contains(end)),
          row.line());
    }
  }

  @Test
  void every_gap_of_the_table_stands_on_the_page_with_its_run_length() throws IOException {
    List<String> lines = page("CALIBRATION.md").lines().toList();
    for (Threshold row : Calibration.table()) {
      if (!row.found() && !row.reason().contains("refuses values")) {
        String ert = String.format(Locale.ROOT, "%,.0f", row.ert());
        boolean said =
            lines.stream()
                .filter(line -> line.startsWith("| " + row.detector()))
                .map(line -> line.split(" *\\| *"))
                .filter(cells -> cells.length == 5 && cells[2].equals(row.model().text()))
                .anyMatch(cells -> List.of(cells[3].split(", | and longer")).contains(ert));
        assertTrue(said, row.line());
      }
    }
  }
}
