package org.governance4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerRecord;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.ledger.FileLedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists entries. */
@Command(
    name = "log",
    description = {
      "Prints the published entries, a line each.",
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
          console.line(standard.json ? json(entry) : text(entry));
        }
        next += records.size();
      }
      return ExitCode.HOLDS;
    } catch (LedgerCorrupted e) {
      console.message(Words.of(e));
      return ExitCode.DOES_NOT_HOLD;
    }
  }

  private static String json(LedgerRecord entry) {
    JsonValue.Obj line = JsonValue.object().with("index", JsonValue.of(entry.index()));
    byte[] bytes = entry.bytes();
    JsonValue parsed;
    try {
      parsed = StrictJson.parse(bytes);
    } catch (InvalidData e) {
      parsed = JsonValue.NULL; // somebody else's entry
    }
    boolean canonical = parsed != JsonValue.NULL && isCanonical(parsed, bytes);
    return CanonicalJson.writeString(
        canonical
            ? line.with("entry", parsed)
            : line.with("bytes", JsonValue.of(Base64.getEncoder().encodeToString(bytes))));
  }

  private static boolean isCanonical(JsonValue parsed, byte[] bytes) {
    try {
      return Arrays.equals(CanonicalJson.write(parsed), bytes);
    } catch (IllegalArgumentException e) {
      return false; // a value without canonical form
    }
  }

  private static String text(LedgerRecord stored) {
    Entry entry;
    try {
      entry = EntryCodec.decode(stored.bytes());
    } catch (InvalidData e) {
      return stored.index() + "  (" + stored.bytes().length + " bytes, not an entry)";
    }
    StringBuilder line = new StringBuilder();
    line.append(stored.index()).append("  ").append(entry.time()).append("  ");
    line.append(entry.type()).append("  ").append(entry.actor()).append("  ");
    line.append(entry.subject());
    if (entry.decision() != null) {
      line.append("  ").append(entry.decision());
    }
    if (entry.reason() != null) {
      line.append("  \"").append(entry.reason()).append('"');
    }
    return Words.line(line.toString());
  }
}
