package org.governance4j.crypto;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.FileBytes;
import org.jspecify.annotations.Nullable;

/**
 * The verified ranges in memory, those used longest ago dropped first.
 *
 * <p>The limit counts every array from before it is made until its last reader has let go of it. A
 * range that is missing is loaded once, by whoever asked first; the others wait for that. Whoever
 * needs room drops ranges, even such as are being read, and waits until their readers are done:
 * nobody waits for room while holding a range, so that ends. One at a time makes room, in order
 * that many small ranges cannot keep out a large one.
 *
 * <p>Safe for any number of threads.
 */
final class RangeMemory {

  private record Key(HeldFile file, int range) {}

  private enum State {
    LOADING,
    VERIFIED,
    FAILED
  }

  /** A range that stays in memory until it is released. */
  static final class Held {
    private final byte[] bytes;
    private State state = State.LOADING;
    private int readers = 1;
    private boolean dropped;

    private Held(byte[] bytes) {
      this.bytes = bytes;
    }

    /** All of them verified, and not to be changed. */
    byte[] bytes() {
      return bytes;
    }
  }

  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Key, Held> ranges = new LinkedHashMap<>(16, 0.75f, true);
  private long used;
  private long leaving; // of those used: dropped, and still read
  private boolean making;
  private boolean closed;

  RangeMemory(long limit) {
    this.limit = limit;
  }

  /** Whether so many bytes can be in memory at all. */
  boolean fits(long length) {
    return length <= Math.min(limit, FileBytes.MAX_FILE_BYTES);
  }

  /**
   * The bytes of a range, which is loaded if it is not there.
   *
   * @return to be released
   * @throws ArtifactRejected if they are not the signed ones
   */
  Held acquire(HeldFile file, int range) throws IOException {
    Key key = new Key(file, range);
    Held mine;
    lock.lock();
    try {
      Held found = find(key);
      if (found != null) {
        return found;
      }
      mine = new Held(makeRoom(Math.toIntExact(file.ranges().length(range))));
      ranges.put(key, mine);
    } finally {
      lock.unlock();
    }
    State outcome = State.FAILED;
    try {
      file.load(range, mine.bytes);
      outcome = State.VERIFIED;
      return mine;
    } finally {
      finish(key, mine, outcome);
    }
  }

  /** The bytes of all arrays. */
  long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  /** The caller does not look at the bytes any more. */
  void release(Held held) {
    lock.lock();
    try {
      leave(held);
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of all; whoever waits is told. */
  void close() {
    lock.lock();
    try {
      closed = true;
      ranges.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A range that is there, with one reader more, or null if the caller is to load it. */
  private @Nullable Held find(Key key) throws ClosedChannelException {
    while (true) {
      if (closed) {
        throw new ClosedChannelException();
      }
      key.file.requireSound();
      Held found = ranges.get(key);
      if (found == null && !making) {
        return null;
      }
      if (found == null) {
        changed.awaitUninterruptibly();
        continue;
      }
      found.readers++;
      while (found.state == State.LOADING) {
        changed.awaitUninterruptibly();
      }
      if (found.state == State.VERIFIED) {
        return found;
      }
      leave(found);
    }
  }

  /** An array of that length which the limit allows, if possible one that was used before. */
  private byte[] makeRoom(int length) throws ClosedChannelException {
    byte[] again = null;
    making = true;
    try {
      Iterator<Held> oldest = ranges.values().iterator();
      while (used - leaving > limit - length && oldest.hasNext()) {
        Held held = oldest.next();
        oldest.remove();
        held.dropped = true;
        if (held.readers > 0) {
          leaving += held.bytes.length;
        } else {
          used -= held.bytes.length;
          again = held.bytes.length == length ? held.bytes : again;
        }
      }
      while (used > limit - length) {
        changed.awaitUninterruptibly();
        if (closed) {
          throw new ClosedChannelException();
        }
      }
      byte[] bytes = again == null ? new byte[length] : again;
      used += length;
      return bytes;
    } finally {
      making = false;
      changed.signalAll();
    }
  }

  private void finish(Key key, Held held, State outcome) {
    lock.lock();
    try {
      held.state = outcome;
      if (outcome == State.FAILED) {
        if (!held.dropped) {
          ranges.remove(key, held);
          held.dropped = true;
          leaving += held.bytes.length;
        }
        leave(held);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void leave(Held held) {
    held.readers--;
    if (held.dropped && held.readers == 0) {
      used -= held.bytes.length;
      leaving -= held.bytes.length;
      changed.signalAll();
    }
  }
}
