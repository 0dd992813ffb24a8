package org.governance4j.drift;

/**
 * The block and the reservoir of one {@link SeqDrift1} or {@link SeqDrift2} stream; one owner, not
 * safe for more than one thread.
 */
final class SeqDriftState extends WindowDetector<CalibratedConfig> {

  private final double delta;
  private final long seed;
  private final boolean bonferroni;
  private final double[] block;
  private final double[] reservoir;
  private final SplitMix random;
  private int filled;
  private int held;
  private long population;
  private long tests;
  private double sum;
  private double squares;
  private double share;
  private double variance;

  SeqDriftState(
      CalibratedConfig config,
      int blockSize,
      int reservoirSize,
      double delta,
      long seed,
      boolean bonferroni) {
    super(config);
    this.delta = delta;
    this.seed = seed;
    this.bonferroni = bonferroni;
    this.block = new double[blockSize];
    this.reservoir = new double[reservoirSize];
    this.random = new SplitMix(seed);
  }

  @Override
  public int update(double value) {
    if (!(value >= 0 && value <= 1)) {
      return REFUSED;
    }
    seen++;
    status = NONE;
    block[filled] = value;
    return ++filled < block.length ? NONE : close();
  }

  @Override
  public void reset() {
    forgetEvent();
    seen = 0;
    filled = 0;
    random.state = seed;
    share = 0;
    variance = 0;
    empty();
  }

  @Override
  double mean() {
    return held == 0 ? Double.NaN : sum / held;
  }

  @Override
  double logP() {
    double apart = statistic * (1 - share);
    double exponent = block.length * apart * apart / (2 * variance + apart * 2 / 3);
    return Math.min(0, Math.log(4) - exponent);
  }

  @Override
  void write(StateWriter out) {
    writeEvent(out);
    out.put(share);
    out.put(variance);
    out.put(random.state);
    out.put(population);
    out.put(tests);
    out.put(sum);
    out.put(squares);
    out.put(filled);
    out.put(block, filled);
    out.put(held);
    out.put(reservoir, held);
  }

  @Override
  void read(StateReader in) {
    readEvent(in);
    share = in.finite("share");
    variance = in.finite("variance");
    random.state = in.integer64("generator", Long.MIN_VALUE, Long.MAX_VALUE);
    population = in.integer64("population", 0, seen);
    tests = in.integer64("tests", 0, seen);
    sum = in.finite("sum");
    squares = in.finite("squares");
    filled = in.integer("filled", 0, block.length - 1);
    in.finite("value", block, filled);
    held = in.integer("held", 0, reservoir.length);
    in.finite("sampled value", reservoir, held);
  }

  private int close() {
    filled = 0;
    if (held > 0 && differs()) {
      double older = sum / held;
      empty();
      take();
      return drift(seen - block.length, older, sum / held);
    }
    take();
    return NONE;
  }

  private boolean differs() {
    int b = block.length;
    double newSum = 0;
    double newSquares = 0;
    for (double value : block) {
      newSum += value;
      newSquares += value * value;
    }
    tests++;
    double n = held + b;
    double mean = (sum + newSum) / n;
    variance = Math.max(0, (squares + newSquares) / n - mean * mean);
    share = b / n;
    double p = StrictMath.log(4 * (bonferroni ? tests : 1) / delta);
    statistic = Math.abs(sum / held - newSum / b);
    threshold = (p + Math.sqrt(p * p + 18 * variance * b * p)) / (3 * (1 - share) * b);
    return statistic > threshold;
  }

  /** Lets the block into the reservoir, whose sums are kept along. */
  private void take() {
    int size = reservoir.length;
    for (double value : block) {
      population++;
      if (held < size) {
        reservoir[held++] = value;
        sum += value;
        squares += value * value;
        continue;
      }
      int place = (int) Math.min(size, (long) (random.uniform() * population));
      if (place < size) {
        double old = reservoir[place];
        reservoir[place] = value;
        sum += value - old;
        squares += value * value - old * old;
      }
    }
  }

  private void empty() {
    held = 0;
    population = 0;
    tests = 0;
    sum = 0;
    squares = 0;
  }
}
