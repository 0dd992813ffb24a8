package org.governance4j.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.Blake3Digest;
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
 * BLAKE3 of bytes in memory.
 *
 * <pre>./governance bench 'benchmarks\.Blake3'
 * ./governance bench 'Blake3.oursParallel' -- -p bytes=67108864</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Blake3 {

  /** How many bytes are hashed. */
  @Param("1048576")
  public int bytes;

  private final Blake3Digest digest = new Blake3Digest();
  private byte[] input;

  /** Requires the same digest from all. */
  @Setup
  public void prepare() {
    input = new byte[bytes];
    new Random(1).nextBytes(input);
    byte[] expected = bouncyCastle();
    if (!Arrays.equals(expected, ours()) || !Arrays.equals(expected, oursParallel())) {
      throw new IllegalStateException("the digests differ");
    }
  }

  /** One thread. */
  @Benchmark
  public byte[] ours() {
    return org.governance4j.crypto.hash.Blake3.hash().update(input).digest();
  }

  /** Two threads, made for each input; pays for more than a few megabytes. */
  @Benchmark
  public byte[] oursParallel() {
    return org.governance4j.crypto.hash.Blake3.hash(input, 2);
  }

  /** One thread. */
  @Benchmark
  public byte[] bouncyCastle() {
    digest.update(input, 0, input.length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }
}
