package org.governance4j.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * {@code allowed_by}: the string is one of the list that another string chooses. A chooser without
 * a list is against the rule.
 *
 * @param field the string that is judged
 * @param by the string that chooses the list
 * @param values the lists by the value of {@code by}
 */
record AllowedByRule(RuleHead head, String field, String by, Map<String, List<String>> values)
    implements Rule {
  AllowedByRule {
    field = head.field("field", field);
    by = head.field("by", by);
    if (field.equals(by)) {
      throw head.refuse("field and by are the same field " + Wording.quote(by));
    }
    head.count("values", values.size());
    Map<String, List<String>> copy = new LinkedHashMap<>();
    int total = 0;
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      String member = "values." + Wording.quote(entry.getKey());
      List<String> list = head.strings(member, entry.getValue());
      total += list.size();
      head.count("values", total);
      copy.put(entry.getKey(), list);
    }
    values = Collections.unmodifiableMap(copy);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    JsonMembers values = members.object("values");
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (String key : values.names()) {
      lists.put(key, values.strings(key));
    }
    return new AllowedByRule(head, members.string("field"), members.string("by"), lists);
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new AllowedByRule(newHead, field, by, values);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.ALLOWED_BY;
  }

  @Override
  public List<String> fields() {
    return List.of(field, by);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    Map<String, JsonValue> lists = new LinkedHashMap<>();
    values.forEach((key, list) -> lists.put(key, RuleFile.array(list)));
    return object
        .with("field", JsonValue.of(field))
        .with("by", JsonValue.of(by))
        .with("values", new JsonValue.Obj(lists));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundAllowedBy(
        binder.citation(), binder.text(field), binder.text(by), values, new TextPairs(values));
  }
}
