package org.governance4j.ledger;

import java.util.concurrent.CompletableFuture;
import org.governance4j.Health;
import org.governance4j.LedgerUnavailable;
import org.governance4j.SignedNote;
import org.governance4j.json.StreamHead;
import org.jspecify.annotations.Nullable;

/**
 * The queue and the two threads of an open ledger: their common beginning and end. Safe for any
 * number of threads.
 */
final class Engine {
  private final String place;
  private final LedgerLog log;
  private final CommitQueue queue;
  private final Failure failure;
  private final Publisher publisher;
  private final Committer committer;

  Engine(LedgerLog log, Limits limits, String place, FileLedgerConfig config) {
    this.place = place;
    this.log = log;
    this.queue = new CommitQueue(config.queueCapacity(), config.overflow(), config.clock());
    this.failure = new Failure(place, config.clock());
    this.publisher = new Publisher(log, queue, failure, place, config, limits);
    this.committer =
        new Committer(
            log,
            queue,
            publisher,
            failure,
            config.clock(),
            config.publishInterval(),
            new Heart(config.heartbeat(), System::nanoTime));
  }

  void start() {
    publisher.start();
    try {
      committer.start();
    } catch (Error e) {
      // The system has no thread left. The other one would go on by itself.
      failure.record(e);
      queue.fail(failure.reasonToTell());
      publisher.end();
      join(publisher);
      throw e;
    }
  }

  /** Whether the current thread is one of the two. */
  boolean isOwnThread() {
    Thread current = Thread.currentThread();
    return current == committer || current == publisher;
  }

  void offer(String type, CommitQueue.Waiting waiting) {
    queue.offer(type, waiting, !isOwnThread());
  }

  /** Takes an entry, or returns false: there is no room, and this thread may wait for it. */
  boolean offerNow(String type, CommitQueue.Waiting waiting) {
    return queue.offerNow(type, waiting, !isOwnThread());
  }

  /** Waits until there is room for an entry, which somebody else may take first. */
  void awaitRoom(CommitQueue.Waiting waiting) {
    queue.awaitRoom(waiting);
  }

  CompletableFuture<SignedNote> publish() {
    return queue.publish();
  }

  /** Where a stream stands behind all entries written. */
  StreamHead stream(String name) {
    return log.stream(name);
  }

  /** Does what was asked for, and returns when both threads have ended. */
  void close() {
    queue.close();
    boolean interrupted = join(committer);
    interrupted |= join(publisher);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /** What stopped the ledger, or null. */
  @Nullable LedgerUnavailable failure() {
    return failure.reason();
  }

  /** Why the last checkpoint could not be signed, or null if it could. */
  @Nullable String unpublished() {
    return publisher.unpublished();
  }

  /** The keys that sign. */
  LogSigner signer() {
    return log.signer();
  }

  Health health() {
    LedgerUnavailable stopped = failure.reason();
    if (stopped != null) {
      return health(Health.Status.DOWN, String.valueOf(stopped.getMessage()));
    }
    long lost = queue.lost();
    String figures =
        log.size()
            + " entries, "
            + publisher.publishedSize()
            + " published, "
            + queue.size()
            + " waiting"
            + (lost == 0 ? "" : ", " + lost + " given up since it was opened");
    if (publisher.isClosed()) {
      return health(Health.Status.DOWN, place + " is closed; " + figures);
    }
    if (queue.isClosing()) {
      return health(Health.Status.DOWN, place + " is being closed; " + figures);
    }
    if (isGone(committer) || isGone(publisher)) {
      return health(Health.Status.DOWN, place + " has lost a thread; " + figures);
    }
    String unsigned = publisher.unpublished();
    if (unsigned != null) {
      return health(Health.Status.DEGRADED, figures + "; " + unsigned);
    }
    String withoutMlDsa = log.signer().withoutMlDsa();
    if (withoutMlDsa != null) {
      return health(Health.Status.DEGRADED, figures + "; " + withoutMlDsa);
    }
    return health(lost == 0 ? Health.Status.UP : Health.Status.DEGRADED, figures);
  }

  private static boolean isGone(Thread thread) {
    return thread.getState() == Thread.State.TERMINATED;
  }

  private static Health health(Health.Status status, String detail) {
    return Health.of("ledger", status, detail);
  }
}
