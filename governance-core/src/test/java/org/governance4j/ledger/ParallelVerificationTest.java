package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.Checkpoint;
import org.governance4j.GovernanceException;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads against the one that does it alone. */
@Timeout(120)
class ParallelVerificationTest {
  private static final int SIZE = 70_000;

  @TempDir private static Path directory;

  private static byte[] entry(long index) {
    return ("{\"actor\":\"a\",\"n\":"
            + index
            + ",\"subject\":\"s\",\"ts\":\"2026-11-21T09:30:00.123Z\",\"type\":\"t\",\"v\":1}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @BeforeAll
  static void publish() throws IOException {
    try (LedgerLog log = Logs.create(new OsDisk(directory))) {
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        entries.add(entry(i));
        if (entries.size() == 8_192 || i == SIZE - 1) {
          Logs.append(log, entries);
          entries.clear();
        }
      }
      log.publish();
    }
  }

  private static LedgerVerifier with(int threads) {
    return LedgerVerifier.of(Logs.VERIFIER).withThreads(threads);
  }

  private static String outcome(LedgerVerifier verifier) {
    try {
      return verifier.verify(directory).toString();
    } catch (GovernanceException e) {
      return e.toString();
    }
  }

  @Test
  @Rule("L81")
  void any_number_of_threads_finds_the_same_first_difference() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String intact = outcome(with(1));
    assertTrue(intact.startsWith("VerifiedLog["), intact);
    assertEquals(intact, outcome(with(2)));
    assertEquals(intact, outcome(with(7)));
    for (int round = 0; round < 12; round++) {
      List<Path> files = new ArrayList<>();
      List<byte[]> contents = new ArrayList<>();
      for (int damage = 0; damage < 3; damage++) {
        int level = random.nextInt(8) == 0 ? 1 : random.nextInt(2) - 1;
        long tiles = level == 1 ? 2 : (SIZE + 255) / 256;
        long index = (long) (tiles * random.nextDouble());
        Path file = directory.resolve(TilePath.in(level, index, SIZE).encode());
        if (files.contains(file)) {
          continue;
        }
        byte[] good = Files.readAllBytes(file);
        files.add(file);
        contents.add(good);
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        switch (random.nextInt(3)) {
          case 0 -> Files.delete(file);
          case 1 -> Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
          default -> Files.write(file, bad);
        }
      }
      String expected = outcome(with(1));
      assertTrue(expected.contains("LedgerCorrupted"), expected + ", seed " + seed);
      for (int threads : new int[] {2, 3, 8}) {
        assertEquals(expected, outcome(with(threads)), threads + " threads, seed " + seed);
      }
      for (int i = 0; i < files.size(); i++) {
        Files.write(files.get(i), contents.get(i));
      }
    }
    assertEquals(intact, outcome(with(2)));
  }

  @Test
  @Rule("L81")
  void an_older_checkpoint_anywhere_in_a_bundle_is_compared() throws IOException {
    StoredTree tree = new StoredTree(new TileFiles(new OsDisk(directory), SIZE), new TreeHasher());
    for (long size : new long[] {1, 255, 256, 257, 4_096, 40_000, 65_536, 69_888, SIZE}) {
      Checkpoint good = new Checkpoint(Logs.ORIGIN, size, tree.root(size));
      Checkpoint fork =
          new Checkpoint(Logs.ORIGIN, size, NaiveTree.root(List.of(entry(0), entry(0))));
      for (int threads : new int[] {1, 3}) {
        assertEquals(SIZE, with(threads).withSince(sign(good)).verify(directory).size());
        LedgerVerifier since = with(threads).withSince(sign(fork));
        LedgerCorrupted found = assertThrows(LedgerCorrupted.class, () -> since.verify(directory));
        assertTrue(found.getMessage().contains("its first " + size + " "), found::getMessage);
      }
    }
  }

  private static SignedNote sign(Checkpoint checkpoint) {
    byte[] signature = Logs.KEY.sign(checkpoint.body().getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(
        checkpoint.body(),
        new NoteSignature(Logs.VERIFIER.name(), Logs.VERIFIER.keyId(), signature));
  }

  @Test
  void progress_is_told_in_order_on_the_calling_thread() {
    List<Long> sizes = new ArrayList<>();
    Thread caller = Thread.currentThread();
    with(4)
        .withProgress(
            size -> {
              assertSame(caller, Thread.currentThread());
              sizes.add(size);
            })
        .verify(directory);
    assertEquals((SIZE + 255) / 256, sizes.size());
    assertEquals(sizes.stream().sorted().distinct().toList(), sizes);
    assertEquals(SIZE, sizes.get(sizes.size() - 1));
  }

  @Test
  @Rule("L82")
  void however_it_ends_no_thread_is_left() throws Exception {
    // The callback fails.
    LedgerVerifier failing =
        with(3)
            .withProgress(
                size -> {
                  throw new IllegalStateException("enough");
                });
    assertEquals(
        "enough",
        assertThrows(IllegalStateException.class, () -> failing.verify(directory)).getMessage());
    assertEquals(List.of(), workers());

    // A worker fails with an error, which the caller gets.
    Disk broken =
        new FailingDisk(new OsDisk(directory), "tile/entries/200", new StackOverflowError());
    assertThrows(StackOverflowError.class, () -> with(3).verify(broken));
    Disk bug =
        new FailingDisk(new OsDisk(directory), "tile/entries/200", new ArithmeticException());
    assertThrows(ArithmeticException.class, () -> with(3).verify(bug));
    assertEquals(List.of(), workers());

    // The caller is interrupted, with one thread and with several.
    for (int threads : new int[] {1, 3}) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      AtomicReference<Throwable> end = new AtomicReference<>();
      LedgerVerifier verifier = with(threads).withProgress(size -> meet(begun, interrupted));
      Thread thread =
          new Thread(
              () -> {
                try {
                  verifier.verify(directory);
                } catch (LedgerUnavailable e) {
                  assertTrue(Thread.currentThread().isInterrupted());
                  end.set(e);
                }
              });
      thread.start();
      begun.await();
      thread.interrupt();
      interrupted.countDown();
      thread.join();
      assertEquals("the verification was interrupted", end.get().getMessage());
    }
    assertEquals(List.of(), workers());
  }

  /** Waits until the other has interrupted, and leaves the flag set. */
  private static void meet(CountDownLatch begun, CountDownLatch released) {
    begun.countDown();
    boolean done = false;
    boolean interrupted = false;
    while (!done) {
      try {
        released.await();
        done = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ledger-verify-") && thread.isAlive())
        .map(Thread::getName)
        .toList();
  }

  @Test
  void threads_out_of_range_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> with(0));
    assertThrows(IllegalArgumentException.class, () -> with(257));
    assertFalse(with(256).verify(directory).toString().isEmpty());
  }
}
