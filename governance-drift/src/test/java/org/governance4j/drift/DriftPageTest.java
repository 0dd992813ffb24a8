package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** What docs/DRIFT.md says of the detectors: their names, parameters, usual values and ranges. */
class DriftPageTest {

  private static final Pattern PARAMETER = Pattern.compile("`(\\w+)` (\\S+) ([^;]+)");
  private static final Pattern INTERVAL = Pattern.compile("([\\[(])([^,]+), ([^\\])]+)([\\])])");

  /** What the page says of a parameter. */
  private record Parameter(String usual, String range) {}

  /** What the page says of a detector. */
  private record Row(String level, Map<String, Parameter> parameters) {}

  @Test
  @Rule("D47")
  void the_page_has_a_row_for_every_detector_and_for_no_other() throws IOException {
    assertEquals(new TreeSet<>(EveryDetector.names().toList()), new TreeSet<>(rows().keySet()));
  }

  @Test
  @Rule("D47")
  void the_page_names_every_detector_of_another_implementation() throws IOException {
    String page = page();
    List<String> all = Components.load(getClass().getClassLoader()).names(DriftDetector.class);
    List<String> others = all.stream().filter(name -> name.contains(":")).toList();

    assertTrue(others.size() > 40, others::toString);
    for (String name : others) {
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }

  @Test
  @Rule("D47")
  void every_parameter_is_there_in_its_order_with_its_usual_value_and_choices() throws IOException {
    for (Map.Entry<String, Row> entry : rows().entrySet()) {
      DetectorConfig config = EveryDetector.config(entry.getKey());
      Map<String, Object> values = Parameters.values(config);
      Map<String, Parameter> said = entry.getValue().parameters();
      assertEquals(List.copyOf(values.keySet()), List.copyOf(said.keySet()), entry.getKey());
      values.forEach(
          (key, value) -> {
            Parameter parameter = said.get(key);
            assertNotNull(parameter);
            assertSame(entry.getKey() + " " + key, value, parameter);
          });
      assertEquals(level(config), entry.getValue().level(), entry.getKey());
    }
  }

  @Test
  @Rule("D48")
  void a_value_outside_of_the_range_on_the_page_is_refused() throws IOException {
    int checked = 0;
    for (Map.Entry<String, Row> entry : rows().entrySet()) {
      Map<String, Object> values = Parameters.values(EveryDetector.config(entry.getKey()));
      for (Map.Entry<String, Parameter> each : entry.getValue().parameters().entrySet()) {
        Matcher interval = INTERVAL.matcher(each.getValue().range());
        if (!interval.matches()) {
          continue;
        }
        boolean real = values.get(each.getKey()) instanceof Double;
        boolean least = interval.group(1).equals("[");
        boolean most = interval.group(4).equals("]");
        checked += refused(entry.getKey(), each.getKey(), interval.group(2), least, real, -1);
        checked += refused(entry.getKey(), each.getKey(), interval.group(3), most, real, 1);
      }
    }
    assertTrue(checked > 150, "only " + checked);
  }

  /** Tries the end of a range, or what is next to it; an end that is no number is another's. */
  private static int refused(
      String detector, String key, String end, boolean included, boolean real, int side) {
    if (!end.matches("-?[\\d.]+(e-?\\d+)?")) {
      return 0;
    }
    double number = Double.parseDouble(end);
    double beyond = number;
    if (included) {
      double next = side < 0 ? Math.nextDown(number) : Math.nextUp(number);
      beyond = real ? next : number + side;
    }
    String text = real ? Double.toString(beyond) : Long.toString((long) beyond);
    Settings settings = Settings.empty().with(key, text);
    Components components = Components.load(DriftPageTest.class.getClassLoader());
    assertThrows(
        IllegalArgumentException.class,
        () -> components.create(DriftDetector.class, detector, settings),
        detector + " takes " + key + "=" + text);
    return 1;
  }

  private static void assertSame(String what, Object value, Parameter said) {
    if (value instanceof Number number) {
      assertEquals(number.doubleValue(), Double.parseDouble(said.usual()), what);
      assertTrue(said.range().equals("any") || INTERVAL.matcher(said.range()).matches(), what);
    } else if (value instanceof Enum<?> constant) {
      assertEquals(constant.name(), said.usual(), what);
      String choices =
          Arrays.stream(constant.getDeclaringClass().getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", ", "{", "}"));
      assertEquals(choices, said.range(), what);
    } else if (value instanceof List<?> list) {
      String names =
          list.stream()
              .map(part -> ((DetectorConfig) part).name())
              .collect(Collectors.joining("+"));
      assertEquals(names, said.usual(), what);
    } else {
      throw new AssertionError(what + " is of a kind that the page cannot show: " + value);
    }
  }

  private static String level(DetectorConfig config) {
    return config instanceof CalibratedConfig calibrated
        ? ThresholdTable.levelKeys(calibrated).stream()
            .map(key -> "`" + key + "`")
            .collect(Collectors.joining(", "))
        : "none";
  }

  /** The rows of the table of all detectors. */
  private static Map<String, Row> rows() throws IOException {
    String page = page();
    Map<String, Row> rows = new LinkedHashMap<>();
    int start = page.indexOf("| detector | values | level |");
    assertTrue(start > 0, "the page has no table of all detectors");
    for (String line : page.substring(start).lines().skip(2).toList()) {
      if (!line.startsWith("|")) {
        break;
      }
      String[] cells = line.substring(2).split(" \\| ");
      Map<String, Parameter> parameters = new LinkedHashMap<>();
      Matcher each = PARAMETER.matcher(cells[3]);
      while (each.find()) {
        parameters.put(each.group(1), new Parameter(each.group(2), each.group(3)));
      }
      rows.put(cells[0], new Row(cells[2], parameters));
    }
    return rows;
  }

  private static String page() throws IOException {
    Path page = Path.of("docs", "DRIFT.md");
    return Files.readString(Files.exists(page) ? page : Path.of("..").resolve(page));
  }
}
