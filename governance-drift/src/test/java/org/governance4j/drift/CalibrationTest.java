package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  private static final StreamModel COIN = new StreamModel.Bernoulli(.5);
  private static final StreamModel UNIFORM = new StreamModel.Uniform();

  /** Alarms at so many ones in a row, or, of values that are none, at one above 1 − e^−level. */
  record Streak(double level) implements CalibratedConfig {

    @Override
    public String name() {
      return "Streak";
    }

    @Override
    public double alarmLevel() {
      return level;
    }

    @Override
    public Streak withAlarmLevel(double value) {
      if (!(value > 0 && value <= 20)) {
        throw new IllegalArgumentException("level must be above 0 and at most 20: " + value);
      }
      return new Streak(value);
    }

    @Override
    public StreamingDetector start() {
      return new StreakState(this);
    }
  }

  /** A detector that is only fed; whatever else it was asked for, it would be a mistake. */
  abstract static class Simulated<C extends DetectorConfig> extends Detector<C> {

    Simulated(C config) {
      super(config);
    }

    @Override
    public DriftEvent lastEvent() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException();
    }

    @Override
    void write(StateWriter out) {
      throw new UnsupportedOperationException();
    }

    @Override
    void read(StateReader in) {
      throw new UnsupportedOperationException();
    }
  }

  static final class StreakState extends Simulated<Streak> {
    private final double high;
    private int ones;

    StreakState(Streak config) {
      super(config);
      high = 1 - Math.exp(-config.level);
    }

    @Override
    public int update(double value) {
      if (value < 0) {
        return REFUSED;
      }
      seen++;
      ones = value == 1 ? ones + 1 : 0;
      boolean alarm = ones >= config.level || value > high && value < 1;
      return alarm ? DRIFT : NONE;
    }
  }

  /** As the one before, but without any alarm if the first value is below a share. */
  record Mostly(double level, double share) implements CalibratedConfig {

    @Override
    public String name() {
      return "Mostly";
    }

    @Override
    public double alarmLevel() {
      return level;
    }

    @Override
    public Mostly withAlarmLevel(double value) {
      return new Mostly(new Streak(value).level, share);
    }

    @Override
    public StreamingDetector start() {
      return new MostlyState(this);
    }
  }

  static final class MostlyState extends Simulated<Mostly> {
    private final double high;
    private boolean silent;

    MostlyState(Mostly config) {
      super(config);
      high = 1 - Math.exp(-config.level);
    }

    @Override
    public int update(double value) {
      silent |= seen == 0 && value < config.share;
      seen++;
      return !silent && value > high ? DRIFT : NONE;
    }
  }

  @Test
  void the_mean_of_a_geometric_run_length_is_measured() {
    StreamModel rare = new StreamModel.Bernoulli(.01);
    RunLengths all = Calibration.measure(new Streak(1), rare, 100_000, 20_000, 3, 2);
    assertEquals(100, all.mean(), 4 * .71);
    // The deviation of a geometric law is √(1−p)/p.
    assertEquals(99.5 / Math.sqrt(20_000), all.standardError(), .03);
    assertEquals(0, all.censored());
  }

  @Test
  void runs_that_are_cut_off_do_not_bias_the_mean() {
    StreamModel rare = new StreamModel.Bernoulli(.01);
    RunLengths cut = Calibration.measure(new Streak(1), rare, 30, 20_000, 4, 1);
    assertEquals(20_000 * Math.pow(.99, 30), cut.censored(), 4 * 70);
    assertEquals(100, cut.mean(), 4 * cut.standardError());
    RunLengths none = Calibration.measure(new Streak(20), rare, 30, 50, 4, 1);
    assertEquals(50, none.censored());
    assertEquals(Double.POSITIVE_INFINITY, none.mean());
  }

  /** Half of the streams alarm at their first value, the others never: the ratio's error. */
  @Test
  void the_standard_error_holds_for_runs_that_are_cut_off_in_any_way() {
    double[] means = new double[400];
    double error = 0;
    for (int i = 0; i < means.length; i++) {
      long[] lengths = new long[200];
      SplittableRandom random = new SplittableRandom(i);
      for (int run = 0; run < lengths.length; run++) {
        lengths[run] = random.nextBoolean() ? 1 : -100;
      }
      RunLengths measured = RunLengths.of(lengths);
      means[i] = measured.mean();
      error += measured.standardError() / means.length;
    }
    double mean = Arrays.stream(means).average().orElseThrow();
    double variance = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / 399;
    assertEquals(Math.sqrt(variance), error, .15 * error);
    RunLengths plain = RunLengths.of(new long[] {2, 4, 9});
    assertEquals(Math.sqrt(13 / 3.0), plain.standardError(), 1e-12);
  }

  @Test
  @Rule("D33")
  void the_number_of_threads_changes_nothing() {
    RunLength runs = new RunLength(new StreamModel.Normal(), 5_000, 9);
    DetectorConfig config = PageHinkley.defaults();
    assertArrayEquals(runs.lengths(config, 101, 1), runs.lengths(config, 101, 3));
    assertEquals(
        Calibration.search(Focus.defaults(), COIN, 300, 60, 5, 1),
        Calibration.search(Focus.defaults(), COIN, 300, 60, 5, 4));
  }

  @Test
  void the_level_of_a_continuous_statistic_is_found() {
    Threshold found = Calibration.search(new Streak(1), UNIFORM, 2_000, 4_000, 6, 2);
    assertEquals(Math.log(2_000), found.level(), 4 / Math.sqrt(4_000) + .02);
    assertTrue(!found.lattice());
    assertEquals(2_000, found.measured().mean(), .13 * 2_000);
  }

  @Test
  void on_a_lattice_it_is_the_lowest_level_with_at_least_the_run_length() {
    // k ones in a row take (1 − pᵏ) / ((1 − p)·pᵏ) values: 62 for k = 5 and 126 for k = 6.
    Threshold found = Calibration.search(new Streak(1), COIN, 100, 3_000, 7, 2);
    assertTrue(found.lattice());
    assertEquals(5, found.level(), .002);
    assertTrue(found.level() > 5);
    assertEquals(126, found.measured().mean(), 4 * found.measured().standardError());
    assertEquals("lattice", found.line().split("\t")[9]);
  }

  @Test
  void what_is_more_than_asked_at_any_level_is_a_lattice_of_the_lowest() {
    // A single one, at half of the values, is the earliest alarm there is: 1 / .05.
    Threshold found =
        Calibration.search(new Streak(3), new StreamModel.Bernoulli(.05), 10, 400, 8, 1);
    assertTrue(found.lattice());
    assertTrue(found.level() <= 1);
    assertEquals(20, found.measured().mean(), 4);
  }

  @Test
  @Rule("D34")
  void what_cannot_be_calibrated_is_refused_with_the_reason() {
    refused(
        "Streak on bernoulli:0.5 has an expected run length of only",
        () -> Calibration.search(new Streak(1), COIN, 1e9, 10, 1, 1));
    refused(
        "FOCuS refuses values of the model normal",
        () -> Calibration.search(Focus.defaults(), new StreamModel.Normal(), 100, 10, 1, 2));
    refused(
        "ert must be from 10 to 1e9: 9.0", () -> Calibration.search(new Streak(1), COIN, 9, 9, 1));
    refused("runs must be at least 2: 1", () -> Calibration.search(new Streak(1), COIN, 99, 1, 1));
    refused("cap must be at least 1: 0", () -> Calibration.measure(new Streak(1), COIN, 0, 9, 1));
  }

  @Test
  void a_chart_with_a_known_reference_suits_the_models_of_that_reference() {
    Ewma known = Ewma.defaults().withReference(.5, .5);
    assertTrue(Calibration.suits(known, COIN));
    assertFalse(Calibration.suits(known, UNIFORM));
    assertFalse(Calibration.suits(known, new StreamModel.Bernoulli(.4)));
    assertFalse(Calibration.suits(known, new StreamModel.Normal()));
    assertTrue(
        Calibration.suits(Shewhart.defaults().withReference(0, 1), new StreamModel.Normal()));
    assertTrue(Calibration.suits(Ewma.defaults(), COIN));
    assertTrue(Calibration.suits(Focus.normal(), new StreamModel.Normal()));
  }

  @Test
  void a_search_gives_up_a_level_whose_runs_are_far_too_long() {
    RunLength runs = new RunLength(COIN, 1_000_000, 3);
    assertNull(runs.lengths(new Streak(12), 50, 1, 10_000));
    assertNull(runs.lengths(new Streak(12), 50, 3, 10_000));
    assertArrayEquals(
        runs.lengths(new Streak(5), 50, 1), runs.lengths(new Streak(5), 50, 3, 1_000_000));
  }

  @Test
  void between_two_levels_only_runs_that_differ_are_simulated_to_the_same_lengths() {
    RunLength runs = new RunLength(UNIFORM, 100_000, 11);
    long[] lower = runs.lengths(new Streak(4), 300, 1);
    long[] higher = runs.lengths(new Streak(6), 300, 1);
    assertArrayEquals(
        runs.lengths(new Streak(5), 300, 1), runs.between(new Streak(5), lower, higher, 2));
  }

  /** Of a rate of .01, this one either alarms early or nearly never. */
  @Test
  @Rule("D34")
  void what_alarms_on_some_streams_and_hardly_on_others_has_no_level() {
    refused(
        "HDDM_W on bernoulli:0.01 has too uneven run lengths at 1000: ",
        () ->
            Calibration.search(HddmW.defaults(), new StreamModel.Bernoulli(.01), 1_000, 400, 2, 2));
  }

  /** One stream in 250 has no alarm, which is four tenths of the mean if cut at a hundred times. */
  @Test
  @Rule("D34")
  void what_a_few_streams_without_an_alarm_make_a_tenth_of_has_no_level() {
    refused(
        "Mostly on uniform has too uneven run lengths at 200: ",
        () -> Calibration.search(new Mostly(3, .004), UNIFORM, 200, 4_000, 5, 2));
    assertTrue(Calibration.search(new Mostly(3, .0001), UNIFORM, 200, 4_000, 5, 2).found());
  }

  @Test
  @Rule("D34")
  void a_lattice_of_which_nearly_no_step_has_an_alarm_has_no_level() {
    refused(
        "Streak on bernoulli:0.01 has hardly an alarm at its lowest level",
        () -> Calibration.search(new Streak(1.5), new StreamModel.Bernoulli(.01), 150, 400, 5, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli:0.2", "bernoulli:.01", "normal", "uniform"})
  void a_model_is_read_from_its_text(String text) {
    StreamModel model = StreamModel.parse(text);
    assertEquals(model, StreamModel.parse(model.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bernoulli:0", "bernoulli:1.0", "bernoulli", "Normal", "bernoulli:-.5", ""})
  void what_is_no_model_is_refused(String text) {
    refused(text, () -> StreamModel.parse(text));
  }

  /** The rows of a short run length, on other streams than those they were made of. */
  @Test
  @Rule("D32")
  void the_run_length_of_a_calibrated_detector_is_the_one_asked_for() {
    List<CalibratedConfig> configs = Calibration.configurations(getClass().getClassLoader());
    int checked = 0;
    for (Threshold row : Calibration.table()) {
      if (row.found() && row.ert() == 1_000 && row.model().text().equals("bernoulli:0.2")) {
        CalibratedConfig config = configs.stream().filter(row::isFor).findFirst().orElseThrow();
        RunLengths lengths =
            Calibration.measure(
                config.withAlarmLevel(row.level()), row.model(), row.cap(), 400, 77, 2);
        double ratio = lengths.mean() / 1_000;
        // 10 %, and four standard errors of so few runs.
        double error = 4 * lengths.standardError() / 1_000;
        assertTrue(ratio > .9 - error, () -> row.line() + ": " + ratio);
        assertTrue(row.lattice() || ratio < 1.1 + error, () -> row.line() + ": " + ratio);
        checked++;
      }
    }
    assertTrue(checked >= 5, "checked " + checked);
  }

  /** About a minute: only with -Dgovernance.calibration=true. */
  @ParameterizedTest
  @CsvSource({
    "ADWIN, bernoulli:0.2",
    "ADWIN, normal",
    "CUSUM, bernoulli:0.2",
    "CUSUM, normal",
    "FOCuS, bernoulli:0.2",
    "FOCuS, normal",
    "HDDM_A, bernoulli:0.2",
    "PageHinkley, bernoulli:0.2",
    "PageHinkley, normal"
  })
  @Rule("D32")
  void between_the_rows_the_run_length_is_the_one_asked_for_too(String name, String stream) {
    assumeTrue(Boolean.getBoolean("governance.calibration"), "-Dgovernance.calibration=true");
    StreamModel model = StreamModel.parse(stream);
    CalibratedConfig config = betweenRows(name, model);
    for (double ert : new double[] {5_500, 55_000}) {
      CalibratedConfig calibrated = Calibration.calibrated(config, ert, model);
      RunLengths lengths =
          Calibration.measure(calibrated, model, (long) (LevelSearch.CAP * ert), 1_000, 78, 2);
      System.out.printf(Locale.ROOT, "%s at %.0f: %s%n", config, ert, lengths);
      String what = config + " " + ert + ": " + lengths;
      double error = within(name) * ert + 2 * lengths.standardError();
      assertTrue(lengths.mean() >= ert - error, what);
      boolean lattice = name.equals("CUSUM") && stream.startsWith("bernoulli");
      assertTrue(lattice || lengths.mean() <= ert + error, what);
    }
  }

  /** That of HDDM_A rises in jumps, as its bound tightens with the stream. */
  private static double within(String name) {
    return name.equals("HDDM_A") ? .2 : .1;
  }

  /** One whose level is a multiple of ln ERT, one of a power of it, bounds, adaptive windows. */
  private static CalibratedConfig betweenRows(String name, StreamModel model) {
    boolean normal = model instanceof StreamModel.Normal;
    return switch (name) {
      case "ADWIN" -> Adwin.defaults();
      case "CUSUM" -> Cusum.defaults().withReference(normal ? 0 : .2, normal ? 1 : .4);
      case "FOCuS" -> normal ? Focus.normal() : Focus.defaults();
      case "HDDM_A" -> HddmA.defaults();
      default -> PageHinkley.defaults();
    };
  }
}
