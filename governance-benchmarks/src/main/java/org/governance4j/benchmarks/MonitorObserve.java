package org.governance4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.governance4j.Health;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.drift.DriftMonitor;
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
 * One observation of a drift monitor, wrapping of the caller's arrays included. They are timed in
 * runs of 4,096 over 1,024 predictions, each into an empty ring.
 *
 * <p>{@code servingThread}: what the caller pays; the monitor's own thread works beside it and the
 * ring is drained between the runs. {@code total}: until the last of the run has gone through a
 * detector per number, the rates of missing values and new categories, and the profile, so what the
 * machine pays. Not one observation may be dropped.
 *
 * <p>Four of the fields are categories. Their strings are the same objects in every run, as those
 * of a model with constant labels are; a string made for each prediction costs the serving thread a
 * few nanoseconds more, for the collector's barrier.
 *
 * <pre>./governance bench MonitorObserve</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class MonitorObserve {
  private static final int OBSERVATIONS = 4096;
  private static final int MASK = GuardedModel.PREDICTIONS - 1;

  /** Numeric inputs; the monitor watches them, the four numeric outputs and four categories. */
  @Param("30")
  public int features;

  private GuardedModel model;
  private DriftMonitor monitor;
  private Prediction view;

  /** Starts the monitor after others have been run. */
  @Setup
  public void start() {
    OtherGuards.warm();
    model = new GuardedModel(features, 6);
    monitor = DriftMonitor.builder(model.schema).build();
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
    monitor.close();
  }

  /** What the caller pays. */
  @Benchmark
  @OperationsPerInvocation(OBSERVATIONS)
  public void servingThread() {
    GuardedModel m = model;
    for (int i = 0; i < OBSERVATIONS; i++) {
      int at = i & MASK;
      monitor.observe(
          view.wrap(m.ids[at], m.inputs[at], m.outputs[at], m.texts[at]), Verdict.ALLOW);
    }
  }

  /** Until the detectors have seen everything. */
  @Benchmark
  @OperationsPerInvocation(OBSERVATIONS)
  public void total() {
    servingThread();
    monitor.flush();
  }

  private void requireNothingLost() {
    monitor.flush();
    Health health = monitor.health();
    if (monitor.counts().dropped() != 0 || health.status() != Health.Status.UP) {
      throw new IllegalStateException("observations were lost: " + health.detail());
    }
  }
}
