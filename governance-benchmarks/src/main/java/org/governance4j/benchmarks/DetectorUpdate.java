package org.governance4j.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * One update of a streaming detector, over a stream of 65,536 precomputed values that is fed again
 * and again.
 *
 * <p>{@code bernoulli}: errors at a rate of .2. {@code drifting}: errors whose rate changes between
 * .1 and .4 every 8,192 values.
 *
 * <p>{@code moa} is the detector of the same algorithm in MOA 2024.07.0 with its default options.
 * MOA is under the GPL and no part of a usual build; without it the method is reported as absent.
 * Both methods hand over a value and read the answer. EWMA is {@code ECDD} here; HDDM_A and HDDM_W
 * watch both sides, as they do in MOA.
 *
 * <pre>
 *   mvn -Pmoa -pl governance-benchmarks -am -Dmaven.test.skip=true package
 *   ./governance bench DetectorUpdate --quick
 * </pre>
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
  @Param({
    "ADWIN",
    "DDM",
    "EDDM",
    "HDDM_A",
    "HDDM_W",
    "PageHinkley",
    "Cusum",
    "RDDM",
    "EWMA",
    "STEPD",
    "SEED"
  })
  public String detector = "ADWIN";

  /** The shape of the data. */
  @Param({"bernoulli", "drifting"})
  public String stream = "bernoulli";

  private final double[] values = new double[LENGTH];
  private DriftDetector ours = DriftDetector.none();
  private PeerDetector moa = PeerDetector.NONE;
  private int next;

  /** Precomputes the stream and makes the one detector that the method needs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < LENGTH; i++) {
      values[i] = random.nextDouble() < rate(i) ? 1 : 0;
    }
    if (params.getBenchmark().endsWith(".moa")) {
      moa = PeerDetector.find("moa", detector);
      return;
    }
    String name =
        switch (detector) {
          case "Cusum" -> "CUSUM";
          case "EWMA" -> "ECDD";
          default -> detector;
        };
    Settings settings =
        detector.startsWith("HDDM") ? Settings.empty().with("mode", "both") : Settings.empty();
    ours =
        Components.load(DetectorUpdate.class.getClassLoader())
            .create(DriftDetector.class, name, settings);
  }

  /** The detector of governance-drift. */
  @Benchmark
  public int ours() {
    return ours.update(values[next++ & (LENGTH - 1)]);
  }

  /** The detector of MOA. */
  @Benchmark
  public boolean moa() {
    return moa.update(values[next++ & (LENGTH - 1)]);
  }

  private double rate(int i) {
    return switch (stream) {
      case "bernoulli" -> .2;
      case "drifting" -> (i / REGIME & 1) == 0 ? .1 : .4;
      default -> throw new IllegalArgumentException("stream: " + stream);
    };
  }
}
