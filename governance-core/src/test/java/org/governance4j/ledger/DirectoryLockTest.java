package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.governance4j.LedgerUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DirectoryLockTest {
  @TempDir private Path temp;

  private Path directory() {
    return temp.resolve("a/ledger");
  }

  private FileLedger create() {
    return FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND);
  }

  private FileLedger open() {
    return FileLedger.open(directory(), Logs.KEY, Logs.ON_DEMAND);
  }

  @Test
  void a_second_writer_is_refused_by_name_in_the_same_process() {
    try (FileLedger ledger = create()) {
      LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, this::open);
      assertEquals(directory() + " is already open in this process", refusal.getMessage());
      // By another path to the same place, too.
      Path detour = directory().resolve("../ledger");
      assertThrows(
          LedgerUnavailable.class, () -> FileLedger.open(detour, Logs.KEY, Logs.ON_DEMAND));
      assertEquals(0, ledger.append(Logs.approval().build()).index());
    }
    FileLedger first = open();
    first.close();
    try (FileLedger second = open()) {
      // Closing twice must not release what somebody else has opened since.
      first.close();
      assertThrows(LedgerUnavailable.class, this::open);
      assertEquals(1, second.append(Logs.approval().build()).index());
    }
  }

  @Test
  void a_second_writer_is_refused_in_another_process() throws Exception {
    try (FileLedger ledger = create()) {
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  SecondWriter.class.getName(),
                  directory().toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(17, other.waitFor(), said);
      assertTrue(said.contains(directory() + " is already open in another process"), said);
      assertEquals(0, ledger.append(Logs.approval().build()).index());
    }
  }

  /** What the other process does. */
  static final class SecondWriter {
    public static void main(String[] args) {
      try {
        FileLedger.open(Path.of(args[0]), Logs.KEY, Logs.ON_DEMAND).close();
      } catch (LedgerUnavailable e) {
        System.out.println(e.getMessage());
        System.exit(17);
      }
    }
  }
}
