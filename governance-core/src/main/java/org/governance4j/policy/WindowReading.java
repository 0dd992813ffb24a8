package org.governance4j.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one window counts at the moment, for one group.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param rule the window's id
 * @param kind {@code rate}, {@code consecutive}, {@code quota} or {@code fairness_gap}
 * @param by the field whose values are counted separately, or null when there is one count for all
 * @param group the value that is counted. Null without {@code by}, for the group that all values
 *     without one of their own share, and for every group if the field is sensitive
 * @param shared whether this is that common group
 * @param counted the predictions within the window; of {@code consecutive} those of the present row
 * @param hits how many of them violated or were favourable; always 0 of {@code quota}, and of
 *     {@code consecutive} while the window is open
 * @param broken whether the next prediction would break the window if nothing else happened: more
 *     precisely, whether the share, the row or the gap is beyond its limit or the quota is used up
 */
public record WindowReading(
    String rule,
    String kind,
    @Nullable String by,
    @Nullable String group,
    boolean shared,
    long counted,
    long hits,
    boolean broken) {
  /** Checks the names. */
  public WindowReading {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(kind, "kind");
  }

  static WindowReading of(
      WindowRule window,
      @Nullable BoundField by,
      @Nullable String group,
      long counted,
      long hits,
      boolean broken) {
    return new WindowReading(
        window.head().id(),
        window.kind().word(),
        by == null ? null : by.name(),
        by == null || by.sensitive() ? null : group,
        by != null && group == null,
        counted,
        hits,
        broken);
  }
}
