package org.governance4j.tck;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.MerkleTree;
import org.governance4j.NoteVerifier;

/** The contract of ledger readers, held against the toy. */
@Faulty
class ToyReaderSubject extends LedgerReaderContract implements Faulty.Subject {
  private static final String ORIGIN = "example.org/toy";

  private ToyReader.Fault fault = ToyReader.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyReader.Fault.valueOf(name);
  }

  @Override
  protected Opened open(Path home) {
    ToyKey key = ToyKey.first();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      entries.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
    }
    Checkpoint checkpoint =
        new Checkpoint(
            ORIGIN,
            entries.size(),
            MerkleTree.root(entries.stream().map(MerkleTree::leafHash).toList()));
    ToyReader.Published published =
        new ToyReader.Published(key.note(ORIGIN, checkpoint.body()), entries);
    NoteVerifier verifier = key.verifier(ORIGIN);
    return new Opened(new ToyReader(fault, () -> published), verifier);
  }
}
