package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.governance4j.Health;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.TlogProof;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two threads of a ledger, and whoever waits for them. */
@Timeout(120)
class EngineTest {
  @TempDir private Path temp;

  /** The same disk, but tiles cannot be read while the flag is set. */
  private static Disk withoutTiles(MemoryDisk disk, AtomicBoolean broken) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (broken.get()
                  && method.getName().equals("read")
                  && arguments[0].toString().startsWith("tile/")) {
                throw new IOException("injected: the tile cannot be read");
              }
              try {
                return method.invoke(disk, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  @Rule("L126")
  void a_proof_that_cannot_be_made_is_told_and_stops_the_ledger_as_it_is() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    AtomicBoolean broken = new AtomicBoolean();
    Disk failing = withoutTiles(disk, broken);
    FileLedger ledger =
        FileLedger.start(failing, Logs.ON_DEMAND, () -> () -> {}, () -> Logs.create(failing));
    ledger.append(Logs.approval().build());
    broken.set(true);
    CompletableFuture<TlogProof> proof = ledger.submitProven(Logs.approval().build());
    assertEquals(
        2, ledger.publish().text().lines().skip(1).map(Integer::parseInt).findFirst().get());

    ExecutionException failure = assertThrows(ExecutionException.class, proof::get);
    assertInstanceOf(LedgerUnavailable.class, failure.getCause());
    ledger.close();
    assertEquals(Health.Status.DOWN, ledger.health().status());
    // The committer may have been writing: nothing may take the place of what it wrote to.
    int frames = 2 * WriteAheadLog.HEADER;
    assertTrue(
        disk.content(WriteAheadLog.name(0)).length > 100_000 + frames, "the log was compacted");
    broken.set(false);
    try (LedgerLog again = Logs.open(disk)) {
      assertEquals(2, again.size());
    }
  }

  @Test
  @Rule("L126")
  void whoever_waits_for_a_checkpoint_is_told_what_stopped_the_ledger() {
    MemoryDisk disk = new MemoryDisk();
    TestKey key = TestKey.of(3);
    FileLedger ledger =
        FileLedger.start(
            disk, Logs.ON_DEMAND, () -> () -> {}, () -> LedgerLog.create(disk, Logs.ORIGIN, key));
    key.breakDown(true);
    CompletableFuture<Receipt> receipt =
        ledger.submit(Logs.approval().build(), Acknowledgement.PUBLISHED);
    assertThrows(LedgerUnavailable.class, ledger::publish);
    disk.budget = 0;
    assertThrows(LedgerUnavailable.class, () -> ledger.append(Logs.approval().build()));
    ledger.close();
    ExecutionException failure = assertThrows(ExecutionException.class, receipt::get);
    assertTrue(failure.getMessage().contains("memory stopped at "), failure.getMessage());
  }

  @Test
  @Rule("L126")
  void a_ledger_that_is_being_closed_says_so() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND);
    CountDownLatch inForce = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    disk.beforeForce = Logs.gate(inForce, release);
    ledger.submit(Logs.approval().build());
    inForce.await();
    Thread closing = new Thread(ledger::close);
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Health health = ledger.health();
    release.countDown();
    closing.join();
    assertEquals(Health.Status.DOWN, health.status());
    assertTrue(health.detail().startsWith("memory is being closed; "), health.detail());
    assertTrue(ledger.health().detail().startsWith("memory is closed; "), "afterwards");
  }

  @Test
  @Rule("L126")
  void whatever_ends_the_opening_the_directory_is_released() {
    AtomicBoolean released = new AtomicBoolean();
    StackOverflowError error = new StackOverflowError();
    StackOverflowError thrown =
        assertThrows(
            StackOverflowError.class,
            () ->
                FileLedger.start(
                    new MemoryDisk(),
                    Logs.ON_DEMAND,
                    () -> () -> released.set(true),
                    () -> {
                      throw error;
                    }));
    assertEquals(error, thrown);
    assertTrue(released.get());
  }

  @Test
  @Rule("L127")
  void an_open_ledger_stays_in_its_directory_whatever_becomes_of_a_link_to_it() throws Exception {
    Path one = Files.createDirectories(temp.resolve("one"));
    Path other = Files.createDirectories(temp.resolve("other"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), one);
    for (int round = 0; round < 2; round++) {
      Path directory = link.resolve("ledger");
      try (FileLedger ledger =
          round == 0
              ? FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)
              : FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)) {
        ledger.append(Logs.approval().build());
        Files.delete(link);
        Files.createSymbolicLink(link, other);
        for (int i = 0; i < 300; i++) {
          ledger.submit(Logs.approval().reason("reason " + i).build());
        }
        ledger.publish();
      }
      assertArrayEquals(new String[0], other.toFile().list());
      Files.delete(link);
      Files.createSymbolicLink(link, one);
    }
    assertEquals(602, LedgerVerifier.of(Logs.VERIFIER).verify(one.resolve("ledger")).size());
  }

  @Test
  @Rule("L128")
  void a_caller_in_the_common_pool_does_nothing_else_while_it_waits() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-cp",
                System.getProperty("java.class.path"),
                CommonPool.class.getName(),
                temp.resolve("ledger").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.endsWith("1000 appended, 0 inside others\n"), said);
  }

  /** Appends from many tasks of the common pool. */
  static final class CommonPool {
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    public static void main(String[] args) throws Exception {
      List<CompletableFuture<Boolean>> tasks = new ArrayList<>();
      try (FileLedger ledger =
          FileLedger.create(
              Path.of(args[0]), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND.withQueueCapacity(10_000))) {
        for (int i = 0; i < 1000; i++) {
          tasks.add(CompletableFuture.supplyAsync(() -> append(ledger)));
        }
        ForkJoinPool.commonPool().awaitQuiescence(60, TimeUnit.SECONDS);
        int inside = 0;
        for (CompletableFuture<Boolean> task : tasks) {
          inside += task.get() ? 1 : 0;
        }
        System.out.print(tasks.size() + " appended, " + inside + " inside others\n");
      }
    }

    /** Whether this runs inside another call of itself. */
    private static boolean append(FileLedger ledger) {
      boolean inside = INSIDE.get();
      INSIDE.set(true);
      ledger.append(Logs.approval().build());
      INSIDE.set(inside);
      return inside;
    }
  }
}
