package org.governance4j.guard;

import java.time.Instant;
import org.governance4j.Receipt;

/**
 * A recorded override of a guard.
 *
 * @param mode what the guard does meanwhile
 * @param actor who ordered it
 * @param reason why
 * @param expiry when it ends by itself
 * @param receipt where it is recorded
 */
public record ActiveOverride(
    OverrideMode mode, String actor, String reason, Instant expiry, Receipt receipt) {}
