package org.governance4j.drift;

import java.util.Objects;
import org.governance4j.DriftEvent;

/**
 * The window of one {@link Adwin} stream and the search for a cut in it; one owner, not safe for
 * more than one thread.
 */
final class AdwinState extends Detector<Adwin> {

  private final int clock;
  private final double grace;
  private final double fewest;
  private final double offset;
  private final BucketRows buckets;
  private double width;
  private double total;
  private double variance;
  private int tick;
  private long changeIndex;
  private double statistic;
  private double threshold;
  private double before;
  private double after;
  private double screenWidth; // the confidence below is that of a window of so many values
  private double screen;

  AdwinState(Adwin config) {
    super(config);
    this.clock = config.clock();
    this.grace = config.gracePeriod();
    this.fewest = config.minWindowLength();
    this.offset = config.minWindowLength() - 1.0;
    this.buckets = new BucketRows(config.maxBuckets());
    empty();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    seen++;
    insert(value);
    if (++tick < clock) {
      status = NONE;
      return NONE;
    }
    tick = 0;
    status = width > grace ? check() : NONE;
    return status;
  }

  /**
   * {@inheritDoc}
   *
   * <p>As nobody looks at the window between two checks, the values between them go into it row by
   * row and not one after the other; every bucket is merged of the same two as ever.
   */
  @Override
  public int update(double[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    int at = from;
    int end = from + count;
    while (at < end) {
      int most = Math.min(Math.min(end - at, clock - tick), BucketRows.BULK);
      int taken = 0;
      while (taken < most && Math.abs(values[at + taken]) <= Range.LIMIT) {
        taken++;
      }
      if (taken == 0) {
        return at;
      }
      insert(values, at, taken);
      at += taken;
      seen += taken;
      tick += taken;
      status = NONE;
      if (tick == clock) {
        tick = 0;
        status = width > grace ? check() : NONE;
        if (status != NONE) {
          return at - 1;
        }
      }
    }
    return -1;
  }

  @Override
  public DriftEvent lastEvent() {
    if (status == NONE) {
      double mean = width > 0 ? total / width : Double.NaN;
      return calmEvent(Double.NaN, Double.NaN, Double.NaN, mean);
    }
    return event(changeIndex, statistic, threshold, Double.NaN, before, after);
  }

  @Override
  public void reset() {
    empty();
    seen = 0;
    status = NONE;
  }

  @Override
  void write(StateWriter out) {
    out.put(seen);
    out.put(status);
    out.put(tick);
    out.put(width);
    out.put(total);
    out.put(variance);
    out.put(changeIndex);
    out.put(statistic);
    out.put(threshold);
    out.put(before);
    out.put(after);
    buckets.write(out);
  }

  @Override
  void read(StateReader in) {
    seen = in.integer64("seen", 0, Long.MAX_VALUE);
    status = in.integer("status", 0, DRIFT | UP | DOWN);
    tick = in.integer("tick", 0, clock - 1);
    width = in.finite("width");
    total = in.finite("total");
    variance = in.finite("variance");
    changeIndex = in.integer64("changeIndex", -1, Long.MAX_VALUE);
    statistic = in.any("statistic");
    threshold = in.any("threshold");
    before = in.any("before");
    after = in.any("after");
    buckets.read(in);
  }

  /** How many values the window holds. */
  double width() {
    return width;
  }

  /** The sum of the window's values. */
  double total() {
    return total;
  }

  /** The sum of the squared deviations of the window's values from their mean. */
  double variance() {
    return variance;
  }

  private void empty() {
    buckets.clear();
    width = 0;
    total = 0;
    variance = 0;
    tick = 0;
  }

  private void insert(double value) {
    double older = width;
    width = older + 1;
    if (older > 0) {
      double deviation = value - total / older;
      variance += older * deviation * deviation / width;
    }
    total += value;
    buckets.add(value);
  }

  private void insert(double[] values, int from, int many) {
    double n = width;
    double sum = total;
    double squared = variance;
    for (int i = 0; i < many; i++) {
      double value = values[from + i];
      double older = n;
      n = older + 1;
      if (older > 0) {
        double deviation = value - sum / older;
        squared += older * deviation * deviation / n;
      }
      sum += value;
    }
    width = n;
    total = sum;
    variance = squared;
    buckets.add(values, from, many);
  }

  private int check() {
    if (!perhapsCut() || !anyCut()) {
      return NONE;
    }
    findStrongestCut();
    do {
      dropOldest();
    } while (anyCut());
    return DRIFT | (after > before ? UP : DOWN);
  }

  /**
   * Whether any cut may hold: the test of {@link #anyCut} that needs no division, with a confidence
   * that is not too large and known without a logarithm, as it grows with the window.
   */
  private boolean perhapsCut() {
    if (variance == 0 && total == 0) {
      return false; // nothing but zeros, or next to nothing beside the bound's second term
    }
    if (!(width >= screenWidth && width <= 2 * screenWidth)) {
      screenWidth = width;
      screen = Math.log(2 * Math.log(width) / config.delta());
    }
    double mean = total / width;
    double least = .99 * (2 * screen * variance / width) / width;
    double n0 = 0;
    double sum0 = 0;
    double size = Math.scalb(1.0, buckets.rows - 1);
    for (int row = buckets.rows - 1; row >= 0; row--, size /= 2) {
      int held = buckets.count[row];
      for (int k = 0; k < held; k++) {
        n0 += size;
        sum0 += buckets.totals[buckets.cell(row, k)];
        double n1 = width - n0;
        if (n1 < fewest) {
          return false;
        }
        double excess = sum0 - n0 * mean;
        if (!(excess * excess < n0 * n1 * least)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Tries the cuts from the oldest to the newest until one holds.
   *
   * <p>Most cuts are far from holding, and are ruled out without a division: as m is at least 1/n₀
   * + 1/n₁ = W / (n₀·n₁), a cut can only hold if (sum₀ − n₀·mean)² > n₀·n₁·spread/W. The margin of
   * one per cent covers the rounding of this test.
   */
  private boolean anyCut() {
    double d = Math.log(2 * Math.log(width) / config.delta());
    double spread = 2 * d * variance / width;
    double range = d * 2 / 3;
    double mean = total / width;
    double least = .99 * spread / width;
    double n0 = 0;
    double sum0 = 0;
    double size = Math.scalb(1.0, buckets.rows - 1);
    for (int row = buckets.rows - 1; row >= 0; row--, size /= 2) {
      int held = buckets.count[row];
      for (int k = 0; k < held; k++) {
        n0 += size;
        sum0 += buckets.totals[buckets.cell(row, k)];
        double n1 = width - n0;
        if (n1 < fewest) {
          return false;
        }
        double excess = sum0 - n0 * mean;
        if (n0 >= fewest && !(excess * excess < n0 * n1 * least)) {
          double apart = Math.abs(sum0 / n0 - (total - sum0) / n1);
          double m = 1 / (n0 - offset) + 1 / (n1 - offset);
          if (apart > Math.sqrt(spread * m) + range * m) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Notes, of all cuts that hold, the one that exceeds its bound by the largest factor. */
  private void findStrongestCut() {
    double d = Math.log(2 * Math.log(width) / config.delta());
    double spread = 2 * d * variance / width;
    double range = d * 2 / 3;
    double strongest = 0;
    double n0 = 0;
    double sum0 = 0;
    for (int row = buckets.rows - 1; row >= 0; row--) {
      for (int k = 0; k < buckets.count[row]; k++) {
        n0 += Math.scalb(1.0, row);
        sum0 += buckets.totals[buckets.cell(row, k)];
        double n1 = width - n0;
        if (n0 < fewest || n1 < fewest) {
          continue;
        }
        double mean0 = sum0 / n0;
        double mean1 = (total - sum0) / n1;
        double m = 1 / (n0 - offset) + 1 / (n1 - offset);
        double bound = Math.sqrt(spread * m) + range * m;
        double factor = Math.abs(mean0 - mean1) / bound;
        if (factor > strongest) {
          strongest = factor;
          changeIndex = seen - (long) n1;
          statistic = Math.abs(mean0 - mean1);
          threshold = bound;
          before = mean0;
          after = mean1;
        }
      }
    }
  }

  private void dropOldest() {
    width -= buckets.dropOldest();
    sumUp();
  }

  /**
   * Adds up the buckets that are left. Subtracting what was dropped would be cheaper, but after a
   * change of scale (readings of 1e9 that become readings of 1) only rounding noise of the old
   * scale would be left as variance.
   */
  private void sumUp() {
    double n = 0;
    total = 0;
    variance = 0;
    for (int row = buckets.rows - 1; row >= 0; row--) {
      double size = Math.scalb(1.0, row);
      for (int k = 0; k < buckets.count[row]; k++) {
        int cell = buckets.cell(row, k);
        if (n > 0) {
          double apart = buckets.totals[cell] / size - total / n;
          variance += n * size * apart * apart / (n + size);
        }
        variance += buckets.squares[cell];
        total += buckets.totals[cell];
        n += size;
      }
    }
  }
}
