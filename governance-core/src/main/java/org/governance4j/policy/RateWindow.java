package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * {@code rate}: of the predictions of the last while not more than a share violates.
 *
 * @param rule the rule whose violations count, or null: all that are withheld
 * @param by the field whose values are counted separately, or null
 * @param max the share, at least 0 and less than 1
 * @param minCount the predictions from which on the share is judged
 */
record RateWindow(
    RuleHead head,
    @Nullable String rule,
    @Nullable String by,
    Duration window,
    double max,
    long minCount)
    implements WindowRule {
  RateWindow {
    head = WindowRule.checked(head);
    by = by == null ? null : head.field("by", by);
    window = WindowTime.checked(head, window);
    max = WindowRule.share(head, "max", max);
    minCount = WindowRule.count(head, "min_count", minCount, 1);
  }

  static WindowRule read(RuleHead head, JsonMembers members) {
    return new RateWindow(
        head,
        members.optionalString("rule"),
        members.optionalString("by"),
        WindowTime.read(members),
        members.number("max"),
        members.integer("min_count"));
  }

  @Override
  public WindowRule with(RuleHead newHead) {
    return new RateWindow(newHead, rule, by, window, max, minCount);
  }

  @Override
  public WindowKind kind() {
    return WindowKind.RATE;
  }

  @Override
  public List<String> fields() {
    return by == null ? List.of() : List.of(by);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return WindowRule.with(WindowRule.with(object, "rule", rule), "by", by)
        .with("window", JsonValue.of(window.toString()))
        .with("max", JsonValue.of(max))
        .with("min_count", JsonValue.of(minCount));
  }

  @Override
  public BoundWindow bind(WindowBinder binder) {
    long nanos = window.toNanos();
    long now = binder.now();
    return new Bound(
        this,
        binder.citation(),
        binder.breach(rule),
        new Groups<>(binder.optionalCategory(by), () -> Ring.striped(nanos, now)));
  }

  private record Bound(
      RateWindow authored, WindowCitation citation, Breach breach, Groups<Ring> groups)
      implements BoundWindow {

    @Override
    public @Nullable Violation judge(Prediction prediction, Judged judged, long now) {
      BoundField lacking = groups.lacking(prediction);
      if (lacking != null) {
        return citation.missing(lacking);
      }
      String value = groups.value(prediction);
      Ring ring = groups.of(value);
      ring.add(now, breach.in(judged));
      long hits = ring.hits();
      long counted = ring.counted();
      hits = Math.min(hits, counted);
      return exceeds(hits, counted) ? violation(value, hits, counted) : null;
    }

    private boolean exceeds(long hits, long counted) {
      return counted >= authored.minCount && (double) hits / counted > authored.max;
    }

    private Violation violation(@Nullable String value, long hits, long counted) {
      double share = (double) hits / counted;
      return citation.counted(
          groups.by(),
          value,
          share,
          authored.max,
          () ->
              "the share of "
                  + breach.words()
                  + " is "
                  + Wording.number(share)
                  + " ("
                  + hits
                  + " of "
                  + counted
                  + " within "
                  + authored.window
                  + "), above "
                  + Wording.number(authored.max));
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
            long hits = ring.hits();
            long counted = ring.counted();
            readings.add(
                WindowReading.of(
                    authored, groups.by(), value, counted, hits, exceeds(hits, counted)));
          });
    }
  }
}
