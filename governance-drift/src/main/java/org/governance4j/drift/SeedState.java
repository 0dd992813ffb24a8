package org.governance4j.drift;

/**
 * The blocks of one {@link Seed} stream, oldest first; one owner, not safe for more threads.
 *
 * <p>All sums are of differences: within the open block from its first value, over the window from
 * {@code origin}. So values that are all the same leave exact zeros, whatever they are, and large
 * offsets cost no digits.
 */
final class SeedState extends WindowDetector<Seed> {

  private static final int CAPACITY = 256;

  private final int blockSize;
  private final int compressTerm;
  private final double epsilonPrime;
  private final double growth;
  private final double delta;
  private final double[] counts = new double[CAPACITY];
  private final double[] means = new double[CAPACITY];
  private final double[] sums = new double[CAPACITY];
  private final double[] squares = new double[CAPACITY];
  private int blocks;
  private int term;
  private double origin;
  private double width;
  private double total;
  private double variance;
  private int filled;
  private double first;
  private double openSum;
  private double openSquares;

  /** The logarithm of the bound for a window of {@code lowFrom} values; only saves time. */
  private double low;

  private double lowFrom = Double.POSITIVE_INFINITY;

  SeedState(Seed config) {
    super(config);
    this.blockSize = config.blockSize();
    this.compressTerm = config.compressTerm();
    this.epsilonPrime = config.epsilonPrime();
    this.growth = config.epsilonPrime() * config.alpha();
    this.delta = config.delta();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    seen++;
    status = NONE;
    if (filled == 0) {
      first = value;
      openSum = 0;
      openSquares = 0;
    }
    double apart = value - first;
    openSum += apart;
    openSquares += apart * apart;
    if (++filled < blockSize) {
      return NONE;
    }
    return close();
  }

  @Override
  public void reset() {
    forgetEvent();
    seen = 0;
    blocks = 0;
    term = 0;
    origin = 0;
    width = 0;
    total = 0;
    variance = 0;
    filled = 0;
    first = 0;
    openSum = 0;
    openSquares = 0;
  }

  @Override
  double mean() {
    double n = width + filled;
    if (n == 0) {
      return Double.NaN;
    }
    double closed = width == 0 ? first : origin + total / width;
    return filled == 0 ? closed : closed + (filled * (first - closed) + openSum) / n;
  }

  @Override
  void write(StateWriter out) {
    writeEvent(out);
    out.put(filled);
    out.put(first);
    out.put(openSum);
    out.put(openSquares);
    out.put(term);
    out.put(origin);
    out.put(total);
    out.put(variance);
    out.put(blocks);
    for (int i = 0; i < blocks; i++) {
      out.put(counts[i]);
      out.put(means[i]);
      out.put(sums[i]);
      out.put(squares[i]);
    }
  }

  @Override
  void read(StateReader in) {
    readEvent(in);
    filled = in.integer("filled", 0, blockSize - 1);
    first = in.finite("first");
    openSum = in.finite("openSum");
    openSquares = in.finite("openSquares");
    term = in.integer("term", 0, compressTerm - 1);
    origin = in.finite("origin");
    total = in.finite("total");
    variance = in.finite("variance");
    blocks = in.integer("blocks", 0, CAPACITY);
    width = 0;
    for (int i = 0; i < blocks; i++) {
      counts[i] = in.finite("values in a block");
      means[i] = in.finite("mean of a block");
      sums[i] = in.finite("sum of a block");
      squares[i] = in.finite("squares of a block");
      width += counts[i];
    }
  }

  int blocks() {
    return blocks;
  }

  double width() {
    return width;
  }

  private int close() {
    if (blocks == CAPACITY) {
      joinOlderHalf();
    }
    double size = filled;
    double within = openSum / size;
    if (blocks == 0) {
      origin = first + within;
    }
    double mean = first + within;
    filled = 0;
    int i = blocks++;
    counts[i] = size;
    means[i] = mean;
    sums[i] = size * (mean - origin);
    squares[i] = Math.max(0, openSquares - openSum * within);
    include(i);
    if (++term == compressTerm) {
      term = 0;
      compress();
    }
    return blocks > 1 ? check() : NONE;
  }

  /** Adds a block to the sums over the window. */
  private void include(int i) {
    double older = width;
    width = older + counts[i];
    variance += squares[i];
    if (older > 0) {
      double apart = sums[i] / counts[i] - total / older;
      variance += older * counts[i] / width * apart * apart;
    }
    total += sums[i];
  }

