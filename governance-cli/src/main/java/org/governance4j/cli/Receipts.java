package org.governance4j.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.governance4j.JsonValue;
import org.governance4j.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Prints receipts in the order of their entries while further entries are read, each as soon as it
 * and all before it are durable.
 *
 * <p>A thread of its own prints, so that whoever writes entries and waits for their receipts is
 * served; its queue is short, so that input is read no faster than the disk takes it.
 */
final class Receipts implements AutoCloseable {
  private static final int IN_FLIGHT = 4096;

  private final Console console;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(IN_FLIGHT);
  private final Thread printer = new Thread(this::print, "receipts");
  private volatile boolean refused;
  private volatile boolean broken;
  private volatile @Nullable Throwable failure;

  Receipts(Console console) {
    this.console = console;
    printer.setDaemon(true);
    printer.start();
  }

  private record Pending(long line, @Nullable CompletableFuture<Receipt> receipt) {}

  /** The entry of this line was submitted; waits when too many are. */
  void add(long line, CompletableFuture<Receipt> receipt) {
    put(new Pending(line, receipt));
  }

  /** Whether the ledger has failed. */
  boolean isBroken() {
    return broken;
  }

  /**
   * Waits until every receipt is printed.
   *
   * @return whether every entry was appended
   */
  boolean await() {
    close();
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown; // nothing that runs here throws a checked exception
    }
    return !refused && !broken;
  }

  @Override
  public void close() {
    if (printer.isAlive()) {
      put(new Pending(0, null));
      try {
        printer.join();
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private void put(Pending pending) {
    try {
      queue.put(pending);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static NotDone interrupted() {
    Thread.currentThread().interrupt();
    return new NotDone("interrupted before every receipt was printed");
  }

  /** Goes on whatever happens: whoever adds receipts would wait for ever at a full queue. */
  private void print() {
    boolean more = true;
    while (more) {
      try {
        more = next();
      } catch (InterruptedException e) {
        fail(new IllegalStateException("nobody interrupts this thread", e));
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
  }

  /** What became of an entry is not known any more. */
  private void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    broken = true;
  }

  /** Whether more is to come after this one. */
  private boolean next() throws InterruptedException {
    Pending next = queue.poll();
    if (next == null) {
      flush();
      next = queue.take();
    }
    CompletableFuture<Receipt> receipt = next.receipt();
    if (receipt == null) {
      return false;
    }
    if (!receipt.isDone()) {
      flush();
    }
    settle(next.line(), receipt);
    return true;
  }

  private void settle(long line, CompletableFuture<Receipt> receipt) {
    Receipt durable;
    try {
      durable = receipt.join();
    } catch (CompletionException | CancellationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IllegalArgumentException) {
        refused = true;
        console.message("line " + line + " is not appended: " + Words.of(cause));
      } else if (!broken) {
        broken = true;
        console.message(
            "line " + line + " and what follows may not be appended: " + Words.of(cause));
      }
      return;
    }
    guarded(
        () ->
            console.line(
                JsonValue.object()
                    .with("index", JsonValue.of(durable.index()))
                    .with("leafHash", JsonValue.of(durable.leafHash().base64()))
                    .with("durable", JsonValue.of(true))));
  }

  private void flush() {
    guarded(console::flush);
  }

  /** Entries go on being appended when nobody can read their receipts any more. */
  private void guarded(Runnable output) {
    if (failure == null) {
      try {
        output.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
  }
}
