package org.governance4j.guard;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/**
 * The counts of one window and one policy revision, or of several that had to be merged. Of one
 * thread, or guarded by its owner's lock.
 */
final class Window {

  /** More rules than a policy has; what names its rules after its input is added up beyond them. */
  static final int MAX_RULES = 256;

  /** Of the revisions of a merged window so many are named. */
  static final int MAX_REVISIONS = 8;

  /** Enough to tell how many policies were in force while a ledger hung. */
  private static final int MAX_COUNTED = 1_000;

  final long index;
  final String revision;

  /** In the order of their windows. */
  private final Set<String> revisions = new LinkedHashSet<>();

  private long first;
  private long last;
  private long windows = 1;
  private final Map<String, Count> rules = new LinkedHashMap<>();

  /** Of all rules beyond the first {@link #MAX_RULES}; together they have one share of K. */
  private final Count others = new Count();

  private final Set<String> otherNames = new HashSet<>();
  long denied;
  long escalated;

  /** Events that were summarised but not handed to the writer of raw files. */
  long lost;

  /** How often a rule was broken. */
  static final class Count {
    long violations;
    long summarised;

    void add(Count more) {
      violations += more.violations;
      summarised += more.summarised;
    }
  }

  Window(long index, String revision) {
    this.index = index;
    this.revision = revision;
    this.first = index;
    this.last = index;
    revisions.add(revision);
  }

  /** Adds all counts of the window that follows this one. */
  void merge(Window next) {
    next.rules.forEach((rule, count) -> of(rule).add(count));
    others.add(next.others);
    for (String name : next.otherNames) {
      if (otherNames.size() < MAX_RULES) {
        otherNames.add(name);
      }
    }
    for (String name : next.revisions) {
      if (revisions.size() < MAX_COUNTED) {
        revisions.add(name);
      }
    }
    denied += next.denied;
    escalated += next.escalated;
    lost += next.lost;
    windows += next.windows;
    first = Math.min(first, next.first);
    last = Math.max(last, next.last);
  }

  /** How many windows these are the counts of. */
  long windows() {
    return windows;
  }

  /** The earliest of the windows. */
  long first() {
    return first;
  }

  /** The latest of the windows. */
  long last() {
    return last;
  }

  /** The revisions whose violations are counted, counted to a thousand. */
  Set<String> revisions() {
    return revisions;
  }

  /**
   * Counts the violations of one event.
   *
   * @return whether it is among the first of any of its rules
   */
  boolean count(List<Violation> violations, int first) {
    boolean inFull = false;
    for (int i = 0; i < violations.size(); i++) {
      inFull |= ++of(violations.get(i).rule()).violations <= first;
    }
    return inFull;
  }

  /** Counts the same event as one that has no entry. */
  void summarise(List<Violation> violations, Verdict.Action action) {
    for (int i = 0; i < violations.size(); i++) {
      of(violations.get(i).rule()).summarised++;
    }
    if (action == Verdict.Action.ESCALATE) {
      escalated++;
    } else {
      denied++;
    }
  }

  long events() {
    return denied + escalated;
  }

  /** The counts by rule, in the order of their first violation. */
  Map<String, Count> rules() {
    return rules;
  }

  Count others() {
    return others;
  }

  /** How many rules {@link #others} adds up, counted to {@link #MAX_RULES}. */
  int otherRules() {
    return otherNames.size();
  }

  private Count of(String rule) {
    Count count = rules.get(rule);
    if (count != null) {
      return count;
    }
    if (rules.size() < MAX_RULES) {
      Count fresh = new Count();
      rules.put(rule, fresh);
      return fresh;
    }
    if (otherNames.size() < MAX_RULES) {
      otherNames.add(rule);
    }
    return others;
  }
}
