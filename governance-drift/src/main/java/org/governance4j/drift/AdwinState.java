package org.governance4j.drift;

import java.util.Arrays;
import java.util.Objects;
import org.governance4j.DriftEvent;

/**
 * The window of one {@link Adwin} stream; one owner, not safe for more than one thread.
 *
 * <p>Row r holds the buckets of 2^r values. Its buckets live in a circular stretch of {@code 1 <<
 * shift} cells of the two flat arrays, the oldest at {@code first[r]}. Higher rows are older.
 * Invariant between updates: every row has 1 to {@code maxBuckets} buckets, as a merge leaves at
 * least one behind and only the highest row loses buckets.
 */
final class AdwinState extends Detector<Adwin> {

  private static final int FIRST_ROWS = 16;
  private static final int MORE_ROWS = 8;
  private static final int BULK = 32;

  private final int clock;
  private final int maxBuckets;
  private final int shift;
  private final int mask;
  private final double grace;
  private final double fewest;
  private final double offset;
  private double[] totals;
  private double[] squares;
  private final double[] carriedTotals = new double[BULK];
  private final double[] carriedSquares = new double[BULK];
  private int[] first;
  private int[] count;
  private int rows;
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
    this.maxBuckets = config.maxBuckets();
    // One cell more than maxBuckets: a row overflows before its two oldest are merged.
    this.shift = 32 - Integer.numberOfLeadingZeros(maxBuckets);
    this.mask = (1 << shift) - 1;
    this.grace = config.gracePeriod();
    this.fewest = config.minWindowLength();
    this.offset = config.minWindowLength() - 1.0;
    this.totals = new double[FIRST_ROWS << shift];
    this.squares = new double[FIRST_ROWS << shift];
    this.first = new int[FIRST_ROWS];
    this.count = new int[FIRST_ROWS];
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
      int most = Math.min(Math.min(end - at, clock - tick), BULK);
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
    out.put(rows);
    for (int row = 0; row < rows; row++) {
      out.put(count[row]);
      for (int k = 0; k < count[row]; k++) {
        int cell = (row << shift) + ((first[row] + k) & mask);
        out.put(totals[cell]);
        out.put(squares[cell]);
      }
    }
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
    int stored = in.integer("rows", 1, Long.SIZE);
    for (rows = 1; rows < stored; ) {
      addRow();
    }
    for (int row = 0; row < rows; row++) {
      first[row] = 0;
      count[row] = in.integer("buckets", 0, maxBuckets);
      for (int k = 0; k < count[row]; k++) {
        int cell = (row << shift) + k;
        totals[cell] = in.finite("total of a bucket");
        squares[cell] = in.finite("squares of a bucket");
      }
    }
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
    Arrays.fill(count, 0);
    rows = 1;
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
    put(0, value, 0);
    for (int row = 0; count[row] > maxBuckets; row++) {
      mergeOldest(row);
    }
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
      carriedTotals[i] = value;
      carriedSquares[i] = 0;
    }
    width = n;
    total = sum;
    variance = squared;
    int carried = many;
    for (int row = 0; carried > 0; row++) {
      if (row == rows) {
        addRow();
      }
      carried = carry(row, carried);
    }
  }

  /** Puts the carried buckets into a row; what overflows is carried on. How many that are. */
  private int carry(int row, int many) {
    int base = row << shift;
    int oldest = first[row];
    int there = count[row];
    double size = Math.scalb(1.0, row);
    double each = 1 / size;
    int carried = 0;
    for (int i = 0; i < many; i++) {
      int cell = base + ((oldest + there) & mask);
      totals[cell] = carriedTotals[i];
      squares[cell] = carriedSquares[i];
      if (there < maxBuckets) {
        there++;
        continue;
      }
      int one = base + oldest;
      int two = base + ((oldest + 1) & mask);
      double apart = (totals[one] - totals[two]) * each;
      carriedTotals[carried] = totals[one] + totals[two];
      carriedSquares[carried] = squares[one] + squares[two] + size * apart * apart / 2;
      carried++;
      oldest = (oldest + 2) & mask;
      there--;
    }
    first[row] = oldest;
    count[row] = there;
    return carried;
  }

  private void put(int row, double sum, double square) {
    int cell = (row << shift) + ((first[row] + count[row]++) & mask);
    totals[cell] = sum;
    squares[cell] = square;
  }

  private void mergeOldest(int row) {
    int base = row << shift;
    int one = base + first[row];
    int two = base + ((first[row] + 1) & mask);
    double size = Math.scalb(1.0, row);
    double apart = (totals[one] - totals[two]) / size;
    double sum = totals[one] + totals[two];
    double square = squares[one] + squares[two] + size * apart * apart / 2;
    first[row] = (first[row] + 2) & mask;
    count[row] -= 2;
    if (row + 1 == rows) {
      addRow();
    }
    put(row + 1, sum, square);
  }

  private void addRow() {
    if (rows == count.length) {
      int more = rows + MORE_ROWS;
      totals = Arrays.copyOf(totals, more << shift);
      squares = Arrays.copyOf(squares, more << shift);
      first = Arrays.copyOf(first, more);
      count = Arrays.copyOf(count, more);
    }
    rows++;
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
    double size = Math.scalb(1.0, rows - 1);
    for (int row = rows - 1; row >= 0; row--, size /= 2) {
      int base = row << shift;
      int from = first[row];
      int buckets = count[row];
      for (int k = 0; k < buckets; k++) {
        n0 += size;
        sum0 += totals[base + ((from + k) & mask)];
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
    double size = Math.scalb(1.0, rows - 1);
    for (int row = rows - 1; row >= 0; row--, size /= 2) {
      int base = row << shift;
      int from = first[row];
      int buckets = count[row];
      for (int k = 0; k < buckets; k++) {
        n0 += size;
        sum0 += totals[base + ((from + k) & mask)];
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
    for (int row = rows - 1; row >= 0; row--) {
      for (int k = 0; k < count[row]; k++) {
        n0 += Math.scalb(1.0, row);
        sum0 += totals[(row << shift) + ((first[row] + k) & mask)];
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
    int row = rows - 1;
    first[row] = (first[row] + 1) & mask;
    count[row]--;
    if (count[row] == 0 && row > 0) {
      rows--;
    }
    width -= Math.scalb(1.0, row);
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
    for (int row = rows - 1; row >= 0; row--) {
      double size = Math.scalb(1.0, row);
      for (int k = 0; k < count[row]; k++) {
        int cell = (row << shift) + ((first[row] + k) & mask);
        if (n > 0) {
          double apart = totals[cell] / size - total / n;
          variance += n * size * apart * apart / (n + size);
        }
        variance += squares[cell];
        total += totals[cell];
        n += size;
      }
    }
  }
}
