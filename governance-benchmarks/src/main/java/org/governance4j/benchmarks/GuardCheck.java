package org.governance4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.governance4j.DecisionLedger;
import org.governance4j.Health;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.drift.DriftMonitor;
import org.governance4j.drift.PageHinkley;
import org.governance4j.guard.Guard;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One check as a service does it: the caller's arrays are wrapped, the rules judge, the drift
 * monitor is handed every number, the verdict is counted. All predictions pass and nothing is
 * recorded.
 *
 * <p>An operation is one check; they are timed in runs of 4,096 over 1,024 predictions, each into
 * an empty ring that is drained between the runs while no clock is running. The monitor's own
 * thread works all the time, with a Page-Hinkley detector per number (the quickest, with a
 * threshold beyond the scale of the features, since an alarm is not the allow path): an iteration
 * has only the checks it has time to drain, and JMH's own few kilobytes are divided by them. Not
 * one observation may be dropped.
 *
 * <p>{@code handWritten} is the same rules as straight-line Java over typed fields with a plain
 * counter: no wrapping, no drift.
 *
 * <pre>./governance bench GuardCheck</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class GuardCheck {
  private static final int CHECKS = 4096;
  private static final int MASK = GuardedModel.PREDICTIONS - 1;

  /** Numeric inputs; the monitor watches them and the four numeric outputs. */
  @Param("20")
  public int features;

  /** The six common rules, or four more. */
  @Param({"6", "10"})
  public int rules;

  private GuardedModel model;
  private GuardedModel.Twin twin;
  private DriftMonitor monitor;
  private Guard guard;
  private Prediction view;
  private long counter;

  /** Starts the guard after other guards have been run. */
  @Setup
  public void start() {
    OtherGuards.warm();
    model = new GuardedModel(features, rules);
    twin = model.twin();
    monitor =
        DriftMonitor.builder(model.schema)
            .detectors(stream -> PageHinkley.defaults().withThreshold(1e12).start())
            .build();
    guard =
        Guard.builder(model.schema)
            .ledger(DecisionLedger.none())
            .policy(model.policy())
            .unclearedModel(OtherGuards.model(model.schema))
            .monitor(monitor)
            .start();
    view = model.schema.prediction();
    // Once now, so that what the first call allocates is not counted with the last iteration.
    requireNothingLost();
  }

  /** Empties the ring before each run. */
  @Setup(Level.Invocation)
  public void drain() {
    monitor.flush();
  }

  /** Refuses the run if anything was lost, and stops the monitor's thread. */
  @TearDown
  public void stop() {
    requireNothingLost();
    guard.close();
  }

  /** The guard. */
  @Benchmark
  @OperationsPerInvocation(CHECKS)
  public long ours() {
    GuardedModel m = model;
    long allowed = 0;
    for (int i = 0; i < CHECKS; i++) {
      int at = i & MASK;
      Verdict verdict = guard.check(view.wrap(m.ids[at], m.inputs[at], m.outputs[at], m.texts[at]));
      if (verdict.allowed()) {
        allowed++;
      }
    }
    return all(allowed);
  }

  /** The limit. */
  @Benchmark
  @OperationsPerInvocation(CHECKS)
  public long handWritten() {
    GuardedModel.Typed[] predictions = model.typed;
    long before = counter;
    for (int i = 0; i < CHECKS; i++) {
      if (twin.allows(predictions[i & MASK])) {
        counter++;
      }
    }
    return all(counter - before);
  }

  private static long all(long allowed) {
    if (allowed != CHECKS) {
      throw new IllegalStateException("allowed " + allowed + " of " + CHECKS);
    }
    return allowed;
  }

  private void requireNothingLost() {
    monitor.flush();
    Health health = monitor.health();
    if (monitor.counts().dropped() != 0 || health.status() != Health.Status.UP) {
      throw new IllegalStateException("observations were lost: " + health.detail());
    }
  }
}
