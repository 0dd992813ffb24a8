package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** {@code range}: every one of the numbers is finite and within the bounds, which are included. */
record RangeRule(RuleHead head, List<String> fields, @Nullable Double min, @Nullable Double max)
    implements Rule {
  RangeRule {
    fields = head.fields(fields);
    if (min == null && max == null) {
      throw head.refuse("a range needs min, max or both");
    }
    min = min == null ? null : Double.valueOf(head.limit("min", min));
    max = max == null ? null : Double.valueOf(head.limit("max", max));
    if (min != null && max != null && min > max) {
      throw head.refuse("min " + Wording.number(min) + " is above max " + Wording.number(max));
    }
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new RangeRule(
        head,
        members.strings("fields"),
        members.optionalNumber("min"),
        members.optionalNumber("max"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new RangeRule(newHead, fields, min, max);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.RANGE;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    JsonValue.Obj result = object.with("fields", RuleFile.array(fields));
    if (min != null) {
      result = result.with("min", JsonValue.of(min));
    }
    if (max != null) {
      result = result.with("max", JsonValue.of(max));
    }
    return result;
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundRange(
        binder.citation(),
        binder.numbers(fields),
        min == null ? -Double.MAX_VALUE : min,
        max == null ? Double.MAX_VALUE : max);
  }
}
