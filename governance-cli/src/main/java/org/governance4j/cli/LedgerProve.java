package org.governance4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerRecord;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.OfflineProofs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves an entry. */
@Command(
    name = "prove",
    description = {
      "Prints the proof that an entry is in the ledger, a C2SP tlog-proof: with the entry and the"
          + " verifier key it can be checked offline.",
      "The proof was held against the stored entry and the checkpoint's root, not against its"
          + " signature; exit code 1 if it does not lead there."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerProve implements Callable<Integer> {
  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "I",
      description = "The entry's position, from 0.")
  private long index;

  @Option(
      names = "--with-entry",
      description =
          "Put the entry into the proof file's extra line: evidence that a deployment gate takes.")
  private boolean withEntry;

  @Mixin Standard standard;

  LedgerProve(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      TlogProof proof = OfflineProofs.prove(reader, index);
      Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(proof.checkpoint()).text());
      LedgerRecord entry = reader.read(index, 1).get(0);
      Digest leafHash = entry.leafHash();
      new InclusionProof(index, checkpoint.size(), proof.path())
          .verify(leafHash, checkpoint.root());
      if (standard.json) {
        console.line(json(proof, leafHash, checkpoint));
      } else {
        String text = (withEntry ? proof.withExtra(entry.bytes()) : proof).toString();
        if (!Words.areHarmless(text)) {
          throw new NotDone(
              "the checkpoint has characters that a terminal would obey; give --json, which escapes"
                  + " them");
        }
        console.text(text);
      }
      return ExitCode.HOLDS;
    } catch (LedgerCorrupted | ProofRejected e) {
      console.message("entry " + index + " of " + directory + " cannot be proven: " + Words.of(e));
      return ExitCode.DOES_NOT_HOLD;
    }
  }

  private static JsonValue json(TlogProof proof, Digest leafHash, Checkpoint checkpoint) {
    JsonValue[] path =
        proof.path().stream().map(hash -> JsonValue.of(hash.base64())).toArray(JsonValue[]::new);
    return JsonValue.object()
        .with("origin", JsonValue.of(checkpoint.origin()))
        .with("index", JsonValue.of(proof.index()))
        .with("leafHash", JsonValue.of(leafHash.base64()))
        .with("size", JsonValue.of(checkpoint.size()))
        .with("root", JsonValue.of(checkpoint.root().base64()))
        .with("path", JsonValue.array(path))
        .with("checkpoint", JsonValue.of(proof.checkpoint()));
  }
}
