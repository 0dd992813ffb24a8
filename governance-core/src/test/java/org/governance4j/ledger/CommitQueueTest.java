package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CommitQueueTest {
  private final CommitQueue queue = new CommitQueue(100, Overflow.REJECT, Clock.systemUTC());

  private CommitQueue.Waiting offer(int bytes) {
    CommitQueue.Waiting waiting =
        new CommitQueue.Waiting(
            Leaf.of(new byte[bytes]),
            Acknowledgement.DURABLE,
            new CompletableFuture<Receipt>(),
            null);
    queue.offer("note", waiting, true);
    return waiting;
  }

  @Test
  void everything_that_waits_is_one_batch_in_order() throws Exception {
    CommitQueue.Waiting first = offer(1);
    CommitQueue.Waiting second = offer(1);
    CommitQueue.Batch batch = queue.take(CommitQueue.FOREVER);
    assertEquals(2, batch.entries().size());
    assertSame(first, batch.entries().get(0));
    assertSame(second, batch.entries().get(1));
    assertEquals(0, queue.size());
    assertEquals(0, queue.take(0).entries().size());
  }

  @Test
  @Rule("L126")
  void what_cannot_be_taken_for_lack_of_memory_still_waits_and_is_told() throws Exception {
    CommitQueue.Waiting first = offer(1);
    boolean[] full = {false};
    List<EntryCodec.Disclosure> disclosures =
        new AbstractList<>() {
          @Override
          public EntryCodec.Disclosure get(int index) {
            throw new IndexOutOfBoundsException(index);
          }

          @Override
          public int size() {
            if (full[0]) {
              throw new OutOfMemoryError("injected");
            }
            return 0;
          }
        };
    CommitQueue.Waiting second =
        new CommitQueue.Waiting(
            new Leaf(new byte[1], "s", disclosures),
            Acknowledgement.DURABLE,
            new CompletableFuture<Receipt>(),
            null);
    queue.offer("note", second, true);
    CompletableFuture<SignedNote> publication = queue.publish();
    full[0] = true;
    assertThrows(OutOfMemoryError.class, () -> queue.take(0));
    queue.fail(new LedgerUnavailable("stopped"));
    assertTrue(first.receipt().isCompletedExceptionally());
    assertTrue(second.receipt().isCompletedExceptionally());
    assertTrue(publication.isCompletedExceptionally());
  }

  @Test
  void a_batch_ends_with_the_entry_that_makes_it_large() throws Exception {
    for (int i = 0; i < 40; i++) {
      offer(60_000);
    }
    assertEquals(18, queue.take(0).entries().size(), "the 18th reaches 1 MiB");
    assertEquals(18, queue.take(0).entries().size());
    assertEquals(4, queue.take(0).entries().size());
  }

  @Test
  void a_request_to_publish_comes_with_the_last_entry_before_it() throws Exception {
    for (int i = 0; i < 20; i++) {
      offer(60_000);
    }
    CompletableFuture<SignedNote> publication = queue.publish();
    offer(60_000);
    assertEquals(0, queue.take(0).publications().size());
    CommitQueue.Batch second = queue.take(0);
    assertEquals(3, second.entries().size());
    assertSame(publication, second.publications().get(0));
  }

  @Test
  @Rule("L49")
  void who_came_in_alone_waits_for_nobody() throws Exception {
    offer(1);
    // A wait of any length would not end.
    assertEquals(1, queue.take(CommitQueue.FOREVER, 1, CommitQueue.FOREVER).entries().size());
    offer(1);
    offer(1);
    assertEquals(2, queue.take(CommitQueue.FOREVER, 2, CommitQueue.FOREVER).entries().size());
  }

  @Test
  @Rule("L49")
  void those_of_the_batch_before_are_waited_for_until_they_are_there() throws Exception {
    offer(1);
    Thread others =
        new Thread(
            () -> {
              offer(1);
              offer(1);
            });
    others.start();
    assertEquals(3, queue.take(CommitQueue.FOREVER, 3, CommitQueue.FOREVER).entries().size());
    others.join();
    // And no longer than it was worth, nor when somebody wants a checkpoint or the end.
    offer(1);
    assertEquals(1, queue.take(CommitQueue.FOREVER, 3, 1000).entries().size());
    offer(1);
    queue.publish();
    assertEquals(1, queue.take(CommitQueue.FOREVER, 3, CommitQueue.FOREVER).entries().size());
    offer(1);
    queue.close();
    CommitQueue.Batch last = queue.take(CommitQueue.FOREVER, 3, CommitQueue.FOREVER);
    assertTrue(last.last());
    assertEquals(1, last.entries().size());
    assertThrows(LedgerUnavailable.class, () -> offer(1));
  }

  @Test
  @Rule("L77")
  void a_failed_queue_fails_everybody_in_it_and_takes_nobody() {
    CommitQueue.Waiting waiting = offer(1);
    CompletableFuture<SignedNote> publication = queue.publish();
    queue.fail(new LedgerUnavailable("over"));
    assertTrue(waiting.receipt().isCompletedExceptionally());
    assertTrue(publication.isCompletedExceptionally());
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, () -> offer(1));
    assertEquals("over", refusal.getMessage());
    assertThrows(LedgerUnavailable.class, queue::publish);
    assertFalse(Thread.interrupted());
  }
}
