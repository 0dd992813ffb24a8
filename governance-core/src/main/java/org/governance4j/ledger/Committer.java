package org.governance4j.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.governance4j.Digest;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;

/**
 * The one thread that writes what is acknowledged.
 *
 * <p>It takes everything that waits, commits it with one write and one force, and acknowledges it;
 * whatever came in meanwhile is the next commit. So a lone writer waits for one force and no timer,
 * and many writers share one. Writers that wait for each commit come back a moment after it; so
 * when fewer wait than were in the commit before, it waits for them, but at most a quarter of the
 * time that the last force took.
 *
 * <p>A write or force that fails is the end: after it, neither the file's content nor what a second
 * force would prove is known. Everybody who waits learns that the outcome is unknown, and nothing
 * is taken until the ledger is opened again.
 */
final class Committer extends Thread {
  /** Shorter waits are shorter than what a timer does. */
  private static final long SHORTEST_GATHER = TimeUnit.MICROSECONDS.toNanos(100);

  /** So much may be written without a force, in bytes. */
  private static final long UNFORCED_BYTES = 1 << 20;

  private final LedgerLog log;
  private final CommitQueue queue;
  private final Publisher publisher;
  private final Failure failure;
  private final Clock clock;
  private final long interval;
  private final TreeHasher hasher = new TreeHasher();
  private int enough = 1;
  private long gather;
  private long unforcedSince;

  Committer(
      LedgerLog log,
      CommitQueue queue,
      Publisher publisher,
      Failure failure,
      Clock clock,
      Duration interval) {
    super("governance-ledger " + log.origin());
    // Whoever forgets to close a ledger shall not keep the process alive; what was acknowledged is
    // durable, and the rest was never promised.
    setDaemon(true);
    this.log = log;
    this.queue = queue;
    this.publisher = publisher;
    this.failure = failure;
    this.clock = clock;
    this.interval = interval.toNanos();
  }

  /** Does nothing: an interrupt would close the channel of the write-ahead log. */
  @Override
  public void interrupt() {}

  @Override
  public void run() {
    CommitQueue.Batch batch = CommitQueue.Batch.NOTHING;
    try {
      do {
        batch = queue.take(patience(), enough, gather);
        publisher.awaitRoom();
        if (failure.reason() != null) {
          batch.fail(failure.reasonToTell());
          return;
        }
        commit(batch);
      } while (!batch.last());
      publisher.finish();
    } catch (DiskFull e) {
      publisher.expectFullDisk();
      stop(batch, e);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      stop(batch, e);
    }
  }

  /** How long nothing needs to be done by itself, in nanoseconds. */
  private long patience() {
    return interval == 0 || log.unforced() == 0
        ? CommitQueue.FOREVER
        : unforcedSince + interval - System.nanoTime();
  }

  private void commit(CommitQueue.Batch batch) throws IOException {
    List<CommitQueue.Waiting> entries = batch.entries();
    long first = log.written();
    boolean force = write(batch);
    if (force || !batch.publications().isEmpty() || batch.last() || isForceDue()) {
      force();
      enough = entries.size();
    } else {
      gather = 0;
    }
    if (failure.reason() != null) {
      // The publication has failed meanwhile. What it told as acknowledged stays so, and no more.
      batch.fail(failure.reasonToTell());
      return;
    }
    List<Publisher.Awaiting> awaiting = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      CommitQueue.Waiting waiting = entries.get(i);
      if (waiting.when() == Acknowledgement.DURABLE) {
        waiting.receipt().complete(receipt(first + i, waiting));
      } else if (waiting.when() == Acknowledgement.PUBLISHED) {
        awaiting.add(new Publisher.Awaiting(receipt(first + i, waiting), waiting));
      }
    }
    publisher.committed(batch.publications(), awaiting);
  }

  /** Writes a batch, and tells whether somebody waits until it is durable. */
  private boolean write(CommitQueue.Batch batch) throws IOException {
    List<CommitQueue.Waiting> entries = batch.entries();
    Losses.Loss loss = batch.loss();
    List<Leaf> leaves = new ArrayList<>(entries.size() + 1);
    boolean buffered = false;
    boolean force = loss != null;
    for (CommitQueue.Waiting waiting : entries) {
      leaves.add(waiting.leaf());
      buffered |= waiting.when() == Acknowledgement.BUFFERED;
      force |= waiting.when() != Acknowledgement.BUFFERED;
    }
    if (loss != null) {
      leaves.add(loss.leaf(log.origin(), clock.instant()));
    }
    if (leaves.isEmpty()) {
      return false;
    }
    long first = log.written();
    if (log.unforced() == 0) {
      unforcedSince = System.nanoTime();
    }
    log.write(leaves);
    for (int i = 0; buffered && i < entries.size(); i++) {
      CommitQueue.Waiting waiting = entries.get(i);
      if (waiting.when() == Acknowledgement.BUFFERED) {
        waiting.receipt().complete(receipt(first + i, waiting));
      }
    }
    return force;
  }

  private boolean isForceDue() {
    return log.unforced() >= UNFORCED_BYTES || (log.unforced() > 0 && patience() <= 0);
  }

  private void force() throws IOException {
    long start = System.nanoTime();
    log.force();
    long quarter = (System.nanoTime() - start) / 4;
    gather = quarter < SHORTEST_GATHER ? 0 : quarter;
  }

  private Receipt receipt(long index, CommitQueue.Waiting waiting) {
    return new Receipt(log.origin(), index, Digest.of(hasher.leaf(waiting.leaf().entry())));
  }

  /** Nobody may be left waiting for a thread that has ended. */
  private void stop(CommitQueue.Batch batch, Throwable cause) {
    try {
      failure.record(cause);
    } finally {
      LedgerUnavailable reason = failure.reasonToTell();
      try {
        queue.fail(reason);
      } finally {
        try {
          batch.fail(reason);
        } finally {
          publisher.end();
        }
      }
    }
  }
}
