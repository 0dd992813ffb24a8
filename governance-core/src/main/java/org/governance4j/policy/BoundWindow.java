package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** A window resolved for a schema, with its counters. Safe for any number of threads; wait-free. */
interface BoundWindow {

  /**
   * Counts a prediction and judges the stream with it. A prediction that lacks a field is not
   * counted, and violates.
   *
   * @param judged by the rules
   * @param now of the policy's clock, in nanoseconds
   * @return what is wrong, or null; allocates nothing if it is null
   */
  @Nullable Violation judge(Prediction prediction, Judged judged, long now);

  /** The field that the prediction lacks, or null. */
  @Nullable BoundField lacking(Prediction prediction);

  /** Adds what is counted at the moment. */
  void read(long now, List<WindowReading> readings);
}
