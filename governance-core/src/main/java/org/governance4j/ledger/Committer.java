package org.governance4j.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.Heartbeat;
import org.governance4j.json.Loss;

/**
 * The one thread that writes what is acknowledged.
 *
 * <p>It takes everything that waits, commits it with one write and one force, and acknowledges it;
 * whatever came in meanwhile is the next commit. So a lone writer waits for one force and no timer,
 * and many writers share one. Writers that wait for each commit come back a moment after it; so
 * when fewer wait than were in the commit before, it waits for them, but at most a quarter of the
 * time that the last force took.
 *
 * <p>An entry whose idempotency key is known is not written again: it is acknowledged with the
 * place of the first, when that is as safe as was asked. When nothing was written for the interval
 * of heartbeats, the ledger appends one itself.
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
  private final Heart heart;
  private final EntryCodec codec = new EntryCodec();
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
      Duration interval,
      Heart heart) {
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
    this.heart = heart;
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
    return Math.min(forcePatience(), heart.patience());
  }

  private long forcePatience() {
    return interval == 0 || log.unforced() == 0
        ? CommitQueue.FOREVER
        : unforcedSince + interval - System.nanoTime();
  }

  /** Commits a batch, and acknowledges what is as safe as was asked. */
  void commit(CommitQueue.Batch batch) throws IOException {
    List<CommitQueue.Waiting> entries = batch.entries();
    List<Leaf> leaves = leaves(batch);
    if (!leaves.isEmpty()) {
      heart.beat();
      if (log.unforced() == 0) {
        unforcedSince = System.nanoTime();
      }
    }
    Placement placed = log.write(leaves);
    acknowledgeBuffered(entries, placed);
    if (isAwaited(entries, placed)
        || leaves.size() > entries.size()
        || !batch.publications().isEmpty()
        || batch.last()
        || isForceDue()) {
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
        waiting.receipt().complete(receipt(placed, i, waiting));
      } else if (waiting.when() == Acknowledgement.PUBLISHED) {
        awaiting.add(Publisher.Awaiting.of(receipt(placed, i, waiting), waiting));
      }
    }
    publisher.committed(batch.publications(), awaiting);
  }

  /** The entries of a batch, and what the ledger itself has to say behind them. */
  private List<Leaf> leaves(CommitQueue.Batch batch) {
    List<Leaf> leaves = new ArrayList<>(batch.entries().size() + 1);
    for (CommitQueue.Waiting waiting : batch.entries()) {
      leaves.add(waiting.leaf());
    }
    Loss loss = batch.loss();
    if (loss != null) {
      leaves.add(own(loss));
    }
    if (leaves.isEmpty() && !batch.last() && heart.patience() <= 0) {
      leaves.add(own(Heartbeat.of(log.written(), heart.interval(), log.streams())));
    }
    return leaves;
  }

  /** An entry by and about the ledger. */
  private Leaf own(EntryBody body) {
    String ledger = "ledger:" + log.origin();
    Entry entry = body.toEntry(ledger, ledger).toBuilder().time(clock.instant()).build();
    return new Leaf(codec.encode(entry).bytes(), ledger, List.of(), null);
  }

  private void acknowledgeBuffered(List<CommitQueue.Waiting> entries, Placement placed) {
    for (int i = 0; i < entries.size(); i++) {
      CommitQueue.Waiting waiting = entries.get(i);
      if (waiting.when() == Acknowledgement.BUFFERED) {
        waiting.receipt().complete(receipt(placed, i, waiting));
      }
    }
  }

  /** Whether somebody waits until something is durable that is not so yet. */
  private boolean isAwaited(List<CommitQueue.Waiting> entries, Placement placed) {
    long durable = log.size();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).when() != Acknowledgement.BUFFERED && placed.index(i) >= durable) {
        return true;
      }
    }
    return false;
  }

  private boolean isForceDue() {
    return log.unforced() >= UNFORCED_BYTES || (log.unforced() > 0 && forcePatience() <= 0);
  }

  private void force() throws IOException {
    long start = System.nanoTime();
    log.force();
    long quarter = (System.nanoTime() - start) / 4;
    gather = quarter < SHORTEST_GATHER ? 0 : quarter;
  }

  private Receipt receipt(Placement placed, int at, CommitQueue.Waiting waiting) {
    Digest leafHash = placed.leafHash(at);
    return new Receipt(
        log.origin(),
        placed.index(at),
        leafHash == null ? Digest.of(hasher.leaf(waiting.leaf().entry())) : leafHash);
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
