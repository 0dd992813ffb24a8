package org.governance4j.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.Heartbeat;
import org.governance4j.json.StreamHead;
import org.governance4j.json.StreamStamp;
import org.jspecify.annotations.Nullable;

/**
 * What is missing from a ledger, as far as the ledger itself can tell.
 *
 * <p>A Merkle tree proves that nothing was changed or removed since a checkpoint; it cannot tell
 * what was never written. Streams and heartbeats can: every entry of a stream carries its place and
 * the hash of the one before, so a missing one is a gap; a heartbeat tells how far the streams
 * were; and a ledger that stopped, or lost its end, is silent from there on until now.
 *
 * <p>A ledger without any entry has no time to measure from, and no silence: look at its size.
 *
 * <p>Nothing here verifies the tree: {@link LedgerVerifier} does. What the producers of streams did
 * not hand over, and entries without a stream, leave no gap.
 *
 * @param from the first entry that was looked at
 * @param size how many entries the ledger had
 * @param streams what was found of each stream, by name
 * @param silences times without an entry, in order; the last may reach to now
 * @param contradictions heartbeats that the entries before them do not bear out, in order
 * @param future how many entries are dated after now; silences are measured without them
 * @param unread how many entries are not of this library, and have no place and no time
 * @param unlisted how many findings there were beyond the {@value #MAX_LISTED} that are listed, and
 *     entries of streams beyond the first 65,536, which are not followed
 */
