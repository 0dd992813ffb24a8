package org.governance4j.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.Digest;
import org.governance4j.LedgerRecord;
import org.governance4j.json.StreamStamp;
import org.jspecify.annotations.Nullable;

/** What {@link Completeness} remembers of one stream while it reads. */
final class StreamLook {
  private final FindingBudget budget;

  /** Missing places, the last by the first. */
  private final TreeMap<Long, Long> gaps = new TreeMap<>();

  private final List<Completeness.Finding> duplicates = new ArrayList<>();
  private final List<Completeness.Finding> broken = new ArrayList<>();
  private long entries;
  private boolean begun;
  private long next;
  private @Nullable Digest last;

  /**
   * Starts before the first entry.
   *
   * @param fromStart whether that is the stream's first
   */
  StreamLook(boolean fromStart, FindingBudget budget) {
    this.begun = fromStart;
    this.budget = budget;
  }

  /** The place after the furthest. */
  long next() {
    return next;
  }

  /** The leaf hash of the furthest entry. */
  @Nullable Digest last() {
    return last;
  }

  void at(LedgerRecord record, StreamStamp stamp) {
    entries++;
    long seq = stamp.seq();
    if (begun && seq < next) {
      again(record.index(), seq);
      return;
    }
    boolean follows = begun && seq == next;
    if (begun && seq > next && budget.take()) {
      gaps.put(next, seq - 1);
    }
    Digest prev = stamp.prev();
    // Behind a gap, and at the first that is seen, there is nothing to hold it against.
    if ((seq == 0) != (prev == null) || (follows && prev != null && !prev.equals(last))) {
      list(broken, record.index(), seq);
    }
    begun = true;
    next = seq + 1;
    last = record.leafHash();
  }

  /** A place that lies behind: one that was missing, or one that is taken. */
  private void again(long index, long seq) {
    Map.Entry<Long, Long> gap = gaps.floorEntry(seq);
    if (gap == null || gap.getValue() < seq) {
      list(duplicates, index, seq);
      return;
    }
    // It comes late: the chain does not run in the order of the ledger.
    list(broken, index, seq);
    long from = gap.getKey();
    long to = gap.getValue();
    gaps.remove(from);
    budget.giveBack();
    if (from < seq && budget.take()) {
      gaps.put(from, seq - 1);
    }
    if (seq < to && budget.take()) {
      gaps.put(seq + 1, to);
    }
  }

  private void list(List<Completeness.Finding> findings, long index, long seq) {
    if (budget.take()) {
      findings.add(new Completeness.Finding(index, seq));
    }
  }

  Completeness.Stream end() {
    List<Completeness.Gap> missing = new ArrayList<>();
    gaps.forEach((from, to) -> missing.add(new Completeness.Gap(from, to)));
    return new Completeness.Stream(entries, next, missing, duplicates, broken);
  }
}
