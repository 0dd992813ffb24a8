package org.governance4j.drift.compat;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * MOA's rules.PageHinkleyTest and PageHinkleyFading: of magnitudes, without regard to sign, reset
 * by their caller after a change.
 */
final class MoaRulesPageHinkley extends ReferenceDetector {

  private static final int WARM_UP = 30;

  private final double threshold;
  private final double alpha;
  private final double fading;
  private double weight;
  private double sum;
  private double cumulative;
  private double lowest;
  private boolean changed;

  MoaRulesPageHinkley(String name, double threshold, double alpha, double fading) {
    super(name);
    this.threshold = threshold;
    this.alpha = alpha;
    this.fading = fading;
    clear();
  }

  @Override
  void clear() {
    weight = 0;
    sum = 0;
    cumulative = 0;
    lowest = Double.MAX_VALUE;
    changed = false;
  }

  @Override
  double mean() {
    return weight > 0 ? sum / weight : 0;
  }

  @Override
  int take(double value) {
    if (changed) {
      clear();
    }
    double magnitude = Math.abs(value);
    weight = 1 + fading * weight;
    sum = magnitude + fading * sum;
    if (weight <= WARM_UP) {
      return NONE;
    }
    cumulative += magnitude - sum / weight - alpha;
    lowest = Math.min(lowest, cumulative);
    changed = cumulative - lowest > threshold;
    return changed ? DRIFT : NONE;
  }

  @Override
  public Map<String, Double> trace() {
    Map<String, Double> trace = new LinkedHashMap<>();
    trace.put("cumulative", cumulative);
    trace.put("min", lowest);
    return trace;
  }
}
