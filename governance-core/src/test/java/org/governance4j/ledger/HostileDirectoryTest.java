package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories that somebody made to do harm. */
@Timeout(300)
class HostileDirectoryTest {
  private static final int SIZE = 600;

  @TempDir private Path temp;

  private Path copy(Path good, String name) throws IOException {
    Path target = temp.resolve("ledgers").resolve(name);
    try (Stream<Path> all = Files.walk(good)) {
      for (Path path : all.toList()) {
        Path to = target.resolve(good.relativize(path).toString());
        Files.createDirectories(to.getParent());
        Files.copy(path, to);
      }
    }
    return target;
  }

  private static void fifo(Path path) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("mkfifo", path.toString()).start();
    assertEquals(0, process.waitFor(), "mkfifo " + path);
  }

  private static SignedNote sign(Checkpoint checkpoint) {
    byte[] signature = Logs.KEY.sign(checkpoint.body().getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(
        checkpoint.body(),
        new NoteSignature(Logs.VERIFIER.name(), Logs.VERIFIER.keyId(), signature));
  }

  @Test
  @Rule({"L84", "L85"})
  void whatever_stands_in_a_directory_is_refused_in_64_mebibytes_and_without_waiting()
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no named pipes here");
    Path good = temp.resolve("good");
    Files.createDirectory(good);
    try (FileLedger log = FileLedger.create(good, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      for (int i = 0; i < SIZE; i++) {
        log.submit(Logs.approval().build());
      }
    }
    List<String> names = new ArrayList<>(List.of("checkpoint", ".state/signed.log", ".state/lock"));
    try (Stream<Path> state = Files.list(good.resolve(".state"))) {
      state
          .map(path -> ".state/" + path.getFileName())
          .filter(name -> name.startsWith(".state/wal-"))
          .forEach(names::add);
    }
    names.addAll(
        List.of("tile/0/000", "tile/1/000.p/2", "tile/entries/000", "tile/entries/002.p/88"));
    copy(good, "aGoodOne");
    int number = 0;
    for (String name : names) {
      String label = "n" + number++ + "-" + name.replaceAll("[^a-z0-9]", "");
      Path pipe = copy(good, label + "-pipe").resolve(name);
      Files.delete(pipe);
      fifo(pipe);
      Path folder = copy(good, label + "-folder").resolve(name);
      Files.delete(folder);
      Files.createDirectory(folder);
      Path device = copy(good, label + "-device").resolve(name);
      Files.delete(device);
      Files.createSymbolicLink(device, Path.of("/dev/zero"));
      Path loop = copy(good, label + "-loop").resolve(name);
      Files.delete(loop);
      Files.createSymbolicLink(loop, loop);
      Path sparse = copy(good, label + "-sparse").resolve(name);
      try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
        file.setLength(1L << 36);
      }
      Path above = copy(good, label + "-above").resolve(name).getParent();
      if (!above.getFileName().toString().endsWith("above")) {
        delete(above);
        Files.writeString(above, "a file in place of a directory");
      }
    }
    // Four bundles of 16 MiB whose lengths are right, and one whose first length is all there is.
    Path wide = copy(good, "wide");
    byte[] longest = new byte[EntryBundle.MAX_BYTES];
    Arrays.fill(longest, (byte) 0xff);
    for (String bundle : List.of("000", "001", "002.p/88")) {
      Files.write(wide.resolve("tile/entries/" + bundle), longest);
    }
    Files.write(copy(good, "lying").resolve("tile/entries/001"), new byte[] {-1, -1, 0});
    for (long size : new long[] {1L << 32, 1L << 62, Long.MAX_VALUE - 255, Long.MAX_VALUE}) {
      Path far = copy(good, "size" + size).resolve("checkpoint");
      Files.write(far, sign(new Checkpoint(Logs.ORIGIN, size, Digest.sha256(longest))).encode());
    }
    Path crowded = copy(good, "crowded");
    int files = Integer.getInteger("governance.hostile.files", 20_000);
    for (String directory : List.of("tile/0/002.p", "tile/entries/002.p", ".state")) {
      for (int i = 0; i < files / 3; i++) {
        Files.createFile(crowded.resolve(directory).resolve("no-tile-has-such-a-name-" + i));
      }
    }
    for (String odd : List.of("0", "007", "256", "-1", "x", "99999999999999999999", "1 ", "٣")) {
      Files.writeString(crowded.resolve("tile/0/002.p/" + odd), "odd");
    }

    List<String> lines = run(temp.resolve("ledgers"));
    assertTrue(lines.size() > 200, "only " + lines.size());
    for (String line : lines) {
      assertTrue(!line.contains("UNCHECKED"), line);
      boolean isGood = line.startsWith("aGoodOne") || line.startsWith("crowded");
      boolean isPrivate = line.contains("state") && !line.contains(" open:");
      if (isGood && files <= 100_000) {
        assertTrue(line.contains(": ok"), line);
      }
      if (line.contains(" verify:") && !isGood && !isPrivate && !line.contains("above")) {
        assertTrue(line.contains(": refused"), line);
      }
      if (line.matches("n\\d+-(state|check)\\S*-(pipe|folder|device|loop) open:.*")) {
        assertTrue(line.contains(": refused"), line);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<String> run(Path ledgers) throws Exception {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HostileMain.class.getName(),
                ledgers.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(240, TimeUnit.SECONDS), () -> "it waits: " + text(out));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> text(err));
    return Files.readAllLines(out);
  }

  private static String text(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(Math.max(0, text.length() - 2_000));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
