package org.governance4j.ledger;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.LedgerRecord;
import org.governance4j.Receipt;

/**
 * The writer of the scripts that kill it or fail its system calls.
 *
 * <pre>
 * append DIR COUNT   makes or opens a ledger and appends; prints "index leafhash" when durable
 * check DIR FILE     verifies the ledger, opens it, appends, verifies it again, and looks for every
 *                    receipt of the file
 * </pre>
 */
final class AppendForever {
  private static final int WAITING = 256;

  private AppendForever() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    FileLedgerConfig config = FileLedgerConfig.defaults().withPublishInterval(Duration.ofMillis(5));
    switch (args[0]) {
      case "append" -> append(directory, config, Long.parseLong(args[2]));
      case "check" -> check(directory, config, Path.of(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static FileLedger open(Path directory, FileLedgerConfig config) {
    return Files.exists(directory.resolve(LedgerLog.CHECKPOINT))
        ? FileLedger.open(directory, Logs.KEY, config)
        : FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, config);
  }

  private static void append(Path directory, FileLedgerConfig config, long count) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    try (FileLedger ledger = open(directory, config)) {
      Deque<CompletableFuture<Receipt>> waiting = new ArrayDeque<>();
      for (long i = 0; i < count; i++) {
        Entry.Builder entry =
            Entry.builder(Entry.Types.APPROVAL, "user:alice", "model:m")
                .attribute("n", JsonValue.of(i));
        waiting.add(
            ledger.submit(
                i % 50 == 0
                    ? entry.sensitive("name", JsonValue.of("Alice")).build()
                    : entry.build()));
        // Batches of all sizes.
        while (waiting.size() > i % WAITING) {
          print(out, waiting.remove().join());
        }
      }
      waiting.forEach(each -> print(out, each.join()));
    }
  }

  private static void print(PrintStream out, Receipt receipt) {
    out.println(receipt.index() + " " + receipt.leafHash().hex());
  }

  private static void check(Path directory, FileLedgerConfig config, Path receipts)
      throws Exception {
    LedgerVerifier verifier = LedgerVerifier.of(Logs.VERIFIER);
    long published = 0;
    if (Files.exists(directory.resolve(LedgerLog.CHECKPOINT))) {
      published = verifier.verify(directory).size();
    } else if (Files.size(receipts) > 0) {
      throw new AssertionError("acknowledged before there was a ledger");
    }
    try (FileLedger ledger = open(directory, config)) {
      ledger.append(Entry.builder(Entry.Types.APPROVAL, "user:bob", "model:m").build());
    }
    long size = verifier.verify(directory).size();
    if (size <= published) {
      throw new AssertionError(size + " entries, published were " + published);
    }
    long found = 0;
    try (FileLedgerReader reader = new FileLedgerReader(new OsDisk(directory))) {
      for (String line : Files.readAllLines(receipts)) {
        String[] receipt = line.split(" ");
        // The writer may have been killed in the midst of a line.
        if (receipt.length == 2 && receipt[1].length() == 64) {
          LedgerRecord record = reader.read(Long.parseLong(receipt[0]), 1).get(0);
          if (!record.leafHash().hex().equals(receipt[1])) {
            throw new AssertionError("entry " + receipt[0] + " is another one");
          }
          found++;
        }
      }
    }
    System.out.println(found + " receipts found among " + size + " entries");
  }
}
