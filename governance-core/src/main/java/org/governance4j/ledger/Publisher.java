package org.governance4j.ledger;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.governance4j.KeyUnavailable;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that turns durable entries into tiles and checkpoints.
 *
 * <p>It follows the committer: when enough is durable to fill tiles, when the interval is over, or
 * on demand. It keeps no entry in memory, so it may fall behind; when it is too far behind, the
 * committer waits for it.
 *
 * <p>A key that cannot sign stops nothing: entries stay durable, and the next publication tries
 * again. Any other failure stops the ledger. When the disk is full, room that was set aside is
 * given up for a last checkpoint.
 */
final class Publisher extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final LedgerLog log;
  private final CommitQueue queue;
  private final Failure failure;
  private final String place;
  private final Clock clock;
  private final long interval;
  private final Limits limits;
  private long lastPublication = System.nanoTime();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final List<CompletableFuture<SignedNote>> demands = new ArrayList<>();
  private final ArrayDeque<Awaiting> awaiting = new ArrayDeque<>();
  private boolean idle;
  private boolean finishing;

  private volatile long publishedSize;
  private volatile @Nullable String unpublished;
  private volatile boolean closed;
  private volatile boolean full;

  Publisher(
      LedgerLog log,
      CommitQueue queue,
      Failure failure,
      String place,
      FileLedgerConfig config,
      Limits limits) {
    super("governance-ledger-publisher " + log.origin());
    setDaemon(true);
    this.log = log;
    this.queue = queue;
    this.failure = failure;
    this.place = place;
    this.clock = config.clock();
    this.interval = config.publishInterval().toNanos();
    this.limits = limits;
    this.publishedSize = log.publishedSize();
  }

  /** A durable entry and whoever waits until it is published. */
  record Awaiting(
      Receipt receipt,
      CompletableFuture<Receipt> taken,
      @Nullable CompletableFuture<TlogProof> proof) {

    /** Of the entry only the receipt is kept: without a key to sign with, many may wait long. */
    static Awaiting of(Receipt receipt, CommitQueue.Waiting waiting) {
      return new Awaiting(receipt, waiting.receipt(), waiting.proof());
    }

    void fail(LedgerUnavailable reason) {
      taken.completeExceptionally(reason);
      if (proof != null) {
        proof.completeExceptionally(reason);
      }
    }
  }

  /** Does nothing: an interrupt would close a channel. */
  @Override
  public void interrupt() {}

  /** Takes over what was asked for behind a commit. */
  void committed(List<CompletableFuture<SignedNote>> asked, List<Awaiting> entries) {
    boolean stopped;
    lock.lock();
    try {
      stopped = closed || failure.reason() != null;
      if (!stopped) {
        demands.addAll(asked);
        awaiting.addAll(entries);
        if (idle || !asked.isEmpty() || log.backlog() >= limits.settle() || isFirstPublished()) {
          work.signal();
        }
      }
    } finally {
      lock.unlock();
    }
    if (stopped) {
      LedgerUnavailable reason = failure.reasonToTell();
      asked.forEach(each -> each.completeExceptionally(reason));
      entries.forEach(each -> each.fail(reason));
    }
  }

  /** Waits while so much is durable and not in tiles that no more may follow. */
  void awaitRoom() {
    if (log.backlog() < limits.backlog()) {
      return;
    }
    lock.lock();
    try {
      while (log.backlog() >= limits.backlog() && failure.reason() == null && !closed) {
        room.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Publishes for the last time and ends. */
  void finish() {
    lock.lock();
    try {
      finishing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What the ledger is about to fail of leaves room for a last checkpoint. */
  void expectFullDisk() {
    full = true;
  }

  /** Ends after the ledger has failed. */
  void end() {
    lock.lock();
    try {
      work.signal();
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try (log) {
      try {
        follow();
      } catch (DiskFull e) {
        failure.record(e);
        queue.fail(failure.reasonToTell());
        full = true;
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        // Before the log is closed: the committer must not acknowledge anything beside that.
        log.abandon();
        stopAll(e);
        return;
      }
      if (full) {
        publishLast();
      }
    } catch (IOException | RuntimeException | Error e) {
      stopAll(e);
    } finally {
      release();
    }
  }

  private void follow() throws IOException, InterruptedException {
    boolean last = false;
    while (!last) {
      boolean due;
      int asked;
      lock.lock();
      try {
        due = await();
        if (failure.reason() != null) {
          return;
        }
        last = finishing;
        asked = demands.size();
      } finally {
        lock.unlock();
      }
      if (due || last || asked > 0) {
        publish(asked, asked > 0 || last);
      } else {
        log.settle();
        acknowledge();
      }
      makeRoom();
    }
  }

  /** Waits for something to do, and tells whether it is time for a checkpoint. */
  private boolean await() throws InterruptedException {
    while (demands.isEmpty()
        && !finishing
        && failure.reason() == null
        && log.backlog() < limits.settle()
        && !isFirstPublished()) {
      long left = patience();
      if (left <= 0) {
        return true;
      }
      idle = left == CommitQueue.FOREVER;
      work.awaitNanos(left);
      idle = false;
    }
    return patience() <= 0;
  }

  private long patience() {
    return interval == 0 || log.size() == log.publishedSize()
        ? CommitQueue.FOREVER
        : lastPublication + interval - System.nanoTime();
  }

  private void makeRoom() {
    lock.lock();
    try {
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Publishes, and answers the first so many demands. */
  private void publish(int asked, boolean onDemand) throws IOException {
    lastPublication = System.nanoTime();
    SignedNote note;
    try {
      note = log.publish(onDemand);
    } catch (KeyUnavailable e) {
      refuse(asked, e);
      return;
    }
    unpublished = null;
    publishedSize = log.publishedSize();
    demands(asked).forEach(each -> each.complete(note));
    acknowledge();
  }

  private void refuse(int asked, KeyUnavailable cause) {
    if (unpublished == null) {
      LOG.warn("{}: no checkpoint can be signed: {}", place, cause.getMessage(), cause);
    }
    String reason = "no checkpoint since " + clock.instant() + ": " + cause.getMessage();
    unpublished = reason;
    LedgerUnavailable refusal = new LedgerUnavailable(place + ": " + reason, cause);
    demands(asked).forEach(each -> each.completeExceptionally(refusal));
  }

  private int demanded() {
    lock.lock();
    try {
      return demands.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first so many demands out. */
  private List<CompletableFuture<SignedNote>> demands(int count) {
    lock.lock();
    try {
      List<CompletableFuture<SignedNote>> first = List.copyOf(demands.subList(0, count));
      demands.subList(0, count).clear();
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void acknowledge() throws IOException {
    for (Awaiting next = pollPublished(); next != null; next = pollPublished()) {
      boolean told = false;
      try {
        CompletableFuture<TlogProof> proof = next.proof;
        if (proof != null) {
          proof.complete(log.prove(next.receipt.index()));
        }
        next.taken.complete(next.receipt);
        told = true;
      } finally {
        if (!told) {
          putBack(next);
        }
      }
    }
  }

  /** Who could not be told is among those who are told of the failure. */
  private void putBack(Awaiting first) {
    lock.lock();
    try {
      awaiting.addFirst(first);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Awaiting pollPublished() {
    lock.lock();
    try {
      return isFirstPublished() ? awaiting.poll() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the entry that waits longest is published, maybe because it was so before it came. */
  private boolean isFirstPublished() {
    Awaiting next = awaiting.peek();
    return next != null && next.receipt.index() < publishedSize;
  }

  private void publishLast() throws IOException {
    try {
      SignedNote note = log.publishLast();
      publishedSize = log.publishedSize();
      failure.add(
          "the disk is full; a last checkpoint covers all "
              + publishedSize
              + " entries that were acknowledged");
      demands(demanded()).forEach(each -> each.complete(note));
      acknowledge();
    } catch (IOException | KeyUnavailable e) {
      failure.add(
          "the disk is full, and no last checkpoint could be published over the entries from "
              + publishedSize
              + " on: "
              + e);
    }
  }

  private void stopAll(Throwable cause) {
    try {
      failure.record(cause);
    } finally {
      queue.fail(failure.reasonToTell());
    }
  }

  /** Nobody may be left waiting for a thread that has ended. */
  private void release() {
    List<CompletableFuture<SignedNote>> asked;
    List<Awaiting> entries;
    lock.lock();
    try {
      closed = true;
      asked = List.copyOf(demands);
      demands.clear();
      entries = List.copyOf(awaiting);
      awaiting.clear();
      room.signal();
    } finally {
      lock.unlock();
    }
    String unsigned = unpublished;
    LedgerUnavailable reason =
        unsigned == null || failure.reason() != null
            ? failure.reasonToTell()
            : new LedgerUnavailable(place + " is closed, with entries unpublished: " + unsigned);
    asked.forEach(each -> each.completeExceptionally(reason));
    entries.forEach(each -> each.fail(reason));
  }

  /** How many entries the published checkpoint covers. */
  long publishedSize() {
    return publishedSize;
  }

  /** Why the last checkpoint could not be signed, or null if it could. */
  @Nullable String unpublished() {
    return unpublished;
  }

  /** Whether it has ended. */
  boolean isClosed() {
    return closed;
  }
}
