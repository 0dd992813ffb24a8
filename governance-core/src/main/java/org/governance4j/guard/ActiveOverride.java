package org.governance4j.guard;

import java.time.Instant;
import org.governance4j.Receipt;
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

  ActiveOverride recorded(Receipt where) {
    return new ActiveOverride(mode, actor, reason, expiry, where);
  }
}
