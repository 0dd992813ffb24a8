package org.governance4j.crypto;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One verification of all that is left to verify of a model, largest file first. Its threads are
 * daemons that end before the call does; the first failure stops all of them.
 */
final class WholeModel {

  private record Piece(HeldFile file, int range) {}

  private final Collection<HeldFile> files;
  private final HeldFile.Shared shared;
  private final HashingProgress progress;
  private final long total;
  private final boolean keep;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Iterator<HeldFile> remaining; // guarded by this, as what follows
  private @Nullable HeldFile current;
  private int next;
  private long verified;

  WholeModel(Collection<HeldFile> files, HeldFile.Shared shared, HashingProgress progress) {
    this.files = files;
    this.shared = shared;
    this.progress = progress;
    long sum = 0;
    for (HeldFile file : files) {
      sum = Math.addExact(sum, file.size());
    }
    this.total = sum;
    this.keep = shared.memory().fits(sum);
    List<HeldFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(Comparator.comparingLong(HeldFile::size).reversed());
    this.remaining = largestFirst.iterator();
  }

  void verify(int threads) throws IOException {
    long pieces = 0;
    for (HeldFile file : files) {
      file.open();
      pieces += file.ranges().count();
    }
    int count = (int) Math.min(threads, pieces);
    if (count <= 1) {
      drain();
    } else {
      fork(count);
    }
    rethrow();
  }

  private void fork(int count) {
    List<Thread> started = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        Thread thread = new Thread(this::drain, "governance-verify-" + i);
        thread.setDaemon(true);
        thread.start();
        started.add(thread);
      }
    } catch (Throwable e) { // a process may have no more threads: those started must end
      failure.compareAndSet(null, e);
    }
    boolean interrupted = false;
    for (Thread thread : started) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(null, new InterruptedIOException("interrupted while hashing"));
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    try {
      for (Piece piece = take(); piece != null; piece = take()) {
        if (keep && !piece.file.isVerified(piece.range)) {
          shared.memory().release(shared.memory().acquire(piece.file, piece.range));
        } else {
          piece.file.verify(piece.range);
        }
        tell(piece.file.ranges().length(piece.range));
      }
    } catch (Throwable e) { // thrown to the caller, unless another failed first
      failure.compareAndSet(null, e);
    }
  }

  private synchronized @Nullable Piece take() throws InterruptedIOException {
    if (failure.get() != null) {
      return null;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while hashing");
    }
    HeldFile file = current;
    while (file == null || next == file.ranges().count()) {
      if (!remaining.hasNext()) {
        return null;
      }
      file = remaining.next();
      current = file;
      next = 0;
    }
    return new Piece(file, next++);
  }

  private void tell(long bytes) {
    long sum;
    synchronized (this) {
      verified += bytes;
      sum = verified;
    }
    progress.hashed(sum, total);
  }

  private void rethrow() throws IOException {
    Throwable e = failure.get();
    if (e instanceof IOException io) {
      throw io;
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    if (e != null) {
      throw new IllegalStateException("undeclared exception", e);
    }
  }
}
