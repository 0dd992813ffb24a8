package org.governance4j.drift;

import java.util.Arrays;

/**
 * The buckets of an {@link Adwin} window, an exponential histogram: row r holds buckets of 2^r
 * values, each with their sum and the sum of their squared deviations. A row that overflows merges
 * its two oldest into one of the next row. One owner, not safe for more than one thread.
 *
 * <p>A row's buckets live in a circular stretch of {@code 1 << shift} cells of the two flat arrays,
 * the oldest at {@code first[r]}. Higher rows are older. Invariant between changes: every row has 1
 * to {@code maxBuckets} buckets, as a merge leaves at least one behind and only the highest row
 * loses buckets.
 *
 * <p>Datar, Gionis, Indyk, Motwani: Maintaining Stream Statistics over Sliding Windows. SIAM
 * Journal on Computing 31 (2002), doi:10.1137/S0097539701398363.
 */
final class BucketRows {

  /** The most values that can be added at once. */
  static final int BULK = 32;

  private static final int FIRST_ROWS = 16;
  private static final int MORE_ROWS = 8;

  private final int maxBuckets;
  private final int shift;
  private final int mask;
  private final double[] carriedTotals = new double[BULK];
  private final double[] carriedSquares = new double[BULK];

  /** Of single values; never written. */
  private final double[] noSquares = new double[BULK];

  private int[] first;

  /** By {@link #cell}. */
  double[] totals;

  double[] squares;

  /** How many buckets a row has. */
  int[] count;

  int rows;

  BucketRows(int maxBuckets) {
    this.maxBuckets = maxBuckets;
    // One cell more than maxBuckets: a row overflows before its two oldest are merged.
    this.shift = 32 - Integer.numberOfLeadingZeros(maxBuckets);
    this.mask = (1 << shift) - 1;
    this.totals = new double[FIRST_ROWS << shift];
    this.squares = new double[FIRST_ROWS << shift];
    this.first = new int[FIRST_ROWS];
    this.count = new int[FIRST_ROWS];
    clear();
  }

  void clear() {
    Arrays.fill(count, 0);
    rows = 1;
  }

  /** Where the k-th bucket of a row is, oldest first. */
  int cell(int row, int k) {
    return (row << shift) + ((first[row] + k) & mask);
  }

  void add(double value) {
    put(0, value, 0);
    for (int row = 0; count[row] > maxBuckets; row++) {
      mergeOldest(row);
    }
  }

  /** Adds values row by row and not one after the other; the buckets are the same. */
  void add(double[] values, int from, int many) {
    int carried = carry(0, values, from, noSquares, many);
    for (int row = 1; carried > 0; row++) {
      if (row == rows) {
        addRow();
      }
      carried = carry(row, carriedTotals, 0, carriedSquares, carried);
    }
  }

  /** Drops the oldest bucket; how many values it held. */
  double dropOldest() {
    int row = rows - 1;
    first[row] = (first[row] + 1) & mask;
    count[row]--;
    if (count[row] == 0 && row > 0) {
      rows--;
    }
    return Math.scalb(1.0, row);
  }

  void write(StateWriter out) {
    out.put(rows);
    for (int row = 0; row < rows; row++) {
      out.put(count[row]);
      for (int k = 0; k < count[row]; k++) {
        int cell = cell(row, k);
        out.put(totals[cell]);
        out.put(squares[cell]);
      }
    }
  }

  void read(StateReader in) {
    int stored = in.integer("rows", 1, Long.SIZE);
    for (rows = 1; rows < stored; ) {
      addRow();
    }
    for (int row = 0; row < rows; row++) {
      first[row] = 0;
      count[row] = in.integer("buckets", 0, maxBuckets);
      for (int k = 0; k < count[row]; k++) {
        int cell = cell(row, k);
        totals[cell] = in.finite("total of a bucket");
        squares[cell] = in.finite("squares of a bucket");
      }
    }
  }

  /** Puts buckets into a row; what overflows is carried on, in place. How many that are. */
  private int carry(int row, double[] newTotals, int from, double[] newSquares, int many) {
    int base = row << shift;
    int oldest = first[row];
    int there = count[row];
    double size = Math.scalb(1.0, row);
    double each = 1 / size;
    int carried = 0;
    for (int i = 0; i < many; i++) {
      int cell = base + ((oldest + there) & mask);
      totals[cell] = newTotals[from + i];
      squares[cell] = newSquares[i];
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
}
