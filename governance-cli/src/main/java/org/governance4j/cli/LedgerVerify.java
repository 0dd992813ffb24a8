package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.LedgerExport;
import org.governance4j.ledger.LedgerVerifier;
import org.governance4j.ledger.VerifiedLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies a ledger from its entries up. */
@Command(
    name = "verify",
    description = {
      "Derives the root from the entries and every tile, and compares with the signed checkpoint.",
      "With --export: verifies a file that ledger export wrote, without the ledger.",
      "With --complete or --heartbeat: lists also what is missing from the streams of entries, and"
          + " the silences.",
      "Exit code 1 names the first place that does not hold; governance ledger doctor lists all. It"
          + " is 1 also if a complete ledger was asked for and something is missing."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerVerify implements Callable<Integer> {
  private static final int MAX_NOTE_BYTES = 1_000_000;

  /** An entry whose every byte is escaped, or a checkpoint with many signatures. */
  private static final int MAX_LINE_BYTES = 8_000_000;

  private final Console console;

  @ArgGroup(multiplicity = "1")
  private Subject subject;

  /** What is verified. */
  static final class Subject {
    @Option(names = "--dir", paramLabel = "D", description = "The ledger.")
    private @Nullable Path directory;

    @Option(
        names = "--export",
        paramLabel = "FILE",
        description = "A file of governance ledger export, - for stdin, in place of the ledger.")
    private @Nullable Path export;
  }

  @Option(
      names = "--vkey",
      required = true,
      paramLabel = "V",
      description =
          "Its verifier key, as init printed it: from a place the ledger cannot change. Of any"
              + " signature type; several times for several that must all have signed. If the key"
              + " was rotated since, the ledger leads from this one to the new one.")
  private List<String> vkeys;

  @Option(
      names = "--since",
      paramLabel = "CHECKPOINTFILE",
      description = "An older checkpoint that the ledger must extend: reveals a rollback or fork.")
  private @Nullable Path since;

  @Option(
      names = "--predecessor",
      paramLabel = "D",
      description =
          "The ledger that this one was rolled over from: verified too, and the link between them.")
  private @Nullable Path predecessor;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "The origin, for a log that signs under another name than its origin.")
  private @Nullable String origin;

  @Option(
      names = "--entries",
      description = "Demand also that each entry is one of this program's, strictly read.")
  private boolean entries;

  @Option(
      names = "--complete",
      description =
          "Demand also that no stream of entries has a gap, a place taken twice or a broken link,"
              + " and that all heartbeats are borne out.")
  private boolean complete;

  @Option(
      names = "--heartbeat",
      paramLabel = "DURATION",
      description =
          "Demand --complete, and that there was no time without an entry longer than this, until"
              + " now: the ledger's heartbeat and a margin, for example 90m or PT1H30M.")
  private @Nullable String heartbeat;

  @Mixin Standard standard;

  LedgerVerify(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path directory = subject.directory;
    if (directory == null) {
      return export(Objects.requireNonNull(subject.export, "one of the two is there"));
    }
    LedgerVerifier verifier = verifier();
    Duration silence =
        heartbeat == null ? null : CompletenessReport.duration("--heartbeat", heartbeat);
    Input.requireDirectory("ledger directory", directory);
    try (FileLedgerReader reader = FileLedgerReader.open(directory);
        Progress progress = new Progress(console, "verifying", reader.size())) {
      VerifiedLog log = verifier.withProgress(progress::at).verify(directory);
      return holds(
          log,
          complete || silence != null
              ? CompletenessReport.of(reader, silence, Clock.systemUTC())
              : null);
    } catch (LedgerCorrupted | NoteRejected | ProofRejected e) {
      return fails(e);
    }
  }

  private int export(Path file) {
    if (since != null
        || origin != null
        || entries
        || complete
        || heartbeat != null
        || predecessor != null
        || vkeys.size() > 1) {
      throw new NotDone(
          "--export has one --vkey, and neither --since nor --origin, --entries, --complete,"
              + " --heartbeat or --predecessor");
    }
    NoteVerifier log = LedgerKeys.verifier(vkeys.get(0));
    try (InputStream in = Input.openOrStdin("export", file, console)) {
      Lines lines = new Lines(in, MAX_LINE_BYTES, () -> {});
      return holds(
          LedgerExport.verify(
              () -> {
                Lines.Line line = lines.next();
                return line == null ? null : line.bytes();
              },
              log,
              entry -> {}));
    } catch (LedgerCorrupted | NoteRejected | ProofRejected | InvalidData e) {
      return fails(e);
    } catch (IOException e) {
      throw new NotDone("export " + Input.name(file) + " cannot be read: " + Words.of(e), e);
    }
  }

  private int holds(LedgerExport.Verified export) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("verified", JsonValue.of(true))
              .with("origin", JsonValue.of(export.origin()))
              .with("size", JsonValue.of(export.size()))
              .with("root", JsonValue.of(export.root().base64()))
              .with("from", JsonValue.of(export.from()))
              .with("count", JsonValue.of(export.count())));
    } else {
      console.line(
          "verified: "
              + export.origin()
              + ", "
              + export.count()
              + (export.count() == 1 ? " entry" : " entries")
              + " from "
              + export.from()
              + " of "
              + export.size()
              + ", root "
              + export.root().base64());
    }
    return ExitCode.HOLDS;
  }

  private LedgerVerifier verifier() {
    LedgerVerifier verifier = LedgerVerifier.of(LedgerKeys.verifier(vkeys.get(0)));
    for (String also : vkeys.subList(1, vkeys.size())) {
      verifier = verifier.withSigner(LedgerKeys.verifier(also));
    }
    if (predecessor != null) {
      Input.requireDirectory("predecessor's directory", predecessor);
      verifier = verifier.withPredecessor(predecessor);
    }
    if (origin != null) {
      verifier = verifier.withOrigin(origin);
    }
    if (!entries) {
      verifier = verifier.withForeignEntries();
    }
    if (since != null) {
      byte[] note = Input.read("checkpoint file", since, MAX_NOTE_BYTES);
      try {
        verifier = verifier.withSince(SignedNote.parse(note));
      } catch (NoteRejected e) {
        throw new NotDone("checkpoint file " + since + ": " + e.getMessage(), e);
      }
    }
    return verifier;
  }

  private int holds(VerifiedLog log, @Nullable CompletenessReport report) {
    if (standard.json) {
      JsonValue.Obj result =
          JsonValue.object()
              .with("verified", JsonValue.of(true))
              .with("origin", JsonValue.of(log.origin()))
              .with("size", JsonValue.of(log.size()))
              .with("root", JsonValue.of(log.root().base64()))
              .with("vkey", JsonValue.of(log.key()));
      console.line(report == null ? result : report.addTo(result));
    } else {
      console.line(
          "verified: "
              + log.origin()
              + ", "
              + log.size()
              + (log.size() == 1 ? " entry" : " entries")
              + ", root "
              + log.root().base64());
      if (log.keys().size() > 1) {
        console.line("its key was rotated; it is now " + log.key());
      }
    }
    if (report == null) {
      return ExitCode.HOLDS;
    }
    if (!standard.json) {
      report.lines().forEach(console::line);
    }
    return report.found().complete() ? ExitCode.HOLDS : ExitCode.DOES_NOT_HOLD;
  }

  private int fails(GovernanceException reason) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("verified", JsonValue.of(false))
              .with("reason", JsonValue.of(Words.of(reason))));
    }
    console.message("not verified: " + Words.of(reason));
    return ExitCode.DOES_NOT_HOLD;
  }
}
