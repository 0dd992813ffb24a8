package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.governance4j.GovernanceException;
import org.governance4j.LedgerUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links to what is as it should be, elsewhere. */
class SymbolicLinksTest {
  @TempDir private Path temp;
  private Path directory;

  @BeforeEach
  void ledger() {
    directory = temp.resolve("ledger");
    assumeTrue(
        temp.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "needs symbolic links");
    try (FileLedger log = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      for (int i = 0; i < 300; i++) {
        log.submit(Logs.approval().build());
      }
    }
  }

  private List<Path> names(String below) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve(below))) {
      return new ArrayList<>(all.toList());
    }
  }

  private void everything() {
    Logs.verifier().verify(directory);
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      reader.read(0, 300);
      reader.inclusionProof(7, 300);
      reader.inclusionProof(290, 300);
    }
  }

  @Test
  @Rule("L84")
  void no_link_below_a_ledger_is_followed_to_what_is_published() throws IOException {
    everything();
    List<Path> all = names("tile");
    all.add(directory.resolve("checkpoint"));
    int refused = 0;
    for (Path path : all) {
      Path elsewhere = temp.resolve("elsewhere");
      Files.move(path, elsewhere);
      Files.createSymbolicLink(path, elsewhere);
      GovernanceException refusal =
          assertThrows(GovernanceException.class, this::everything, path.toString());
      assertTrue(refusal.getMessage().contains("symbolic link"), refusal::toString);
      refused++;
      Files.delete(path);
      Files.move(elsewhere, path);
    }
    assertTrue(refused >= 9, "only " + refused);
    everything();
  }

  @Test
  @Rule("L84")
  void no_link_below_a_ledger_is_followed_when_it_is_opened() throws IOException {
    List<Path> all = names(".state");
    all.removeIf(
        path -> path.toString().contains("/index") || path.toString().endsWith("/reserve"));
    all.add(directory.resolve("checkpoint"));
    for (Path path : all) {
      Path elsewhere = temp.resolve("elsewhere");
      Files.move(path, elsewhere);
      Files.createSymbolicLink(path, elsewhere);
      assertThrows(
          LedgerUnavailable.class,
          () -> FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND).close(),
          path.toString());
      Files.delete(path);
      Files.move(elsewhere, path);
    }
    try (FileLedger log = FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)) {
      log.append(Logs.approval().build());
    }
  }

  @Test
  @Rule("L84")
  void nothing_is_written_through_a_link() throws IOException {
    Path victim = Files.writeString(temp.resolve("victim"), "mine");
    Path folder = Files.createDirectory(temp.resolve("folder"));
    OsDisk disk = new OsDisk(directory);
    Files.createSymbolicLink(directory.resolve("link"), victim);
    Files.createSymbolicLink(directory.resolve("folder"), folder);
    assertThrows(IOException.class, () -> disk.create("link", Disk.Access.PUBLIC));
    assertThrows(IOException.class, () -> disk.append("link", Disk.Access.PUBLIC));
    assertThrows(IOException.class, () -> disk.create("folder/new", Disk.Access.PUBLIC));
    assertThrows(IOException.class, () -> disk.rename("checkpoint", "folder/new"));
    assertThrows(IOException.class, () -> disk.createDirectory("folder", Disk.Access.PUBLIC));
    assertThrows(IOException.class, () -> disk.list("folder"));
    assertEquals("mine", Files.readString(victim));
    try (Stream<Path> found = Files.list(folder)) {
      assertEquals(0, found.count());
    }
  }

  @Test
  void the_directory_itself_may_be_a_link() throws IOException {
    directory = Files.createSymbolicLink(temp.resolve("alias"), directory);
    everything();
    try (FileLedger log = FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)) {
      log.append(Logs.approval().build());
    }
  }
}
