package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parameters of the detectors, given as texts, and their alarm levels. */
class EveryDetectorSettingsTest {

  private final Components components = Components.load(getClass().getClassLoader());

  static Stream<String> names() {
    return EveryDetector.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  @Rule("D44")
  void an_alarm_level_that_was_set_is_the_one_there_is(String name) {
    if (EveryDetector.config(name) instanceof CalibratedConfig config) {
      for (double factor : new double[] {.8, .9, 1, 1.1, 1.3}) {
        double level = factor * config.alarmLevel();
        CalibratedConfig other = config.withAlarmLevel(level);
        assertEquals(level, other.alarmLevel(), 1e-12 * level, config.toString());
        assertEquals(config.getClass(), other.getClass());
      }
    } else {
      assertFalse(
          Parameters.values(EveryDetector.config(name)).containsKey("threshold"),
          "has a threshold and cannot be calibrated");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @Rule("D45")
  void every_parameter_can_be_set_alone_and_nothing_else_changes(String name) {
    DetectorConfig usual = EveryDetector.config(name);
    Map<String, Object> values = Parameters.values(usual);
    Settings all = Settings.empty();
    for (Map.Entry<String, Object> parameter : values.entrySet()) {
      String key = parameter.getKey();
      int taken = 0;
      for (Object other : others(parameter.getValue())) {
        taken += isTaken(usual, key, other) ? 1 : 0;
      }
      assertTrue(taken > 0, key + " takes no other value near " + parameter.getValue());
      // A list has a text of its own.
      if (!(parameter.getValue() instanceof List<?>)) {
        all = all.with(key, parameter.getValue().toString());
      }
    }
    assertEquals(Parameters.canonical(usual), Parameters.canonical(made(name, all)));
  }

  private boolean isTaken(DetectorConfig usual, String key, Object other) {
    Map<String, Object> with = company(Parameters.values(usual), key);
    with.put(key, other);
    Settings settings = Settings.empty();
    for (Map.Entry<String, Object> setting : with.entrySet()) {
      settings = settings.with(setting.getKey(), setting.getValue().toString());
    }
    DetectorConfig changed;
    try {
      changed = made(usual.name(), settings);
    } catch (IllegalArgumentException refusal) {
      String message = refusal.getMessage() == null ? "" : refusal.getMessage();
      String named = message.replace("_", "").toLowerCase(Locale.ROOT);
      assertTrue(
          Parameters.keys(usual.getClass()).stream()
              .anyMatch(k -> named.contains(k.replace("_", ""))),
          () -> key + "=" + other + ": names no parameter: " + message);
      return false;
    }
    Map<String, Object> expected = new LinkedHashMap<>(Parameters.values(usual));
    if (!(other instanceof String)) {
      expected.putAll(with);
      assertEquals(expected, Parameters.values(changed));
    }
    assertNotEquals(Parameters.canonical(usual), Parameters.canonical(changed));
    return true;
  }

  /** What must be set together with a parameter. */
  private static Map<String, Object> company(Map<String, Object> usual, String key) {
    Map<String, Object> company = new LinkedHashMap<>();
    boolean learned = Double.valueOf(Double.NaN).equals(usual.get("sd"));
    if (key.equals("mean") && learned) {
      company.put("sd", 1.0);
    } else if (key.equals("sd") && learned) {
      company.put("mean", 0.0);
    } else if (key.equals("family") && usual.containsKey("prior_mean")) {
      company.put("prior_mean", .5);
    }
    return company;
  }

  private DetectorConfig made(String name, Settings settings) {
    DriftDetector made = components.create(DriftDetector.class, name, settings);
    return ((StreamingDetector) made).config();
  }

  private static List<Object> others(Object usual) {
    if (usual instanceof Double number) {
      return number == 0 || number.isNaN()
          ? List.of(.25, 1.0, 1e-6)
          : List.of(.5 * number, .98 * number, number + number / 16, 2 * number);
    }
    if (usual instanceof Integer number) {
      return List.of(number / 2, number - 1, number + 1, 2 * number, 10 * number + 2);
    }
    if (usual instanceof Long number) {
      return List.of(number / 2, number - 1, number + 1, 2 * number);
    }
    if (usual instanceof Boolean flag) {
      return List.of(!flag);
    }
    if (usual instanceof Enum<?> constant) {
      return Stream.of((Object[]) constant.getDeclaringClass().getEnumConstants())
          .filter(other -> other != constant)
          .toList();
    }
    return List.of("ADWIN(delta=0.25)+PageHinkley(threshold=7)");
  }

  @Test
  @Rule("D46")
  void names_are_told_apart_without_regard_to_case_and_separators() {
    Map<String, String> seen = new HashMap<>();
    for (String name : components.names(DriftDetector.class)) {
      String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
      assertEquals(null, seen.put(plain, name), name);
    }
    assertTrue(seen.size() > 60, () -> "only " + seen.keySet());
  }
}
