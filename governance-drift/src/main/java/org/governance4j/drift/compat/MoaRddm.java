package org.governance4j.drift.compat;

/** MOA's RDDM: a DDM that forgets all but its last predictions when a concept lasts too long. */
final class MoaRddm extends MoaDetector {

  private final int minInstances;
  private final double warningLevel;
  private final double driftLevel;
  private final int maxConcept;
  private final int warningLimit;
  private final double[] stored;
  private int first;
  private int last;
  private int storedCount;
  private long next;
  private double rate;
  private double deviation;
  private double lowestRate;
  private double lowestDeviation;
  private double lowest;
  private int warnings;
  private boolean rebuild;
  private boolean changed;

  MoaRddm(
      String name,
      int minInstances,
      double warningLevel,
      double driftLevel,
      int maxConcept,
      int minStable,
      int warningLimit) {
    super(name);
    this.minInstances = minInstances;
    this.warningLevel = warningLevel;
    this.driftLevel = driftLevel;
    this.maxConcept = maxConcept;
    this.warningLimit = warningLimit;
    this.stored = new double[minStable];
    clear();
  }

  @Override
  void clear() {
    restart();
    forgetLowest();
    first = 0;
    last = -1;
    storedCount = 0;
    estimation = 0;
  }

  private void restart() {
    next = 1;
    rate = 1;
    deviation = 0;
    warnings = 0;
    rebuild = false;
    changed = false;
  }

  private void forgetLowest() {
    lowestRate = Double.MAX_VALUE;
    lowestDeviation = Double.MAX_VALUE;
    lowest = Double.MAX_VALUE;
  }

  @Override
  int take(double value) {
    if (rebuild) {
      replay();
    }
    store(value);
    learn(value);
    estimation = rate;
    if (next <= minInstances) {
      return NONE;
    }
    double level = rate + deviation;
    if (level < lowest) {
      keepLowest(level);
    }
    int answer = NONE;
    if (level > lowestRate + driftLevel * lowestDeviation) {
      answer = DRIFT;
      if (warnings == 0) {
        keepOnlyLast();
      } else {
        keepSinceWarning();
      }
    } else if (level > lowestRate + warningLevel * lowestDeviation) {
      if (warnings >= warningLimit) {
        answer = DRIFT;
        keepOnlyLast();
      } else {
        answer = WARNING;
        warnings++;
      }
    } else {
      warnings = 0;
    }
    changed = answer == DRIFT;
    rebuild = changed || next > maxConcept && answer == NONE;
    return answer;
  }

  /** Learns what is stored as if it were new. */
  private void replay() {
    boolean wasChanged = changed;
    restart();
    if (wasChanged) {
      forgetLowest();
    }
    for (int i = 0; i < storedCount; i++) {
      learn(stored[(first + i) % stored.length]);
      double level = rate + deviation;
      if (wasChanged && next - 1 > minInstances && level < lowest) {
        keepLowest(level);
      }
    }
  }

  private void learn(double value) {
    rate += (value - rate) / next;
    deviation = Math.sqrt(rate * (1 - rate) / next);
    next++;
  }

  private void keepLowest(double level) {
    lowestRate = rate;
    lowestDeviation = deviation;
    lowest = level;
  }

  private void store(double value) {
    last = (last + 1) % stored.length;
    // As in MOA, whole bytes: the detector is meant for 0 and 1.
    stored[last] = (byte) value;
    if (storedCount < stored.length) {
      storedCount++;
    } else {
      first = (first + 1) % stored.length;
    }
  }

  private void keepOnlyLast() {
    first = last;
    storedCount = 1;
  }

  private void keepSinceWarning() {
    storedCount = Math.min(warnings + 1, storedCount);
    first = Math.floorMod(last - storedCount + 1, stored.length);
  }
}
