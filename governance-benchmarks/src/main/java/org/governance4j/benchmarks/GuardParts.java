package org.governance4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.governance4j.BoundPolicy;
import org.governance4j.DecisionLedger;
import org.governance4j.OutputPolicy;
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
 * What {@link GuardCheck} is made of, each part by itself over the same predictions, wrapping
 * included: {@code wrap} alone; {@code policy}, the rules; {@code monitor}, the hand-over to the
 * drift monitor, whose thread works beside it; {@code guard}, a guard without rules and monitor.
 *
 * <pre>./governance bench GuardParts --quick</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class GuardParts {
  private static final int CHECKS = 4096;
  private static final int MASK = GuardedModel.PREDICTIONS - 1;

  /** Numeric inputs; the monitor watches them and the four numeric outputs. */
  @Param("20")
  public int features;

  /** The six common rules, or four more. */
  @Param({"6", "10"})
  public int rules;

  private GuardedModel model;
  private BoundPolicy bound;
  private DriftMonitor watching;
  private Guard bare;
  private Prediction view;

  /** Makes the parts after other guards have been run. */
  @Setup
  public void start() {
    OtherGuards.warm();
    model = new GuardedModel(features, rules);
    bound = model.policy().bind(model.schema);
    watching =
        DriftMonitor.builder(model.schema)
            .detectors(stream -> PageHinkley.defaults().withThreshold(1e12).start())
            .build();
    bare =
        Guard.builder(model.schema)
            .ledger(DecisionLedger.none())
            .policy(OutputPolicy.allowAll())
            .unclearedModel(OtherGuards.model(model.schema))
            .start();
    view = model.schema.prediction();
  }

  /** Empties the ring before each run. */
  @Setup(Level.Invocation)
  public void drain() {
    watching.flush();
  }

  /** Refuses the run if anything was lost, and stops the monitor's thread. */
  @TearDown
  public void stop() {
    watching.flush();
    if (watching.counts().dropped() != 0) {
      throw new IllegalStateException("dropped " + watching.counts().dropped());
    }
    watching.close();
    bare.close();
  }

  /** The view alone. */
  @Benchmark
  @OperationsPerInvocation(CHECKS)
  public long wrap() {
    long ids = 0;
    for (int i = 0; i < CHECKS; i++) {
      ids += wrapped(i).id() == null ? 0 : 1;
    }
    return ids;
  }

  /** The rules. */
  @Benchmark
  @OperationsPerInvocation(CHECKS)
  public long policy() {
    long allowed = 0;
    for (int i = 0; i < CHECKS; i++) {
      allowed += bound.evaluate(wrapped(i)).allowed() ? 1 : 0;
    }
    return allowed;
  }

  /** The hand-over. */
  @Benchmark
  @OperationsPerInvocation(CHECKS)
  public void monitor() {
    for (int i = 0; i < CHECKS; i++) {
      watching.observe(wrapped(i), Verdict.ALLOW);
    }
  }

  /** The guard's own work. */
  @Benchmark
  @OperationsPerInvocation(CHECKS)
  public long guard() {
    long allowed = 0;
    for (int i = 0; i < CHECKS; i++) {
      allowed += bare.check(wrapped(i)).allowed() ? 1 : 0;
    }
    return allowed;
  }

  private Prediction wrapped(int i) {
    int at = i & MASK;
    GuardedModel m = model;
    return view.wrap(m.ids[at], m.inputs[at], m.outputs[at], m.texts[at]);
  }
}
