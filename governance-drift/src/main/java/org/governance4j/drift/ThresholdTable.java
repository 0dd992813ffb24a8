package org.governance4j.drift;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.governance4j.InvalidData;
import org.jspecify.annotations.Nullable;

/**
 * The alarm levels that come with this module. Between its run lengths the logarithm of the level
 * follows the monotone cubic of Fritsch and Carlson (SIAM J. Numer. Anal. 17, 1980,
 * doi:10.1137/0717021) in the logarithm of the run length: levels that are proportional to ln ERT,
 * as those of likelihood ratios, and to a power of ERT, as those of sums, both come out within a
 * few per cent of the run length. Beside a row of a lattice, whose steps are not known, the level
 * is that of the row below if its run length is long enough, or else that of the row above.
 * Immutable.
 */
final class ThresholdTable {

  private static final String RESOURCE = "thresholds.tsv";

  /** What to do about a level that the table does not have. */
  private static final String WAY_OUT =
      "; 'governance drift calibrate' finds levels that the table does not have";

  private final List<Threshold> rows;

  ThresholdTable(List<Threshold> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Reads the table of the module's jar. */
  static ThresholdTable shipped() {
    try (InputStream in = ThresholdTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new InvalidData("the resource " + RESOURCE + " is not there");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InvalidData("the resource " + RESOURCE + " cannot be read", e);
    }
  }

  /** Lines that begin with # are comments; the first other one names the columns. */
  static ThresholdTable parse(String text) {
    return new ThresholdTable(
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .skip(1)
            .map(Threshold::parse)
            .toList());
  }

  List<Threshold> rows() {
    return rows;
  }

  /**
   * The parameters of a configuration as they stand in the table: without those that the alarm
   * level makes (a warning level keeps its proportion and goes with it), and numbers of nine
   * digits, so that rounding does not part two configurations.
   */
  static String parameters(CalibratedConfig config) {
    List<String> level = levelKeys(config);
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Object> parameter : Parameters.values(config).entrySet()) {
      if (!level.contains(parameter.getKey())) {
        text.append(text.isEmpty() ? "" : ";").append(parameter.getKey()).append('=');
        text.append(plain(parameter.getValue()));
      }
    }
    return text.isEmpty() ? "none" : text.toString();
  }

  /** The parameters that the alarm level makes. */
  static List<String> levelKeys(CalibratedConfig config) {
    Map<String, Object> changed = Parameters.values(other(config));
    return Parameters.values(config).entrySet().stream()
        .filter(parameter -> !parameter.getValue().equals(changed.get(parameter.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static CalibratedConfig other(CalibratedConfig config) {
    double level = config.alarmLevel();
    try {
      return config.withAlarmLevel(1.25 * level);
    } catch (IllegalArgumentException e) {
      // The level is near the upper end of its range: then a lower one is in it.
      return config.withAlarmLevel(.75 * level);
    }
  }

  private static String plain(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number)
          ? new BigDecimal(number).round(new MathContext(9)).stripTrailingZeros().toString()
          : number.toString();
    }
    if (value instanceof CalibratedConfig part) {
      return "(" + part.name() + ";" + parameters(part) + ")";
    }
    return value.toString().replaceAll("\\s", "");
  }

  /**
   * The level of a configuration on one model, or, without a model, the largest of those of the
   * models whose levels reach the run length.
   */
  double level(CalibratedConfig config, double ert, @Nullable StreamModel model) {
    List<Threshold> own = rows.stream().filter(row -> row.isFor(config)).toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          config.name()
              + " has no table of expected run lengths for "
              + parameters(config)
              + alternatives(config)
              + WAY_OUT);
    }
    return model == null ? highest(own, config, ert) : on(model, own, config, ert);
  }

