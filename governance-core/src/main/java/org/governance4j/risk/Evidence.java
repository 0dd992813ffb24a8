package org.governance4j.risk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;

/**
 * A ledger entry with its offline proof: what one log's decision is to everybody who pins that
 * log's key, without reaching the log.
 *
 * <p>As a file it is a C2SP tlog-proof whose {@code extra} line holds the entry.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Evidence {

  /** The longest evidence file in bytes: an entry, a path of 63 hashes and a signed checkpoint. */
  public static final int MAX_BYTES = 1024 * 1024;

  private final TlogProof proof;

  private Evidence(TlogProof proof) {
    this.proof = proof;
  }

  /**
   * Takes a published entry out of a ledger, with its proof at the latest checkpoint.
   *
   * @param reader the ledger
   * @param index the entry, below the latest checkpoint's size
   * @throws IllegalArgumentException if the entry is not published
   */
  public static Evidence of(LedgerReader reader, long index) {
    SignedNote note = reader.checkpoint();
    Checkpoint latest = Checkpoint.parse(note.text());
    if (index < 0 || index >= latest.size()) {
      throw new IllegalArgumentException(
          "entry " + index + " is not published: the checkpoint covers " + latest.size());
    }
    LedgerRecord entry = reader.read(index, 1).get(0);
    List<Digest> path = reader.inclusionProof(index, latest.size()).path();
    return new Evidence(TlogProof.of(index, path, note).withExtra(entry.bytes()));
  }

  /**
   * Reads an evidence file.
   *
   * @throws IOException if it cannot be read
   * @throws ProofRejected if it is not a proof file with an entry in it
   */
  public static Evidence read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new ProofRejected(
          "evidence " + file + " has " + size + " bytes, the limit is " + MAX_BYTES);
    }
    return parse(Files.readAllBytes(file));
  }

  /**
   * Parses the bytes of an evidence file.
   *
   * @throws ProofRejected if they are not a proof file with an entry in it
   */
  public static Evidence parse(byte[] bytes) {
    TlogProof proof = TlogProof.parse(bytes);
    if (proof.extra().length == 0) {
      throw new ProofRejected("the proof file carries no entry in its extra line");
    }
    return new Evidence(proof);
  }

  /** The bytes of the evidence file. */
  public byte[] encode() {
    return proof.encode();
  }

  /** The entry's position in its log. */
  public long index() {
    return proof.index();
  }

  /** A copy of the entry's bytes; nothing is verified yet. */
  public byte[] entry() {
    return proof.extra();
  }

  /**
   * Verifies that the entry is in the log.
   *
   * @param log the pinned key of the log
   * @return the log's checkpoint that shows it
   * @throws ProofRejected if the path does not lead to the checkpoint's root
   * @throws org.governance4j.NoteRejected if the checkpoint is not the log's
   */
  public Checkpoint verify(NoteVerifier log) {
    return proof.verify(proof.extra(), log);
  }
}
