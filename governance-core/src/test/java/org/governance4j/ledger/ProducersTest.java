package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.Receipt;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many producers at once. {@code -Dgovernance.appends=100000} for so many of each. */
@Timeout(900)
class ProducersTest {
  private static final int PRODUCERS = 64;
  private static final int APPENDS = Integer.getInteger("governance.appends", 10_000);
  private static final int SAMPLES = 1000;

  @TempDir private Path temp;

  /** What one producer was told. */
  private static final class Producer {
    final int number;
    final int[] indexes = new int[APPENDS];
    final long[] hashes = new long[APPENDS];
    final CountDownLatch decided = new CountDownLatch(APPENDS);
    volatile Throwable failure;

    Producer(int number) {
      this.number = number;
    }

    static byte[] entry(int producer, int count) {
      return ByteBuffer.allocate(12).putInt(producer).putInt(count).putInt(~count).array();
    }

    void produce(FileLedger ledger) throws InterruptedException {
      for (int i = 0; i < APPENDS; i++) {
        int count = i;
        CompletableFuture<Receipt> receipt =
            ledger.submit(entry(number, count), Acknowledgement.DURABLE);
        receipt.whenComplete((told, cause) -> decided(count, told, cause));
      }
      assertTrue(decided.await(600, TimeUnit.SECONDS), "a receipt that is never decided");
    }

    private void decided(int count, Receipt receipt, Throwable cause) {
      if (cause != null) {
        failure = cause;
      } else if (indexes[count] != 0 || hashes[count] != 0) {
        failure = new AssertionError("two receipts for one entry");
      } else {
        indexes[count] = Math.toIntExact(receipt.index());
        hashes[count] = prefix(receipt.leafHash());
      }
      decided.countDown();
    }
  }

  private static long prefix(Digest digest) {
    return ByteBuffer.wrap(digest.bytes()).getLong();
  }

  @Test
  @Rule({"L75", "L9"})
  void many_producers_get_one_position_each_in_their_own_order() throws Exception {
    Path directory = temp.resolve("ledger");
    FileLedgerConfig config = FileLedgerConfig.defaults().withOverflow(Overflow.BLOCK);
    List<Producer> producers = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      producers.add(new Producer(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, config)) {
      List<Future<?>> running = new ArrayList<>();
      for (Producer producer : producers) {
        running.add(
            threads.submit(
                () -> {
                  producer.produce(ledger);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      ledger.publish();
      check(ledger, producers);
    } finally {
      threads.shutdown();
    }
    assertEquals((long) PRODUCERS * APPENDS, Logs.verifier().verify(directory).size());
  }

  private static void check(FileLedger ledger, List<Producer> producers) {
    int size = PRODUCERS * APPENDS;
    BitSet taken = new BitSet(size);
    for (Producer producer : producers) {
      assertEquals(null, producer.failure);
      for (int i = 0; i < APPENDS; i++) {
        int index = producer.indexes[i];
        assertTrue(i == 0 || index > producer.indexes[i - 1], "entries have overtaken each other");
        assertTrue(!taken.get(index), "position " + index + " was given twice");
        taken.set(index);
      }
    }
    assertEquals(size, taken.cardinality());
    assertEquals(size, taken.length(), "positions have gaps");

    Checkpoint checkpoint = Checkpoint.open(ledger.reader().checkpoint(), Logs.VERIFIER);
    assertEquals(size, checkpoint.size());
    for (long from = 0; from < size; ) {
      List<LedgerRecord> records = ledger.reader().read(from, 10_000);
      for (LedgerRecord record : records) {
        ByteBuffer bytes = ByteBuffer.wrap(record.bytes());
        Producer producer = producers.get(bytes.getInt());
        int count = bytes.getInt();
        assertTrue(
            Arrays.equals(record.bytes(), Producer.entry(producer.number, count)), "other bytes");
        assertEquals(producer.indexes[count], record.index());
        assertEquals(producer.hashes[count], prefix(MerkleTree.leafHash(record.bytes())));
      }
      from += records.size();
    }
    Random random = new Random(1);
    for (int i = 0; i < SAMPLES; i++) {
      Producer producer = producers.get(random.nextInt(PRODUCERS));
      int count = random.nextInt(APPENDS);
      ledger
          .reader()
          .inclusionProof(producer.indexes[count], size)
          .verify(MerkleTree.leafHash(Producer.entry(producer.number, count)), checkpoint.root());
    }
  }
}
