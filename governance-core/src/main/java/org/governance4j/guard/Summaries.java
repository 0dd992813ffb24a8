package org.governance4j.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * The volume rule: decides which withheld predictions are entries in full, and counts the others.
 *
 * <p>Serving threads count under one short lock, which is what makes the counts exact and gives
 * every event to one window; nothing is written under it. One background thread takes the events
 * and the ends of windows from a queue in their order, so a window's raw file is whole when its
 * summary is written. Events are bounded in number and bytes. Of ended windows a bounded number
 * waits; one more is merged with the last of them, so no count is lost.
 *
 * <p>Safe for any number of threads.
 */
final class Summaries implements AutoCloseable {

  static final int MAX_QUEUED = 8_192;
  private static final long MAX_QUEUED_BYTES = 32L << 20;
  private static final long MAX_FILE_BYTES = 64L << 20;

  /** Ended windows that may wait while the background thread waits for the ledger. */
  private static final int MAX_ENDED = 64;

  /**
   * Summaries a refusing ledger may keep waiting; then the oldest is given up and its loss told.
   */
  private static final int MAX_WAITING = 256;

  private final Recording.Volume rule;
  private final DecisionLedger ledger;
  private final Scribe scribe;
  private final Clock clock;
  private final Tally tally;
  private final Losses losses;
  private final @Nullable RawFiles raw;
  private final EntryCodec codec = new EntryCodec();
  private final Background background;
  private final Object lock = new Object();
  private final Object closing = new Object();

  // Guarded by lock.
  private final ArrayDeque<Item> queue = new ArrayDeque<>();
  private @Nullable Window open;
  private @Nullable Ended lastEnded;
  private int ended;
  private int queued;
  private long queuedBytes;
  private boolean closed;

  /** Of the background thread, and of {@link #close} once that has ended. */
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();

  private long number;
  private volatile @Nullable String refused;

  /** What became of an event. */
  enum Taken {
    /** It needs an entry of its own. */
    IN_FULL,
    /** It is counted. */
    SUMMARISED,
    /** It is counted, but will be in no raw file. */
    LOST
  }

  /** Is told what is lost. */
  @FunctionalInterface
  interface Losses {
    void lost(String what, long count);
  }

  private sealed interface Item {}

  private record Event(Occurrence what, Instant window, long bytes) implements Item {}

  private record Ended(Window window) implements Item {}

  /**
   * Makes the raw directory.
   *
   * @throws GovernanceException if it cannot be made
   */
  Summaries(
      Recording.Volume rule,
      DecisionLedger ledger,
      Scribe scribe,
      Clock clock,
      Tally tally,
      Losses losses) {
    this.rule = rule;
    this.ledger = ledger;
    this.scribe = scribe;
    this.clock = clock;
    this.tally = tally;
    this.losses = losses;
    Path directory = rule.rawDirectory();
    try {
      this.raw = directory == null ? null : new RawFiles(directory, scribe.name(), MAX_FILE_BYTES);
    } catch (IOException e) {
      throw new GovernanceException("cannot make the raw directory " + directory + ": " + e, e);
    }
    this.background =
        new Background("governance-summaries-" + scribe.name(), this::work, rule.window());
  }

  void start() {
    background.start();
  }

  /**
   * Counts one withheld prediction.
   *
   * @param why the violations to count it by
   */
  Taken take(Prediction prediction, Instant now, List<Violation> why, Judgement judgement) {
    boolean wake = false;
    Taken taken = Taken.SUMMARISED;
    synchronized (lock) {
      if (closed) {
        return Taken.IN_FULL;
      }
      Window window = windowOf(now, judgement.revision());
      if (window.count(why, rule.firstPerRule())) {
        return Taken.IN_FULL;
      }
      if (raw != null) {
        if (enqueue(prediction, now, judgement, window)) {
          wake = queued == MAX_QUEUED / 8;
        } else {
          taken = Taken.LOST;
          window.lost++;
          tally.rawMissing.increment();
        }
      }
      // An escalation that is in no file becomes a denial, and that is what it is counted as.
      window.summarise(
          why, taken == Taken.LOST ? Verdict.Action.DENY : judgement.verdict().action());
      tally.summarised.increment();
    }
    if (wake) {
      background.wake();
    }
    return taken;
  }

