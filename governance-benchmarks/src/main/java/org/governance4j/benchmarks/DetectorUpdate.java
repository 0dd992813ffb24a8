package org.governance4j.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.governance4j.DriftDetector;
import org.governance4j.drift.Adwin;
import org.governance4j.drift.PageHinkley;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * One update of a streaming detector, over a stream of 65,536 precomputed values that is fed again
 * and again.
 *
 * <p>{@code bernoulli}: errors at a rate of .2. {@code drifting}: errors whose rate changes between
 * .1 and .4 every 8,192 values.
 *
 * <pre>./governance bench DetectorUpdate --quick</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DetectorUpdate {

  private static final int LENGTH = 1 << 16;
  private static final int REGIME = 1 << 13;

  /** The algorithm. */
  @Param({"ADWIN", "PageHinkley"})
  public String detector = "ADWIN";

  /** The shape of the data. */
  @Param({"bernoulli", "drifting"})
  public String stream = "bernoulli";

  private final double[] values = new double[LENGTH];
  private DriftDetector ours = DriftDetector.none();
  private int next;

  /** Precomputes the stream. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < LENGTH; i++) {
      values[i] = random.nextDouble() < rate(i) ? 1 : 0;
    }
    ours =
        switch (detector) {
          case "ADWIN" -> Adwin.defaults().start();
          case "PageHinkley" -> PageHinkley.defaults().start();
          default -> throw new IllegalArgumentException("detector: " + detector);
        };
  }

  /** The detector of governance-drift. */
  @Benchmark
  public int ours() {
    return ours.update(values[next++ & (LENGTH - 1)]);
  }

  private double rate(int i) {
    return switch (stream) {
      case "bernoulli" -> .2;
      case "drifting" -> (i / REGIME & 1) == 0 ? .1 : .4;
      default -> throw new IllegalArgumentException("stream: " + stream);
    };
  }
}
