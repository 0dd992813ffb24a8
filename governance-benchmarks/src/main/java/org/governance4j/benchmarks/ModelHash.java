package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ManifestHasher;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.Shard;
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
 * SHA-256 of a model's files in the page cache: listing, opening, reading and hashing. OpenSSL does
 * it in one process, which opens and reads the files likewise. {@code eightShards} is one file, for
 * OpenSSL too, which cannot hash a part of one.
 *
 * <pre>./governance bench ModelHash
 * ./governance bench ModelHash -- -p shape=eightShards -p threads=1,2</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ModelHash {

  private static final int SMALL_FILES = 2_000;
  private static final int SHARDS = 8;

  /** One file of all megabytes, the same in eight shards, or 2,000 files of 20 kB. */
  @Param({"one2GiB", "eightShards", "small2000"})
  public String shape;

  /** The size of the one file in MiB. */
  @Param("2048")
  public int megabytes;

  /** How many threads ours has at most. */
  @Param("2")
  public int threads;

  private Scratch scratch;
  private Path folder;
  private List<String> openssl;

  /** Makes the files and requires the same digests from both. */
  @Setup
  public void prepare() throws IOException, InterruptedException {
    scratch = Scratch.make();
    long size = (long) megabytes << 20;
    folder =
        shape.equals("small2000")
            ? ModelFiles.make(scratch.place("model"), SMALL_FILES, 20_000)
            : ModelFiles.make(scratch.place("model"), 1, size);
    openssl = new ArrayList<>(List.of("openssl", "dgst", "-sha256", "-r"));
    List<ModelFile> files = ModelFiles.list(folder);
    files.forEach(file -> openssl.add(file.path().toString()));
    String said = openssl();
    for (byte[] digest : ManifestHasher.of(HashType.SHA256).files(files)) {
      if (!said.contains(HexFormat.of().formatHex(digest))) {
        throw new IllegalStateException("OpenSSL has other digests: " + said);
      }
    }
  }

  /** Removes the files. */
  @TearDown
  public void remove() throws IOException {
    scratch.close();
  }

  /** The listing and the digests. */
  @Benchmark
  public List<byte[]> ours() throws IOException {
    List<ModelFile> files = ModelFiles.list(folder);
    ManifestHasher hasher = ManifestHasher.of(HashType.SHA256).withThreads(threads);
    return shape.equals("eightShards")
        ? hasher.shards(Shard.cut(files, ((long) megabytes << 20) / SHARDS))
        : hasher.files(files);
  }

  /** {@code openssl dgst -sha256}, its start included. */
  @Benchmark
  public String openssl() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(openssl).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("openssl: " + said);
    }
    return said;
  }
}
