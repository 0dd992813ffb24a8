package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * {@code at_least_by}: the number reaches the limit that another number chooses. The limit is that
 * of the first step whose {@code above} is below the other number, and {@code otherwise} if there
 * is none; the steps descend strictly.
 *
 * @param field the number that is judged
 * @param by the number that chooses the limit
 */
record AtLeastByRule(RuleHead head, String field, String by, List<Step> steps, double otherwise)
    implements Rule {
  AtLeastByRule {
    field = head.field("field", field);
    by = head.field("by", by);
    if (field.equals(by)) {
      throw head.refuse("field and by are the same field " + Wording.quote(by));
    }
    head.count("steps", steps.size());
    steps =
        steps.stream()
            .map(
                step ->
                    new Step(head.limit("above", step.above()), head.limit("limit", step.limit())))
            .toList();
    for (int i = 1; i < steps.size(); i++) {
      double before = steps.get(i - 1).above();
      double above = steps.get(i).above();
      if (!(above < before)) {
        throw head.refuse(
            "steps["
                + i
                + "].above must be below the one before it, "
                + Wording.number(before)
                + ", found "
                + Wording.number(above));
      }
    }
    otherwise = head.limit("otherwise", otherwise);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    List<Step> steps = new ArrayList<>();
    for (JsonMembers step : members.objects("steps")) {
      steps.add(new Step(step.number("above"), step.number("limit")));
      step.noOthers();
    }
    return new AtLeastByRule(
        head, members.string("field"), members.string("by"), steps, members.number("otherwise"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new AtLeastByRule(newHead, field, by, steps, otherwise);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.AT_LEAST_BY;
  }

  @Override
  public List<String> fields() {
    return List.of(field, by);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    JsonValue[] items =
        steps.stream()
            .map(
                step ->
                    JsonValue.object()
                        .with("above", JsonValue.of(step.above()))
                        .with("limit", JsonValue.of(step.limit())))
            .toArray(JsonValue[]::new);
    return object
        .with("field", JsonValue.of(field))
        .with("by", JsonValue.of(by))
        .with("steps", JsonValue.array(items))
        .with("otherwise", JsonValue.of(otherwise));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundAtLeastBy(
        binder.citation(), binder.number(field), binder.number(by), new Steps(steps, otherwise));
  }
}
