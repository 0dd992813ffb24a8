package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftEpisodeTest {

  private static final int UP = DriftDetector.DRIFT | DriftDetector.UP;
  private static final int DOWN = DriftDetector.DRIFT | DriftDetector.DOWN;
  private static final Calm CALM = new Calm(10, 0, Clock.systemUTC());

  @Test
  @Rule("M29")
  void the_change_of_an_ended_episode_is_not_a_new_one() {
    DriftEpisode episode = ended();
    assertTrue(episode.repeats(event(UP, 28, .22)));
    assertTrue(episode.repeats(event(UP, 50, .24)));
    assertFalse(episode.repeats(event(UP, 51, .22)), "it lies after the last detection");
    assertFalse(episode.repeats(event(UP, 28, .27)), "it starts from the new level");
    assertFalse(episode.repeats(event(DOWN, 28, .22)), "it goes the other way");
    assertFalse(episode.repeats(event(UP, -1, .22)), "nobody knows where it lies");
    assertFalse(episode.repeats(event(UP, 28, Double.NaN)), "nobody knows where it starts from");
  }

  @Test
  @Rule("M29")
  void a_stream_without_an_ended_episode_repeats_nothing() {
    assertFalse(new DriftEpisode(CALM).repeats(event(UP, 0, 0)));
    DriftEpisode open = new DriftEpisode(CALM);
    open.detected(50, event(UP, 30, .2));
    assertFalse(open.repeats(event(UP, 30, .2)), "it is the same episode");
  }

  @Test
  @Rule("M25")
  void a_restored_episode_knows_the_change_too() {
    StateWriter out = new StateWriter();
    ended().write(out);
    byte[] bytes = out.toByteArray();
    DriftEpisode restored = new DriftEpisode(CALM);
    restored.read(new StateReader(bytes, 0, bytes.length));
    assertTrue(restored.repeats(event(UP, 28, .22)));
    assertFalse(restored.repeats(event(UP, 28, .27)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  @Rule("M29")
  void every_step_of_the_error_rate_raises_one_alert(int seed) {
    ModelSchema schema =
        ModelSchema.of("m", "1", List.of(Field.number("x")), List.of(Field.number("y")));
    RecordingLedger ledger = RecordingLedger.open();
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = {.2, .3, .45};
    try (DriftMonitor monitor =
        DriftMonitor.builder(schema)
            .fields(List.of())
            .target("y", DriftMonitor.Loss.ZERO_ONE)
            .ledger(ledger)
            .manual()
            .build()) {
      for (int i = 0; i < 45_000; i++) {
        String id = "r" + i;
        double[] output = {random.nextDouble() < rates[i / 15_000] ? 1 : 0};
        monitor.observe(schema.prediction().wrap(id, new double[1], output), Verdict.ALLOW);
        monitor.label(id, 0);
        monitor.flush();
      }
    }
    List<String> told =
        ledger.entries.stream()
            .filter(entry -> entry.subject().equals("stream:" + DriftMonitor.ERROR))
            .map(Entry::type)
            .toList();
    String alert = Entry.Types.DRIFT_ALERT;
    String rest = DriftMonitor.DRIFT_RECOVERED;
    assertEquals(List.of(alert, rest, alert, rest), told, "seed " + seed);
  }

  private static DriftEpisode ended() {
    DriftEpisode episode = new DriftEpisode(CALM);
    episode.detected(50, event(UP, 30, .2));
    while (!episode.quiet(.29)) {
      assertTrue(episode.open());
    }
    return episode;
  }

  private static DriftEvent event(int status, long changeIndex, double before) {
    return new DriftEvent("any", status, 60, changeIndex, 1, 1, Double.NaN, before, before + .1);
  }
}
