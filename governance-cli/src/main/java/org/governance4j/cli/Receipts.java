package org.governance4j.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
  private volatile @Nullable RuntimeException failure;

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
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
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

  private void print() {
    try {
      while (true) {
        Pending next = queue.poll();
        if (next == null) {
          flush();
          next = queue.take();
        }
        CompletableFuture<Receipt> receipt = next.receipt();
        if (receipt == null) {
          return;
        }
        if (!receipt.isDone()) {
          flush();
        }
        settle(next.line(), receipt);
      }
    } catch (InterruptedException e) {
      failure = new IllegalStateException("nobody interrupts this thread", e);
      broken = true;
    }
  }

  private void settle(long line, CompletableFuture<Receipt> receipt) {
    Receipt durable;
    try {
      durable = receipt.join();
    } catch (CompletionException e) {
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
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }
}
