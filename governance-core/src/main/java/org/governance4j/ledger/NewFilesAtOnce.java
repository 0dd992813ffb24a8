package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes files on several threads, each file on one of them from its making to its renaming. They do
 * little but wait: a disk forces many files in hardly more time than one, and whoever adds can
 * prepare the next ones meanwhile. When there is nothing to do for a while the threads end.
 */
final class NewFilesAtOnce implements NewFiles {
  /** More would wait for each other's renaming. */
  private static final int THREADS = 16;

  private static final long IDLE_SECONDS = 1;

  private final Disk disk;
  private final ThreadPoolExecutor helpers;
  private final Deque<String> temporaries = new ArrayDeque<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int unfinished;

  NewFilesAtOnce(Disk disk) {
    this.disk = disk;
    this.helpers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "governance-ledger-files");
              thread.setDaemon(true);
              return thread;
            });
    this.helpers.allowCoreThreadTimeOut(true);
    for (int i = 0; i < THREADS; i++) {
      temporaries.add(NewFiles.temporary(i));
    }
  }

  @Override
  public void add(String name, byte[] content) throws IOException {
    helpers.execute(() -> make(name, content));
    synchronized (this) {
      unfinished++;
    }
  }

  private void make(String name, byte[] content) {
    String temporary = begin();
    try {
      if (temporary != null) {
        try (Disk.Output file = disk.create(temporary, Disk.Access.PUBLIC)) {
          file.write(ByteBuffer.wrap(content));
          file.force();
        }
        disk.rename(temporary, name);
      }
      end(temporary, null);
    } catch (IOException | RuntimeException | Error e) {
      end(temporary, e);
    }
  }

  /** The temporary name of the next file, or null if nothing more is to be made. */
  private synchronized @Nullable String begin() {
    return failures.isEmpty() ? temporaries.remove() : null;
  }

  private synchronized void end(@Nullable String temporary, @Nullable Throwable failure) {
    if (temporary != null) {
      temporaries.add(temporary);
    }
    if (failure != null) {
      failures.add(failure);
    }
    unfinished--;
    if (unfinished == 0) {
      notifyAll();
    }
  }

  @Override
  public void finish() throws IOException {
    List<Throwable> failed = await();
    if (!failed.isEmpty()) {
      throw first(failed);
    }
  }

  private List<Throwable> await() {
    boolean interrupted = false;
    List<Throwable> failed;
    synchronized (this) {
      while (unfinished > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      failed = List.copyOf(failures);
      failures.clear();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failed;
  }

  /** A full disk is the reason only if all have failed of it: it leaves something to be done. */
  private static IOException first(List<Throwable> failed) {
    for (Throwable each : failed) {
      if (!(each instanceof DiskFull)) {
        return new IOException("a file could not be written: " + each, each);
      }
    }
    return new DiskFull(String.valueOf(failed.get(0).getMessage()), failed.get(0));
  }
}
