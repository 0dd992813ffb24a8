package org.governance4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.governance4j.Checkpoint;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerRecord;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.json.StrictJson;
import org.governance4j.ledger.FileLedgerReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds entries. */
@Command(
    name = "search",
    description = {
      "Prints the published entries that meet every condition, a line each as ledger log does, and"
          + " says at the end how many it has looked at and under which checkpoint.",
      "With --vkey the checkpoint's signature is checked, and every hit against it before it is"
          + " printed. That no hit is missing is what ledger verify is for.",
      "Exit codes: 0 whether or not anything was found; 1 if the ledger, its signature or the proof"
          + " of a hit does not hold.",
      "With --json: {\"entry\":…,\"index\":…} for each hit, and at the end {\"checkpoint\":"
          + "{\"origin\":…,\"root\":…,\"size\":…},\"found\":…,\"searched\":…,\"verified\":…}."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerSearch implements Callable<Integer> {
  private static final int PAGE = 256;

  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(
      names = "--where",
      paramLabel = "FIELD=VALUE",
      description =
          "A member that must have this value: a text, number, true, false or null. A dot goes into"
              + " an object, as in model.name=credit; of a list any element will do. May be"
              + " repeated: all must hold.")
  private List<String> where = List.of();

  @Option(names = "--type", paramLabel = "T", description = "The type, as --where type=T.")
  private @Nullable String type;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "The earliest ts, as in 2026-01-02T03:04:05Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "The ts must be before this time.")
  private @Nullable String until;

  @Option(names = "--vkey", paramLabel = "V", description = "The ledger's verifier key.")
  private @Nullable String vkey;

  @Mixin Standard standard;

  LedgerSearch(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    EntryFilter filter = new EntryFilter(where, type, since, until);
    if (filter.isEmpty()) {
      throw new NotDone(
          "nothing to search for: give --where, --type, --since or --until; governance ledger log"
              + " prints all entries");
    }
    NoteVerifier log = vkey == null ? null : LedgerKeys.verifier(vkey);
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      SignedNote note = reader.checkpoint();
      Checkpoint checkpoint =
          log == null ? Checkpoint.parse(note.text()) : Checkpoint.open(note, log);
      summarise(checkpoint, search(reader, checkpoint, filter));
      return ExitCode.HOLDS;
    } catch (LedgerCorrupted | NoteRejected | ProofRejected e) {
      console.message("the search stopped: " + Words.of(e));
      return ExitCode.DOES_NOT_HOLD;
    }
  }

  private long search(FileLedgerReader reader, Checkpoint checkpoint, EntryFilter filter) {
    long found = 0;
    try (Progress progress = new Progress(console, "searching", checkpoint.size())) {
      for (long next = 0; next < checkpoint.size(); ) {
        List<LedgerRecord> records =
            reader.read(next, (int) Math.min(PAGE, checkpoint.size() - next));
        for (LedgerRecord entry : records) {
          if (accepts(filter, entry)) {
            hit(reader, checkpoint, entry);
            found++;
          }
        }
        next += records.size();
        progress.at(next);
      }
    }
    return found;
  }

  private static boolean accepts(EntryFilter filter, LedgerRecord entry) {
    try {
      return StrictJson.parse(entry.bytes()) instanceof JsonValue.Obj object
          && filter.accepts(object);
    } catch (InvalidData e) {
      return false; // somebody else's entry has no members
    }
  }

  private void hit(FileLedgerReader reader, Checkpoint checkpoint, LedgerRecord entry) {
    if (vkey != null) {
      reader
          .inclusionProof(entry.index(), checkpoint.size())
          .verify(entry.leafHash(), checkpoint.root());
    }
    EntryLines.print(console, standard.json, entry);
  }

  private void summarise(Checkpoint checkpoint, long found) {
    boolean verified = vkey != null;
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("found", JsonValue.of(found))
              .with("searched", JsonValue.of(checkpoint.size()))
              .with("verified", JsonValue.of(verified))
              .with(
                  "checkpoint",
                  JsonValue.object()
                      .with("origin", JsonValue.of(checkpoint.origin()))
                      .with("size", JsonValue.of(checkpoint.size()))
                      .with("root", JsonValue.of(checkpoint.root().base64()))));
    } else {
      console.message(
          "found "
              + found
              + " of "
              + checkpoint.size()
              + " entries under the checkpoint of "
              + checkpoint.origin()
              + " with the root "
              + checkpoint.root().base64()
              + (verified
                  ? ", whose signature holds and which every hit is proven against"
                  : "; neither its signature nor the hits were verified: give --vkey"));
    }
  }
}
