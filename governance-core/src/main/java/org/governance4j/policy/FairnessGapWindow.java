package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * {@code fairness_gap}: with confidence, no group's rate of favourable outcomes exceeds another's
 * by more than a gap (the difference known as statistical or demographic parity).
 *
 * @param by the field that tells the groups apart
 * @param groups the values that are judged, 2 to 64
 * @param label the field of the outcome
 * @param favourable its favourable values
 * @param maxGap the gap, at least 0 and less than 1
 * @param minCount the predictions from which on a group is judged
 * @param confidence of the interval for the difference
 */
record FairnessGapWindow(
    RuleHead head,
    String by,
    List<String> groups,
    String label,
    List<String> favourable,
    Duration window,
    double maxGap,
    long minCount,
    double confidence)
    implements WindowRule {
  static final int MAX_GROUPS = 64;
  static final double DEFAULT_CONFIDENCE = 0.95;
  static final double MIN_CONFIDENCE = 0.5;
  static final double MAX_CONFIDENCE = 0.999999;

  FairnessGapWindow {
    head = WindowRule.checked(head);
    by = head.field("by", by);
    groups = head.strings("groups", groups);
    if (groups.size() < 2 || groups.size() > MAX_GROUPS) {
      throw head.refuse("groups must list 2 to " + MAX_GROUPS + " values, found " + groups.size());
    }
    label = head.field("label", label);
    favourable = head.strings("favourable", favourable);
    window = WindowTime.checked(head, window);
    maxGap = WindowRule.share(head, "max_gap", maxGap);
    minCount = WindowRule.count(head, "min_count", minCount, 1);
    if (!(confidence >= MIN_CONFIDENCE && confidence <= MAX_CONFIDENCE)) {
      throw head.refuse(
          "confidence must be "
              + MIN_CONFIDENCE
              + " to "
              + MAX_CONFIDENCE
              + ", found "
              + Wording.number(confidence));
    }
  }

  static WindowRule read(RuleHead head, JsonMembers members) {
    Double confidence = members.optionalNumber("confidence");
    return new FairnessGapWindow(
        head,
        members.string("by"),
        members.strings("groups"),
        members.string("label"),
        members.strings("favourable"),
        WindowTime.read(members),
        members.number("max_gap"),
        members.integer("min_count"),
        confidence == null ? DEFAULT_CONFIDENCE : confidence);
  }

  @Override
  public WindowRule with(RuleHead newHead) {
    return new FairnessGapWindow(
        newHead, by, groups, label, favourable, window, maxGap, minCount, confidence);
  }

  @Override
  public WindowKind kind() {
    return WindowKind.FAIRNESS_GAP;
  }

  @Override
  public List<String> fields() {
    return List.of(by, label);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    JsonValue.Obj result =
        object
            .with("by", JsonValue.of(by))
            .with("groups", RuleFile.array(groups))
            .with("label", JsonValue.of(label))
            .with("favourable", RuleFile.array(favourable))
            .with("window", JsonValue.of(window.toString()))
            .with("max_gap", JsonValue.of(maxGap))
            .with("min_count", JsonValue.of(minCount));
    return confidence == DEFAULT_CONFIDENCE
        ? result
        : result.with("confidence", JsonValue.of(confidence));
  }

  @Override
  public BoundWindow bind(WindowBinder binder) {
    return new BoundFairnessGap(
        this, binder.citation(), binder.category(by), binder.category(label), binder.now());
  }
}
