package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.LoadingOptions;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.VerifiedModel;
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
 * A model of one file in shards, in the page cache, read from its beginning to its end. {@code
 * verified} hashes every byte, since the memory of its model holds four shards and no more; {@code
 * again} has all of them in memory. {@code hashOnly} is {@link MessageDigest} over the same shards
 * in memory, which reads no file and hands nothing over; {@code readOnly} reads the file without
 * hashing.
 *
 * <pre>./governance bench VerifiedRead -- -p megabytes=64</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VerifiedRead {

  /** The size of the file in MiB. */
  @Param("64")
  public int megabytes;

  /** The size of a shard in KiB. */
  @Param("1024")
  public int shardKib;

  private final ByteBuffer target = ByteBuffer.allocate(1 << 16);
  private Scratch scratch;
  private byte[] bytes;
  private int shard;
  private Path file;
  private VerifiedModel dropping;
  private VerifiedModel holding;

  /** Signs the file and requires that all read the same bytes. */
  @Setup
  public void sign() throws IOException {
    scratch = Scratch.make();
    bytes = new byte[megabytes << 20];
    shard = shardKib << 10;
    new Random(1).nextBytes(bytes);
    Files.createDirectory(scratch.place("model"));
    file = Files.write(scratch.place("model").resolve("weights"), bytes);
    ArtifactSource source = ArtifactSource.of(scratch.place("model"));
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    SignatureBundle bundle = new OmsSigner(key).withShards(shard).sign(source);
    OmsVerifier verifier = OmsVerifier.trusting(key.verificationKey());
    LoadingOptions options = LoadingOptions.defaults();
    dropping = verifier.open(source, bundle, options.withCacheBytes(4L * shard));
    holding = verifier.open(source, bundle, options.withCacheBytes(bytes.length));
    long expected = sum(Files.newByteChannel(file));
    for (VerifiedModel model : new VerifiedModel[] {dropping, holding}) {
      if (sum(model.open("weights")) != expected) {
        throw new IllegalStateException("other bytes were read");
      }
    }
  }

  /** Removes the file. */
  @TearDown
  public void remove() throws IOException {
    dropping.close();
    holding.close();
    scratch.close();
  }

  /** All shards are read, hashed and handed over. */
  @Benchmark
  public long verified() throws IOException {
    return read(dropping.open("weights"));
  }

  /** All shards are in memory. */
  @Benchmark
  public long again() throws IOException {
    return read(holding.open("weights"));
  }

  /** The same bytes hashed in memory. */
  @Benchmark
  public int hashOnly() throws NoSuchAlgorithmException {
    int ends = 0;
    for (int at = 0; at < bytes.length; at += shard) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes, at, Math.min(shard, bytes.length - at));
      ends += sha256.digest()[0];
    }
    return ends;
  }

  /** The same bytes read from the file, unverified. */
  @Benchmark
  public long readOnly() throws IOException {
    return read(Files.newByteChannel(file));
  }

  private long read(SeekableByteChannel opened) throws IOException {
    try (SeekableByteChannel channel = opened) {
      long count = 0;
      while (channel.read(target.clear()) >= 0) {
        count += target.position();
      }
      if (count != bytes.length) {
        throw new IllegalStateException(count + " bytes instead of " + bytes.length);
      }
      return count;
    }
  }

  private long sum(SeekableByteChannel opened) throws IOException {
    try (SeekableByteChannel channel = opened) {
      long sum = 0;
      while (channel.read(target.clear()) >= 0) {
        target.flip();
        while (target.hasRemaining()) {
          sum = 31 * sum + target.get();
        }
      }
      return sum;
    }
  }
}
