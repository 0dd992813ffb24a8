package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * {@code consecutive}: after a number of predictions in a row that violate, everything does until a
 * number of them in a row did not.
 *
 * @param rule the rule whose violations count, or null: all that are withheld
 * @param by the field whose values are counted separately, or null
 * @param count the predictions in a row that violate
 * @param recover the predictions in a row that then must not
 */
record ConsecutiveWindow(
    RuleHead head, @Nullable String rule, @Nullable String by, long count, long recover)
    implements WindowRule {
  ConsecutiveWindow {
    head = WindowRule.checked(head);
    by = by == null ? null : head.field("by", by);
    count = WindowRule.count(head, "count", count, 1);
    recover = WindowRule.count(head, "recover", recover, 1);
  }

  static WindowRule read(RuleHead head, JsonMembers members) {
    return new ConsecutiveWindow(
        head,
        members.optionalString("rule"),
        members.optionalString("by"),
        members.integer("count"),
        members.integer("recover"));
  }

  @Override
  public WindowRule with(RuleHead newHead) {
    return new ConsecutiveWindow(newHead, rule, by, count, recover);
  }

  @Override
  public WindowKind kind() {
    return WindowKind.CONSECUTIVE;
  }

  @Override
  public List<String> fields() {
    return by == null ? List.of() : List.of(by);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return WindowRule.with(WindowRule.with(object, "rule", rule), "by", by)
        .with("count", JsonValue.of(count))
        .with("recover", JsonValue.of(recover));
  }

  @Override
  public BoundWindow bind(WindowBinder binder) {
    return new Bound(
        this,
        binder.citation(),
        binder.breach(rule),
        new Groups<>(binder.optionalCategory(by), Streak::new));
  }

  private record Bound(
      ConsecutiveWindow authored, WindowCitation citation, Breach breach, Groups<Streak> groups)
      implements BoundWindow {

    @Override
    public @Nullable Violation judge(Prediction prediction, Judged judged, long now) {
      BoundField lacking = groups.lacking(prediction);
      if (lacking != null) {
        return citation.missing(lacking);
      }
      String value = groups.value(prediction);
      boolean violates = breach.in(judged);
      long state = groups.of(value).add(violates, authored.count, authored.recover);
      return Streak.isOpen(state) ? violation(value, Streak.length(state)) : null;
    }

    private Violation violation(@Nullable String value, long recovered) {
      return citation.counted(
          groups.by(),
          value,
          recovered,
          authored.recover,
          () ->
              "after "
                  + authored.count
                  + " "
                  + breach.words()
                  + " in a row, "
                  + authored.recover
                  + " others in a row are awaited and "
                  + recovered
                  + " have come");
    }

    @Override
    public @Nullable BoundField lacking(Prediction prediction) {
      return groups.lacking(prediction);
    }

    @Override
    public void read(long now, List<WindowReading> readings) {
      groups.forEach(
          (value, streak) -> {
            long state = streak.state();
            long length = Streak.length(state);
            boolean open = Streak.isOpen(state);
            readings.add(
                WindowReading.of(authored, groups.by(), value, length, open ? 0 : length, open));
          });
    }
  }
}
