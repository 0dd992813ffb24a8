package org.governance4j.crypto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.governance4j.crypto.hash.Workers;
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
    // Each thread takes piece after piece: a list of all of them could have a million items.
    int count = (int) Math.max(1, Math.min(threads, pieces));
    Workers.run(count, Collections.nCopies(count, this::drain));
  }

  private void drain(Workers.Context context) throws IOException {
    for (Piece piece = take(); piece != null; piece = take()) {
      context.goOn();
      if (keep && !piece.file.isVerified(piece.range)) {
        shared.memory().release(shared.memory().acquire(piece.file, piece.range));
      } else {
        piece.file.verify(piece.range);
      }
      tell(piece.file.ranges().length(piece.range));
    }
  }

  private synchronized @Nullable Piece take() {
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
}
