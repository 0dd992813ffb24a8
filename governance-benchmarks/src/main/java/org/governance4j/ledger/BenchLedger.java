package org.governance4j.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.KeyHandle;
import org.governance4j.Receipt;

/**
 * What the benchmarks need of a ledger and its users do not: a slow disk, entries that were encoded
 * before, and a write-ahead log that is as long as one likes. All that depends on how a ledger is
 * built stands here; it is in this package for that reason alone.
 */
public final class BenchLedger {
  private static final int COMMIT = 4096;

  private BenchLedger() {}

  /**
   * Makes a ledger.
   *
   * @param delay what every fsync takes longer; zero for the disk as it is, with nothing between
   */
  public static FileLedger create(
      Path directory, String origin, KeyHandle key, FileLedgerConfig config, Duration delay) {
    if (delay.isZero()) {
      return FileLedger.create(directory, origin, key, config);
    }
    Disk disk = new SlowDisk(new OsDisk(directory), delay.toNanos());
    return FileLedger.start(
        disk,
        config,
        () -> {
          Files.createDirectories(directory);
          return () -> {}; // nobody else knows of the directory
        },
        () -> LedgerLog.create(disk, origin, key));
  }

  /** Submits an entry as bytes; what comes back completes when it is durable. */
  public static CompletableFuture<Receipt> submit(FileLedger ledger, byte[] entry) {
    return ledger.submit(entry, Acknowledgement.DURABLE);
  }

  /**
   * Makes a ledger whose entries all stand in the write-ahead log and none in a tile, and copies it
   * as it is then: what a crash leaves that comes before anything was published.
   *
   * @param directory where it is made; closed afterwards
   * @param crashed where the copy goes
   * @param entries taken in turn
   * @param count how many
   */
  public static void crash(
      Path directory, Path crashed, String origin, KeyHandle key, byte[][] entries, int count) {
    try {
      Files.createDirectories(directory);
      try (LedgerLog log = LedgerLog.create(new OsDisk(directory), origin, key)) {
        List<Leaf> commit = new ArrayList<>(COMMIT);
        for (int i = 0; i < count; i++) {
          byte[] entry = entries[i % entries.length];
          commit.add(Leaf.of(entry));
          if (commit.size() == COMMIT || i == count - 1) {
            log.append(commit);
            commit.clear();
          }
        }
        copy(directory, crashed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a directory, durably, so that nothing of it is left to be written by the next force. */
  public static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(from)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy);
        force(copy);
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits as long as a slow disk does after each fsync. */
  public static void pause(Duration delay) {
    SlowDisk.pause(delay.toNanos());
  }
}
