package org.governance4j.drift.compat;

import java.util.LinkedHashMap;
import java.util.Map;

/** What MOA's change detectors report of themselves: an estimate and a delay. */
abstract class MoaDetector extends ReferenceDetector {

  /** The last estimate; not of a mean in every detector. */
  double estimation;

  /** The reported delay. */
  double delay;

  MoaDetector(String name) {
    super(name);
  }

  @Override
  double mean() {
    return estimation;
  }

  @Override
  public final Map<String, Double> trace() {
    Map<String, Double> trace = new LinkedHashMap<>();
    trace.put("estimation", estimation);
    trace.put("delay", delay);
    return trace;
  }
}