  private boolean enqueue(Prediction prediction, Instant now, Judgement judgement, Window window) {
    if (queued == MAX_QUEUED) {
      return false;
    }
    Occurrence event;
    try {
      event = new Occurrence(prediction, scribe.id(prediction), now, judgement);
    } catch (Throwable e) {
      // It is counted by now, so it must be told as lost: a buffer of the caller that fails, or a
      // heap or stack without room for the copy.
      return false;
    }
    long bytes = event.bytes();
    if (queuedBytes + bytes > MAX_QUEUED_BYTES) {
      return false;
    }
    queue.add(new Event(event, start(window.index), bytes));
    queued++;
    queuedBytes += bytes;
    return true;
  }

  /** Why summaries or raw files are not written, or null. */
  @Nullable String failure() {
    String refusal = refused;
    return refusal != null ? refusal : background.failure();
  }

  /** Ends the open window, and returns when its summary is written or known to be lost. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      end();
    }
    // Whoever else closes at once must not write the same summary again.
    synchronized (closing) {
      boolean interrupted = Thread.interrupted();
      try {
        background.close();
        // An interrupt would close the channel of the raw file and end the wait for the ledger.
        interrupted |= Thread.interrupted();
        work();
        losses(waiting.size());
        waiting.clear();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Under the lock. */
  private Window windowOf(Instant now, String revision) {
    long index = Math.floorDiv(now.toEpochMilli(), rule.window().toMillis());
    Window window = open;
    // A thread that read the clock just before a window began counts into that window; a clock that
    // was set back for longer gets its own.
    if (window != null
        && (index > window.index
            || index < window.index - 1
            || !revision.equals(window.revision))) {
      end();
      window = null;
    }
    if (window == null) {
      window = new Window(index, revision);
      open = window;
    }
    return window;
  }

  /** Under the lock. */
  private void end() {
    Window window = open;
    open = null;
    if (window == null || window.events() == 0) {
      return;
    }
    Ended before = lastEnded;
    if (ended == MAX_ENDED && before != null) {
      // Moved behind the events that came since, so that these are in the raw file it tells of. It
      // is among the last: what stands behind it are events of the window that ends now.
      queue.removeLastOccurrence(before);
      ended--;
      before.window().merge(window);
      window = before.window();
    }
    Ended end = new Ended(window);
    queue.add(end);
    lastEnded = end;
    ended++;
    background.wake();
  }

  private Instant start(long index) {
    return Instant.ofEpochMilli(index * rule.window().toMillis());
  }

  private void work() {
    for (Item item = next(); item != null; item = next()) {
      if (item instanceof Event event) {
        write(event);
      } else if (item instanceof Ended ended) {
        summarise(ended.window());
      }
    }
    flush();
  }

  private @Nullable Item next() {
    synchronized (lock) {
      Item item = queue.poll();
      if (item == null) {
        endIfOver();
        item = queue.poll();
      }
      if (item instanceof Event event) {
        queued--;
        queuedBytes -= event.bytes();
      } else if (item != null) {
        ended--;
        lastEnded = ended == 0 ? null : lastEnded;
      }
      return item;
    }
  }

  /** Under the lock. */
  private void endIfOver() {
    Window window = open;
    if (window != null && clock.millis() >= (window.index + 1) * rule.window().toMillis()) {
      end();
    }
  }

  private void write(Event event) {
    RawFiles files = raw;
    if (files == null) {
      return;
    }
    byte[] json;
    try {
      // The disclosures go: what is committed to here can never be opened.
      json = codec.encode(event.what().entry(scribe)).bytes();
    } catch (Throwable e) {
      files.skip("an event has no JSON: " + e.getClass().getName());
      return;
    }
    files.write(json, event.window());
  }

  private void summarise(Window window) {
    RawFiles files = raw;
    RawFiles.Result result = files == null ? null : files.end();
    if (result != null && result.missing() > 0) {
      losses.lost("raw file: " + result.failure(), result.missing());
      tally.rawMissing.add(result.missing());
    }
    Instant from = start(window.first());
    Instant to = start(window.last() + 1);
    if (waiting.size() == MAX_WAITING) {
      waiting.remove();
      losses(1);
    }
    try {
      waiting.add(SummaryEntry.of(scribe, window, from, to, rule.firstPerRule(), number++, result));
    } catch (Throwable e) {
      losses.lost("a summary cannot be made: " + e.getClass().getName(), 1);
    }
  }

  /** What the ledger refuses stays, in its order, for the next time. */
  private void flush() {
    for (Entry entry = waiting.peek(); entry != null; entry = waiting.peek()) {
      try {
        ledger.append(entry);
      } catch (RuntimeException e) {
        refused = "the ledger refuses summaries: " + e.getClass().getName();
        return;
      }
      refused = null;
      waiting.remove();
    }
  }

  private void losses(int summaries) {
    if (summaries > 0) {
      losses.lost("summaries that the ledger refused", summaries);
    }
  }
}
