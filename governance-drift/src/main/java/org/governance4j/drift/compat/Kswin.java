package org.governance4j.drift.compat;

import java.util.Arrays;

/** The sliding window of KSWIN: the newest values against as many drawn from the others. */
final class Kswin {
  private final double[] window;
  private final Sampler sampler;
  private final EqualSizeKs ks;
  private final int[] drawn;
  private final double[] old;
  private final double[] recent;
  private int held;
  private int at;

  Kswin(int windowSize, int recentSize, Sampler sampler) {
    this.window = new double[windowSize];
    this.sampler = sampler;
    this.ks = new EqualSizeKs(recentSize);
    this.drawn = new int[recentSize];
    this.old = new double[recentSize];
    this.recent = new double[recentSize];
  }

  /** Takes a value; whether the window is full. */
  boolean add(double value) {
    window[at] = value;
    at = at + 1 == window.length ? 0 : at + 1;
    if (held < window.length) {
      held++;
    }
    return held == window.length;
  }

  /** Whether there are as many old values as must be drawn. */
  boolean hasEnough() {
    return window.length - recent.length >= recent.length;
  }

  /** Draws and compares; the p-value. */
  double compare() {
    int older = window.length - recent.length;
    sampler.sample(older, drawn);
    for (int i = 0; i < drawn.length; i++) {
      old[i] = window[(at + drawn[i]) % window.length];
      recent[i] = window[(at + older + i) % window.length];
    }
    Arrays.sort(old);
    Arrays.sort(recent);
    return ks.compare(old, recent);
  }

  double distance() {
    return ks.distance();
  }

  void clear() {
    held = 0;
    at = 0;
  }

  double mean() {
    double sum = 0;
    for (int i = 0; i < held; i++) {
      sum += window[i];
    }
    return held == 0 ? Double.NaN : sum / held;
  }
}
