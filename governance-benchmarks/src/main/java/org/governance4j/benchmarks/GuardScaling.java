package org.governance4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.governance4j.DecisionLedger;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.guard.Guard;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Checks per microsecond through one guard, by one serving thread and by two: without monitor and
 * ledger, so that what the guard itself shares between threads shows. Each thread has a view and
 * arrays of its own, as serving threads do. The ratio means something only on a machine with two
 * idle cores.
 *
 * <pre>./governance bench GuardScaling</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GuardScaling {
  private static final int MASK = GuardedModel.PREDICTIONS - 1;

  /** Numeric inputs. */
  @Param("20")
  public int features;

  /** The six common rules, or four more. */
  @Param("10")
  public int rules;

  private Guard guard;

  /** Starts the guard after others have been run. */
  @Setup
  public void start() {
    OtherGuards.warm();
    GuardedModel model = new GuardedModel(features, rules);
    guard =
        Guard.builder(model.schema)
            .ledger(DecisionLedger.none())
            .policy(model.policy())
            .unclearedModel(OtherGuards.model(model.schema))
            .start();
  }

  /** Requires that every check was counted as allowed. */
  @TearDown
  public void stop() {
    if (guard.counts().allowed() != guard.counts().checked()) {
      throw new IllegalStateException("not all were allowed: " + guard.counts());
    }
    guard.close();
  }

  /** One serving thread. */
  @Benchmark
  @Threads(1)
  public Verdict oneThread(Server server) {
    return server.check(guard);
  }

  /** Two serving threads. */
  @Benchmark
  @Threads(2)
  public Verdict twoThreads(Server server) {
    return server.check(guard);
  }

  /** What one serving thread holds. */
  @State(Scope.Thread)
  public static class Server {
    private GuardedModel model;
    private Prediction view;
    private int next;

    /** Makes the arrays and the view, on the thread that will use them. */
    @Setup
    public void prepare(GuardScaling benchmark) {
      model = new GuardedModel(benchmark.features, benchmark.rules);
      view = benchmark.guard.schema().prediction();
    }

    private Verdict check(Guard guard) {
      next = (next + 1) & MASK;
      GuardedModel m = model;
      return guard.check(view.wrap(m.ids[next], m.inputs[next], m.outputs[next], m.texts[next]));
    }
  }
}
