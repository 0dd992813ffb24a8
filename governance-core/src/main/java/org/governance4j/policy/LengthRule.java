package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** {@code length}: every one of the strings has a number of code points within the bounds. */
record LengthRule(RuleHead head, List<String> fields, @Nullable Integer min, @Nullable Integer max)
    implements Rule {
  LengthRule {
    fields = head.fields(fields);
    if (min == null && max == null) {
      throw head.refuse("a length needs min, max or both");
    }
    if (min != null && min < 0) {
      throw head.refuse("min must be at least 0, found " + min);
    }
    if (max != null && max < (min == null ? 0 : min)) {
      throw head.refuse("max must be at least " + (min == null ? 0 : min) + ", found " + max);
    }
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new LengthRule(
        head, members.strings("fields"), bound(members, "min"), bound(members, "max"));
  }

  private static @Nullable Integer bound(JsonMembers members, String name) {
    return members.optionalValue(name) == null
        ? null
        : Integer.valueOf((int) members.integer(name, 0, Integer.MAX_VALUE));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new LengthRule(newHead, fields, min, max);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.LENGTH;
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
    BoundLength bound =
        new BoundLength(
            binder.citation(),
            binder.texts(fields),
            min == null ? 0 : min,
            max == null ? Integer.MAX_VALUE : max);
    binder.texts().add(bound);
    return bound;
  }
}
