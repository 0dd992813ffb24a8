package org.governance4j.drift.compat;

/** A mean that moves towards each value by its share; mutable, one owner. */
final class RunningMean {
  long n;
  double mean;

  /** By the reciprocal of the count, as river's does. */
  void addByReciprocal(double value) {
    n++;
    mean += (1.0 / n) * (value - mean);
  }

  /** By a division, as frouros' does; another result in the last digit. */
  void add(double value) {
    n++;
    mean += (value - mean) / n;
  }

  void set(RunningMean other) {
    n = other.n;
    mean = other.mean;
  }

  void clear() {
    n = 0;
    mean = 0;
  }
}
