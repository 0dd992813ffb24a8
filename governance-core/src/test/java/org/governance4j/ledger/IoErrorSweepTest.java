package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.governance4j.Health;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fails the n-th operation on the disk for n = 0, 1, 2… until a life has no such operation, in
 * every way an operation can fail. The disk refuses a second force of what a force has failed for.
 */
@Timeout(300)
class IoErrorSweepTest {
  /** Passes everything but one operation. */
  private static final class Striking implements PowerDisk.Hook {
    private final Fault fault;
    private long left;
    private volatile String struck;

    Striking(Fault fault, long operation) {
      this.fault = fault;
      this.left = operation;
    }

    @Override
    public void before(PowerDisk.Kind kind, String name) throws IOException {
      if (struck == null && left-- == 0) {
        struck = kind + " " + name;
        fault.strike(kind, name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rule("L71")
  void a_ledger_without_threads_recovers_from_every_failed_operation(Fault fault) throws Exception {
    Notary notary = new Notary();
    List<PowerLife.Step> script = PowerLife.fullScript().subList(0, 13);
    int operation = 0;
    while (strikes(fault, operation, script, notary)) {
      operation++;
    }
    assertTrue(operation > 200, "only " + operation + " operations");
  }

  private static boolean strikes(
      Fault fault, int operation, List<PowerLife.Step> script, Notary notary) throws Exception {
    Striking striking = new Striking(fault, operation);
    PowerDisk disk = new PowerDisk();
    disk.remains = operation % 2 == 0 ? null : new Random(operation);
    disk.hook = striking;
    PowerLife life = new PowerLife(operation, disk, disk, new Promises(notary));
    try {
      life.create();
      life.live(script);
    } catch (IOException | LedgerUnavailable e) {
      // A reserve for which there is no room is not an error of the disk.
      assertTrue(striking.struck != null, () -> "failed by itself: " + e);
      life.abandon(e);
    }
    String what = fault + " at operation " + operation + ", " + striking.struck;
    try {
      disk.hook = (kind, name) -> {};
      Random random = new Random(operation);
      new PowerStates(disk)
          .visit(
              20,
              random,
              image -> {
                try {
                  life.promises().check(image);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      life.open();
      life.live(PowerLife.Step.append(2, 300, true));
      life.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
      life.close();
      life.promises().checkPublished(disk);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(what + ": " + e, e);
    }
    return striking.struck != null;
  }

  @ParameterizedTest
  @EnumSource(names = {"EIO", "HALF", "ENOSPC_HALF"})
  @Rule({"L71", "L33"})
  void an_open_ledger_acknowledges_nothing_after_a_failed_operation(Fault fault) throws Exception {
    int operation = 0;
    while (stops(fault, operation)) {
      operation++;
    }
    assertTrue(operation > 100, "only " + operation + " operations");
  }

  private static byte[] entry(int n) {
    return ("entry number " + n).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean stops(Fault fault, int operation) throws Exception {
    Striking striking = new Striking(fault, operation);
    PowerDisk disk = new PowerDisk();
    disk.hook = striking;
    Map<Long, byte[]> acknowledged = new TreeMap<>();
    String[] what = {fault + " at operation " + operation};
    try {
      live(disk, striking, acknowledged);
    } catch (LedgerUnavailable e) {
      assertTrue(striking.struck != null, () -> what[0] + ": " + e);
    }
    what[0] += ", " + striking.struck;
    disk.hook = (kind, name) -> {};
    disk.restarted();
    Random random = new Random(operation);
    new PowerStates(disk)
        .visit(
            2,
            random,
            image -> {
              if (random.nextInt(4) == 0) {
                hasAll(image.toDisk(), acknowledged, what[0] + ", power failure");
              }
            });
    hasAll(disk, acknowledged, what[0] + ", opened again");
    return striking.struck != null;
  }

  private static void live(PowerDisk disk, Striking striking, Map<Long, byte[]> acknowledged)
      throws Exception {
    FileLedger ledger =
        start(disk, () -> LedgerLog.create(disk, Logs.ORIGIN, Logs.KEY, Logs.SMALL));
    try {
      int next = 0;
      for (int count : new int[] {3, 270, 20, 1}) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          receipts.add(ledger.submit(entry(next + i), Acknowledgement.DURABLE));
        }
        for (int i = 0; i < count; i++) {
          CompletableFuture<Receipt> receipt = receipts.get(i);
          assertTrue(settled(receipt), "a receipt that is never decided");
          if (!receipt.isCompletedExceptionally()) {
            acknowledged.put(receipt.join().index(), entry(next + i));
          }
        }
        next += count;
        if (count != 20) {
          ledger.publish();
        }
      }
    } finally {
      if (striking.struck != null) {
        isDown(ledger);
      }
      ledger.close();
    }
  }

  private static boolean settled(CompletableFuture<Receipt> receipt) throws Exception {
    return receipt.handle((done, failure) -> true).get(60, TimeUnit.SECONDS);
  }

  private static void isDown(FileLedger ledger) throws Exception {
    while (ledger.health().status() != Health.Status.DOWN) {
      Thread.onSpinWait();
    }
    CompletableFuture<Receipt> late = ledger.submit(entry(-1), Acknowledgement.DURABLE);
    assertTrue(settled(late) && late.isCompletedExceptionally(), "acknowledged after a failure");
    assertThrows(LedgerUnavailable.class, ledger::publish);
  }

  private static FileLedger start(PowerDisk disk, FileLedger.Step<LedgerLog> log) {
    return FileLedger.start(disk, Logs.SMALL, Logs.ON_DEMAND, () -> () -> {}, log);
  }

  /** Opens a disk, and finds there what was acknowledged. */
  private static void hasAll(PowerDisk disk, Map<Long, byte[]> acknowledged, String what) {
    try {
      if (!disk.exists(LedgerLog.CHECKPOINT)) {
        assertEquals(Map.of(), acknowledged);
        return;
      }
      start(disk, () -> LedgerLog.open(disk, Logs.KEY, Logs.SMALL)).close();
      Logs.verifier().verify(disk);
      FileLedgerReader reader = new FileLedgerReader(disk);
      for (Map.Entry<Long, byte[]> each : acknowledged.entrySet()) {
        List<LedgerRecord> found = reader.read(each.getKey(), 1);
        assertEquals(1, found.size(), "entry " + each.getKey() + " is lost");
        assertArrayEquals(each.getValue(), found.get(0).bytes(), "entry " + each.getKey());
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }
}
