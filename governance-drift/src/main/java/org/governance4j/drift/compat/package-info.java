/**
 * Detectors as other implementations have them, to the index: for comparing results, migrating from
 * them and checking claims. They reproduce what those implementations do, not what the papers say;
 * new work should take the detectors of {@link org.governance4j.drift}.
 *
 * <p>They are made by name alone, {@code implementation:detector}, and know neither state nor
 * calibration. Like every detector they refuse values that are not finite; where the implementation
 * they follow would raise an error, they refuse that value and all that come after it.
 */
@NullMarked
package org.governance4j.drift.compat;

import org.jspecify.annotations.NullMarked;
