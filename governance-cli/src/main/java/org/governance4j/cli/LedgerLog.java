package org.governance4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerRecord;
import org.governance4j.ledger.FileLedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists entries. */
@Command(
    name = "log",
    description = {
      "Prints the published entries, a line each. What was appended since the last checkpoint is"
          + " durable, but shows only once the next one is published.",
      "With --json: {\"index\":…,\"entry\":…}, the entry being the canonical JSON that was hashed;"
          + " other bytes stand in base64 as \"bytes\"."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerLog implements Callable<Integer> {
  private static final int PAGE = 256;

  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(names = "--from", paramLabel = "I", description = "The first index. Default: 0.")
  private long from;

  @Option(names = "--limit", paramLabel = "N", description = "The most entries. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Mixin Standard standard;

  LedgerLog(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new NotDone("--limit must be at least 1: " + limit);
    }
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      long size = reader.size();
      if (from < 0 || from > size) {
        throw new NotDone("--from must be from 0 to the size " + size + ": " + from);
      }
      long to = limit < size - from ? from + limit : size;
      for (long next = from; next < to; ) {
        List<LedgerRecord> records = reader.read(next, (int) Math.min(PAGE, to - next));
        for (LedgerRecord entry : records) {
          EntryLines.print(console, standard.json, entry);
        }
        next += records.size();
      }
      return ExitCode.HOLDS;
    } catch (LedgerCorrupted e) {
      console.message(Words.of(e));
      return ExitCode.DOES_NOT_HOLD;
    }
  }
}
