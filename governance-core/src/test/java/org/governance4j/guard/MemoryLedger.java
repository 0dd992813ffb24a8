package org.governance4j.guard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;

/** Keeps entries in a list, once they have been encoded; can be told to refuse or to wait. */
final class MemoryLedger implements DecisionLedger {

  final List<Entry> entries = new CopyOnWriteArrayList<>();
  final List<String> stored = new CopyOnWriteArrayList<>();
  private final EntryCodec codec = new EntryCodec();
  private volatile Hold hold = new Hold(0);
  volatile boolean full;
  volatile boolean broken;
  boolean closed;

  /** From now on append waits for the disk, until it is released. */
  Hold hold() {
    hold = new Hold(1);
    return hold;
  }

  /** A disk that takes its time. */
  static final class Hold {
    private final CountDownLatch released;
    private final CountDownLatch one = new CountDownLatch(1);
    private final CountDownLatch two = new CountDownLatch(2);

    private Hold(int closed) {
      released = new CountDownLatch(closed);
    }

    /** Returns when one append waits. */
    void awaitOne() throws InterruptedException {
      assertTrue(one.await(10, TimeUnit.SECONDS));
    }

    /** Returns when two wait. */
    void awaitTwo() throws InterruptedException {
      assertTrue(two.await(10, TimeUnit.SECONDS));
    }

    void release() {
      released.countDown();
    }

    private void pass() {
      one.countDown();
      two.countDown();
      try {
        assertTrue(released.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public String origin() {
    return "example.org/memory";
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    if (full) {
      return CompletableFuture.failedFuture(new LedgerUnavailable("queue full: 0 of 0 free"));
    }
    if (broken) {
      throw new IllegalStateException("a ledger that breaks its contract");
    }
    try {
      return CompletableFuture.completedFuture(store(entry));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Receipt append(Entry entry) {
    if (full || broken) {
      throw new LedgerUnavailable("queue full: 0 of 0 free");
    }
    hold.pass();
    return store(entry);
  }

  private synchronized Receipt store(Entry entry) {
    byte[] bytes = codec.encode(entry).bytes();
    requireTyped(bytes);
    stored.add(new String(bytes, StandardCharsets.UTF_8));
    entries.add(entry);
    return new Receipt(origin(), entries.size() - 1L, Digest.sha256(new byte[] {1}));
  }

  /** Whatever a guard writes is read as its typed value, and written again to the same bytes. */
  private void requireTyped(byte[] bytes) {
    Entry read = EntryCodec.decode(bytes);
    if (read.type().equals(SummaryEntry.TYPE) || read.type().equals("review-lapse")) {
      return;
    }
    byte[] again = codec.encode(EntryBody.of(read).writeTo(read.toBuilder()).build()).bytes();
    assertArrayEquals(bytes, again, read.toString());
  }

  @Override
  public SignedNote publish() {
    throw new LedgerUnavailable("not published");
  }

  @Override
  public LedgerReader reader() {
    return LedgerReader.none();
  }

  @Override
  public Health health() {
    return Health.of("ledger", Health.Status.UP, entries.size() + " entries");
  }

  @Override
  public void close() {
    closed = true;
  }
}
