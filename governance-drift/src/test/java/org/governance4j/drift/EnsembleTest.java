package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnsembleTest {

  private static final List<DetectorConfig> CHARTS =
      List.of(
          Shewhart.defaults().withReference(0, 1),
          Cusum.defaults().withReference(0, 1),
          new Ewma(.1, 2.5, 2, Side.BOTH, 0, 1),
          PageHinkley.defaults().withThreshold(8));

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D31")
  void reports_where_enough_detectors_have_within_the_window(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Ensemble.Vote vote = Ensemble.Vote.values()[random.nextInt(3)];
    List<DetectorConfig> configs = CHARTS.subList(0, 1 + random.nextInt(CHARTS.size()));
    Ensemble config = new Ensemble(configs, vote, 1 + random.nextInt(60));
    StreamingDetector ensemble = config.start();
    List<List<Integer>> reports = new ArrayList<>();
    List<DriftDetector> members = new ArrayList<>();
    begin(configs, members, reports);
    int begun = 0;
    int drifts = 0;
    for (int i = 0; i < 3_000; i++) {
      double value = random.nextGaussian() + (i % 250 < 200 ? 0 : 1.2);
      List<Long> places = new ArrayList<>();
      int votes = 0;
      for (int m = 0; m < members.size(); m++) {
        if ((members.get(m).update(value) & DriftDetector.DRIFT) != 0) {
          reports.get(m).add(i);
          places.add(begun + members.get(m).lastEvent().changeIndex());
        }
        int at = i;
        votes += reports.get(m).stream().anyMatch(r -> at - r < config.within()) ? 1 : 0;
      }
      boolean expected =
          switch (vote) {
            case ANY -> votes > 0;
            case MAJORITY -> 2 * votes > configs.size();
            case ALL -> votes == configs.size();
          };
      int status = ensemble.update(value);
      assertEquals(expected, (status & DriftDetector.DRIFT) != 0, "at " + i);
      if (expected) {
        DriftEvent event = ensemble.lastEvent();
        assertEquals(votes, event.statistic());
        assertEquals(places.stream().mapToLong(p -> p).min().orElseThrow(), event.changeIndex());
        begin(configs, members, reports);
        begun = i + 1;
        drifts++;
      }
    }
    assertTrue(drifts > 0 || vote != Ensemble.Vote.ANY, "nothing was reported");
  }

  private static void begin(
      List<DetectorConfig> configs, List<DriftDetector> members, List<List<Integer>> reports) {
    members.clear();
    reports.clear();
    for (DetectorConfig config : configs) {
      members.add(config.start());
      reports.add(new ArrayList<>());
    }
  }

  @Test
  @Rule("D31")
  void a_direction_is_that_of_all_whose_vote_counts() {
    DetectorConfig up = Shewhart.defaults().withReference(0, 1);
    DetectorConfig down = Shewhart.defaults().withReference(20, 1);
    DriftDetector same = new Ensemble(List.of(up, up), Ensemble.Vote.ALL, 1).start();
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, same.update(10));
    DriftDetector apart = new Ensemble(List.of(up, down), Ensemble.Vote.ALL, 1).start();
    assertEquals(DriftDetector.DRIFT, apart.update(10));
    assertEquals(0, apart.lastEvent().changeIndex());
    assertEquals(2, apart.lastEvent().threshold());
  }

  @Test
  void a_value_that_one_detector_refuses_is_refused_by_all() {
    DetectorConfig rate = new Sprt(.1, .5, .01, .01);
    StreamingDetector ensemble =
        new Ensemble(List.of(Cusum.defaults(), rate), Ensemble.Vote.ANY, 10).start();
    assertEquals(DriftDetector.REFUSED, ensemble.update(2));
    assertEquals(DriftDetector.REFUSED, ensemble.update(-.5));
    assertEquals(0, ensemble.count());
    assertEquals(DriftDetector.NONE, ensemble.update(.5));
  }

  @Test
  @Rule("D31")
  void settings_name_the_detectors_and_their_own_settings() {
    assertEquals(
        new Ensemble(
            List.of(
                new Adwin(.01, 16, 5, 5, 10),
                PageHinkley.defaults(),
                Cusum.defaults().withReference(0, 2)),
            Ensemble.Vote.ALL,
            30),
        config(
            Settings.empty()
                .with("detectors", "ADWIN(delta=.01, clock=16) + PageHinkley+CUSUM(mean=0,sd=2)")
                .with("vote", "all")
                .with("within", "30")));
    Ensemble nested =
        config(Settings.empty().with("detectors", "Ensemble(detectors=EWMA+CUSUM,vote=any)+SPRT"));
    assertEquals(
        List.of(
            new Ensemble(List.of(Ewma.defaults(), Cusum.defaults()), Ensemble.Vote.ANY, 200),
            Sprt.defaults()),
        nested.detectors());
    refused("has no detector 'ADWINS'; known are", () -> ensemble("ADWIN+ADWINS"));
    refused("has no detector ''", () -> ensemble("ADWIN+"));
    refused("lacks a parenthesis", () -> ensemble("ADWIN(delta=.1"));
    refused("key=value", () -> ensemble("ADWIN(.1)"));
    refused("'deltas'", () -> ensemble("ADWIN(deltas=.1)"));
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("detectors", () -> Ensemble.defaults().withDetectors(List.of()));
    refused("within", () -> new Ensemble(CHARTS, Ensemble.Vote.ANY, 0));
  }

  private static void ensemble(String detectors) {
    config(Settings.empty().with("detectors", detectors));
  }

  private static Ensemble config(Settings settings) {
    Components components = Components.load(EnsembleTest.class.getClassLoader());
    DriftDetector made = components.create(DriftDetector.class, "Ensemble", settings);
    return (Ensemble) ((StreamingDetector) made).config();
  }
}
