package org.governance4j.ledger;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.LedgerUnavailable;
import org.governance4j.tck.Rule;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The hand-over from producers to the committer, in all interleavings of some short scenarios: each
 * of them must give what some order of its operations, one after the other, gives.
 */
public class CommitQueueLincheckTest {
  private static final int CAPACITY = 2;

  private final CommitQueue queue = new CommitQueue(CAPACITY, Overflow.REJECT, Clock.systemUTC());

  @Operation
  public boolean offer(int value) {
    try {
      byte[] entry = ByteBuffer.allocate(4).putInt(value).array();
      queue.offer(
          "type",
          new CommitQueue.Waiting(
              Leaf.of(entry), Acknowledgement.DURABLE, new CompletableFuture<>(), null),
          false);
      return true;
    } catch (LedgerUnavailable e) {
      return false;
    }
  }

  /** What the committer takes, and whether it was told that nothing follows. */
  @Operation(nonParallelGroup = "committer")
  public String take() throws InterruptedException {
    CommitQueue.Batch batch = queue.take(0);
    List<Integer> values =
        batch.entries().stream()
            .map(waiting -> ByteBuffer.wrap(waiting.leaf().entry()).getInt())
            .toList();
    return values + (batch.last() ? " and nothing more" : "");
  }

  @Operation
  public int size() {
    return queue.size();
  }

  @Operation
  public void close() {
    queue.close();
  }

  @Test
  @Rule("L77")
  void every_interleaving_is_some_order_of_its_operations() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(8)
        .invocationsPerIteration(100)
        .check(CommitQueueLincheckTest.class);
  }
}
