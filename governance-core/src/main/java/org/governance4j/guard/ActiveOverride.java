package org.governance4j.guard;

import java.time.Instant;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * An override of a guard.
 *
 * @param mode what the guard does meanwhile
 * @param actor who ordered it
 * @param reason why
 * @param expiry when it ends by itself
 * @param receipt where it is recorded; null only while a stop is not recorded yet, or could not be
 */
public record ActiveOverride(
    OverrideMode mode, String actor, String reason, Instant expiry, @Nullable Receipt receipt) {

  /** What to answer while this is in force. */
  Verdict overrule(Verdict judged) {
    if (mode == OverrideMode.DENY) {
      return Denials.STOPPED;
    }
    // A prediction of another model is not this guard's to release, and an output that is released
    // with obligations is not withheld: the obligations stay.
    boolean stays =
        judged instanceof Verdict.AllowWith
            || (judged instanceof Verdict.Deny deny
                && deny.cause() == Verdict.Cause.SCHEMA_MISMATCH);
    return stays ? judged : Verdict.ALLOW;
  }

  ActiveOverride recorded(Receipt where) {
    return new ActiveOverride(mode, actor, reason, expiry, where);
  }
}
