package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.SoftwareKey;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The signature of a model of four large files and a small one, after the small one was edited:
 * with the cache of digests opened, used and saved, and without.
 *
 * <pre>./governance bench Resign</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Resign {

  /** The size of all large files together in MiB. */
  @Param("2048")
  public int megabytes;

  private Scratch scratch;
  private Path model;
  private Path cached;
  private SoftwareKey key;
  private int edits;

  /** Makes the files, waits until they are old enough to be remembered, and remembers them. */
  @Setup
  public void prepare() throws IOException, InterruptedException {
    scratch = Scratch.make();
    cached = scratch.place("cache");
    key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    model = ModelFiles.make(scratch.place("model"), 4, (long) megabytes << 18);
    TimeUnit.MILLISECONDS.sleep(2_100);
    withCache();
    // What is not remembered shows: then both would take as long.
    long start = System.nanoTime();
    withCache();
    long cachedNanos = System.nanoTime() - start;
    start = System.nanoTime();
    withoutCache();
    if (megabytes >= 1_024 && cachedNanos > (System.nanoTime() - start) / 2) {
      throw new IllegalStateException("the digests are not remembered");
    }
  }

  /** Removes the files. */
  @TearDown
  public void remove() throws IOException {
    key.close();
    scratch.close();
  }

  /** Reads the small file alone. */
  @Benchmark
  public SignatureBundle withCache() throws IOException {
    edit();
    return new OmsSigner(key)
        .withDigestCache(
            cached,
            warning -> {
              throw new IllegalStateException(warning);
            })
        .sign(ArtifactSource.of(model));
  }

  /** Reads all files. */
  @Benchmark
  public SignatureBundle withoutCache() throws IOException {
    edit();
    return new OmsSigner(key).sign(ArtifactSource.of(model));
  }

  private void edit() throws IOException {
    Files.writeString(model.resolve("config.json"), "{\"edits\":" + edits++ + "}");
  }
}
