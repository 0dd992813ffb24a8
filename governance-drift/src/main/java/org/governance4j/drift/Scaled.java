package org.governance4j.drift;

import java.util.Arrays;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a detector for values in [0, 1] with a stream of any unit: each value x becomes
 *
 * <pre>
 *   clip(½ + (x − centre) / (8·scale), 0, 1)
 * </pre>
 *
 * <p>The first {@value #LEARNED} values are kept. Their median is the centre and 1.4826 times their
 * median absolute deviation the scale (the standard deviation, if they are normal), or their mean
 * absolute deviation if that is 0. If this is 0 too, all were equal, and every other value goes to
 * an edge. Then they are fed, the first one first, so a change among them is reported with the last
 * of them; of several the latest.
 *
 * <p>As values are clipped, one outlier weighs no more than any value four scales away, and heavy
 * tails keep the detector's bound. If three quarters of {@value #LEARNED} values in a row were
 * clipped, the stream has left its range: it is learned anew from the following values, and the
 * detector is reset. A stream that stays as it was learned has less than half of its values there.
 *
 * <p>Events: positions count from the first value. The means before and after are in the unit of
 * the stream, of the clipped values: never beyond four scales from the centre, and NaN if the scale
 * is 0 and the mean is not the centre. Statistic and threshold stay in the scaled unit.
 *
 * <p>Takes finite values of magnitude up to 1e140. Updates allocate nothing, except that a change
 * found among the values that are learned makes an event.
 */
final class Scaled implements DriftDetector {

  /** From how many values centre and scale are taken. */
  static final int LEARNED = 256;

  private static final int MOST_CLIPPED = LEARNED * 3 / 4;
  private static final double NORMAL = 1.4826; // 1 / Φ⁻¹(¾)
  private static final double WIDTH = 8;

  private static final int BULK = 32;

  private final DriftDetector detector;
  private final @Nullable StreamingDetector bulk; // the same, if it takes many values at once
  private final double[] unit = new double[BULK];
  private final double[] kept = new double[LEARNED];
  private final double[] sorted = new double[LEARNED];
  private double centre;
  private double width;
  private int filled;
  private int block;
  private int clipped;
  private int last; // status of the last value in bulk that had one, or was refused
  private long seen;
  private long start; // the position of the first value that was fed since the detector's reset
  private @Nullable DriftEvent found; // among the values that were learned, told with the last one

  /**
   * Wraps a detector.
   *
   * @param detector one that was fed nothing yet; belongs to this one from now on
   */
  Scaled(DriftDetector detector) {
    this.detector = detector;
    this.bulk = detector instanceof StreamingDetector streaming ? streaming : null;
  }

  @Override
  public String name() {
    return detector.name();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    found = null;
    if (block == LEARNED) {
      if (clipped >= MOST_CLIPPED) {
        forget();
      }
      block = 0;
      clipped = 0;
    }
    seen++;
    if (filled == LEARNED) {
      block++;
      clipped += beyond(value - centre) ? 1 : 0;
      return detector.update(scaled(value));
    }
    kept[filled++] = value;
    return filled == LEARNED ? learn() : NONE;
  }

  /** Takes values as {@link StreamingDetector#update(double[], int, int)} does. */
  int update(double[] values, int from, int count) {
    int at = from;
    int end = from + count;
    while (at < end) {
      int most = Math.min(Math.min(end - at, LEARNED - block), BULK);
      if (bulk == null || filled < LEARNED || most == 0) {
        last = update(values[at]);
        if (last != NONE) {
          return at;
        }
        at++;
        continue;
      }
      int usable = scale(values, at, most);
      int noted = bulk.update(unit, 0, usable);
      int taken = noted < 0 ? usable : noted + 1;
      found = taken > 0 ? null : found;
      seen += taken;
      block += taken;
      for (int i = at; i < at + taken; i++) {
        clipped += beyond(values[i] - centre) ? 1 : 0;
      }
      at += taken;
      if (noted >= 0) {
        last = bulk.status();
        return at - 1;
      }
      if (usable < most) {
        last = REFUSED;
        return at;
      }
    }
    return -1;
  }

  /** What the value was answered whose index {@link #update(double[], int, int)} returned. */
  int lastStatus() {
    return last;
  }

  /** Scales values up to the first one that must be refused; how many these are. */
  private int scale(double[] values, int from, int many) {
    for (int i = 0; i < many; i++) {
      double value = values[from + i];
      if (!(Math.abs(value) <= Range.LIMIT)) {
        return i;
      }
      unit[i] = scaled(value);
    }
    return many;
  }

  @Override
  public DriftEvent lastEvent() {
    if (found != null) {
      return found;
    }
    if (filled < LEARNED) {
      return new DriftEvent(
          name(), NONE, seen - 1, -1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    return unscaled(detector.lastEvent());
  }

  @Override
  public void reset() {
    seen = 0;
    block = 0;
    clipped = 0;
    found = null;
    forget();
  }

  /** The detector, if its state can be kept. */
  @Nullable Detector<?> keeper() {
    return detector instanceof Detector<?> own ? own : null;
  }

  void write(StateWriter out) {
    out.put(filled);
    out.put(kept, filled < LEARNED ? filled : 0);
    out.put(centre);
    out.put(width);
    out.put(block);
    out.put(clipped);
    out.put(seen);
    out.put(start);
  }

  void read(StateReader in) {
    filled = in.integer("filled", 0, LEARNED);
    in.finite("kept values", kept, filled < LEARNED ? filled : 0);
    centre = in.finite("centre");
    width = in.finite("width");
    block = in.integer("block", 0, LEARNED);
    clipped = in.integer("clipped", 0, block);
    seen = in.integer64("seen", filled, Long.MAX_VALUE);
    start = in.integer64("start", 0, seen);
  }

  /** How many more values are needed before one is fed to the detector. */
  int lacking() {
    return LEARNED - filled;
  }

  private void forget() {
    detector.reset();
    filled = 0;
    start = seen;
  }

  private int learn() {
    centre = median();
    double sum = 0;
    for (double value : kept) {
      sum += Math.abs(value - centre);
    }
    double scale = NORMAL * medianDeviation();
    width = WIDTH * (scale > 0 ? scale : sum / LEARNED);
    int change = NONE;
    int status = NONE;
    for (double value : kept) {
      status = detector.update(scaled(value));
      if ((status & DRIFT) != 0) {
        found = unscaled(detector.lastEvent());
        change = status;
      }
    }
    clipped = 0;
    return found == null ? status : change;
  }

  private double median() {
    System.arraycopy(kept, 0, sorted, 0, LEARNED);
    return middle();
  }

  private double medianDeviation() {
    for (int i = 0; i < LEARNED; i++) {
      sorted[i] = Math.abs(kept[i] - centre);
    }
    return middle();
  }

  private double middle() {
    Arrays.sort(sorted);
    return (sorted[LEARNED / 2 - 1] + sorted[LEARNED / 2]) / 2;
  }

  private double scaled(double value) {
    double off = value - centre;
    if (2 * Math.abs(off) < width) {
      return .5 + off / width;
    }
    if (off == 0) {
      return .5;
    }
    return off > 0 ? 1 : 0;
  }

  /** Whether a value so far from the centre is clipped. */
  private boolean beyond(double off) {
    return !(2 * Math.abs(off) < width) && off != 0;
  }

  private double unscaled(double mean) {
    if (width > 0) {
      return centre + (mean - .5) * width;
    }
    return mean == .5 ? centre : Double.NaN;
  }

  private DriftEvent unscaled(DriftEvent event) {
    return new DriftEvent(
        event.detector(),
        event.status(),
        seen - 1,
        event.changeIndex() < 0 ? -1 : start + event.changeIndex(),
        event.statistic(),
        event.threshold(),
        event.logP(),
        unscaled(event.before()),
        unscaled(event.after()));
  }
}
