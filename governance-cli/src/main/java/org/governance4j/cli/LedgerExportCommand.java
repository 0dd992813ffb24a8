package org.governance4j.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.ProofRejected;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.LedgerExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes entries with their proof into a file. */
@Command(
    name = "export",
    description = {
      "Writes published entries, with what proves them, into one file that a third party can verify"
          + " with the verifier key alone: governance ledger verify --export FILE --vkey V.",
      "JSON lines: first {\"checkpoint\":…,\"count\":…,\"first\":[…],\"format\":"
          + "\"governance4j-export/1\",\"from\":…,\"last\":[…]} with the signed checkpoint and the"
          + " inclusion proofs (RFC 6962) of the first and the last entry; then, an entry each,"
          + " {\"entry\":…,\"index\":…,\"leafHash\":…}. The left siblings in first, the leaf hashes"
          + " of the lines and the right siblings in last fold to the signed root.",
      "Disclosures of hidden values are not exported."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerExportCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(names = "--from", paramLabel = "I", description = "The first index. Default: 0.")
  private long from;

  @Option(names = "--limit", paramLabel = "N", description = "The most entries. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, which must not exist yet; - for stdout.")
  private Path out;

  @Mixin Standard standard;

  LedgerExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      long size = reader.size();
      if (from < 0 || (from >= size && from > 0)) {
        throw new NotDone("--from must be below the size " + size + ": " + from);
      }
      if (limit < 1) {
        throw new NotDone("--limit must be at least 1: " + limit);
      }
      if (out.toString().equals("-")) {
        LedgerExport.write(reader, from, limit, this::stdout);
      } else {
        told(write(reader));
      }
      return ExitCode.HOLDS;
    } catch (LedgerCorrupted | ProofRejected e) {
      console.message(directory + " cannot be exported: " + Words.of(e));
      return ExitCode.DOES_NOT_HOLD;
    }
  }

  private void stdout(String line) {
    console.text(Words.harmlessJson(line) + "\n");
  }

  /** All of it or nothing: a part of an export looks like one that was changed. */
  private long write(FileLedgerReader reader) {
    try {
      if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(out.toString());
      }
      Path written = out.resolveSibling("." + UUID.randomUUID() + ".tmp");
      try {
        long count = write(reader, written);
        Files.move(written, out); // over no file that has come meanwhile
        return count;
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new NotDone("export " + out + " cannot be written: " + Words.of(e), e);
    }
  }

  private long write(FileLedgerReader reader, Path file) throws IOException {
    try (BufferedWriter writer =
        Files.newBufferedWriter(
            file,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      return LedgerExport.write(
          reader,
          from,
          limit,
          line -> {
            try {
              writer.write(line);
              writer.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private void told(long count) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("count", JsonValue.of(count))
              .with("from", JsonValue.of(from))
              .with("out", JsonValue.of(out.toString())));
    } else {
      console.message(
          count + (count == 1 ? " entry" : " entries") + " from " + from + " written to " + out);
    }
  }
}
