package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoaDetectorsTest {

  private final Components components = Components.load(MoaDetectorsTest.class.getClassLoader());

  @ParameterizedTest
  @CsvSource({
    "Cusum,CusumDM",
    "EWMAChart,EWMAChartDM",
    "GMA,GeometricMovingAverageDM",
    "HDDM_A,HDDM_A_Test",
    "HDDM_W,HDDM_W_Test",
    "PageHinkley,PageHinkleyDM",
    "SEED,SEEDChangeDetector",
    "SeqDrift2,SeqDrift2ChangeDetector"
  })
  void a_short_name_gives_the_same_detector(String shortName, String name) {
    DriftDetector one = make(shortName, Settings.empty());
    DriftDetector other = make(name, Settings.empty());
    assertEquals("moa:" + shortName, one.name());
    agree(one, other);
  }

  @Test
  void letters_mean_what_the_option_string_means() {
    Settings letters = Settings.empty().with("d", ".01").with("l", "10");
    Settings cli = Settings.empty().with("cli", "-d .01 -l 10");
    assertTrue(agree(make("CusumDM", letters), make("CusumDM", cli)) > 0, "no change found");
    Settings delta = Settings.empty().with("delta", ".2");
    assertTrue(agree(make("ADWIN", delta), make("ADWIN", cli(".2"))) > 0, "no change found");
    Settings arguments = Settings.empty().with("threshold", "5").with("alpha", ".02");
    assertTrue(
        agree(
                make("rules.PageHinkleyTest", arguments),
                make("rules.PageHinkleyTest", cli("5,0.02")))
            > 0,
        "no change found");
  }

  @Test
  void options_that_do_not_fit_are_refused_by_name() {
    refused("knows no '-z'", "DDM", cli("-z 3"));
    refused("no value for -w", "DDM", cli("-n 30 -w"));
    refused("sets n, which is set already", "DDM", cli("-n 30").with("n", "30"));
    refused("setting 'w' must be from 1.0 to 4.0: 9", "DDM", cli("-w 9"));
    refused("setting 'n' is not a number: few", "DDM", cli("-n few"));
    refused("One-sided or Two-sided: both", "HDDM_A", cli("-t both"));
    refused("more arguments", "ADWIN", cli(".1,2"));
    refused("unknown setting 'q'", "EDDM", Settings.empty().with("q", "1"));
  }

  @Test
  void one_detector_of_hddm_w_does_not_disturb_another() {
    DriftDetector alone = make("HDDM_W", Settings.empty());
    DriftDetector beside = make("HDDM_W", Settings.empty());
    DriftDetector other = make("HDDM_W", Settings.empty());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      double value = random.nextDouble() < (i < 2000 ? .2 : .5) ? 1 : 0;
      other.update(0);
      assertEquals(alone.update(value), beside.update(value), "value " + i);
    }
  }

  // MOA 2024.07.0 run over these streams: the second cut that would hold is left to the next block.
  @ParameterizedTest
  @CsvSource({
    "9 6 8 0 0 3,0,309,159 191",
    "1 8 5 7 6 6 3 8 2 4 6 6 6 8,6,92,63 159 191 287 351 447",
    "7 0 9 7 7 1 9 5 8 8 4 2 2 5,3,128,63 95 351 383 447",
    "8 3 6 4 4 9 9 2 5 4 4 4 7 7 5,0,355,191 223 255 319 383 415 479"
  })
  void seed_cuts_once_for_each_full_block(
      String levels, int block, double outlier, String changes) {
    DriftDetector seed = make("SEED", Settings.empty());
    List<String> found = new ArrayList<>();
    int i = 0;
    for (String level : levels.split(" ")) {
      for (int k = 0; k < 32; k++, i++) {
        double extra = i == 32 * block + 5 ? outlier : 0;
        if (seed.update(Double.parseDouble(level) + extra) == DriftDetector.DRIFT) {
          found.add(String.valueOf(i));
        }
      }
    }
    assertEquals(changes, String.join(" ", found));
  }

  private DriftDetector make(String name, Settings settings) {
    return components.create(DriftDetector.class, "moa:" + name, settings);
  }

  private static Settings cli(String options) {
    return Settings.empty().with("cli", options);
  }

  private void refused(String message, String name, Settings settings) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> make(name, settings));
    assertTrue(refusal.toString().contains(message), refusal.toString());
  }

  /** Compares all answers; gives the number of changes. */
  private static int agree(DriftDetector one, DriftDetector other) {
    SplittableRandom random = new SplittableRandom(7);
    int changes = 0;
    for (int i = 0; i < 5000; i++) {
      double value = random.nextDouble() < (i % 2000 < 1000 ? .2 : .6) ? 1 : 0;
      int status = one.update(value);
      assertEquals(status, other.update(value), "value " + i);
      changes += (status & DriftDetector.DRIFT) != 0 ? 1 : 0;
    }
    return changes;
  }
}
