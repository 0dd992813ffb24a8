package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * One life of a ledger on a {@link PowerDisk}: made, appended to, published, closed and opened
 * again, with a key that is away at times. Before each of its operations on the disk somebody may
 * look at what a power failure would leave.
 */
final class PowerLife {
  /** What is done next. */
  record Step(Act act, int count, int bytes, boolean sensitive) {
    static Step of(Act act) {
      return new Step(act, 0, 0, false);
    }

    /** So many entries with a new idempotency key, and as many that were there before. */
    static Step keyed(int count) {
      return new Step(Act.KEYED, count, 0, false);
    }

    static Step append(int count, int bytes, boolean sensitive) {
      return new Step(Act.APPEND, count, bytes, sensitive);
    }
  }

  /** The kinds of steps. */
  enum Act {
    APPEND,
    KEYED,
    PUBLISH,
    PUBLISH_WITHOUT_KEY,
    REOPEN
  }

  private final long seed;
  private final PowerDisk disk;
  private final Disk seen;
  private final Promises promises;
  private final Notary.Key key;
  private Step lastAppend = Step.append(1, 100, false);
  private @Nullable LedgerLog log;

  /**
   * A life that has not begun.
   *
   * @param seed makes its entries differ from those of others
   * @param seen what the ledger sees of the disk
   */
  PowerLife(long seed, PowerDisk disk, Disk seen, Promises promises) {
    this.seed = seed;
    this.disk = disk;
    this.seen = seen;
    this.promises = promises;
    this.key = promises.notary().new Key(promises::signing);
  }

  PowerDisk disk() {
    return disk;
  }

  Promises promises() {
    return promises;
  }

  /** A script in which all that can happen does: bundles fill, segments and logs begin anew. */
  static List<Step> fullScript() {
    return List.of(
        Step.append(3, 700, true),
        Step.of(Act.PUBLISH),
        Step.append(1, 5, false),
        Step.of(Act.PUBLISH_WITHOUT_KEY),
        Step.append(250, 12, true),
        Step.of(Act.PUBLISH),
        Step.keyed(3),
        Step.append(1, 1500, false),
        Step.of(Act.REOPEN),
        Step.append(2, 900, true),
        Step.of(Act.PUBLISH),
        Step.keyed(2),
        Step.append(300, 10, false),
        Step.append(1, 2000, true),
        Step.of(Act.PUBLISH),
        Step.of(Act.REOPEN),
        Step.append(4, 1000, true),
        Step.of(Act.PUBLISH),
        Step.append(2, 300, true),
        Step.of(Act.REOPEN),
        Step.append(200, 20, false),
        Step.of(Act.PUBLISH));
  }

  /** A short script of mostly large commits: many sectors that may arrive or not. */
  static List<Step> randomScript(Random random) {
    List<Step> script = new ArrayList<>();
    int length = 4 + random.nextInt(8);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(10)) {
        case 0, 1 -> script.add(Step.of(Act.PUBLISH));
        case 2 -> script.add(Step.of(random.nextInt(3) > 0 ? Act.REOPEN : Act.PUBLISH_WITHOUT_KEY));
        case 3 -> script.add(Step.append(1 + random.nextInt(40), 30, random.nextBoolean()));
        default -> {
          int count = 1 + random.nextInt(8);
          int bytes = (1 + random.nextInt(14)) * PowerDisk.SECTOR / count;
          script.add(Step.append(count, bytes, random.nextInt(3) == 0));
        }
      }
      if (random.nextInt(40) == 0) {
        script.add(Step.append(240 + random.nextInt(40), 12, false));
      }
    }
    return script;
  }

  /** Makes the ledger. */
  void create() throws IOException {
    disk.restarted();
    log = LedgerLog.create(seen, Logs.ORIGIN, key, Logs.SMALL);
    promises.published(log.publish());
  }

  /** Opens the ledger, or makes it if a crash came before it was one. */
  void open() throws IOException {
    disk.restarted();
    if (!disk.exists(LedgerLog.CHECKPOINT)) {
      create();
      return;
    }
    log = LedgerLog.open(seen, key, Logs.SMALL);
    promises.recovered(log);
    promises.requireKeys(log);
  }

  /** Does what the script says. */
  void live(List<Step> script) throws IOException {
    for (Step step : script) {
      live(step);
    }
    close();
  }

  void live(Step step) throws IOException {
    switch (step.act) {
      case APPEND -> append(step);
      case KEYED -> keyed(step.count);
      case PUBLISH -> promises.published(log.publish());
      case PUBLISH_WITHOUT_KEY -> publishWithoutKey();
      case REOPEN -> {
        close();
        open();
      }
    }
  }

  /** What was appended last, done or not. */
  Step lastAppend() {
    return lastAppend;
  }

  private void append(Step step) throws IOException {
    lastAppend = step;
    List<Leaf> leaves =
        Promises.leaves(seed, promises.attempted(), step.count, step.bytes, step.sensitive);
    promises.begin(leaves);
    log.append(leaves);
    promises.acknowledge();
    log.settle();
  }

  private void keyed(int count) throws IOException {
    List<Leaf> fresh = Promises.keyed(seed, promises.attempted(), count);
    List<Leaf> batch = new ArrayList<>(promises.keyed(count));
    batch.addAll(fresh);
    batch.addAll(fresh);
    promises.begin(fresh);
    Placement placed = log.append(batch);
    promises.acknowledge();
    assertTrue(placed.added() == count, placed.added() + " entries added of " + count);
    log.settle();
  }

  private void publishWithoutKey() throws IOException {
    key.away = true;
    try {
      SignedNote note = log.publish();
      assertTrue(note.equals(promises.published()), "signed without a key");
    } catch (KeyUnavailable e) {
      assertTrue(key.away);
    } finally {
      key.away = false;
    }
  }

  void close() throws IOException {
    LedgerLog open = log;
    log = null;
    if (open != null) {
      open.close();
    }
  }

  /** The process dies; what it held of the disk is gone. */
  void abandon(Exception failure) {
    LedgerLog open = log;
    log = null;
    if (open != null) {
      LedgerLog.closeAfter(failure, open);
    }
  }
}
