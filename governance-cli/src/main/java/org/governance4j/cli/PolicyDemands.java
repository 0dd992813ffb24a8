package org.governance4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.policy.RuleInfo;
import org.governance4j.policy.RulePolicy;

/**
 * What policies demand, for people and for machines.
 *
 * @param rules the rules and windows of all policies
 */
record PolicyDemands(List<RulePolicy> policies, RuleByRule rules, RuleWords words) {

  JsonValue json() {
    List<JsonValue> all = new ArrayList<>();
    for (RulePolicy policy : policies) {
      List<JsonValue> own = new ArrayList<>();
      for (RuleByRule.Part part : of(policy, rules.parts())) {
        own.add(json(part, words.of(part.rule()), words.isWithheld(part.info())));
      }
      List<JsonValue> counting = new ArrayList<>();
      for (RuleByRule.Part part : of(policy, rules.windows())) {
        counting.add(json(part, WindowWords.of(part.rule()), words.readsWithheld(part.info())));
      }
      JsonValue.Obj described =
          JsonValue.object()
              .with("name", JsonValue.of(policy.name()))
              .with("revision", JsonValue.of(policy.revision()))
              .with("budget", JsonValue.of(policy.budget()))
              .with("rules", new JsonValue.Arr(own));
      all.add(
          counting.isEmpty() ? described : described.with("windows", new JsonValue.Arr(counting)));
    }
    return JsonValue.object().with("policies", new JsonValue.Arr(all));
  }

  private static List<RuleByRule.Part> of(RulePolicy policy, List<RuleByRule.Part> parts) {
    return parts.stream().filter(part -> part.policy() == policy).toList();
  }

  private static JsonValue json(RuleByRule.Part part, String demand, boolean withheld) {
    RuleInfo info = part.info();
    String message = info.message();
    return JsonValue.object()
        .with("rule", JsonValue.of(part.label()))
        .with("demand", JsonValue.of(demand))
        .with("kind", JsonValue.of(info.kind()))
        .with("fields", VerdictJson.strings(info.fields()))
        .with("severity", JsonValue.of(info.severity().word()))
        .with("effect", JsonValue.of(info.effect().word()))
        .with("obligations", VerdictJson.of(info.obligations()))
        .with("labels", VerdictJson.strings(info.labels()))
        .with("controls", VerdictJson.strings(info.controls()))
        .with("message", message == null ? JsonValue.NULL : JsonValue.of(message))
        .with("definition", withheld ? JsonValue.NULL : part.rule());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (RulePolicy policy : policies) {
      lines.add("policy " + policy.name() + ", " + policy.revision());
      for (RuleByRule.Part part : of(policy, rules.parts())) {
        lines.add("  " + part.label() + ": " + words.of(part.rule()));
        lines.add("    " + about(part.info()));
      }
      for (RuleByRule.Part part : of(policy, rules.windows())) {
        lines.add("  window " + part.label() + ": " + WindowWords.of(part.rule()));
        lines.add("    " + about(part.info()));
      }
    }
    lines.add("A value that a rule reads and that is missing or not finite denies.");
    return lines;
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