public record Completeness(
    long from,
    long size,
    Map<String, Stream> streams,
    List<Silence> silences,
    List<Contradiction> contradictions,
    long future,
    long unread,
    long unlisted) {

  /** The most findings that are listed, of all kinds together. */
  public static final int MAX_LISTED = 10_000;

  private static final int PAGE = 256;

  /** Copies the collections. */
  public Completeness {
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    silences = List.copyOf(silences);
    contradictions = List.copyOf(contradictions);
  }

  /**
   * What was found of one stream.
   *
   * @param entries how many entries of it there are
   * @param next the place after the furthest
   * @param gaps places that no entry has
   * @param duplicates entries at a place that another has already
   * @param broken entries whose {@code prev} is not the leaf hash of the entry before, in the
   *     stream's order
   */
  public record Stream(
      long entries, long next, List<Gap> gaps, List<Finding> duplicates, List<Finding> broken) {
    /** Copies the lists. */
    public Stream {
      gaps = List.copyOf(gaps);
      duplicates = List.copyOf(duplicates);
      broken = List.copyOf(broken);
    }
  }

  /**
   * Missing places of a stream.
   *
   * @param from the first of them
   * @param to the last of them
   */
  public record Gap(long from, long to) {}

  /**
   * An entry that is not right.
   *
   * @param index its position in the ledger
   * @param seq its place in its stream
   */
  public record Finding(long index, long seq) {}

  /**
   * A time without an entry that is longer than the heartbeat's interval.
   *
   * @param index the entry that ended it, or the ledger's size where none did
   * @param since the latest time of an entry before
   * @param until when it ended, or now
   */
  public record Silence(long index, Instant since, Instant until) {}

  /**
   * A heartbeat that tells of more than there is.
   *
   * @param index the heartbeat's position
   * @param what what it tells and what there is
   */
  public record Contradiction(long index, String what) {}

  /** Whether nothing is missing as far as can be told: no finding of any kind. */
  public boolean complete() {
    return unlisted == 0
        && future == 0
        && silences.isEmpty()
        && contradictions.isEmpty()
        && streams.values().stream()
            .allMatch(s -> s.gaps.isEmpty() && s.duplicates.isEmpty() && s.broken.isEmpty());
  }

  /**
   * Looks through the published entries, a page at a time in memory.
   *
   * @param reader reads the ledger
   * @param from the first entry to look at, 0 to the ledger's size; of a stream that was there
   *     before, what is missing before its first entry from here on cannot be told
   * @param heartbeat how long there may be no entry, positive: the interval of the ledger's
   *     heartbeats, with what they may be late by
   * @param now until when there should be entries
   * @throws IllegalArgumentException if a bound is broken
   * @throws GovernanceException of the reader, if the ledger cannot be read or is malformed
   */
  public static Completeness check(
      LedgerReader reader, long from, Duration heartbeat, Instant now) {
    if (heartbeat.isZero() || heartbeat.isNegative()) {
      throw new IllegalArgumentException("the heartbeat must be positive: " + heartbeat);
    }
    long size = reader.size();
    if (from < 0 || from > size) {
      throw new IllegalArgumentException("from must be 0 to the size " + size + ": " + from);
    }
    Look look = new Look(from, heartbeat, now);
    for (long next = from; next < size; ) {
      List<LedgerRecord> page = reader.read(next, (int) Math.min(PAGE, size - next));
      for (LedgerRecord record : page) {
        look.at(record);
      }
      next += page.size();
    }
    return look.end(size);
  }

  private static final class Look {
    private final long from;
    private final Duration heartbeat;
    private final Instant now;
    private final FindingBudget budget = new FindingBudget(MAX_LISTED);
    private final Map<String, StreamLook> streams = new TreeMap<>();
    private final List<Silence> silences = new ArrayList<>();
    private final List<Contradiction> contradictions = new ArrayList<>();
    private long unfollowed;
    private long future;
    private long unread;
    private @Nullable Instant latest;

    Look(long from, Duration heartbeat, Instant now) {
      this.from = from;
      this.heartbeat = heartbeat;
      this.now = now;
    }

    void at(LedgerRecord record) {
      Entry entry;
      try {
        entry = EntryCodec.decode(record.bytes());
      } catch (InvalidData | IllegalArgumentException e) {
        unread++; // a ledger may hold anything; the number is reported
        return;
      }
      Instant time = entry.time();
      if (time != null && time.isAfter(now)) {
        future++;
      } else if (time != null) {
        silence(record.index(), time);
        latest = latest == null || time.isAfter(latest) ? time : latest;
      }
      if (entry.type().equals(Heartbeat.TYPE)
          && EntryBody.from(entry).orElse(null) instanceof Heartbeat beat) {
        hear(record.index(), beat);
      }
      StreamStamp stamp = StreamStamp.from(entry);
      if (stamp != null) {
        StreamLook look = streams.get(stamp.stream());
        if (look == null && streams.size() == EntryIndex.MAX_STREAMS) {
          unfollowed++;
          return;
        }
        if (look == null) {
          look = new StreamLook(from == 0, budget);
          streams.put(stamp.stream(), look);
        }
        look.at(record, stamp);
      }
    }

    private void silence(long index, Instant until) {
      Instant since = latest;
      // A sum could lie beyond what an instant can be; the difference of two never does.
      if (since != null
          && Duration.between(since, until).compareTo(heartbeat) > 0
          && budget.take()) {
        silences.add(new Silence(index, since, until));
      }
    }

    private void hear(long index, Heartbeat beat) {
      if (beat.size() > index) {
        contradict(index, "it tells of " + beat.size() + " entries, there are " + index);
      }
      for (StreamHead head : beat.streams()) {
        StreamLook known = streams.get(head.name());
        long next = known == null ? 0 : known.next();
        if (head.next() > next && (from == 0 || known != null)) {
          contradict(
              index,
              "stream "
                  + head.name()
                  + ": it tells of "
                  + head.next()
                  + " entries, the "
                  + "furthest place is "
                  + (next - 1));
        } else if (known != null
            && head.next() == next
            && head.last() != null
            && !head.last().equals(known.last())) {
          contradict(
              index, "stream " + head.name() + ": it tells of another entry at " + (next - 1));
        }
      }
    }

    private void contradict(long index, String what) {
      if (budget.take()) {
        contradictions.add(new Contradiction(index, what));
      }
    }

    Completeness end(long size) {
      silence(size, now);
      Map<String, Stream> found = new TreeMap<>();
      streams.forEach((name, look) -> found.put(name, look.end()));
      return new Completeness(
          from,
          size,
          found,
          silences,
          contradictions,
          future,
          unread,
          budget.refused() + unfollowed);
    }
  }
}
