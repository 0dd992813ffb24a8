package org.governance4j.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/** The JSON of a policy; {@code policy.schema.json} describes it. */
final class RuleFile {
  private static final Map<String, Obligation.Operation> OPERATIONS = operations();

  private RuleFile() {}

  private static Map<String, Obligation.Operation> operations() {
    Map<String, Obligation.Operation> operations = new LinkedHashMap<>();
    for (Obligation.Operation operation : Obligation.Operation.values()) {
      operations.put(operation.word(), operation);
    }
    return Collections.unmodifiableMap(operations);
  }

  static RulePolicy read(byte[] json) {
    try {
      JsonMembers policy = JsonMembers.of(StrictJson.parseObject(json), "$");
      String name = policy.string("name");
      List<Rule> rules = new ArrayList<>();
      for (JsonMembers rule : policy.objects("rules")) {
        rules.add(readRule(rule));
      }
      List<WindowRule> windows = WindowFile.read(policy);
      JsonMembers limits = policy.optionalObject("budget");
      long budget = RulePolicy.DEFAULT_BUDGET;
      if (limits != null) {
        budget = limits.integer("steps", 1, RulePolicy.MAX_BUDGET);
        limits.noOthers();
      }
      policy.noOthers();
      return new RulePolicy(name, rules, windows, budget);
    } catch (InvalidData e) {
      throw new PolicyInvalid("invalid policy: " + e.getMessage(), e);
    }
  }

  private static Rule readRule(JsonMembers placed) {
    RuleHead bare = RuleHead.of(placed.string("id"));
    JsonMembers members = JsonMembers.of(placed.object(), bare.place());
    RuleHead head = readHead(bare, members);
    Rule rule = RuleKind.of(members.word("kind", RuleKind.words())).read(head, members);
    members.noOthers();
    return rule;
  }

  private static RuleHead readHead(RuleHead bare, JsonMembers members) {
    return readMarks(bare, members).withEffect(effect(members), obligations(members));
  }

  /** What rules and windows have in common, without the effect. */
  static RuleHead readMarks(RuleHead bare, JsonMembers members) {
    members.string("id");
    return bare.withMessage(members.optionalString("message"))
        .withSeverity(severity(members))
        .withLabels(strings(members, "labels"))
        .withControls(strings(members, "controls"));
  }

  private static List<String> strings(JsonMembers members, String name) {
    if (!members.has(name)) {
      return List.of();
    }
    List<String> strings = members.strings(name);
    if (strings.isEmpty()) {
      throw members.invalid(name, "must not be empty; leave it out");
    }
    return strings;
  }

  private static Effect effect(JsonMembers members) {
    String word = members.optionalWord("effect", Effect.words());
    return word == null ? Effect.DENY : Effect.of(word);
  }

  private static List<Obligation> obligations(JsonMembers members) {
    if (!members.has("obligations")) {
      return List.of();
    }
    List<Obligation> obligations = new ArrayList<>();
    for (JsonMembers item : members.objects("obligations")) {
      String word = item.word("operation", OPERATIONS.keySet());
      obligations.add(
          new Obligation(
              Objects.requireNonNull(OPERATIONS.get(word)),
              item.string("field"),
              item.optionalValue("value")));
      item.noOthers();
    }
    if (obligations.isEmpty()) {
      throw members.invalid("obligations", "must not be empty; leave it out");
    }
    return obligations;
  }

  private static Severity severity(JsonMembers members) {
    String word = members.optionalWord("severity", Severity.words());
    return word == null ? Severity.MEDIUM : Severity.of(word);
  }

  /** The canonical bytes: what is left out by default is left out. */
  static byte[] write(String name, List<Rule> rules, List<WindowRule> windows, long budget) {
    JsonValue[] items = rules.stream().map(RuleFile::writeRule).toArray(JsonValue[]::new);
    JsonValue.Obj policy =
        JsonValue.object().with("name", JsonValue.of(name)).with("rules", JsonValue.array(items));
    if (budget != RulePolicy.DEFAULT_BUDGET) {
      policy = policy.with("budget", JsonValue.object().with("steps", JsonValue.of(budget)));
    }
    try {
      return CanonicalJson.write(WindowFile.write(policy, windows));
    } catch (IllegalArgumentException e) {
      throw new PolicyInvalid("policy " + Wording.quote(name) + ": " + e.getMessage(), e);
    }
  }

  private static JsonValue writeRule(Rule rule) {
    return rule.write(writeHead(rule.head(), rule.kind().word()));
  }

  /** What rules and windows have in common. */
  static JsonValue.Obj writeHead(RuleHead head, String kind) {
    JsonValue.Obj object =
        JsonValue.object().with("id", JsonValue.of(head.id())).with("kind", JsonValue.of(kind));
    String message = head.message();
    if (message != null) {
      object = object.with("message", JsonValue.of(message));
    }
    if (head.severity() != Severity.MEDIUM) {
      object = object.with("severity", JsonValue.of(head.severity().word()));
    }
    if (!head.labels().isEmpty()) {
      object = object.with("labels", array(head.labels()));
    }
    if (!head.controls().isEmpty()) {
      object = object.with("controls", array(head.controls()));
    }
    if (head.effect() != Effect.DENY) {
      object = object.with("effect", JsonValue.of(head.effect().word()));
    }
    if (!head.obligations().isEmpty()) {
      JsonValue[] items =
          head.obligations().stream().map(RuleFile::writeObligation).toArray(JsonValue[]::new);
      object = object.with("obligations", JsonValue.array(items));
    }
    return object;
  }

  private static JsonValue writeObligation(Obligation obligation) {
    JsonValue.Obj object =
        JsonValue.object()
            .with("operation", JsonValue.of(obligation.operation().word()))
            .with("field", JsonValue.of(obligation.field()));
    JsonValue value = obligation.value();
    return value == null ? object : object.with("value", value);
  }

  /** An array of strings. */
  static JsonValue array(Collection<String> values) {
    return JsonValue.array(values.stream().map(JsonValue::of).toArray(JsonValue[]::new));
  }
}
