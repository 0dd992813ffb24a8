package org.governance4j.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Health;
import org.governance4j.KeyUnavailable;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches the files of an open ledger.
 *
 * <p>It takes everything that waits, commits it with one write and one force, and acknowledges it;
 * whatever came in meanwhile is the next commit. So a lone writer waits for one force and no timer,
 * and many writers share one.
 *
 * <p>A write or force that fails is the end: after it, neither the file's content nor what a second
 * force would prove is known. Everybody who waits learns that the outcome is unknown, and nothing
 * is taken until the ledger is opened again. A key that cannot sign is no such end: entries stay
 * durable, and the next publication tries again.
 */
final class Committer extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private static final String OUTCOME =
      " and must be opened again; whether entries that were not acknowledged are in it is"
          + " unknown";

  private final LedgerLog log;
  private final CommitQueue queue;
  private final String place;
  private final Clock clock;
  private final long interval;
  private final LedgerUnavailable stopped;
  private long lastPublication = System.nanoTime();

  private volatile long size;
  private volatile long publishedSize;
  private volatile @Nullable LedgerUnavailable failure;
  private volatile @Nullable String unpublished;
  private volatile boolean closed;

  Committer(LedgerLog log, CommitQueue queue, String place, Clock clock, Duration interval) {
    super("governance-ledger " + log.origin());
    // Whoever forgets to close a ledger shall not keep the process alive; what was acknowledged is
    // durable, and the rest was never promised.
    setDaemon(true);
    this.log = log;
    this.queue = queue;
    this.place = place;
    this.clock = clock;
    this.interval = interval.toNanos();
    // Made now: when it is needed there may be no memory, and no clock, to make it with.
    this.stopped = new LedgerUnavailable(place + " stopped" + OUTCOME);
    this.size = log.size();
    this.publishedSize = log.publishedSize();
  }

  /** Does nothing: an interrupt would close the channel of the write-ahead log. */
  @Override
  public void interrupt() {}

  @Override
  public void run() {
    CommitQueue.Batch batch = CommitQueue.Batch.NOTHING;
    try (log) {
      do {
        batch = queue.take(patience());
        commit(batch.entries());
        publish(batch);
      } while (!batch.last());
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      stop(batch, e);
    }
    closed = true;
  }

  /** How long nothing needs to be done by itself, in nanoseconds. */
  private long patience() {
    return interval == 0 || log.size() == log.publishedSize()
        ? CommitQueue.FOREVER
        : lastPublication + interval - System.nanoTime();
  }

  private void commit(List<CommitQueue.Waiting> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    long index = log.size();
    log.append(batch.stream().map(CommitQueue.Waiting::leaf).toList());
    size = log.size();
    for (CommitQueue.Waiting waiting : batch) {
      waiting.receipt().complete(new Receipt(log.origin(), index++, waiting.leaf().hash()));
    }
    log.settle();
  }

  private void publish(CommitQueue.Batch batch) throws IOException {
    if (batch.publications().isEmpty() && !batch.last() && patience() > 0) {
      return;
    }
    lastPublication = System.nanoTime();
    SignedNote note;
    try {
      note = log.publish();
    } catch (KeyUnavailable e) {
      if (unpublished == null) {
        LOG.warn("{}: no checkpoint can be signed: {}", place, e.getMessage(), e);
      }
      String reason = "no checkpoint since " + clock.instant() + ": " + e.getMessage();
      unpublished = reason;
      LedgerUnavailable refusal = new LedgerUnavailable(place + ": " + reason, e);
      batch.publications().forEach(each -> each.completeExceptionally(refusal));
      return;
    }
    unpublished = null;
    publishedSize = log.publishedSize();
    for (CompletableFuture<SignedNote> publication : batch.publications()) {
      publication.complete(note);
    }
  }

  private void stop(CommitQueue.Batch batch, Throwable cause) {
    LedgerUnavailable reason = stopped;
    reason.initCause(cause);
    failure = reason;
    try {
      reason =
          new LedgerUnavailable(
              place + " stopped at " + clock.instant() + OUTCOME + ": " + cause, cause);
      failure = reason;
      LOG.error("{}", reason.getMessage(), cause);
    } catch (RuntimeException | Error e) {
      // The thread ends with it, and its handler of uncaught exceptions tells.
      e.addSuppressed(cause);
      throw e;
    } finally {
      release(batch, reason);
    }
  }

  /** Nobody may be left waiting for a thread that has ended. */
  private void release(CommitQueue.Batch batch, LedgerUnavailable reason) {
    try {
      queue.fail(reason);
    } finally {
      batch.fail(reason);
    }
  }

  /** What stopped it, or null. */
  @Nullable LedgerUnavailable failure() {
    return failure;
  }

  /** Why the last checkpoint could not be signed, or null if it could. */
  @Nullable String unpublished() {
    return unpublished;
  }

  Health health() {
    LedgerUnavailable stopped = failure;
    String unsigned = unpublished;
    String figures =
        size + " entries, " + publishedSize + " published, " + queue.size() + " waiting";
    if (stopped != null) {
      return Health.of("ledger", Health.Status.DOWN, String.valueOf(stopped.getMessage()));
    }
    if (closed) {
      return Health.of("ledger", Health.Status.DOWN, place + " is closed; " + figures);
    }
    if (getState() == State.TERMINATED) {
      return Health.of("ledger", Health.Status.DOWN, place + " has lost its thread; " + figures);
    }
    return unsigned == null
        ? Health.of("ledger", Health.Status.UP, figures)
        : Health.of("ledger", Health.Status.DEGRADED, figures + "; " + unsigned);
  }
}
