package org.governance4j.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An open file, read and written by position.
 *
 * <p>A {@link java.nio.channels.FileChannel} would be closed for all of its readers as soon as one
 * of their threads is interrupted, so this is the other kind of channel, whose work is done by the
 * thread that asks for it. Safe for any number of threads.
 */
final class FileHandle implements AutoCloseable {

  /** More at once is not faster, and the JVM keeps a buffer of this length for every thread. */
  static final int MAX_AT_ONCE = 256 * 1024;

  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  // On Unix it is unlinked as soon as it is open.
  private static final Set<OpenOption> OWN =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.DELETE_ON_CLOSE,
          LinkOption.NOFOLLOW_LINKS);

  private final AsynchronousFileChannel channel;

  private FileHandle(AsynchronousFileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file to read; a link is not followed. */
  static FileHandle read(Path path) throws IOException {
    return open(path, READ_NO_LINK);
  }

  /** Makes a file that nobody else can open and that is gone when it is closed. */
  static FileHandle own(Path folder) throws IOException {
    Path path = folder.resolve("verified-" + UUID.randomUUID());
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? open(
            path,
            OWN,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : open(path, OWN);
  }

  private static FileHandle open(Path path, Set<OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    try {
      return new FileHandle(
          AsynchronousFileChannel.open(path, options, executor(path), attributes));
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "files of " + path.getFileSystem() + " cannot be opened and read by position", e);
    }
  }

  /** On Windows an executor would have to run the loop that waits for all files. */
  private static @Nullable ExecutorService executor(Path path) {
    return path.getFileSystem().getSeparator().equals("/") ? new CallerRuns() : null;
  }

  long size() throws IOException {
    return channel.size();
  }

  /**
   * Reads at most {@link #MAX_AT_ONCE} bytes.
   *
   * @return how many, or -1 if the file ends before
   */
  int read(ByteBuffer target, long position) throws IOException {
    if (target.remaining() <= MAX_AT_ONCE) {
      return outcome(channel.read(target, position));
    }
    int limit = target.limit();
    target.limit(target.position() + MAX_AT_ONCE);
    try {
      return outcome(channel.read(target, position));
    } finally {
      target.limit(limit);
    }
  }

  /** Writes all of it. */
  void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += outcome(channel.write(source, at));
    }
  }

  private static int outcome(Future<Integer> done) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.get();
        } catch (InterruptedException e) {
          interrupted = true; // the buffer is in use until the read ends
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Does everything at once, so there is nothing to shut down. */
  private static final class CallerRuns extends AbstractExecutorService {

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
