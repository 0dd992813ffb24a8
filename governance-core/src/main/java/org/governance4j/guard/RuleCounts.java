package org.governance4j.guard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/**
 * How often each rule was broken, over every policy that was in force.
 *
 * <p>By id and not by index, because an index means another rule once the policy is replaced.
 * Reached only when a verdict has violations; neither counting a known rule nor reading locks.
 */
final class RuleCounts {

  /** More rules than that are counted together: ids that never end must not fill the memory. */
  static final int MAX_RULES = 1_000;

  /** Not an id: ids of rules are not blank, and this begins with a blank. */
  static final String OTHERS = " others";

  private static final int MAX_ID = 256;

  private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final AtomicInteger known = new AtomicInteger();
  private final LongAdder others = new LongAdder();

  void count(Verdict verdict) {
    if (verdict instanceof Verdict.Deny deny) {
      count(deny.violations());
    } else if (verdict instanceof Verdict.Escalate escalate) {
      count(escalate.violations());
    }
  }

  private void count(List<Violation> violations) {
    for (int i = 0; i < violations.size(); i++) {
      counter(violations.get(i).rule()).increment();
    }
  }

  private LongAdder counter(String rule) {
    LongAdder counter = counts.get(rule);
    if (counter != null) {
      return counter;
    }
    if (known.get() >= MAX_RULES || rule.length() > MAX_ID) {
      return others;
    }
    return counts.computeIfAbsent(
        rule, id -> known.getAndIncrement() < MAX_RULES ? new LongAdder() : others);
  }

  /** Each figure exact; together not one snapshot. */
  Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach(
        (rule, count) -> {
          if (count != others) {
            all.put(rule, count.sum());
          }
        });
    if (others.sum() > 0) {
      all.put(OTHERS, others.sum());
    }
    return all;
  }
}
