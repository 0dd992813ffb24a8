package org.governance4j.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/** The JSON of a policy; {@code policy.schema.json} describes it. */
final class RuleFile {
  private RuleFile() {}

  static RulePolicy read(byte[] json) {
    try {
      JsonMembers policy = JsonMembers.of(StrictJson.parseObject(json), "$");
      String name = policy.string("name");
      List<Rule> rules = new ArrayList<>();
      for (JsonMembers rule : policy.objects("rules")) {
        rules.add(readRule(rule));
      }
      JsonMembers limits = policy.optionalObject("budget");
      long budget = RulePolicy.DEFAULT_BUDGET;
      if (limits != null) {
        budget = limits.integer("steps", 1, RulePolicy.MAX_BUDGET);
        limits.noOthers();
      }
      policy.noOthers();
      return new RulePolicy(name, rules, budget);
    } catch (InvalidData e) {
      throw new PolicyInvalid("invalid policy: " + e.getMessage(), e);
    }
  }

  private static Rule readRule(JsonMembers placed) {
    RuleHead bare = RuleHead.of(placed.string("id"));
    JsonMembers members = JsonMembers.of(placed.object(), bare.place());
    RuleHead head =
        new RuleHead(members.string("id"), members.optionalString("message"), severity(members));
    Rule rule = RuleKind.of(members.word("kind", RuleKind.words())).read(head, members);
    members.noOthers();
    return rule;
  }

  private static Severity severity(JsonMembers members) {
    String word = members.optionalWord("severity", Severity.words());
    return word == null ? Severity.MEDIUM : Severity.of(word);
  }

  /** The canonical bytes: what is left out by default is left out. */
  static byte[] write(String name, List<Rule> rules, long budget) {
    JsonValue[] items = rules.stream().map(RuleFile::writeRule).toArray(JsonValue[]::new);
    JsonValue.Obj policy =
        JsonValue.object().with("name", JsonValue.of(name)).with("rules", JsonValue.array(items));
    if (budget != RulePolicy.DEFAULT_BUDGET) {
      policy = policy.with("budget", JsonValue.object().with("steps", JsonValue.of(budget)));
    }
    try {
      return CanonicalJson.write(policy);
    } catch (IllegalArgumentException e) {
      throw new PolicyInvalid("policy " + Wording.quote(name) + ": " + e.getMessage(), e);
    }
  }

  private static JsonValue writeRule(Rule rule) {
    RuleHead head = rule.head();
    JsonValue.Obj object =
        JsonValue.object()
            .with("id", JsonValue.of(head.id()))
            .with("kind", JsonValue.of(rule.kind().word()));
    String message = head.message();
    if (message != null) {
      object = object.with("message", JsonValue.of(message));
    }
    if (head.severity() != Severity.MEDIUM) {
      object = object.with("severity", JsonValue.of(head.severity().word()));
    }
    return rule.write(object);
  }

  /** An array of strings. */
  static JsonValue array(Collection<String> values) {
    return JsonValue.array(values.stream().map(JsonValue::of).toArray(JsonValue[]::new));
  }
}