  /**
   * Tries all cuts. Times n₀·n₁/n the bound reads |u₀ − n₀·u/n| &gt; √(2·s²·d·n₀·n₁/n) + ⅔·d, which
   * needs no division and, squared, no root.
   */
  private int check() {
    double n = width;
    double mean = total / n;
    if (!(n >= lowFrom && n < 2 * lowFrom)) {
      lowFrom = n;
      low = logarithm(n);
    }
    if (!someCutMayHold(n, mean)) {
      return NONE;
    }
    double d = logarithm(n);
    double offset = d * 2 / 3;
    double factor = 2 * (variance / n) * d / n;
    double n0 = 0;
    double u0 = 0;
    int last = blocks - 1;
    double strongest = 1;
    int cut = -1;
    for (int i = 0; i < last; i++) {
      n0 += counts[i];
      u0 += sums[i];
      double excess = Math.abs(u0 - mean * n0);
      double strength = excess / (offset + Math.sqrt(factor * n0 * (n - n0)));
      if (strength > strongest) {
        strongest = strength;
        cut = i;
      }
    }
    return cut < 0 ? NONE : cut(cut, strongest);
  }

  /**
   * With the d of a window of at most this size, which saves the logarithms. Lowered by a trifle:
   * what rounding could turn into a cut is looked at exactly.
   */
  private boolean someCutMayHold(double n, double mean) {
    double d = low * (1 - 1e-9);
    double offset = d * 2 / 3;
    double factor = 2 * (variance / n) * d / n;
    double n0 = 0;
    double u0 = 0;
    int last = blocks - 1;
    boolean some = false;
    for (int i = 0; i < last; i++) {
      n0 += counts[i];
      u0 += sums[i];
      double rest = Math.abs(u0 - mean * n0) - offset;
      // Below the offset the left side is negative: no branch but the one that is hardly taken.
      some |= rest * Math.abs(rest) > factor * n0 * (n - n0);
    }
    return some;
  }

  private double logarithm(double n) {
    return StrictMath.log(2 * StrictMath.log(n) / delta);
  }

  private int cut(int at, double strength) {
    double n0 = 0;
    double u0 = 0;
    for (int i = 0; i <= at; i++) {
      n0 += counts[i];
      u0 += sums[i];
    }
    double n1 = width - n0;
    double older = origin + u0 / n0;
    double newer = origin + (total - u0) / n1;
    statistic = Math.abs(older - newer);
    threshold = statistic / strength;
    int left = blocks - at - 1;
    System.arraycopy(counts, at + 1, counts, 0, left);
    System.arraycopy(means, at + 1, means, 0, left);
    System.arraycopy(squares, at + 1, squares, 0, left);
    blocks = left;
    sumUp();
    return drift(seen - (long) n1, older, newer);
  }

  /** From the blocks that are left: differences would keep the rounding noise of those dropped. */
  private void sumUp() {
    origin = means[0];
    width = 0;
    total = 0;
    variance = 0;
    for (int i = 0; i < blocks; i++) {
      sums[i] = counts[i] * (means[i] - origin);
      include(i);
    }
  }

  private void compress() {
    int kept = 0;
    for (int i = 1; i < blocks; i++) {
      double tolerance = epsilonPrime + growth * (blocks - 1 - i);
      if (Math.abs(means[i] - means[kept]) < tolerance) {
        join(kept, i);
      } else {
        move(i, ++kept);
      }
    }
    blocks = kept + 1;
  }

  private void joinOlderHalf() {
    int half = CAPACITY / 2;
    for (int i = 0; i < half; i += 2) {
      move(i, i / 2);
      join(i / 2, i + 1);
    }
    for (int i = half; i < CAPACITY; i++) {
      move(i, i - half / 2);
    }
    blocks = CAPACITY - half / 2;
  }

  private void join(int into, int from) {
    double apart = means[from] - means[into];
    double n = counts[into] + counts[from];
    squares[into] += squares[from] + counts[into] * counts[from] / n * apart * apart;
    means[into] += apart * (counts[from] / n);
    sums[into] += sums[from];
    counts[into] = n;
  }

  private void move(int from, int to) {
    counts[to] = counts[from];
    means[to] = means[from];
    sums[to] = sums[from];
    squares[to] = squares[from];
  }
}
