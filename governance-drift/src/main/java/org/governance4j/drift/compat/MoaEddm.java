package org.governance4j.drift.compat;

/** MOA's EDDM: the standard deviation is the population's, and the first error counts from 0. */
final class MoaEddm extends MoaDetector {

  private static final double WARNING_RATIO = .95;
  private static final double DRIFT_RATIO = .9;
  private static final int MIN_INSTANCES = 30;
  private static final int MIN_ERRORS = 30;

  private long next;
  private long errors;
  private long lastError;
  private double mean;
  private double squares;
  private double highest;
  private boolean changed;
  private int warning;

  MoaEddm(String name) {
    super(name);
    clear();
  }

  @Override
  void clear() {
    restart();
    estimation = 0;
  }

  private void restart() {
    next = 1;
    errors = 0;
    lastError = 0;
    mean = 0;
    squares = 0;
    highest = 0;
    changed = false;
    warning = NONE;
  }

  @Override
  int take(double value) {
    if (changed) {
      restart();
    }
    next++;
    estimation = mean;
    if (value != 1) {
      return warning;
    }
    errors++;
    long position = next - 1;
    double distance = position - lastError;
    lastError = position;
    double old = mean;
    mean += (distance - mean) / errors;
    estimation = mean;
    squares += (distance - mean) * (distance - old);
    double level = mean + 2 * Math.sqrt(squares / errors);
    if (next <= MIN_INSTANCES) {
      return NONE;
    }
    if (level > highest) {
      highest = level;
      warning = NONE;
      return NONE;
    }
    double ratio = level / highest;
    if (errors > MIN_ERRORS && ratio < DRIFT_RATIO) {
      changed = true;
      return DRIFT;
    }
    warning = errors > MIN_ERRORS && ratio < WARNING_RATIO ? WARNING : NONE;
    return warning;
  }
}
