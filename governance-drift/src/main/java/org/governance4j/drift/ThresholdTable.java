package org.governance4j.drift;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
   * models it has levels for.
   */
  double level(CalibratedConfig config, double ert, @Nullable StreamModel model) {
    List<Threshold> own = rows.stream().filter(row -> row.isFor(config)).toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          config.name() + " has no table of expected run lengths for " + parameters(config));
    }
    if (model != null) {
      return level(own, config.name(), ert, model);
    }
    double largest = 0;
    List<StreamModel> models =
        own.stream().filter(Threshold::found).map(Threshold::model).distinct().toList();
    for (StreamModel each : models) {
      largest = Math.max(largest, level(own, config.name(), ert, each));
    }
    if (models.isEmpty()) {
      throw new IllegalArgumentException(config.name() + " cannot be calibrated on any model");
    }
    return largest;
  }

  private static double level(List<Threshold> own, String name, double ert, StreamModel model) {
    TreeMap<Double, Threshold> known = new TreeMap<>();
    String reason = "no row of the table has this model";
    for (Threshold row : own) {
      if (row.model().equals(model) && row.found()) {
        known.put(row.ert(), row);
      } else if (row.model().equals(model)) {
        reason = row.reason();
      }
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          name + " cannot be calibrated on " + model.text() + ": " + reason);
    }
    if (!(ert >= known.firstKey() && ert <= known.lastKey())) {
      throw new IllegalArgumentException(
          String.format(
              "ert of %s on %s must be from %.0f to %.0f: %s",
              name, model.text(), known.firstKey(), known.lastKey(), ert));
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
