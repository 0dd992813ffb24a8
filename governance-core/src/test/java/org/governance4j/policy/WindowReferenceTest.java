package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows against an implementation that remembers every prediction. */
class WindowReferenceTest {
  private static final long SECOND = Stream.SECOND;
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private static RulePolicyBuilder rules() {
    return Stream.rules().allowed("label", "label", "approve", "deny").escalate();
  }

  private static RulePolicy policy() {
    return rules()
        .window(Window.rate("rate", WINDOW, 0.4, 5))
        .window(Window.rate("rate-by", WINDOW, 0.25, 3).violating("label").by("model_name"))
        .escalate()
        .window(Window.consecutive("row", 3, 2))
        .window(Window.consecutive("row-by", 2, 3).violating("low").by("model_name"))
        .escalate()
        .window(Window.quota("quota", WINDOW, 40).by("model_name"))
        .window(
            Window.fairnessGap(
                    "gap",
                    WINDOW,
                    "model_version",
                    List.of("1", "2"),
                    "label",
                    List.of("approve"),
                    0.05,
                    6)
                .confidence(0.8))
        .build();
  }

  private record Event(
      long second,
      boolean withheld,
      boolean low,
      boolean label,
      @Nullable String name,
      @Nullable String version,
      @Nullable String outcome) {}

  /** The state of one row, played through from the beginning. */
  private static boolean open(List<Event> events, Predicate<Event> violates, int count, int rest) {
    boolean open = false;
    int run = 0;
    for (Event event : events) {
      if (violates.test(event) != open) {
        run++;
        if (run == (open ? rest : count)) {
          open = !open;
          run = 0;
        }
      } else {
        run = 0;
      }
    }
    return open;
  }

  private static double share(List<Event> events, Predicate<Event> hit) {
    return (double) events.stream().filter(hit).count() / events.size();
  }

  private static List<String> expected(List<Event> all) {
    Event now = all.get(all.size() - 1);
    // A bucket is a second here: sixty of them and the one that is being filled.
    List<Event> recent = all.stream().filter(e -> e.second >= now.second - 60).toList();
    List<Event> mine = recent.stream().filter(e -> same(e.name, now.name)).toList();
    List<Event> allMine = all.stream().filter(e -> same(e.name, now.name)).toList();
    boolean lost = now.name == null;
    List<String> ids = new ArrayList<>();
    if (recent.size() >= 5 && share(recent, Event::withheld) > 0.4) {
      ids.add("rate");
    }
    if (lost || (mine.size() >= 3 && share(mine, Event::label) > 0.25)) {
      ids.add("rate-by");
    }
    if (open(all, Event::withheld, 3, 2)) {
      ids.add("row");
    }
    if (lost || open(allMine, Event::low, 2, 3)) {
      ids.add("row-by");
    }
    if (lost || mine.size() > 40) {
      ids.add("quota");
    }
    if (now.version == null || now.outcome == null || gap(recent)) {
      ids.add("gap");
    }
    return ids;
  }

  private static boolean gap(List<Event> recent) {
    Map<String, long[]> groups = new HashMap<>();
    for (Event event : recent) {
      if (event.version != null && event.outcome != null) {
        long[] counts = groups.computeIfAbsent(event.version, key -> new long[2]);
        counts[0] += event.outcome.equals("approve") ? 1 : 0;
        counts[1]++;
      }
    }
    long[] one = groups.getOrDefault("1", new long[2]);
    long[] two = groups.getOrDefault("2", new long[2]);
    if (one[1] < 6 || two[1] < 6) {
      return false;
    }
    double z = Newcombe.quantile(0.8);
    return Newcombe.lower(one[0], one[1], two[0], two[1], z) > 0.05
        || Newcombe.lower(two[0], two[1], one[0], one[1], z) > 0.05;
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a != null && a.equals(b);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  @Rule({"W3", "W4", "W6", "W8", "W9", "W11"})
  void windows_judge_as_if_they_remembered_every_prediction(long seed) {
    Random random = new Random(seed);
    Stream stream = new Stream(policy());
    RulePolicy rulesOnly = rules().build();
    List<Event> events = new ArrayList<>();
    int[] broken = new int[6];
    long nanos = 0;
    for (int i = 0; i < 1_500; i++) {
      long pause =
          random.nextInt(200) == 0
              ? random.nextInt(150) * SECOND
              : (long) (random.nextDouble() * 0.8 * SECOND);
      stream.pass(pause);
      nanos += pause;
      boolean rough = (i / 100) % 2 == 1;
      Model.Values values = Model.values();
      values.set("confidence", random.nextInt(10) < (rough ? 6 : 1) ? 0.1 : 0.9);
      values.set("model_name", random.nextInt(30) == 0 ? null : "n" + random.nextInt(3));
      String version = String.valueOf(1 + random.nextInt(3));
      values.set("model_version", random.nextInt(30) == 0 ? null : version);
      String outcome =
          random.nextInt(10) == 0
              ? "odd"
              : random.nextInt(10) < (rough && version.equals("1") ? 8 : 4) ? "approve" : "deny";
      values.set("label", random.nextInt(60) == 0 ? null : outcome);

      Verdict plain = Model.judge(rulesOnly, values);
      List<String> ids = Stream.broken(plain);
      events.add(
          new Event(
              nanos / SECOND,
              !ids.isEmpty(),
              ids.contains("low"),
              ids.contains("label"),
              values.text("model_name"),
              values.text("model_version"),
              values.text("label")));
      List<String> windows = expected(events);
      List<String> all = new ArrayList<>(ids);
      all.addAll(windows);
      Verdict verdict = stream.judge(values);
      String at = "seed " + seed + ", prediction " + i + ": " + values;
      assertEquals(all, Stream.broken(verdict), at);
      assertEquals(action(plain, values, windows), verdict.action(), at);
      for (String id : windows) {
        broken[List.of("rate", "rate-by", "row", "row-by", "quota", "gap").indexOf(id)]++;
      }
    }
    for (int times : broken) {
      assertEquals(true, times > 0 && times < 1_500, "seed " + seed + " tries both sides");
    }
  }

  private static Verdict.Action action(Verdict plain, Model.Values values, List<String> windows) {
    boolean undefined =
        values.text("model_name") == null
            || values.text("model_version") == null
            || values.text("label") == null;
    boolean denied =
        windows.contains("rate")
            || windows.contains("row")
            || windows.contains("quota")
            || windows.contains("gap");
    if (undefined || denied || plain.action() == Verdict.Action.DENY) {
      return Verdict.Action.DENY;
    }
    return windows.isEmpty() ? plain.action() : Verdict.Action.ESCALATE;
  }
}
