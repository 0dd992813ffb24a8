package org.governance4j.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** The fail modes of a guard: closed, but for what its operator has chosen in words. Immutable. */
final class FailModes {

  /** Of all choices together with the rest, the entry of the start stays below its limit. */
  static final int MAX_REASON = 500;

  /** The causes that say that nothing was judged; the others are somebody's decision. */
  static final Set<Verdict.Cause> CAUSES =
      Collections.unmodifiableSet(
          EnumSet.of(
              Verdict.Cause.UNDEFINED_INPUT,
              Verdict.Cause.POLICY_FAILED,
              Verdict.Cause.BUDGET,
              Verdict.Cause.STALE));

  private final Map<Verdict.Cause, Choice> choices;

  FailModes(Map<Verdict.Cause, Choice> choices) {
    this.choices =
        choices.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(choices));
  }

  /**
   * One choice of an operator.
   *
   * @param mode what to answer
   * @param reason why
   */
  record Choice(FailMode mode, String reason) {}

  boolean allClosed() {
    return choices.isEmpty();
  }

  FailMode of(Verdict.Cause cause) {
    Choice choice = choices.get(cause);
    return choice == null ? FailMode.CLOSED : choice.mode();
  }

  /** What to answer for what was judged: the same, unless it is a failure with another mode. */
  Verdict answer(Verdict judged) {
    if (!(judged instanceof Verdict.Deny deny) || choices.isEmpty()) {
      return judged;
    }
    return switch (of(deny.cause())) {
      case CLOSED -> judged;
      case ESCALATE -> new Verdict.Escalate(deny.violations());
      case OPEN -> Verdict.ALLOW;
    };
  }

  /**
   * What counts as judged when the policy is stale. Closed, that is all there is to say. Otherwise
   * the last good policy is still heard: what it denies stays denied.
   */
  Verdict staleJudged(Verdict own) {
    boolean foreign =
        own instanceof Verdict.Deny deny && deny.cause() == Verdict.Cause.SCHEMA_MISMATCH;
    if (foreign) {
      return own;
    }
    if (of(Verdict.Cause.STALE) == FailMode.CLOSED || own == Verdict.ALLOW) {
      return Denials.STALE;
    }
    if (answer(own) instanceof Verdict.Deny) {
      return own;
    }
    List<Violation> all = new ArrayList<>(Denials.STALE.violations());
    if (own instanceof Verdict.Deny deny) {
      all.addAll(deny.violations());
    } else if (own instanceof Verdict.Escalate escalate) {
      all.addAll(escalate.violations());
    }
    return new Verdict.Deny(Verdict.Cause.STALE, all);
  }

  /** What to answer when the policy is stale. */
  Verdict staleAnswer(Verdict staleJudged, Verdict own) {
    boolean open =
        staleJudged instanceof Verdict.Deny deny
            && deny.cause() == Verdict.Cause.STALE
            && of(Verdict.Cause.STALE) == FailMode.OPEN;
    return answer(open ? own : staleJudged);
  }

  /** For the entry of the start; null when every mode is closed. */
  @Nullable JsonValue json() {
    if (choices.isEmpty()) {
      return null;
    }
    JsonValue.Obj all = JsonValue.object();
    for (Map.Entry<Verdict.Cause, Choice> entry : choices.entrySet()) {
      all =
          all.with(
              entry.getKey().word(),
              JsonValue.object()
                  .with("mode", JsonValue.of(entry.getValue().mode().word()))
                  .with("reason", JsonValue.of(entry.getValue().reason())));
    }
    return all;
  }

  /** For people, for example {@code budget open (reason)}. */
  void describe(StringBuilder out) {
    choices.forEach(
        (cause, choice) ->
            out.append("; fails ")
                .append(choice.mode().word())
                .append(" on ")
                .append(cause.word())
                .append(": ")
                .append(choice.reason()));
  }
}
