package org.governance4j.drift;

import org.governance4j.Health;

/** Joins late labels with the predictions they belong to and feeds the errors. One thread. */
final class LabelJoin {

  private final int column;
  private final DriftMonitor.Loss loss;
  private final PendingPredictions pending;
  private final MonitoredStream errors;

  /**
   * Makes the join.
   *
   * @param column the column of the ring that holds the target field
   */
  LabelJoin(
      int column, DriftMonitor.Loss loss, PendingPredictions pending, MonitoredStream errors) {
    this.column = column;
    this.loss = loss;
    this.pending = pending;
    this.errors = errors;
  }

  int column() {
    return column;
  }

  /** How the error stream does; for any thread. */
  Health health() {
    Health stream = errors.health();
    long refused = pending.refused();
    return refused == 0
        ? stream
        : Health.of(
            stream.component(),
            Health.Status.DEGRADED,
            stream.detail() + ", " + refused + " predictions not kept: their ids share a hash");
  }

  /** Keeps a prediction until its label comes; a missing or non-finite one has no error. */
  void remember(String id, double predicted) {
    if (Double.isFinite(predicted)) {
      pending.put(id, predicted);
    }
  }

  /** Feeds the error of the prediction with that id; false when there is none. */
  boolean label(String id, double truth) {
    double predicted = pending.take(id);
    if (Double.isNaN(predicted)) {
      return false;
    }
    double apart = Math.abs(truth - predicted);
    errors.take(
        switch (loss) {
          case ZERO_ONE -> apart > .5 ? 1 : 0;
          case ABSOLUTE -> apart;
        },
        id);
    return true;
  }
}
