package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.LedgerUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one ledger. */
@Timeout(120)
class OtherProcessTest {
  private static final long AT_ONCE_MILLIS = 100;

  @TempDir private Path temp;

  private Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            temp.resolve("ledger").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private FileLedger open() {
    return FileLedger.open(temp.resolve("ledger"), Logs.KEY, Logs.ON_DEMAND);
  }

  @Test
  @Rule("L76")
  void a_second_process_is_refused_at_once() throws Exception {
    Path directory = temp.resolve("ledger");
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      Process other = start(Refused.class);
      List<String> said =
          new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertEquals(0, other.waitFor(), said::toString);
      long millis = Long.parseLong(said.get(0));
      // The fastest of some attempts: a busy machine is not what is measured.
      assertTrue(millis <= AT_ONCE_MILLIS, "refused after " + millis + " ms");
      assertEquals(0, ledger.append(Logs.approval().build()).index());
    }
  }

  @Test
  @Rule("L76")
  void a_process_that_is_killed_leaves_the_ledger_to_the_next() throws Exception {
    try (FileLedger ledger =
        FileLedger.create(temp.resolve("ledger"), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      ledger.append(Logs.approval().build());
    }
    Process holder = start(Holder.class);
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("1", said.readLine());
      boolean refused = false;
      try {
        open().close();
      } catch (LedgerUnavailable e) {
        refused = true;
      }
      assertTrue(refused, "two processes have the ledger open");
      // SIGKILL
      holder.destroyForcibly().waitFor();
    }
    try (FileLedger ledger = open()) {
      assertEquals(2, ledger.append(Logs.approval().build()).index());
    }
  }

  /** Is refused some times, and tells how long the fastest refusal took. */
  static final class Refused {
    public static void main(String[] args) {
      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        try {
          FileLedger.open(Path.of(args[0]), Logs.KEY, Logs.ON_DEMAND).close();
          System.exit(1);
        } catch (LedgerUnavailable e) {
          fastest = Math.min(fastest, System.nanoTime() - start);
        }
      }
      System.out.println(fastest / 1_000_000);
    }
  }

  /** Opens the ledger, appends, and never closes it. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      FileLedger ledger = FileLedger.open(Path.of(args[0]), Logs.KEY, Logs.ON_DEMAND);
      System.out.println(ledger.append(Logs.approval().build()).index());
      while (System.in.read() >= 0) {
        // Whatever comes, only a signal ends this.
        continue;
      }
    }
  }
}
