package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/** A detector that remembers what it was fed and answers, or fails, as it is told. */
final class Probe implements DriftDetector {

  final List<Double> values = new ArrayList<>();
  private final DoubleFunction<Integer> answer;
  private int status;

  private Probe(DoubleFunction<Integer> answer) {
    this.answer = answer;
  }

  static Probe silent() {
    return new Probe(value -> NONE);
  }

  static Probe answering(DoubleFunction<Integer> answer) {
    return new Probe(answer);
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public int update(double value) {
    status = answer.apply(value);
    values.add(value);
    return status;
  }

  @Override
  public DriftEvent lastEvent() {
    double last = values.get(values.size() - 1);
    return new DriftEvent(
        "probe", status, values.size() - 1, -1, last, Double.NaN, Double.NaN, 1, last);
  }

  @Override
  public void reset() {
    values.clear();
  }
}
