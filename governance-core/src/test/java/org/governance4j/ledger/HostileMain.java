package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.governance4j.GovernanceException;

/**
 * Does everything that can be done to each of the ledgers in a directory, in a process of its own
 * with little memory, and prints a line for each outcome.
 */
final class HostileMain {
  private HostileMain() {}

  public static void main(String[] args) throws IOException {
    List<Path> ledgers;
    try (Stream<Path> all = Files.list(Path.of(args[0]))) {
      ledgers = all.sorted().toList();
    }
    for (Path ledger : ledgers) {
      LedgerVerifier verifier = LedgerVerifier.of(Logs.VERIFIER).withThreads(4);
      outcome(ledger, "verify", () -> verifier.verify(ledger).size());
      outcome(ledger, "read", () -> read(ledger));
      outcome(ledger, "serve", () -> serve(ledger));
      outcome(ledger, "open", () -> open(ledger));
    }
  }

  private static void outcome(Path ledger, String what, Callable<Object> action) {
    String outcome;
    try {
      outcome = "ok " + action.call();
    } catch (GovernanceException e) {
      outcome = "refused " + e.getMessage();
    } catch (Exception | Error e) {
      outcome = "UNCHECKED " + e;
    }
    System.out.println(ledger.getFileName() + " " + what + ": " + outcome.replace('\n', ' '));
  }

  private static Object read(Path ledger) {
    try (FileLedgerReader reader = FileLedgerReader.open(ledger)) {
      long size = reader.size();
      reader.read(size - 1, 1);
      reader.read(0, 300);
      reader.inclusionProof(0, size);
      reader.inclusionProof(size - 1, size);
      return reader.consistencyProof(1, size).path().size();
    }
  }

  private static Object serve(Path ledger) {
    LogFiles files = LogFiles.in(ledger);
    StringBuilder statuses = new StringBuilder();
    for (String path :
        List.of(
            "/checkpoint",
            "/tile/0/000",
            "/tile/0/002.p/88",
            "/tile/1/000.p/2",
            "/tile/entries/000",
            "/tile/entries/000.p/3",
            "/tile/entries/002.p/88")) {
      statuses.append(' ').append(files.respond("GET", path, "gzip").status());
    }
    return statuses;
  }

  private static Object open(Path ledger) {
    try (FileLedger log = FileLedger.open(ledger, Logs.KEY, Logs.ON_DEMAND)) {
      return log.append(Logs.approval().build()).index();
    }
  }
}
