package org.governance4j.drift.compat;

/** MOA's DDM: first looks one value early, and may first alarm one later. */
final class MoaDdm extends MoaDetector {

  private final int minInstances;
  private final double warningLevel;
  private final double driftLevel;
  private long next;
  private double rate;
  private double lowestRate;
  private double lowestDeviation;
  private double lowest;
  private boolean changed;

  MoaDdm(String name, int minInstances, double warningLevel, double driftLevel) {
    super(name);
    this.minInstances = minInstances;
    this.warningLevel = warningLevel;
    this.driftLevel = driftLevel;
    clear();
  }

  @Override
  void clear() {
    restart();
    estimation = 0;
  }

  private void restart() {
    next = 1;
    rate = 1;
    lowestRate = Double.MAX_VALUE;
    lowestDeviation = Double.MAX_VALUE;
    lowest = Double.MAX_VALUE;
    changed = false;
  }

  @Override
  int take(double value) {
    if (changed) {
      restart();
    }
    rate += (value - rate) / next;
    double deviation = Math.sqrt(rate * (1 - rate) / next);
    next++;
    estimation = rate;
    if (next < minInstances) {
      return NONE;
    }
    double level = rate + deviation;
    if (level <= lowest) {
      lowestRate = rate;
      lowestDeviation = deviation;
      lowest = level;
    }
    if (next > minInstances && level > lowestRate + driftLevel * lowestDeviation) {
      changed = true;
      return DRIFT;
    }
    return level > lowestRate + warningLevel * lowestDeviation ? WARNING : NONE;
  }
}
