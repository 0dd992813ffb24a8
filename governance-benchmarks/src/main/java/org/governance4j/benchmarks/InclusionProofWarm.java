package org.governance4j.benchmarks;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.governance4j.Checkpoint;
import org.governance4j.InclusionProof;
import org.governance4j.MerkleTree;
import org.governance4j.ledger.FileLedgerReader;
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
 * One inclusion proof from an open reader, of an entry anywhere in the ledger, in the published
 * tree; read the median. The files are in the system's cache. A thousand proofs are verified
 * before.
 *
 * <pre>./governance bench InclusionProofWarm --quick</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class InclusionProofWarm {

  /** How many entries there are. */
  @Param("1000000")
  public int entries;

  private final SplittableRandom random = new SplittableRandom(11);
  private PublishedLedger ledger;
  private FileLedgerReader reader;

  /** Writes the ledger, opens it and verifies some proofs. */
  @Setup
  public void write() throws IOException {
    ledger = new PublishedLedger(entries);
    reader = FileLedgerReader.open(ledger.directory);
    Checkpoint checkpoint = Checkpoint.open(reader.checkpoint(), ledger.verifier);
    for (int i = 0; i < 1_000; i++) {
      InclusionProof proof = ours();
      proof.verify(MerkleTree.leafHash(ledger.entry(proof.index())), checkpoint.root());
    }
  }

  /** Removes it. */
  @TearDown
  public void remove() throws IOException {
    reader.close();
    ledger.close();
  }

  /** A proof. */
  @Benchmark
  public InclusionProof ours() {
    return reader.inclusionProof(random.nextLong(entries), entries);
  }
}
