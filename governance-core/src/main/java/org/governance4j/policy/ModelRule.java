package org.governance4j.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/**
 * {@code model}: the model whose output is judged is on the list. Whether it is, is known when the
 * policy is bound; if not, every prediction is against the rule.
 *
 * @param models the versions by the model's name
 */
record ModelRule(RuleHead head, Map<String, List<String>> models) implements Rule {
  ModelRule {
    head.count("models", models.size());
    Map<String, List<String>> copy = new LinkedHashMap<>();
    models.forEach(
        (name, versions) ->
            copy.put(name, head.strings("models." + Wording.quote(name), versions)));
    head.count("models", copy.values().stream().mapToInt(List::size).sum());
    models = Collections.unmodifiableMap(copy);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    JsonMembers given = members.object("models");
    Map<String, List<String>> models = new LinkedHashMap<>();
    for (String name : given.names()) {
      models.put(name, given.strings(name));
    }
    return new ModelRule(head, models);
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new ModelRule(newHead, models);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.MODEL;
  }

  @Override
  public List<String> fields() {
    return List.of();
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    Map<String, JsonValue> lists = new LinkedHashMap<>();
    models.forEach((name, versions) -> lists.put(name, RuleFile.array(versions)));
    return object.with("models", new JsonValue.Obj(lists));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    ModelSchema schema = binder.schema();
    List<String> versions = models.getOrDefault(schema.name(), List.of());
    String found = "model " + Wording.quote(schema.name());
    String wrong =
        versions.isEmpty()
            ? " is not on the list"
            : " has version "
                + Wording.quote(schema.version())
                + "; allowed are "
                + Wording.list(versions);
    return new Bound(binder.citation(), versions.contains(schema.version()), found + wrong);
  }

  private record Bound(Citation citation, boolean listed, String wrong)
      implements BoundRule, Check {
    @Override
    public void plan(Plan.Draft draft) {
      if (!listed) {
        draft.check(this);
      }
    }

    @Override
    public boolean holds(Prediction prediction) {
      return listed;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      if (!listed) {
        findings.broken(citation.general(wrong));
      }
    }
  }
}
