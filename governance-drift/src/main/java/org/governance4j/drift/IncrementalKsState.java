package org.governance4j.drift;

/** The two windows of one {@link IncrementalKs} stream; one owner, not safe for more threads. */
final class IncrementalKsState extends WindowDetector<IncrementalKs> {

  private static final double[] NO_WORK = {};

  private final int size;
  private final int critical;
  private final boolean sliding;
  private final double[] reference;
  private final double[] current;
  private final CountTree tree;
  private int filled;
  private int oldest;
  private int reached;

  IncrementalKsState(IncrementalKs config) {
    super(config);
    this.size = config.windowSize();
    this.sliding = config.reference() == IncrementalKs.Reference.SLIDING;
    double limit = StrictMath.sqrt(-StrictMath.log(config.alpha() / 2) * size);
    this.critical = (int) Math.floor(limit) + 1;
    this.reference = new double[size];
    this.current = new double[size];
    this.tree = new CountTree(2 * size + 1);
    this.threshold = Math.sqrt(-StrictMath.log(config.alpha() / 2) / size);
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    if (status != NONE) {
      empty();
    }
    seen++;
    if (filled < 2 * size) {
      fill(value);
    } else {
      slide(value);
    }
    if (filled < 2 * size) {
      return NONE;
    }
    reached = tree.extreme();
    statistic = (double) reached / size;
    if (reached < critical) {
      return NONE;
    }
    return drift(seen - size, mean(reference), mean(current));
  }

  @Override
  public void reset() {
    empty();
    forgetEvent();
    threshold = Math.sqrt(-StrictMath.log(config.alpha() / 2) / size);
    seen = 0;
  }

  @Override
  double logP() {
    if (size <= KolmogorovSmirnov.MOST) {
      return KolmogorovSmirnov.logProbability(size, size, (long) reached * size, NO_WORK);
    }
    return Math.min(0, Math.log(2) - (double) reached * reached / size);
  }

  @Override
  void write(StateWriter out) {
    writeEvent(out);
    out.put(filled);
    out.put(reached);
    for (int i = 0; i < Math.min(filled, size); i++) {
      out.put(reference[(oldest + i) % size]);
    }
    for (int i = 0; i < filled - size; i++) {
      out.put(current[(oldest + i) % size]);
    }
  }

  @Override
  void read(StateReader in) {
    readEvent(in);
    int stored = in.integer("filled", 0, 2 * size);
    reached = in.integer("reached", 0, size);
    for (int i = 0; i < stored; i++) {
      fill(in.finite("value"));
    }
  }

  /** D times the size of the windows, at the last test. */
  int reached() {
    return reached;
  }

  private void fill(double value) {
    if (filled < size) {
      reference[filled] = value;
      tree.add(value, -1);
    } else {
      current[filled - size] = value;
      tree.add(value, 1);
    }
    filled++;
  }

  /** Both rings have their oldest value at the same place. */
  private void slide(double value) {
    double leaving = current[oldest];
    tree.add(value, 1);
    if (sliding) {
      tree.remove(reference[oldest], -1);
      tree.change(leaving, -2);
      reference[oldest] = leaving;
    } else {
      tree.remove(leaving, 1);
    }
    current[oldest] = value;
    if (++oldest == size) {
      oldest = 0;
    }
  }

  private void empty() {
    status = NONE;
    statistic = Double.NaN;
    reached = 0;
    filled = 0;
    oldest = 0;
    tree.clear();
  }

  /** Added up from the oldest place on, so that a restored ring, which begins there, agrees. */
  private double mean(double[] values) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += values[(oldest + i) % size];
    }
    return sum / size;
  }
}
