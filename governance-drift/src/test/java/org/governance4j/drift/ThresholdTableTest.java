package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.governance4j.DriftDetector;
import org.governance4j.InvalidData;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class ThresholdTableTest {

  private static final StreamModel TENTH = new StreamModel.Bernoulli(.1);
  private static final StreamModel FIFTH = new StreamModel.Bernoulli(.2);
  private static final Focus FOCUS = Focus.defaults();

  private static Threshold row(StreamModel model, double ert, double level) {
    return new Threshold(
        "FOCuS",
        ThresholdTable.parameters(FOCUS),
        model,
        ert,
        level,
        new RunLengths(ert, 1, 9, 0),
        false,
        "");
  }

  private static ThresholdTable table() {
    return new ThresholdTable(
        List.of(
            row(TENTH, 1_000, 3),
            row(TENTH, 10_000, 5.5),
            row(TENTH, 100_000, 8),
            row(FIFTH, 1_000, 2),
            row(FIFTH, 10_000, 6),
            Threshold.none(FOCUS, new StreamModel.Normal(), 1_000, "it is out of range")));
  }

  @Test
  void the_level_of_a_row_is_taken_as_it_is() {
    assertEquals(5.5, table().level(FOCUS.withThreshold(77), 10_000, TENTH));
  }

  @Test
  void without_a_model_it_is_the_highest_of_all_models() {
    assertEquals(3, table().level(FOCUS, 1_000, null));
    assertEquals(6, table().level(FOCUS, 10_000, null));
  }

  @Test
  @Rule("D34")
  void without_a_model_only_those_count_that_reach_the_run_length() {
    assertEquals(8, table().level(FOCUS, 100_000, null));
    assertEquals(table().level(FOCUS, 20_000, TENTH), table().level(FOCUS, 20_000, null));
    refused(
        "ert of FOCuS must be from 1000 to 100000 on bernoulli:0.1 or from 1000 to 10000 on"
            + " bernoulli:0.2: 200000; 'governance drift calibrate' finds",
        () -> table().level(FOCUS, 200_000, null));
    refused("bernoulli:0.2: 999.5;", () -> table().level(FOCUS, 999.5, null));
    refused("bernoulli:0.2: NaN;", () -> table().level(FOCUS, Double.NaN, null));
    ThresholdTable one = new ThresholdTable(List.of(row(TENTH, 1_000, 3)));
    refused("must be 1000 on bernoulli:0.1: 2000;", () -> one.level(FOCUS, 2_000, null));
    ThresholdTable none =
        new ThresholdTable(List.of(Threshold.none(FOCUS, TENTH, 1_000, "it is too slow")));
    refused(
        "FOCuS cannot be calibrated on any model; on bernoulli:0.1: it is too slow",
        () -> none.level(FOCUS, 1_000, null));
  }

  @Test
  @Rule("D34")
  void parameters_without_a_level_are_refused_with_those_that_have_one() {
    refused(
        "FOCuS has no table of expected run lengths for family=BERNOULLI;side=UP;mean=NaN;"
            + "deviation=0;warm_up=500;min_segment=33, but for min_segment=90;",
        () -> table().level(FOCUS.withMinSegment(33), 1_000, TENTH));
    refused(
        "mean=0.3;sd=0.4, but for mean=NaN;sd=NaN or mean=0.01;sd=0.0994987437 or ",
        () -> Calibration.calibrated(Cusum.defaults().withReference(.3, .4), 1_000, null));
  }

  @Test
  void between_rows_the_level_rises_with_the_run_length() {
    ThresholdTable table = table();
    double last = 3;
    for (double ert = 1_100; ert < 100_000; ert *= 1.1) {
      double level = table.level(FOCUS, ert, TENTH);
      assertTrue(level > last && level < 8, ert + ": " + level);
      last = level;
    }
  }

  @Test
  void beside_a_lattice_it_is_the_level_of_a_row_with_at_least_the_run_length() {
    Threshold step = row(TENTH, 1_000, 3);
    ThresholdTable table =
        new ThresholdTable(
            List.of(
                new Threshold(
                    step.detector(),
                    step.parameters(),
                    TENTH,
                    1_000,
                    3,
                    new RunLengths(1_700, 40, 900, 0),
                    true,
                    ""),
                row(TENTH, 3_000, 4),
                row(TENTH, 10_000, 5.5)));
    assertEquals(3, table.level(FOCUS, 1_000, TENTH));
    assertEquals(3, table.level(FOCUS, 1_700, TENTH));
    assertEquals(4, table.level(FOCUS, 1_701, TENTH));
    assertEquals(4, table.level(FOCUS, 3_000, TENTH));
    double between = table.level(FOCUS, 5_000, TENTH);
    assertTrue(between > 4 && between < 5.5, "level " + between);
  }

  @Test
  void a_power_law_and_a_logarithmic_one_are_met_between_rows() {
    double[] x = DoubleStream.of(1e3, 3e3, 1e4, 3e4, 1e5).map(Math::log).toArray();
    double[] power = DoubleStream.of(x).map(v -> .4 * v + 1).toArray();
    double[] logarithm = DoubleStream.of(x).map(v -> Math.log(v - 3)).toArray();
    for (double at = x[0]; at < x[4]; at += .1) {
      assertEquals(.4 * at + 1, MonotoneCubic.at(at, x, power), 1e-12);
      assertEquals(at - 3, Math.exp(MonotoneCubic.at(at, x, logarithm)), .05);
    }
    assertEquals(power[4], MonotoneCubic.at(x[4], x, power), 1e-12);
  }

  @Test
  @Rule("D34")
  void what_the_table_does_not_have_is_refused_with_the_reason() {
    ThresholdTable table = table();
    refused(
        "ert of FOCuS on bernoulli:0.1 must be from 1000 to 100000: 999",
        () -> table.level(FOCUS, 999, TENTH));
    refused("from 1000 to 10000: 20000;", () -> table.level(FOCUS, 20_000, FIFTH));
    refused(
        "FOCuS cannot be calibrated on normal: it is out of range",
        () -> table.level(FOCUS, 1_000, new StreamModel.Normal()));
    refused(
        "FOCuS cannot be calibrated on uniform: no row",
        () -> table.level(FOCUS, 1_000, new StreamModel.Uniform()));
    refused(
        "FOCuS has no table of expected run lengths for family=BERNOULLI",
        () -> table.level(FOCUS.withMinSegment(33), 1_000, TENTH));
  }

  @Test
  void a_line_is_read_as_it_is_written() {
    String lines = table().rows().stream().map(Threshold::line).collect(Collectors.joining("\n"));
    assertEquals(table().rows(), readBack(lines));
    assertThrows(InvalidData.class, () -> ThresholdTable.parse("head\na\tb"));
    assertThrows(
        InvalidData.class,
        () -> ThresholdTable.parse("head\n" + row(TENTH, 1, 2).line().replace("bern", "born")));
  }

  private static List<Threshold> readBack(String lines) {
    // NaN parts of a row without a level are equal in a record.
    return ThresholdTable.parse("# comment\nhead\n" + lines + "\n").rows();
  }

  @Test
  void the_parameters_do_not_depend_on_the_level() {
    assertEquals(
        ThresholdTable.parameters(Adwin.defaults()),
        ThresholdTable.parameters(Adwin.defaults().withDelta(.77)));
    assertEquals(
        "clock=32;max_buckets=5;min_window_length=5;grace_period=10",
        ThresholdTable.parameters(Adwin.defaults()));
    assertEquals(List.of("delta"), ThresholdTable.levelKeys(Adwin.defaults()));
  }

  @Test
  @Rule("D44")
  void settings_of_a_level_give_that_level() {
    for (CalibratedConfig config : Calibration.configurations(getClass().getClassLoader())) {
      double level = 1.07 * config.alarmLevel();
      Settings settings = Settings.empty();
      for (var each : Calibration.settings(config, level).entrySet()) {
        settings = settings.with(each.getKey(), each.getValue());
      }
      assertEquals(config.withAlarmLevel(level), Parameters.with(config, settings));
    }
    assertEquals(Map.of("threshold", "8.5"), Calibration.settings(FOCUS, 8.5));
    assertEquals(
        List.of("warning_threshold", "drift_threshold"),
        List.copyOf(Calibration.settings(Ddm.defaults(), 5).keySet()));
  }

  @Test
  void every_row_that_is_shipped_is_for_a_detector_there_is_and_levels_rise() {
    List<CalibratedConfig> configs = Calibration.configurations(getClass().getClassLoader());
    Threshold last = null;
    for (Threshold row : Calibration.table()) {
      assertEquals(1, configs.stream().filter(row::isFor).count(), row::line);
      if (row.found()) {
        double ratio = row.measured().mean() / row.ert();
        assertTrue(ratio > .85 && (row.lattice() || ratio < 1.15), row::line);
        if (last != null
            && last.model().equals(row.model())
            && last.parameters().equals(row.parameters())) {
          // Two rows on one step of a lattice agree to the resolution of the search.
          boolean rises = row.level() >= .9995 * last.level();
          assertTrue(row.ert() > last.ert() && rises, row::line);
        }
        last = row;
      }
    }
    for (CalibratedConfig config : configs) {
      boolean covered = Calibration.table().stream().anyMatch(row -> row.isFor(config));
      assertTrue(covered, config::name);
    }
  }

  @Test
  @Rule("D34")
  void settings_choose_the_level_by_the_run_length() {
    Components components = Components.load(getClass().getClassLoader());
    Settings settings = Settings.empty().with("ert", "5000").with("model", "bernoulli:0.2");
    DriftDetector made = components.create(DriftDetector.class, "FOCuS", settings);
    assertEquals(Calibration.calibrated(FOCUS, 5_000, FIFTH), ((StreamingDetector) made).config());
    DriftDetector anyModel =
        components.create(DriftDetector.class, "FOCuS", Settings.empty().with("ert", "5000"));
    assertEquals(
        Calibration.calibrated(FOCUS, 5_000, null), ((StreamingDetector) anyModel).config());
    refused(
        "setting 'threshold' cannot be given together with 'ert'",
        () -> components.create(DriftDetector.class, "FOCuS", settings.with("threshold", "9")));
    refused(
        "setting 'model' is only for a level that 'ert' chooses",
        () ->
            components.create(
                DriftDetector.class, "FOCuS", Settings.empty().with("model", "normal")));
    refused(
        "no table of expected run lengths",
        () -> components.create(DriftDetector.class, "FOCuS", settings.with("min_segment", "7")));
  }
}
