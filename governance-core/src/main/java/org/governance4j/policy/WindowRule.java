package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A rule about the stream of verdicts, as its author wrote it: an immutable value without counters.
 *
 * <p>A kind of window is one record that implements this, one constant of {@link WindowKind}, one
 * method of {@link Window} and one definition in {@code policy.schema.json}.
 */
sealed interface WindowRule permits RateWindow, ConsecutiveWindow, QuotaWindow, FairnessGapWindow {
  /** The largest number of predictions that a window may name. */
  long MAX_COUNT = 1_000_000_000;

  /** What it has in common with all rules. */
  RuleHead head();

  /** The same window under another head. */
  WindowRule with(RuleHead newHead);

  /** Its kind. */
  WindowKind kind();

  /** Every field it reads. */
  List<String> fields();

  /** The id of the rule whose violations it counts, or null. */
  default @Nullable String rule() {
    return null;
  }

  /** Adds the members of its kind to the JSON object of the window. */
  JsonValue.Obj write(JsonValue.Obj object);

  /**
   * Resolves its fields and begins counting.
   *
   * @throws org.governance4j.PolicyInvalid if a field is unknown or of another type
   */
  BoundWindow bind(WindowBinder binder);

  /** Checks a head: a window does not oblige. */
  static RuleHead checked(RuleHead head) {
    if (head.effect() == Effect.OBLIGE) {
      throw head.refuse("a window has the effect deny or escalate, found oblige");
    }
    return head;
  }

  /** The number of predictions, if it is within its bounds. */
  static long count(RuleHead head, String member, long count, long min) {
    if (count < min || count > MAX_COUNT) {
      throw head.refuse(member + " must be " + min + " to " + MAX_COUNT + ", found " + count);
    }
    return count;
  }

  /** The share, if it is at least 0 and less than 1. */
  static double share(RuleHead head, String member, double share) {
    if (!(share >= 0 && share < 1)) {
      throw head.refuse(
          member + " must be at least 0 and less than 1, found " + Wording.number(share));
    }
    return share + 0.0;
  }

  /** Adds a member unless there is nothing to say. */
  static JsonValue.Obj with(JsonValue.Obj object, String member, @Nullable String value) {
    return value == null ? object : object.with(member, JsonValue.of(value));
  }
}
