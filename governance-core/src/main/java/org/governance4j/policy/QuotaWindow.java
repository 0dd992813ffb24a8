package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * {@code quota}: not more than a number of predictions within a while. Every prediction counts,
 * also those that are withheld.
 *
 * @param by the field whose values are counted separately, or null
 * @param max the number
 */
record QuotaWindow(RuleHead head, @Nullable String by, Duration window, long max)
    implements WindowRule {
  QuotaWindow {
    head = WindowRule.checked(head);
    by = by == null ? null : head.field("by", by);
    window = WindowTime.checked(head, window);
    max = WindowRule.count(head, "max", max, 1);
  }

  static WindowRule read(RuleHead head, JsonMembers members) {
    return new QuotaWindow(
        head, members.optionalString("by"), WindowTime.read(members), members.integer("max"));
  }

  @Override
  public WindowRule with(RuleHead newHead) {
    return new QuotaWindow(newHead, by, window, max);
  }

  @Override
  public WindowKind kind() {
    return WindowKind.QUOTA;
  }

  @Override
  public List<String> fields() {
    return by == null ? List.of() : List.of(by);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return WindowRule.with(object, "by", by)
        .with("window", JsonValue.of(window.toString()))
        .with("max", JsonValue.of(max));
  }

  @Override
  public BoundWindow bind(WindowBinder binder) {
    long nanos = window.toNanos();
    long now = binder.now();
    return new Bound(
        this,
        binder.citation(),
        // One stripe: only so does the last one that the quota admits know that it is the last.
        new Groups<>(binder.optionalCategory(by), () -> Ring.single(nanos, now)));
  }

  private record Bound(QuotaWindow authored, WindowCitation citation, Groups<Ring> groups)
      implements BoundWindow {

    @Override
    public @Nullable Violation judge(Prediction prediction, Judged judged, long now) {
      BoundField lacking = groups.lacking(prediction);
      if (lacking != null) {
        return citation.missing(lacking);
      }
      String value = groups.value(prediction);
      long ticket = groups.of(value).ticket(now);
      return ticket > authored.max ? violation(value, ticket) : null;
    }

    private Violation violation(@Nullable String value, long ticket) {
      return citation.counted(
          groups.by(),
          value,
          ticket,
          authored.max,
          () ->
              "there are "
                  + ticket
                  + " predictions within "
                  + authored.window
                  + ", above "
                  + authored.max);
    }

    @Override
    public @Nullable BoundField lacking(Prediction prediction) {
      return groups.lacking(prediction);
    }

    @Override
    public void read(long now, List<WindowReading> readings) {
      groups.forEach(
          (value, ring) -> {
            ring.turnTo(now);
            long counted = ring.counted();
            readings.add(
                WindowReading.of(
                    authored, groups.by(), value, counted, 0, counted >= authored.max));
          });
    }
  }
}
