package org.governance4j.cli.demo;

import java.util.Arrays;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.drift.DriftMonitor;
import org.governance4j.guard.Guard;

/**
 * Serves rows in batches of {@value #BATCH}: the model decides, the guard judges, and the truth
 * arrives after the batch. Each check is timed by itself, the clock's own time included.
 */
final class ServingLoop {

  /** After so many rows the monitor is drained, so that alerts stand at fixed places. */
  static final int BATCH = 256;

  private final LogisticModel model;
  private final Guard guard;
  private final DriftMonitor monitor;
  private final RowClock clock;
  private final Prediction view;
  private final double[][] outputs = new double[BATCH][2];
  private final String[][] labels = new String[BATCH][1];
  private final String[] ids = new String[BATCH];
  private final boolean[] released = new boolean[BATCH];
  private final long[] allowNanos;
  private final long[] denyNanos;
  private int allows;
  private int denials;
  private long releasedRight;
  private long withheldRight;

  ServingLoop(
      LogisticModel model,
      Guard guard,
      DriftMonitor monitor,
      ModelSchema schema,
      RowClock clock,
      int rows) {
    this.model = model;
    this.guard = guard;
    this.monitor = monitor;
    this.clock = clock;
    this.view = schema.prediction();
    this.allowNanos = new long[rows];
    this.denyNanos = new long[rows];
  }

  /** Serves every row from the given one on. */
  Served serve(LabelledStream data, int from) {
    for (int first = from; first < data.size(); first += BATCH) {
      int count = Math.min(BATCH, data.size() - first);
      decide(data, first, count);
      check(data, first, count);
      learnTheTruth(data, first, count);
    }
    return new Served(
        guard.counts(),
        releasedRight,
        withheldRight,
        median(allowNanos, allows),
        median(denyNanos, denials),
        monitor.counts().dropped());
  }

  private void decide(LabelledStream data, int first, int count) {
    for (int i = 0; i < count; i++) {
      double score = model.score(data.rows()[first + i]);
      outputs[i][0] = score;
      outputs[i][1] = Math.max(score, 1 - score);
      labels[i][0] = score > 0.5 ? "1" : "0";
      ids[i] = "row-" + (first + i);
    }
  }

  private void check(LabelledStream data, int first, int count) {
    for (int i = 0; i < count; i++) {
      clock.row(first + i);
      long start = System.nanoTime();
      Verdict verdict =
          guard.check(view.wrap(ids[i], data.rows()[first + i], outputs[i], labels[i]));
      long nanos = System.nanoTime() - start;
      released[i] = verdict.allowed();
      if (verdict.allowed()) {
        allowNanos[allows++] = nanos;
      } else {
        denyNanos[denials++] = nanos;
      }
    }
  }

  private void learnTheTruth(LabelledStream data, int first, int count) {
    for (int i = 0; i < count; i++) {
      int truth = data.labels()[first + i];
      monitor.label(ids[i], truth);
      if (labels[i][0].equals(Integer.toString(truth))) {
        if (released[i]) {
          releasedRight++;
        } else {
          withheldRight++;
        }
      }
    }
    monitor.flush();
  }

  private static long median(long[] values, int count) {
    Arrays.sort(values, 0, count);
    return count == 0 ? 0 : values[count / 2];
  }
}