  private static double highest(List<Threshold> own, CalibratedConfig config, double ert) {
    double largest = 0;
    List<String> ranges = new ArrayList<>();
    for (StreamModel model : own.stream().map(Threshold::model).distinct().toList()) {
      NavigableMap<Double, Threshold> known = found(own, model);
      if (reaches(known, ert)) {
        largest = Math.max(largest, between(known, ert));
      } else if (!known.isEmpty()) {
        ranges.add(range(known) + " on " + model.text());
      }
    }
    if (largest == 0) {
      throw new IllegalArgumentException(
          ranges.isEmpty()
              ? "%s cannot be calibrated on any model; on %s: %s"
                  .formatted(config.name(), own.get(0).model().text(), own.get(0).reason())
              : "ert of %s must be %s: %s%s"
                  .formatted(config.name(), String.join(" or ", ranges), length(ert), WAY_OUT));
    }
    return largest;
  }

  private static double on(
      StreamModel model, List<Threshold> own, CalibratedConfig config, double ert) {
    NavigableMap<Double, Threshold> known = found(own, model);
    if (known.isEmpty()) {
      String reason =
          own.stream()
              .filter(row -> row.model().equals(model))
              .map(Threshold::reason)
              .findFirst()
              .orElse("no row of the table has this model" + WAY_OUT);
      throw new IllegalArgumentException(
          config.name() + " cannot be calibrated on " + model.text() + ": " + reason);
    }
    if (!reaches(known, ert)) {
      throw new IllegalArgumentException(
          "ert of %s on %s must be %s: %s%s"
              .formatted(config.name(), model.text(), range(known), length(ert), WAY_OUT));
    }
    return between(known, ert);
  }

  /** The other sets of parameters that the table has, each by what is different in it. */
  private String alternatives(CalibratedConfig config) {
    List<String> asked = List.of(parameters(config).split(";"));
    String sets =
        rows.stream()
            .filter(row -> row.found() && row.detector().equals(config.name()))
            .map(Threshold::parameters)
            .distinct()
            .map(each -> different(each, asked))
            .collect(Collectors.joining(" or "));
    return sets.isEmpty() ? "" : ", but for " + sets;
  }

  private static String different(String parameters, List<String> asked) {
    return Arrays.stream(parameters.split(";"))
        .filter(each -> !asked.contains(each))
        .collect(Collectors.joining(";"));
  }

  /** The rows with a level of one model, by run length. */
  private static NavigableMap<Double, Threshold> found(List<Threshold> own, StreamModel model) {
    NavigableMap<Double, Threshold> known = new TreeMap<>();
    for (Threshold row : own) {
      if (row.found() && row.model().equals(model)) {
        known.put(row.ert(), row);
      }
    }
    return known;
  }

  private static boolean reaches(NavigableMap<Double, Threshold> known, double ert) {
    return !known.isEmpty() && ert >= known.firstKey() && ert <= known.lastKey();
  }

  private static String range(NavigableMap<Double, Threshold> known) {
    String first = length(known.firstKey());
    return known.size() == 1 ? first : "from " + first + " to " + length(known.lastKey());
  }

  /** A run length as people write it. */
  private static String length(double ert) {
    return ert == Math.rint(ert) && Math.abs(ert) < 1e15
        ? Long.toString((long) ert)
        : Double.toString(ert);
  }

  private static double between(NavigableMap<Double, Threshold> known, double ert) {
    Threshold exact = known.get(ert);
    if (exact != null) {
      return exact.level();
    }
    Threshold below = known.floorEntry(ert).getValue();
    Threshold above = known.ceilingEntry(ert).getValue();
    if (below.ert() == ert || below.lattice() && below.measured().mean() >= ert) {
      return below.level();
    }
    if (below.lattice() || above.lattice()) {
      return above.level();
    }
    double[] x = known.keySet().stream().mapToDouble(Math::log).toArray();
    double[] y = known.values().stream().mapToDouble(row -> Math.log(row.level())).toArray();
    return Math.exp(MonotoneCubic.at(Math.log(ert), x, y));
  }
}
