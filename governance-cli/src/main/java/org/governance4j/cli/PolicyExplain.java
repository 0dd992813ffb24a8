package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what policies demand, and how predictions fare with every rule. */
@Command(
    name = "explain",
    description = {
      "Says what a policy demands, rule by rule, in words.",
      "With --predictions: how each prediction fares with every rule, which holds, is broken,"
          + " lacks_input (a value it reads is missing or not finite) or was not_judged, and why.",
      "Windows are listed after the rules. They count what came before, so that they are not"
          + " judged one by one: a window that a verdict names is listed with it as not_judged, with"
          + " its message.",
      "Never repeats the values of sensitive fields or of free text, nor what a rule quotes, and"
          + " withholds the whole strings that such fields are compared with; the definition is"
          + " then null. The terms and patterns that are sought in texts are the policy's own words"
          + " and are shown.",
      "With --json one line: {\"policies\":[{\"name\",\"revision\",\"budget\",\"rules\":[{\"rule\","
          + "\"demand\",\"kind\",\"fields\",\"severity\",\"effect\",\"obligations\",\"labels\","
          + "\"controls\",\"message\",\"definition\"}],\"windows\":[as"
          + " rules; left out if there are none]}]}; with predictions one line each:"
          + " {\"id\",\"action\",\"cause\",\"rules\":[{\"rule\",\"outcome\",\"messages\":[…]}]}.",
      "Exit codes as of policy check; 0 without predictions."
    },
    footer = {
      PolicyExample.FILES,
      "governance policy explain --schema schema.json --policy policy.json",
      "governance policy explain --schema schema.json --policy policy.json \\",
      "  --predictions predictions.jsonl",
      PolicyExample.SCHEMAS
    })
@SuppressWarnings("NullAway.Init")
final class PolicyExplain implements Callable<Integer> {
  private final Console console;

  @Mixin PolicyFiles files;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Predictions, JSON lines as policy check reads them; - for stdin.")
  private @Nullable Path predictions;

  @Mixin Standard standard;

  PolicyExplain(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PolicyFiles.Loaded loaded = files.loadWithholdingTexts();
    RuleByRule rules = new RuleByRule(loaded);
    RuleWords words = new RuleWords(loaded.schema());
    Path file = predictions;
    if (file != null) {
      try (InputStream in = Input.openOrStdin("predictions file", file, console)) {
        return judge(
            loaded, rules, words, new PredictionLines(in, loaded.schema(), console::flush), file);
      }
    }
    PolicyDemands demands = new PolicyDemands(loaded.policies(), rules, words);
    if (standard.json) {
      console.line(demands.json());
    } else {
      demands.lines().forEach(console::line);
    }
    return ExitCode.HOLDS;
  }

  private int judge(
      PolicyFiles.Loaded loaded,
      RuleByRule rules,
      RuleWords words,
      PredictionLines lines,
      Path file)
      throws IOException {
    boolean judged = false;
    boolean unread = false;
    boolean withheld = false;
    for (PredictionLines.Item item = lines.next(); item != null; item = lines.next()) {
      Prediction prediction = item.prediction();
      if (prediction == null) {
        console.message("line " + item.number() + ": " + item.reason());
        unread = true;
        continue;
      }
      judged = true;
      Verdict verdict = loaded.bound().evaluate(prediction);
      withheld |= verdict instanceof Verdict.Deny || verdict instanceof Verdict.Escalate;
      List<Line> all = lines(rules, words, prediction, verdict);
      if (standard.json) {
        console.line(json(prediction.id(), verdict, all));
      } else {
        print(item, verdict, all);
      }
    }
    if (!judged && !unread) {
      throw new NotDone(Input.name(file) + " has no predictions: nothing was judged");
    }
    if (unread) {
      return ExitCode.NOT_DONE;
    }
    return withheld ? ExitCode.DOES_NOT_HOLD : ExitCode.HOLDS;
  }

  private static JsonValue json(@Nullable String id, Verdict verdict, List<Line> lines) {
    Found found = Found.of(verdict, List.of());
    List<JsonValue> rules = new ArrayList<>();
    for (Line line : lines) {
      rules.add(
          JsonValue.object()
              .with("rule", JsonValue.of(line.rule()))
              .with("outcome", JsonValue.of(line.outcome().word()))
              .with("messages", VerdictJson.strings(line.messages())));
    }
    return JsonValue.object()
        .with("id", id == null ? JsonValue.NULL : JsonValue.of(id))
        .with("action", JsonValue.of(verdict.action().word()))
        .with("cause", found.causeJson())
        .with("rules", new JsonValue.Arr(rules));
  }

  private void print(PredictionLines.Item item, Verdict verdict, List<Line> lines) {
    String id = item.id();
    String cause = verdict instanceof Verdict.Deny deny ? " (" + deny.cause().word() + ")" : "";
    console.line(
        (id == null ? "line " + item.number() : id) + ": " + verdict.action().word() + cause);
    for (Line line : lines) {
      String rest = line.messages().isEmpty() ? line.demand() : String.join("; ", line.messages());
      console.line(
          String.format(Locale.ROOT, "  %-11s %s", line.outcome().word(), line.rule())
              + (rest.isEmpty() ? "" : ": " + rest));
    }
  }

  /**
   * How a prediction fares with a rule.
   *
   * @param demand what the rule demands; empty if that could tell a value that is withheld
   */
  private record Line(
      String rule, RuleByRule.Outcome outcome, List<String> messages, String demand) {}

  private static List<Line> lines(
      RuleByRule rules, RuleWords words, Prediction prediction, Verdict verdict) {
    List<Line> lines = new ArrayList<>();
    for (RuleByRule.Judged judged : rules.judge(prediction)) {
      RuleByRule.Part part = judged.part();
      String demand = words.readsWithheld(part.info()) ? "" : words.of(part.rule());
      lines.add(new Line(part.label(), judged.outcome(), judged.messages(), demand));
    }
    for (Violation other : rules.others(verdict)) {
      lines.add(
          new Line(other.rule(), RuleByRule.Outcome.NOT_JUDGED, List.of(other.message()), ""));
    }
    return lines;
  }
}
