package org.governance4j.policy;

import java.util.function.Supplier;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What the violations of one window have in common. It withholds the values of sensitive fields;
 * counts are not values.
 */
final class WindowCitation {
  private final int ruleIndex;
  private final String rule;
  private final @Nullable String message;
  private final Citation citation;

  WindowCitation(int ruleIndex, RuleHead head) {
    this.ruleIndex = ruleIndex;
    this.rule = head.id();
    this.message = head.message();
    this.citation = new Citation(ruleIndex, head);
  }

  /** A field that the window needs has no value. */
  Violation missing(BoundField field) {
    return citation.missing(field);
  }

  /**
   * What was counted is beyond the limit.
   *
   * @param by the field that tells groups apart, or null
   * @param group the value of the group that was counted, or null
   */
  Violation counted(
      @Nullable BoundField by,
      @Nullable String group,
      double actual,
      double limit,
      Supplier<String> found) {
    String shown =
        by == null || group == null || by.sensitive() || group.length() > Groups.MAX_VALUE_LENGTH
            ? null
            : group;
    String text = message;
    return new Violation(
        ruleIndex,
        rule,
        by == null ? null : by.name(),
        actual,
        limit,
        shown,
        violation -> {
          String what = found.get() + where(by, group, shown);
          return text == null ? what : text + " (" + what + ")";
        });
  }

  private static String where(
      @Nullable BoundField by, @Nullable String group, @Nullable String shown) {
    if (by == null || group == null) {
      return "";
    }
    return ", for " + by.name() + (shown == null ? " (withheld)" : " " + Wording.quote(shown));
  }
}
