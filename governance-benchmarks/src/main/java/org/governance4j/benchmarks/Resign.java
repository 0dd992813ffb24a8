package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.governance4j.crypto.hash.DigestCache;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ManifestHasher;
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
 * The digests of a model of four large files and a small one, after the small one was edited: with
 * the cache opened, used and saved, and without.
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

  private static final byte[] KEY = new byte[32];

  /** The size of all large files together in MiB. */
  @Param("2048")
  public int megabytes;

  private Scratch scratch;
  private Path model;
  private Path cached;
  private int edits;

  /** Makes the files, waits until they are old enough to be remembered, and remembers them. */
  @Setup
  public void prepare() throws IOException, InterruptedException {
    scratch = Scratch.make();
    cached = scratch.place("cache");
    model = ModelFiles.make(scratch.place("model"), 4, (long) megabytes << 18);
    TimeUnit.MILLISECONDS.sleep(2_100);
    withCache();
    try (DigestCache cache = DigestCache.open(cached, KEY)) {
      if (cache.size() != 4) {
        throw new IllegalStateException(cache.size() + " digests are remembered, not 4");
      }
    }
  }

  /** Removes the files. */
  @TearDown
  public void remove() throws IOException {
    scratch.close();
  }

  /** Reads the small file alone. */
  @Benchmark
  public List<byte[]> withCache() throws IOException {
    edit();
    try (DigestCache cache = DigestCache.open(cached, KEY)) {
      List<byte[]> digests =
          ManifestHasher.of(HashType.SHA256).withCache(cache).files(ModelFiles.list(model));
      cache.save();
      return digests;
    }
  }

  /** Reads all files. */
  @Benchmark
  public List<byte[]> withoutCache() throws IOException {
    edit();
    return ManifestHasher.of(HashType.SHA256).files(ModelFiles.list(model));
  }

  private void edit() throws IOException {
    Files.writeString(model.resolve("config.json"), "{\"edits\":" + edits++ + "}");
  }
}
