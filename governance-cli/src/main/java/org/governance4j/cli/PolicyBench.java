package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how long one verdict takes. */
@Command(
    name = "bench",
    description = {
      "Says how long a policy takes for one verdict on this machine, with predictions of your own:"
          + " median and spread over several rounds, the bytes it allocates, and the share of each"
          + " action.",
      "What is timed is the policy alone, on one thread, over predictions that were read before:"
          + " not the reading, the guard, its records or drift detection, and not the text of"
          + " violations, which is written when somebody asks for it.",
      "It is one process that repeats the same predictions, which suits caches and branch"
          + " predictors; it is no JMH benchmark. Compare figures of a machine that does nothing"
          + " else, and expect more in a service.",
      "With --json one line: {\"policies\",\"predictions\",\"rounds\",\"verdictsPerRound\","
          + "\"nanosPerVerdict\":{\"min\",\"q1\",\"median\",\"q3\",\"max\"},\"bytesPerVerdict\","
          + "\"actions\":{\"allow\",\"allow_with\",\"escalate\",\"deny\"},\"java\",\"processors\"}.",
      "A policy with windows is refused: its answers depend on what came before.",
      "Exit codes: 0 it was measured, whatever the verdicts; 2 it was not, such as when a line is"
          + " no prediction."
    },
    footer = {
      PolicyExample.FILES,
      "governance policy bench --schema schema.json --policy policy.json \\",
      "  --predictions predictions.jsonl",
      PolicyExample.SCHEMAS
    })
@SuppressWarnings("NullAway.Init")
final class PolicyBench implements Callable<Integer> {
  private static final int MAX_PREDICTIONS = 100_000;

  private final Console console;

  @Mixin PolicyFiles files;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "FILE",
      description =
          "Predictions, JSON lines as policy check reads them, at most 100000; - for stdin.")
  private Path predictionsFile;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many rounds are measured, 3 to 1000 (default ${DEFAULT-VALUE}).")
  private int rounds = 20;

  @Option(
      names = "--round-millis",
      paramLabel = "MS",
      description = "How long a round takes, about, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int roundMillis = 100;

  @Option(
      names = "--warm-up-millis",
      paramLabel = "MS",
      description = "How long to judge before measuring, 0 to 60000 (default ${DEFAULT-VALUE}).")
  private int warmUpMillis = 2_000;

  @Mixin Standard standard;

  PolicyBench(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    require("--rounds", rounds, 3, 1_000);
    require("--round-millis", roundMillis, 1, 10_000);
    require("--warm-up-millis", warmUpMillis, 0, 60_000);
    PolicyFiles.Loaded loaded = files.load();
    if (loaded.hasWindows()) {
      throw new NotDone(
          "the policy has windows, whose answers depend on what came before; give a file without"
              + " windows");
    }
    List<Prediction> predictions = read(loaded);
    Map<Verdict.Action, Long> actions = new EnumMap<>(Verdict.Action.class);
    for (Prediction prediction : predictions) {
      actions.merge(loaded.bound().evaluate(prediction).action(), 1L, Long::sum);
    }
    Rounds.Result result;
    try (Progress progress = new Progress(console, "measuring rounds", rounds)) {
      result =
          new Rounds(loaded.bound(), predictions, System::nanoTime)
              .measure(nanos(warmUpMillis), rounds, nanos(roundMillis), progress::at);
    }
    if (standard.json) {
      console.line(json(loaded, predictions.size(), result, actions));
    } else {
      print(loaded, predictions.size(), result, actions);
    }
    return ExitCode.HOLDS;
  }

  private static void require(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new NotDone(option + " must be " + min + " to " + max + ", found " + value);
    }
  }

  private static long nanos(int millis) {
    return millis * 1_000_000L;
  }

  private List<Prediction> read(PolicyFiles.Loaded loaded) throws IOException {
    String source = Input.name(predictionsFile);
    List<Prediction> predictions = new ArrayList<>();
    try (InputStream in = Input.openOrStdin("predictions file", predictionsFile, console)) {
      PredictionLines lines = new PredictionLines(in, loaded.schema(), () -> {});
      for (PredictionLines.Item item = lines.next(); item != null; item = lines.next()) {
        Prediction prediction = item.prediction();
        if (prediction == null) {
          throw new NotDone(source + ":" + item.number() + ": " + item.reason());
        }
        if (predictions.size() == MAX_PREDICTIONS) {
          throw new NotDone(source + " has more predictions than the limit of " + MAX_PREDICTIONS);
        }
        predictions.add(prediction);
      }
    }
    if (predictions.isEmpty()) {
      throw new NotDone(source + " has no predictions: nothing was judged");
    }
    return predictions;
  }

  private JsonValue json(
      PolicyFiles.Loaded loaded,
      int predictions,
      Rounds.Result result,
      Map<Verdict.Action, Long> actions) {
    Spread spread = Spread.of(result.nanos());
    JsonValue.Obj counts = JsonValue.object();
    for (Verdict.Action action : Verdict.Action.values()) {
      counts = counts.with(action.word(), JsonValue.of(actions.getOrDefault(action, 0L)));
    }
    return JsonValue.object()
        .with(
            "policies",
            VerdictJson.strings(loaded.policies().stream().map(p -> p.revision()).toList()))
        .with("predictions", JsonValue.of(predictions))
        .with("rounds", JsonValue.of(rounds))
        .with("verdictsPerRound", JsonValue.of(result.verdictsPerRound()))
        .with(
            "nanosPerVerdict",
            JsonValue.object()
                .with("min", JsonValue.of(spread.min()))
                .with("q1", JsonValue.of(spread.q1()))
                .with("median", JsonValue.of(spread.median()))
                .with("q3", JsonValue.of(spread.q3()))
                .with("max", JsonValue.of(spread.max())))
        .with("bytesPerVerdict", JsonValue.of(result.bytes()))
        .with("actions", counts)
        .with("java", JsonValue.of(java()))
        .with("processors", JsonValue.of(Runtime.getRuntime().availableProcessors()));
  }

  private void print(
      PolicyFiles.Loaded loaded,
      int predictions,
      Rounds.Result result,
      Map<Verdict.Action, Long> actions) {
    Spread spread = Spread.of(result.nanos());
    loaded
        .policies()
        .forEach(policy -> console.line("policy " + policy.name() + ", " + policy.revision()));
    line(
        "median %.1f ns per verdict; half of the rounds from %.1f to %.1f, all from %.1f to %.1f",
        spread.median(), spread.q1(), spread.q3(), spread.min(), spread.max());
    line("%.2f bytes allocated per verdict", result.bytes());
    for (Verdict.Action action : Verdict.Action.values()) {
      long count = actions.getOrDefault(action, 0L);
      if (count > 0) {
        line(
            "%s: %.1f %% (%d of %d)",
            action.word(), 100.0 * count / predictions, count, predictions);
      }
    }
    line(
        "%d rounds of %d verdicts, one thread, %s, %d processors; the policy alone, no JMH",
        rounds, result.verdictsPerRound(), java(), Runtime.getRuntime().availableProcessors());
  }

  private void line(String format, Object... values) {
    console.line(String.format(Locale.ROOT, format, values));
  }

  private static String java() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
  }
}
