package org.governance4j.drift.compat;

/** MOA's HDDM_A_Test: a fall starts it anew without being reported. */
final class MoaHddmA extends MoaDetector {

  private final double driftConfidence;
  private final double warningConfidence;
  private final boolean twoSided;
  private long count;
  private double sum;
  private long lowCount;
  private double lowSum;
  private long highCount;
  private double highSum;
  private long estimatedCount;
  private double estimatedSum;

  MoaHddmA(String name, double driftConfidence, double warningConfidence, boolean twoSided) {
    super(name);
    this.driftConfidence = driftConfidence;
    this.warningConfidence = warningConfidence;
    this.twoSided = twoSided;
  }

  @Override
  void clear() {
    restart();
    estimatedCount = 0;
    estimatedSum = 0;
    estimation = 0;
    delay = 0;
  }

  private void restart() {
    count = 0;
    sum = 0;
    lowCount = 0;
    lowSum = 0;
    highCount = 0;
    highSum = 0;
  }

  @Override
  int take(double value) {
    count++;
    sum += value;
    if (lowCount == 0) {
      lowCount = count;
      lowSum = sum;
    }
    if (highCount == 0) {
      highCount = count;
      highSum = sum;
    }
    double mean = sum / count;
    double radius = radius(count);
    if (lowSum / lowCount + radius(lowCount) >= mean + radius) {
      lowCount = count;
      lowSum = sum;
    }
    if (highSum / highCount - radius(highCount) <= mean - radius) {
      highCount = count;
      highSum = sum;
    }
    int answer = NONE;
    if (apart(mean, lowSum / lowCount, lowCount, driftConfidence)) {
      estimatedCount = count - lowCount;
      estimatedSum = sum - lowSum;
      restart();
      answer = DRIFT;
    } else if (apart(mean, lowSum / lowCount, lowCount, warningConfidence)) {
      answer = WARNING;
    }
    if (twoSided
        && answer != DRIFT
        && apart(highSum / highCount, mean, highCount, driftConfidence)) {
      estimatedCount = count - highCount;
      estimatedSum = sum - highSum;
      restart();
    }
    if (count >= estimatedCount) {
      estimatedCount = count;
      estimatedSum = sum;
    }
    estimation = estimatedSum / estimatedCount;
    delay = estimatedCount;
    return answer;
  }

  private double radius(double n) {
    return Math.sqrt(1 / (2 * n) * Math.log(1 / driftConfidence));
  }

  private boolean apart(double above, double below, long cut, double confidence) {
    if (cut == count) {
      return false;
    }
    double m = (double) (count - cut) / cut * (1.0 / count);
    return above - below >= Math.sqrt(m / 2 * Math.log(2 / confidence));
  }
}
