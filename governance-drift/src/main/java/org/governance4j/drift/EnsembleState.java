package org.governance4j.drift;

import java.util.Arrays;
import java.util.List;
import org.governance4j.DriftEvent;
import org.governance4j.InvalidData;

/** The detectors of one {@link Ensemble} stream; one owner, not safe for more than one thread. */
final class EnsembleState extends Detector<Ensemble> {

  /** Long before every position. */
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final StreamingDetector[] members;
  private final int within;
  private final int needed;
  private final double lowest;
  private final double highest;
  private final boolean whole;

  /**
   * The position of each member's last warning or drift, and the position and status of a drift.
   */
  private final long[] warnedAt;

  private final long[] driftedAt;
  private final int[] driftStatus;

  /** The position that the members count from. */
  private long base;

  EnsembleState(Ensemble config) {
    super(config);
    List<DetectorConfig> configs = config.detectors();
    this.members = new StreamingDetector[configs.size()];
    this.within = config.within();
    this.needed = config.needed();
    this.warnedAt = new long[members.length];
    this.driftedAt = new long[members.length];
    this.driftStatus = new int[members.length];
    double low = -Range.LIMIT;
    double high = Range.LIMIT;
    boolean fractions = true;
    for (int i = 0; i < members.length; i++) {
      members[i] = configs.get(i).start();
      // A value that one refuses must leave no trace in those asked before: the ranges are found
      // out beforehand.
      low = members[i].update(-1) == REFUSED ? 0 : low;
      high = members[i].update(2) == REFUSED ? 1 : high;
      fractions &= members[i].update(.5) != REFUSED;
      members[i].reset();
    }
    this.lowest = low;
    this.highest = high;
    this.whole = !fractions;
    forget();
  }

  @Override
  public int update(double value) {
    if (!(value >= lowest && value <= highest) || (whole && value != 0 && value != 1)) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      begin();
    }
    long now = seen++;
    int drifted = 0;
    int warned = 0;
    for (int i = 0; i < members.length; i++) {
      int answer = members[i].update(value);
      if (answer != NONE) {
        note(i, answer, now);
      }
      drifted += now - driftedAt[i] < within ? 1 : 0;
      warned += now - warnedAt[i] < within ? 1 : 0;
    }
    if (warned < needed) {
      status = NONE;
      return NONE;
    }
    status = drifted >= needed ? DRIFT | direction(now) : WARNING;
    return status;
  }

  private void note(int i, int answer, long now) {
    warnedAt[i] = now;
    if ((answer & DRIFT) != 0) {
      driftedAt[i] = now;
      driftStatus[i] = answer;
    }
  }

  private int direction(long now) {
    int common = UP | DOWN;
    for (int i = 0; i < members.length; i++) {
      if (now - driftedAt[i] < within) {
        common &= driftStatus[i];
      }
    }
    return common == (UP | DOWN) ? NONE : common;
  }

  @Override
  public DriftEvent lastEvent() {
    double statistic = seen == 0 ? Double.NaN : votes(seen - 1);
    long place = -1;
    double before = Double.NaN;
    double after = Double.NaN;
    if ((status & DRIFT) != 0) {
      place = seen - 1;
      for (int i = 0; i < members.length; i++) {
        if (driftedAt[i] == seen - 1) {
          DriftEvent event = members[i].lastEvent();
          long changed = base + event.changeIndex();
          if (event.changeIndex() >= 0 && (changed < place || Double.isNaN(after))) {
            place = changed;
            before = event.before();
            after = event.after();
          }
        }
      }
    }
    return event(place, statistic, needed, Double.NaN, before, after);
  }

  private int votes(long now) {
    int count = 0;
    for (long at : driftedAt) {
      count += now - at < within ? 1 : 0;
    }
    return count;
  }

  @Override
  public void reset() {
    seen = 0;
    begin();
  }

  private void begin() {
    status = NONE;
    base = seen;
    for (StreamingDetector member : members) {
      member.reset();
    }
    forget();
  }

  private void forget() {
    Arrays.fill(warnedAt, NEVER);
    Arrays.fill(driftedAt, NEVER);
    Arrays.fill(driftStatus, NONE);
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(base);
    for (int i = 0; i < members.length; i++) {
      out.put(warnedAt[i]);
      out.put(driftedAt[i]);
      out.put(driftStatus[i]);
      byte[] member = members[i].state();
      out.put(member.length);
      out.put(member);
    }
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, WARNING | DRIFT | UP | DOWN);
    base = in.integer64("base", 0, seen);
    for (int i = 0; i < members.length; i++) {
      warnedAt[i] = in.integer64("warnedAt", NEVER, seen);
      driftedAt[i] = in.integer64("driftedAt", NEVER, seen);
      driftStatus[i] = in.integer("driftStatus", 0, WARNING | DRIFT | UP | DOWN);
      members[i] = config.detectors().get(i).restore(in.bytes("detector " + i));
      if (members[i].count() != seen - base) {
        throw new InvalidData(
            "detector state: detector "
                + i
                + " must have taken "
                + (seen - base)
                + " values: "
                + members[i].count());
      }
    }
  }
}
