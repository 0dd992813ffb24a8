package org.governance4j.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * {@code range_by}: the number lies in the interval that a string chooses. A chooser without an
 * interval is against the rule, unless there is one for all others.
 *
 * @param field the number that is judged
 * @param by the string that chooses the interval
 * @param ranges the intervals by the value of {@code by}
 * @param otherwise the interval of all other values, or null
 */
record RangeByRule(
    RuleHead head,
    String field,
    String by,
    Map<String, Interval> ranges,
    @Nullable Interval otherwise)
    implements Rule {
  RangeByRule {
    field = head.field("field", field);
    by = head.field("by", by);
    head.count("ranges", ranges.size());
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
  }

  static Rule read(RuleHead head, JsonMembers members) {
    JsonMembers given = members.object("ranges");
    Map<String, Interval> ranges = new LinkedHashMap<>();
    for (String key : given.names()) {
      ranges.put(key, Interval.read(given.object(key)));
    }
    JsonMembers otherwise = members.optionalObject("otherwise");
    return new RangeByRule(
        head,
        members.string("field"),
        members.string("by"),
        ranges,
        otherwise == null ? null : Interval.read(otherwise));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new RangeByRule(newHead, field, by, ranges, otherwise);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.RANGE_BY;
  }

  @Override
  public List<String> fields() {
    return List.of(field, by);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    Map<String, JsonValue> intervals = new LinkedHashMap<>();
    ranges.forEach((key, interval) -> intervals.put(key, interval.write()));
    JsonValue.Obj result =
        object
            .with("field", JsonValue.of(field))
            .with("by", JsonValue.of(by))
            .with("ranges", new JsonValue.Obj(intervals));
    return otherwise == null ? result : result.with("otherwise", otherwise.write());
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new Bound(
        binder.citation(),
        binder.number(field),
        binder.text(by),
        ranges,
        otherwise,
        Map.copyOf(ranges));
  }

  private record Bound(
      Citation citation,
      BoundField field,
      BoundField by,
      Map<String, Interval> ranges,
      @Nullable Interval otherwise,
      Map<String, Interval> table)
      implements BoundRule, Check {
    @Override
    public void plan(Plan.Draft draft) {
      draft.range(field.index(), -Double.MAX_VALUE, Double.MAX_VALUE);
      draft.check(this);
    }

    @Override
    public boolean holds(Prediction prediction) {
      String key = prediction.text(by.index());
      if (key == null) {
        return false;
      }
      Interval interval = interval(key);
      return interval != null && interval.contains(prediction.number(field.index()));
    }

    private @Nullable Interval interval(String key) {
      Interval interval = table.get(key);
      return interval == null ? otherwise : interval;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      boolean judged = citation.isNumber(prediction, field, findings);
      String key = prediction.text(by.index());
      if (key == null) {
        findings.undefined(citation.missing(by));
        return;
      }
      Interval interval = interval(key);
      if (interval == null) {
        findings.broken(
            citation.text(
                by, key, found -> " is not known; known are " + Wording.list(ranges.keySet())));
        return;
      }
      double actual = judged ? prediction.number(field.index()) : interval.min();
      if (!interval.contains(actual)) {
        boolean below = actual < interval.min();
        // A bound would tell which value chose it.
        double limit = by.sensitive() ? Double.NaN : below ? interval.min() : interval.max();
        String chosen =
            by.sensitive() ? by.name() + " (withheld)" : citation.quoted(by.name(), key);
        String side = below ? " is below " : " is above ";
        findings.broken(
            citation.number(
                field,
                actual,
                limit,
                found ->
                    side
                        + (Double.isNaN(limit)
                            ? "the bound for " + chosen
                            : Wording.number(limit) + ", the bound for " + chosen)));
      }
    }
  }
}
