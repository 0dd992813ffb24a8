package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.json.CanonicalJson;
import org.governance4j.policy.RuleInfo;
import org.governance4j.policy.RulePolicy;
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
      "Never repeats the values of sensitive fields or of free text, nor what a rule quotes.",
      "With --json one line: {\"policies\":[{\"name\",\"revision\",\"rules\":[{\"rule\","
          + "\"demand\",\"kind\",\"fields\",\"severity\",\"effect\",\"obligations\",\"labels\","
          + "\"controls\",\"message\",\"definition\"}]}]}; with predictions one line each:"
          + " {\"id\",\"action\",\"rules\":[{\"rule\",\"outcome\",\"messages\":[…]}]}.",
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
    Path file = predictions;
    if (file != null) {
      try (InputStream in = Input.openOrStdin("predictions file", file, console)) {
        return judge(loaded, rules, new PredictionLines(in, loaded.schema(), console::flush), file);
      }
    }
    if (standard.json) {
      console.line(json(loaded, rules));
    } else {
      print(loaded, rules);
    }
    return ExitCode.HOLDS;
  }

  private int judge(PolicyFiles.Loaded loaded, RuleByRule rules, PredictionLines lines, Path file)
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
      List<RuleByRule.Judged> all = rules.judge(prediction);
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

  private static JsonValue json(@Nullable String id, Verdict verdict, List<RuleByRule.Judged> all) {
    List<JsonValue> rules = new ArrayList<>();
    for (RuleByRule.Judged judged : all) {
      rules.add(
          JsonValue.object()
              .with("rule", JsonValue.of(judged.part().label()))
              .with("outcome", JsonValue.of(judged.outcome().word()))
              .with("messages", VerdictJson.strings(judged.messages())));
    }
    return JsonValue.object()
        .with("id", id == null ? JsonValue.NULL : JsonValue.of(id))
        .with("action", JsonValue.of(verdict.action().word()))
        .with("rules", new JsonValue.Arr(rules));
  }

  private void print(PredictionLines.Item item, Verdict verdict, List<RuleByRule.Judged> all) {
    String id = item.id();
    console.line((id == null ? "line " + item.number() : id) + ": " + verdict.action().word());
    for (RuleByRule.Judged judged : all) {
      console.line(
          String.format(
              Locale.ROOT,
              "  %-11s %s: %s",
              judged.outcome().word(),
              judged.part().label(),
              judged.messages().isEmpty()
                  ? RuleWords.of(judged.part().rule())
                  : String.join("; ", judged.messages())));
    }
  }

  private static JsonValue json(PolicyFiles.Loaded loaded, RuleByRule rules) {
    List<JsonValue> policies = new ArrayList<>();
    for (RulePolicy policy : loaded.policies()) {
      List<JsonValue> own = new ArrayList<>();
      for (RuleByRule.Part part : rules.parts()) {
        if (part.policy() == policy) {
          own.add(json(part));
        }
      }
      policies.add(
          JsonValue.object()
              .with("name", JsonValue.of(policy.name()))
              .with("revision", JsonValue.of(policy.revision()))
              .with("rules", new JsonValue.Arr(own)));
    }
    return JsonValue.object().with("policies", new JsonValue.Arr(policies));
  }

  private static JsonValue json(RuleByRule.Part part) {
    RuleInfo info = part.info();
    String message = info.message();
    return JsonValue.object()
        .with("rule", JsonValue.of(part.label()))
        .with("demand", JsonValue.of(RuleWords.of(part.rule())))
        .with("kind", JsonValue.of(info.kind()))
        .with("fields", VerdictJson.strings(info.fields()))
        .with("severity", JsonValue.of(info.severity().word()))
        .with("effect", JsonValue.of(info.effect().word()))
        .with("obligations", VerdictJson.of(info.obligations()))
        .with("labels", VerdictJson.strings(info.labels()))
        .with("controls", VerdictJson.strings(info.controls()))
        .with("message", message == null ? JsonValue.NULL : JsonValue.of(message))
        .with("definition", part.rule());
  }

  private void print(PolicyFiles.Loaded loaded, RuleByRule rules) {
    for (RulePolicy policy : loaded.policies()) {
      console.line("policy " + policy.name() + ", " + policy.revision());
      for (RuleByRule.Part part : rules.parts()) {
        if (part.policy() == policy) {
          console.line("  " + part.label() + ": " + RuleWords.of(part.rule()));
          console.line("    " + about(part.info()));
        }
      }
    }
    console.line("A value that a rule reads and that is missing or not finite denies.");
  }

  private static String about(RuleInfo info) {
    StringBuilder text = new StringBuilder("if broken: ");
    text.append(
        switch (info.effect()) {
          case DENY -> "denied";
          case ESCALATE -> "held for a human";
          case OBLIGE -> "released after " + RuleWords.list(words(info.obligations()), "and");
        });
    text.append("; severity ").append(info.severity().word());
    if (!info.controls().isEmpty()) {
      text.append("; controls ").append(String.join(", ", info.controls()));
    }
    if (!info.labels().isEmpty()) {
      text.append("; labels ").append(String.join(", ", info.labels()));
    }
    String message = info.message();
    if (message != null) {
      text.append("; message ").append(RuleWords.quote(message));
    }
    return text.toString();
  }

  private static List<String> words(List<Obligation> obligations) {
    return obligations.stream()
        .map(
            obligation -> {
              JsonValue value = obligation.value();
              String what = obligation.operation().word() + " of " + obligation.field();
              return value == null ? what : what + " to " + CanonicalJson.writeString(value);
            })
        .toList();
  }
}
