package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.governance4j.LedgerUnavailable;
import org.jspecify.annotations.Nullable;

/** Keeps a second writer off a ledger directory, in this process and in others. */
final class DirectoryLock implements Closeable {
  // A file lock keeps other processes out, but belongs to the whole process: POSIX drops it as soon
  // as
  // the process closes any descriptor of the file. So a second opener in this JVM must be stopped
  // before it even opens the lock file, and that takes a memory that all of them share.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  static final String NAME = ".state/lock";

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock of a ledger directory, without waiting.
   *
   * @throws LedgerUnavailable if somebody has it; the message names the directory
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw new LedgerUnavailable(directory + " is already open in this process");
    }
    FileChannel channel = null;
    try {
      Path file = real.resolve(NAME);
      // Opening a named pipe would wait for somebody who reads it, and a link leads elsewhere.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(file + " is not a regular file");
      }
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new LedgerUnavailable(directory + " is already open in another process");
      }
      return new DirectoryLock(real, channel);
    } catch (OverlappingFileLockException e) {
      // This class was loaded twice, and each of the two has its own memory.
      LedgerUnavailable refusal =
          new LedgerUnavailable(directory + " is already open in this process", e);
      release(real, channel, refusal);
      throw refusal;
    } catch (IOException | RuntimeException e) {
      release(real, channel, e);
      throw e;
    }
  }

  /**
   * Whether somebody has a ledger directory open, in this process or another. Another process that
   * opens it in the very moment of the question is refused.
   */
  static boolean isHeld(Path directory) throws IOException {
    Path real = directory.toRealPath();
    Path file = real.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(file)) {
      return false;
    }
    // Whoever opens the directory in this process meanwhile would lose its lock when this channel
    // is closed, so it has to be refused.
    if (!HELD.add(real)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // by a second copy of this class
    } finally {
      HELD.remove(real);
    }
  }

  private static void release(Path real, @Nullable FileChannel channel, Exception failure) {
    if (channel != null) {
      LedgerLog.closeAfter(failure, channel);
    }
    HELD.remove(real);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(directory);
    }
  }
}
