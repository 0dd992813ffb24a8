package org.governance4j.policy;

import org.governance4j.JsonValue;
import org.governance4j.Verdict.Action;

/**
 * How often two policies gave which verdicts to the same predictions: a matrix of 4 × 4 exact
 * counts. {@code allow} and {@code allow_with} release an output, {@code escalate} and {@code deny}
 * withhold it.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Agreement {
  private static final Action[] ACTIONS = Action.values();

  private final long[] counts;

  Agreement(long[] owned) {
    this.counts = owned;
  }

  /** The cell of a pair of verdicts. */
  static int cell(Action active, Action candidate) {
    return active.ordinal() * ACTIONS.length + candidate.ordinal();
  }

  static int cells() {
    return ACTIONS.length * ACTIONS.length;
  }

  /** How often the active policy gave one verdict and the candidate the other. */
  public long count(Action active, Action candidate) {
    return counts[cell(active, candidate)];
  }

  /** How many predictions both judged. */
  public long judged() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** How many of them got the same verdict from both. */
  public long agreed() {
    long sum = 0;
    for (Action action : ACTIONS) {
      sum += count(action, action);
    }
    return sum;
  }

  /** How many the active policy releases and the candidate withholds. */
  public long newlyWithheld() {
    return sum(true, false);
  }

  /** How many the active policy withholds and the candidate releases. */
  public long newlyReleased() {
    return sum(false, true);
  }

  /** Whether the candidate withholds as often as the active policy. */
  public McNemar mcNemar() {
    return McNemar.of(newlyWithheld(), newlyReleased());
  }

  JsonValue.Obj toJson() {
    JsonValue.Obj rows = JsonValue.object();
    for (Action active : ACTIONS) {
      JsonValue.Obj row = JsonValue.object();
      for (Action candidate : ACTIONS) {
        row = row.with(candidate.word(), JsonValue.of(count(active, candidate)));
      }
      rows = rows.with(active.word(), row);
    }
    return rows;
  }

  private long sum(boolean activeReleases, boolean candidateReleases) {
    long sum = 0;
    for (Action active : ACTIONS) {
      for (Action candidate : ACTIONS) {
        if (releases(active) == activeReleases && releases(candidate) == candidateReleases) {
          sum += count(active, candidate);
        }
      }
    }
    return sum;
  }

  private static boolean releases(Action action) {
    return action == Action.ALLOW || action == Action.ALLOW_WITH;
  }
}
