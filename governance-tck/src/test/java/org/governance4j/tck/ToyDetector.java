package org.governance4j.tck;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/** Compares the mean of the last 100 values with that of the 200 values before them. */
final class ToyDetector implements DriftDetector {

  enum Fault implements PlantedFault {
    NONE,
    SEES_GHOSTS("D1", "D2"),
    IS_BLIND("D2"),
    ACCEPTS_NAN("D3"),
    COUNTS_WHAT_IT_REFUSES("D3"),
    FORGETS_TO_RESET("D4"),
    STARTS_ANEW_AFTER_DRIFT("D5"),
    SAYS_ANOTHER_STATUS("D5"),
    INVENTS_BITS("D6"),
    POINTS_BOTH_WAYS("D6"),
    POINTS_WITHOUT_REASON("D6"),
    DIFFERS_EACH_TIME("D3", "D4", "D7");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private static final int RECENT = 100;
  private static final int WINDOW = 300;

  private final Fault fault;
  private final double threshold;
  private final double[] window = new double[WINDOW];
  private long count;
  private long offset;
  private int status;

  /**
   * Makes a detector.
   *
   * @param made how many were made before it
   */
  ToyDetector(Fault fault, AtomicInteger made) {
    this.fault = fault;
    this.threshold = fault == Fault.DIFFERS_EACH_TIME ? 0.3 + 0.05 * made.getAndIncrement() : 0.3;
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public int update(double value) {
    if (!Double.isFinite(value) && fault != Fault.ACCEPTS_NAN) {
      if (fault == Fault.COUNTS_WHAT_IT_REFUSES) {
        count++;
      }
      return REFUSED;
    }
    window[(int) (count++ % WINDOW)] = value;
    status = judge();
    if (fault == Fault.STARTS_ANEW_AFTER_DRIFT && (status & DRIFT) != 0) {
      offset = count;
    }
    return status;
  }

  private int judge() {
    if (fault == Fault.INVENTS_BITS && count % 100 == 0) {
      return 64;
    }
    if (fault == Fault.POINTS_WITHOUT_REASON && count % 100 == 0) {
      return UP;
    }
    if (fault == Fault.SEES_GHOSTS && count % 400 == 0) {
      return DRIFT;
    }
    if (count < WINDOW || fault == Fault.IS_BLIND) {
      return NONE;
    }
    double change = after() - before();
    if (Math.abs(change) < threshold) {
      return NONE;
    }
    int direction = change > 0 ? UP : DOWN;
    return DRIFT | (fault == Fault.POINTS_BOTH_WAYS ? UP | DOWN : direction);
  }

  private double after() {
    return mean(count - RECENT, count);
  }

  private double before() {
    return mean(count - WINDOW, count - RECENT);
  }

  private double mean(long from, long to) {
    double sum = 0;
    for (long i = from; i < to; i++) {
      sum += window[(int) (i % WINDOW)];
    }
    return sum / (to - from);
  }

  @Override
  public DriftEvent lastEvent() {
    boolean known = count >= WINDOW;
    return new DriftEvent(
        name(),
        fault == Fault.SAYS_ANOTHER_STATUS ? NONE : status,
        count - offset - 1,
        -1,
        known ? after() - before() : Double.NaN,
        threshold,
        Double.NaN,
        known ? before() : Double.NaN,
        known ? after() : Double.NaN);
  }

  @Override
  public void reset() {
    if (fault != Fault.FORGETS_TO_RESET) {
      count = 0;
      offset = 0;
      status = NONE;
    }
  }
}
