package org.governance4j.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Lives a ledger's life many times and cuts the power before each of its operations on the disk: at
 * each moment, in each way that POSIX allows and there is time for. Every distinct state is
 * recovered and held against the {@link Promises}; some are gone on from, and the power is cut
 * there too. In further lives a force fails and the ledger is opened again on what can be read.
 */
final class PowerLoss {
  /** The states of a moment of which only some are looked at, after a failed force or a crash. */
  private static final long FEW = 24;

  /** The states of a moment of the long life, which has all there is; the short ones have more. */
  private static final long LONG_LIFE = 300;

  private static final int GO_ON_EVERY = 700;
  private static final int NESTED_EVERY = 5;
  private static final int FAILED_FORCES = 2;
  private static final int STEPS_AFTER_FAILURE = 4;

  private final long target;
  private final long perMoment;
  private final Function<PowerDisk, Disk> seen;
  private final Notary notary = new Notary();
  private final HashSet64 early = new HashSet64();
  private HashSet64 distinct = new HashSet64();
  private long states;
  private long moments;
  private long complete;
  private long lives;
  private long goneOn;
  private long failedForces;

  /** A state is not what it has to be. */
  static final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    Violation(String message, Throwable cause) {
      super(message + ": " + cause, cause);
    }
  }

  /**
   * An enumeration.
   *
   * @param target how many distinct states are enough
   * @param perMoment how many of one moment, if it has more
   * @param seen what the ledger sees of a disk
   */
  PowerLoss(long target, long perMoment, Function<PowerDisk, Disk> seen) {
    this.target = target;
    this.perMoment = perMoment;
    this.seen = seen;
  }

  long states() {
    return states;
  }

  /** What was looked at. */
  @Override
  public String toString() {
    return states
        + " distinct states of "
        + moments
        + " moments ("
        + complete
        + " of them in every state there is) in "
        + lives
        + " lives, "
        + goneOn
        + " gone on from, "
        + failedForces
        + " failed forces";
  }

  /** Enumerates until there are enough. */
  void run() throws Violation {
    for (long seed = 0; states < target; seed++) {
      Random random = new Random(seed);
      distinct = new HashSet64();
      List<PowerLife.Step> script =
          seed == 0 ? PowerLife.fullScript() : PowerLife.randomScript(random);
      int forces = live(seed, script, random);
      for (int i = 0; states < target && i < (seed == 0 ? forces : FAILED_FORCES); i++) {
        liveWithFailedForce(seed, script, random, seed == 0 ? i : random.nextInt(forces));
      }
    }
  }

  private PowerLife life(long seed, PowerDisk disk, Promises promises) {
    return new PowerLife(seed, disk, seen.apply(disk), promises);
  }

  /** A whole life, with a look before each of its operations; returns how many forces it had. */
  private int live(long seed, List<PowerLife.Step> script, Random random) throws Violation {
    lives++;
    PowerDisk disk = new PowerDisk();
    PowerLife life = life(seed, disk, new Promises(notary));
    Look look = new Look(life, random, seed == 0 ? LONG_LIFE : perMoment, true, "life " + seed);
    int[] forces = {0};
    disk.hook =
        (kind, name) -> {
          forces[0] += isForce(kind) ? 1 : 0;
          look.before(kind, name);
        };
    try {
      life.create();
      life.live(script);
      look.before(PowerDisk.Kind.READ, "the end");
      look.now("at the end");
    } catch (Broken e) {
      throw e.violation;
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new Violation("life " + seed + " failed by itself", e);
    }
    return forces[0];
  }

  private static boolean isForce(PowerDisk.Kind kind) {
    return kind == PowerDisk.Kind.FORCE || kind == PowerDisk.Kind.SYNC;
  }

  /** Fails one force; what can be read afterwards is not what the disk has. */
  private void liveWithFailedForce(long seed, List<PowerLife.Step> script, Random random, int which)
      throws Violation {
    failedForces++;
    String what = "life " + seed + " with failed force " + which;
    PowerDisk disk = new PowerDisk();
    disk.remains = random.nextBoolean() ? null : random;
    PowerLife life = life(seed, disk, new Promises(notary));
    int[] forces = {0};
    String[] failed = {null};
    disk.hook =
        (kind, name) -> {
          if (isForce(kind) && failed[0] == null && forces[0]++ == which) {
            failed[0] = kind + " " + name;
            throw new IOException("injected");
          }
        };
    int step = -1;
    try {
      try {
        life.create();
        for (step = 0; step < script.size(); step++) {
          life.live(script.get(step));
        }
        life.close();
      } catch (IOException e) {
        if (failed[0] == null) {
          throw e;
        }
        life.abandon(e);
      }
      Look look = new Look(life, random, FEW, false, what + " of " + failed[0]);
      look.now("then");
      disk.hook = look::before;
      life.open();
      for (int i = 0; i < STEPS_AFTER_FAILURE && ++step < script.size(); i++) {
        life.live(script.get(step));
      }
      life.close();
      look.now("at the end");
    } catch (Broken e) {
      throw e.violation;
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new Violation(what + " of " + failed[0], e);
    }
  }

  /** Carries a violation through the ledger that is being looked at. */
  private static final class Broken extends Error {
    private static final long serialVersionUID = 1L;
    private final transient Violation violation;

    Broken(Violation violation) {
      super(violation);
      this.violation = violation;
    }
  }

  /** Looks at all states of a disk whenever something is about to change. */
  private final class Look {
    private final PowerLife life;
    private final Random random;
    private final long limit;
    private final boolean goesOn;
    private final String what;
    private long operation;

    Look(PowerLife life, Random random, long limit, boolean goesOn, String what) {
      this.life = life;
      this.random = random;
      this.limit = limit;
      this.goesOn = goesOn;
      this.what = what;
    }

    void before(PowerDisk.Kind kind, String name) {
      if (kind != PowerDisk.Kind.READ) {
        now("before operation " + operation++ + ", " + kind + " " + name);
      }
    }

    void now(String when) {
      PowerStates possible = new PowerStates(life.disk());
      moments++;
      complete += possible.count() <= limit ? 1 : 0;
      possible.visit(limit, random, image -> look(image, when));
    }

    private void look(PowerImage image, String when) {
      long hash = image.hash();
      if (!distinct.add(hash)) {
        return;
      }
      try {
        int size = life.promises().check(image);
        if (size > 0 || early.add(hash)) {
          states++;
        }
        if (goesOn && states % GO_ON_EVERY == 0) {
          goOn(image);
        }
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new Broken(
            new Violation(what + ", power failure " + when + image.describe() + "\n", e));
      }
    }

    /** Opens what is left, and lets it live on. */
    private void goOn(PowerImage image) throws IOException {
      goneOn++;
      PowerDisk disk = image.toDisk();
      PowerLife next = life(goneOn << 32, disk, life.promises().copy());
      if (goneOn % NESTED_EVERY == 0) {
        disk.hook = new Look(next, random, FEW, false, what + ", gone on " + goneOn)::before;
      }
      next.open();
      // As long as before: what a crash left behind the end must not fit what comes now.
      PowerLife.Step last = life.lastAppend();
      next.live(PowerLife.Step.append(1 + random.nextInt(last.count()), last.bytes(), false));
      next.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
      next.live(PowerLife.Step.append(1, last.bytes(), true));
      next.live(PowerLife.Step.of(PowerLife.Act.REOPEN));
      next.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
      next.close();
      next.promises().checkPublished(disk);
    }
  }
}
