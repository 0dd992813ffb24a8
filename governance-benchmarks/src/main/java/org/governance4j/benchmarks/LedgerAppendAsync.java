package org.governance4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.BenchLedger;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * One producer that does not wait for each of its entries, sustained: an operation is {@code
 * entries} of them from the first call until the last is durable and a signed checkpoint over all
 * of them is published. The row {@code :appended} has entries a second.
 *
 * <p>{@code encoded}: 200 bytes each, encoded before. {@code typed}: objects, which the ledger
 * stamps and writes as canonical JSON on the producer's thread. {@code deduped}: those with an
 * idempotency key each, made on that thread too. {@code encodedCall} and {@code typedCall} are what
 * one call costs the producer while it does that; read the median, for in the others it waits for
 * the disk.
 *
 * <p>Memory is bounded: the process has 256 MiB, the producer at most {@value InFlight#CAPACITY}
 * entries on their way.
 *
 * <pre>./governance bench LedgerAppendAsync --quick</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class LedgerAppendAsync {
  private static final int MASK = LedgerEntries.COUNT - 1;

  /** How many entries are an operation of {@code encoded} and {@code typed}. */
  @Param("1000000")
  public int entries;

  private final byte[][] encoded = LedgerEntries.encoded();
  private final Entry[] typed = LedgerEntries.typed();
  private final SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
  private Scratch scratch;
  private FileLedger ledger;
  private InFlight inFlight;

  /** Counts what has become durable and published. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Appended {
    /** Entries. */
    public long appended;
  }

  /** Starts an empty ledger. */
  @Setup(Level.Iteration)
  public void start() throws IOException {
    scratch = Scratch.make();
    inFlight = new InFlight();
    ledger =
        BenchLedger.create(
            scratch.place("ledger"),
            OurLedger.ORIGIN,
            key,
            FileLedgerConfig.defaults().withQueueCapacity(InFlight.CAPACITY),
            Duration.ZERO);
  }

  /** Requires that all is published, and removes it. */
  @TearDown(Level.Iteration)
  public void stop() throws IOException {
    publish();
    ledger.close();
    scratch.close();
  }

  /** Entries that were encoded before. */
  @Benchmark
  public void encoded(Appended counter) {
    for (int i = 0; i < entries; i++) {
      inFlight.add(BenchLedger.submit(ledger, encoded[i & MASK]));
    }
    publish();
    counter.appended += entries;
  }

  /** Entries that the ledger encodes. */
  @Benchmark
  public void typed(Appended counter) {
    for (int i = 0; i < entries; i++) {
      inFlight.add(ledger.submit(typed[i & MASK]));
    }
    publish();
    counter.appended += entries;
  }

  /** Entries that the ledger encodes, each with an idempotency key that is new. */
  @Benchmark
  public void deduped(Appended counter) {
    for (int i = 0; i < entries; i++) {
      JsonValue key = JsonValue.of("order-" + inFlight.submitted());
      Entry entry = typed[i & MASK].toBuilder().attribute("idempotency", key).build();
      inFlight.add(ledger.submit(entry));
    }
    publish();
    counter.appended += entries;
  }

  /** The call of one entry that was encoded before. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void encodedCall() {
    inFlight.add(BenchLedger.submit(ledger, encoded[(int) inFlight.submitted() & MASK]));
  }

  /** The call of one entry that the ledger encodes. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void typedCall() {
    inFlight.add(ledger.submit(typed[(int) inFlight.submitted() & MASK]));
  }

  private void publish() {
    inFlight.settle();
    long size = OurLedger.publishedSize(ledger);
    if (size != inFlight.submitted()) {
      throw new IllegalStateException(size + " published of " + inFlight.submitted());
    }
  }
}
