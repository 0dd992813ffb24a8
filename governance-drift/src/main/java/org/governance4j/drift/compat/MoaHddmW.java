package org.governance4j.drift.compat;

/**
 * MOA's HDDM_W_Test, with samples of its own where MOA shares them between all detectors of a
 * process. A value below 0 is taken for "nothing yet", and a fall starts it anew unreported.
 */
final class MoaHddmW extends MoaDetector {

  /** An exponentially weighted mean and the sum of its squared weights. */
  private static final class Sample {
    double mean = -1;
    double weights;

    void add(double value, double lambda) {
      if (mean < 0) {
        mean = value;
        weights = 1;
        return;
      }
      double rest = 1 - lambda;
      mean = lambda * value + rest * mean;
      weights = lambda * lambda + rest * rest * weights;
    }

    void copy(Sample other) {
      mean = other.mean;
      weights = other.weights;
    }

    void clear() {
      mean = -1;
      weights = 0;
    }
  }

  private final double driftConfidence;
  private final double warningConfidence;
  private final double lambda;
  private final boolean twoSided;
  private final Sample total = new Sample();
  private final Sample lowBefore = new Sample();
  private final Sample lowAfter = new Sample();
  private final Sample highBefore = new Sample();
  private final Sample highAfter = new Sample();
  private double lowCut;
  private double highCut;
  private long width;

  MoaHddmW(
      String name,
      double driftConfidence,
      double warningConfidence,
      double lambda,
      boolean twoSided) {
    super(name);
    this.driftConfidence = driftConfidence;
    this.warningConfidence = warningConfidence;
    this.lambda = lambda;
    this.twoSided = twoSided;
    clear();
  }

  @Override
  void clear() {
    restart();
    estimation = 0;
    delay = 0;
  }

  private void restart() {
    total.clear();
    lowBefore.clear();
    lowAfter.clear();
    highBefore.clear();
    highAfter.clear();
    lowCut = Double.MAX_VALUE;
    highCut = Double.MIN_VALUE;
    width = 0;
  }

  @Override
  int take(double value) {
    total.add(value, lambda);
    width++;
    double radius = bound(total.weights, driftConfidence);
    if (total.mean + radius < lowCut) {
      lowCut = total.mean + radius;
      lowBefore.copy(total);
      lowAfter.clear();
      width = 0;
    } else {
      lowAfter.add(value, lambda);
    }
    if (total.mean - radius > highCut) {
      highCut = total.mean - radius;
      highBefore.copy(total);
      highAfter.clear();
    } else {
      highAfter.add(value, lambda);
    }
    int answer = NONE;
    if (apart(lowAfter, lowBefore, driftConfidence)) {
      restart();
      answer = DRIFT;
    } else if (apart(lowAfter, lowBefore, warningConfidence)) {
      answer = WARNING;
    }
    if (twoSided && apart(highBefore, highAfter, driftConfidence)) {
      restart();
      answer = answer == DRIFT ? DRIFT : NONE;
    }
    estimation = total.mean;
    delay = width;
    return answer;
  }

  private static boolean apart(Sample above, Sample below, double confidence) {
    return above.mean >= 0
        && below.mean >= 0
        && above.mean - below.mean > bound(above.weights + below.weights, confidence);
  }

  private static double bound(double weights, double confidence) {
    return Math.sqrt(weights * Math.log(1 / confidence) / 2);
  }
}
