package org.governance4j.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.json.Loss;
import org.jspecify.annotations.Nullable;

/**
 * Counts the entries that were given up, until that is on record. Whoever uses it sees to the order
 * of threads.
 */
final class Losses {
  /** The type under which entries that came as bytes are counted. */
  static final String ENCODED = "encoded";

  /** The type under which further types are counted when there are many. */
  static final String OTHER = "other";

  private static final int MAX_TYPES = 64;

  private Map<String, Long> types = new TreeMap<>();
  private long count;
  private long total;
  private @Nullable Instant first;
  private Instant last = Instant.EPOCH;

  void count(String type, Instant when) {
    types.merge(types.containsKey(type) || types.size() < MAX_TYPES ? type : OTHER, 1L, Long::sum);
    count++;
    total++;
    if (first == null) {
      first = when;
    }
    last = when;
  }

  /** How many there were since the ledger was opened. */
  long total() {
    return total;
  }

  /** What is not on record yet, or null; afterwards it counts as on record. */
  @Nullable Loss take() {
    if (first == null) {
      return null;
    }
    Loss loss = new Loss(count, types, first, last);
    types = new TreeMap<>();
    count = 0;
    first = null;
    return loss;
  }
}
