package org.governance4j.drift;

/** The window of one {@link D3} stream; one owner, not safe for more than one thread. */
final class D3State extends WindowDetector<D3> {

  private final int older;
  private final int newer;
  private final double[] window;
  private final double[] z;
  private final double[] score;
  private final QuadraticLogit logit = new QuadraticLogit();
  private int filled;

  D3State(D3 config) {
    super(config);
    this.older = config.windowSize();
    this.newer = D3.newer(config.windowSize(), config.rho());
    this.window = new double[older + newer];
    this.z = new double[older + newer];
    this.score = new double[older + newer];
    this.threshold = config.aucThreshold();
  }

  @Override
  public int update(double value) {
    if (!(Math.abs(value) <= Range.LIMIT)) {
      return REFUSED;
    }
    seen++;
    status = NONE;
    window[filled] = value;
    return ++filled < window.length ? NONE : compare();
  }

  @Override
  public void reset() {
    forgetEvent();
    threshold = config.aucThreshold();
    seen = 0;
    filled = 0;
  }

  @Override
  double mean() {
    return filled == 0 ? Double.NaN : mean(0, filled);
  }

  @Override
  void write(StateWriter out) {
    writeEvent(out);
    out.put(filled);
    out.put(window, filled);
  }

  @Override
  void read(StateReader in) {
    readEvent(in);
    filled = in.integer("filled", 0, window.length - 1);
    in.finite("value", window, filled);
  }

  private int compare() {
    statistic = auc();
    if (statistic < config.aucThreshold()) {
      filled = older;
      System.arraycopy(window, newer, window, 0, older);
      return NONE;
    }
    double before = mean(0, older);
    double after = mean(older, older + newer);
    filled = newer;
    System.arraycopy(window, older, window, 0, newer);
    return drift(seen - newer, before, after);
  }

  /** How often a newer value has the higher score of the two. */
  private double auc() {
    if (!standardize()) {
      return .5;
    }
    for (int half = 0; half < 2; half++) {
      logit.fit(z, older, newer, half);
      // The positions of the two classes alternate each on its own, as in the fit.
      for (int i = 1 - half; i < older; i += 2) {
        score[i] = logit.score(z[i]);
      }
      for (int i = 1 - half; i < newer; i += 2) {
        score[older + i] = logit.score(z[older + i]);
      }
    }
    long halves = 0;
    for (int i = 0; i < newer; i++) {
      double one = score[older + i];
      for (int j = 0; j < older; j++) {
        double other = score[j];
        halves += one > other ? 2 : one == other ? 1 : 0;
      }
    }
    return halves / (2.0 * older * newer);
  }

  /** False if all values are the same. */
  private boolean standardize() {
    int n = window.length;
    double origin = window[0];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      z[i] = window[i] - origin;
      sum += z[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      z[i] -= mean;
      squares += z[i] * z[i];
    }
    double deviation = Math.sqrt(squares / n);
    if (!(deviation > 0)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      z[i] /= deviation;
    }
    return true;
  }

  private double mean(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += window[i];
    }
    return sum / (to - from);
  }
}
