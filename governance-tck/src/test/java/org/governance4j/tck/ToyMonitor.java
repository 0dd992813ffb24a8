package org.governance4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;

/** Compares the mean of all numbers over each 512 predictions with that of the first 512. */
final class ToyMonitor implements PredictionMonitor {

  enum Fault implements PlantedFault {
    NONE,
    CRIES_WOLF("M1"),
    WRITES_OTHER_ENTRIES("M2"),
    DOES_NOT_FLUSH("M2", "M6", "M9"),
    KEEPS_PREDICTIONS("M3"),
    CHOKES_ON_NAN("M4"),
    CHOKES_ON_OTHER_SCHEMAS("M4"),
    DIES_OF_INFINITY("M4"),
    CHOKES_ON_LABELS("M5", "M8", "M10"),
    HIDES_WHAT_IT_LOST("M6"),
    PASSES_ON_A_REFUSAL("M6"),
    ALWAYS_WELL("M7"),
    CLOSES_ONCE("M8", "M9"),
    THROWS_AFTER_CLOSING("M8"),
    DROPS_WHAT_IS_LEFT("M9"),
    SERVES_ONE_THREAD("M10");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private static final int WINDOW = 512;

  private final Fault fault;
  private final ModelSchema schema;
  private final DecisionLedger ledger;
  private final OneThread thread = new OneThread();
  private final List<Double> ring = new ArrayList<>();
  private final List<Prediction> kept = new ArrayList<>();
  private double reference = Double.NaN;
  private double sum;
  private int count;
  private int lost;
  private boolean dead;
  private boolean closed;

  ToyMonitor(Fault fault, ModelSchema schema, DecisionLedger ledger) {
    this.fault = fault;
    this.schema = schema;
    this.ledger = ledger;
  }

  @Override
  public synchronized void observe(Prediction prediction, Verdict verdict) {
    if (closed) {
      if (fault == Fault.THROWS_AFTER_CLOSING) {
        throw new IllegalStateException("closed");
      }
      return;
    }
    if (fault == Fault.SERVES_ONE_THREAD) {
      thread.check();
    }
    if (fault != Fault.CHOKES_ON_OTHER_SCHEMAS && !prediction.schema().equals(schema)) {
      return;
    }
    double value = mean(prediction);
    if (fault == Fault.CHOKES_ON_NAN && Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN");
    }
    if (fault == Fault.DIES_OF_INFINITY && Double.isInfinite(value)) {
      dead = true;
    }
    if (fault == Fault.KEEPS_PREDICTIONS) {
      kept.add(prediction);
    } else if (Double.isFinite(value)) {
      ring.add(value);
    }
  }

  private double mean(Prediction prediction) {
    double total = 0;
    for (int i = 0; i < schema.numbers(); i++) {
      total += prediction.number(i);
    }
    return total / schema.numbers();
  }

  @Override
  public synchronized void label(String requestId, double value) {
    if (fault == Fault.CHOKES_ON_LABELS) {
      throw new IllegalArgumentException("nothing is known of " + requestId);
    }
  }

  @Override
  public synchronized void flush() {
    if (fault != Fault.DOES_NOT_FLUSH) {
      process();
    }
  }

  private void process() {
    kept.forEach(prediction -> ring.add(mean(prediction)));
    kept.clear();
    for (double value : ring) {
      sum += value;
      if (++count % WINDOW == 0) {
        judge(sum / WINDOW);
        sum = 0;
      }
    }
    ring.clear();
  }

  private void judge(double mean) {
    if (Double.isNaN(reference)) {
      reference = mean;
    }
    boolean drifted = Math.abs(mean - reference) > 0.3;
    if (!drifted && (fault != Fault.CRIES_WOLF || count != WINDOW)) {
      return;
    }
    String type =
        fault == Fault.WRITES_OTHER_ENTRIES ? Entry.Types.PREDICTION : Entry.Types.DRIFT_ALERT;
    try {
      ledger.append(Entry.builder(type, "monitor:toy", "model:" + schema.name()).build());
    } catch (RuntimeException e) {
      if (fault == Fault.PASSES_ON_A_REFUSAL) {
        throw e;
      }
      lost++;
    }
  }

  @Override
  public synchronized Health health() {
    Health.Status status = Health.Status.UP;
    if (lost > 0 && fault != Fault.HIDES_WHAT_IT_LOST) {
      status = Health.Status.DEGRADED;
    }
    if (dead || (closed && fault != Fault.ALWAYS_WELL)) {
      status = Health.Status.DOWN;
    }
    return Health.of("monitor", status, count + " seen, " + lost + " findings lost");
  }

  @Override
  public synchronized void close() {
    if (closed && fault == Fault.CLOSES_ONCE) {
      throw new IllegalStateException("closed already");
    }
    if (!closed && fault != Fault.DROPS_WHAT_IS_LEFT) {
      process();
    }
    closed = true;
  }
}
