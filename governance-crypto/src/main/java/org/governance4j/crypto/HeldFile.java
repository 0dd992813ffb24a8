package org.governance4j.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.FileState;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ResourceNames;
import org.jspecify.annotations.Nullable;

/**
 * One file of a {@link VerifiedModel}: opened once, when it is first asked for, and read through
 * that handle only.
 *
 * <p>There are two kinds of ranges. What fits into memory is read to an array, hashed there and
 * served from there; once it was dropped it is read and hashed again, so no change of the file
 * matters but as a refusal. What does not fit is hashed once and read as {@link Holding} says.
 *
 * <p>Safe for any number of threads.
 */
final class HeldFile {

  /** What the files of a model share. */
  record Shared(RangeMemory memory, Holding holding, LongAdder hashed) {}

  private final ModelFile file;
  private final FileState listed;
  private final SignedRanges ranges;
  private final Shared shared;
  private final BitSet verified = new BitSet(); // guarded by itself
  private final Map<Integer, Object> hashing = new ConcurrentHashMap<>();

  private volatile boolean closed; // written under this
  private volatile @Nullable FileHandle handle;
  private volatile @Nullable FileHandle copy;
  private volatile @Nullable String refusal; // why nothing is read any more
  private volatile boolean unchanging; // whether bytes are read that are not hashed each time

  /**
   * Compares names and lengths; opens and reads nothing.
   *
   * @throws ArtifactRejected if the file cannot be the signed one
   */
  HeldFile(ModelFile file, SignedFile signed, Shared shared) throws IOException {
    this.file = file;
    this.shared = shared;
    if (file.fault() != null) {
      throw new ArtifactRejected(reason(file.fault()));
    }
    this.listed = file.state() == null ? FileState.of(file.path()) : file.state();
    if (!listed.regular() || listed.size() != file.size()) {
      throw new ArtifactRejected(reason("was changed after it was listed"));
    }
    this.ranges = SignedRanges.of(signed, file.size());
  }

  String name() {
    return file.name();
  }

  long size() {
    return ranges.size();
  }

  boolean isOpen() {
    return !closed;
  }

  SignedRanges ranges() {
    return ranges;
  }

  /** Throws if anything in the file was not as it was signed. */
  void requireSound() {
    String reason = refusal;
    if (reason != null) {
      throw new ArtifactRejected(reason);
    }
  }

  /** Opens the file if it is not open, and refuses it if it is known to have changed. */
  void open() throws IOException {
    requireSound();
    requireOpen();
    handle();
    if (size() == 0) {
      verify(0); // there is no byte whose reading would do it
    }
    if (unchanging) {
      requireUnchanged(handle());
    }
  }

  /**
   * Reads verified bytes until the target is full or the file ends; if it throws, the target is
   * where it was.
   *
   * @return how many, or -1 if there are none behind the position
   */
  int read(long position, ByteBuffer target) throws IOException {
    requireSound();
    requireOpen();
    if (position >= size()) {
      return target.hasRemaining() ? -1 : 0;
    }
    int from = target.position();
    boolean done = false;
    try {
      long at = position;
      while (target.hasRemaining() && at < size()) {
        int range = ranges.at(at);
        at +=
            shared.memory.fits(ranges.length(range))
                ? fromMemory(range, at, target)
                : fromHandle(range, at, target);
      }
      done = true;
      return target.position() - from;
    } finally {
      if (!done) {
        target.position(from);
      }
    }
  }

  private int fromMemory(int range, long at, ByteBuffer target) throws IOException {
    RangeMemory.Held held = shared.memory.acquire(this, range);
    try {
      byte[] bytes = held.bytes();
      int offset = (int) (at - ranges.start(range));
      int count = Math.min(target.remaining(), bytes.length - offset);
      target.put(bytes, offset, count);
      return count;
    } finally {
      shared.memory.release(held);
    }
  }

  private int fromHandle(int range, long at, ByteBuffer target) throws IOException {
    verify(range);
    FileHandle source = shared.holding.directory() == null ? handle() : copy();
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), ranges.end(range) - at));
    try {
      int count = source.read(target, at);
      if (count < 0) {
        throw refuse("ended at " + at + " while it was read, it had " + size() + " bytes");
      }
      return count;
    } finally {
      target.limit(limit);
    }
  }

  /** Reads a range to memory and verifies what is there. */
  void load(int range, byte[] into) throws IOException {
    FileHandle source = handle();
    HashType.Running hash = ranges.type().start();
    long start = ranges.start(range);
    // Hashed while it is in the processor's cache.
    for (int at = 0; at < into.length; ) {
      int count = Math.min(FileHandle.MAX_AT_ONCE, into.length - at);
      fill(source, ByteBuffer.wrap(into, at, count), start + at);
      hash.update(into, at, count);
      at += count;
    }
    conclude(range, hash.digest());
  }

  boolean isVerified(int range) {
    synchronized (verified) {
      return verified.get(range);
    }
  }

  /** Verifies a range that was not, without keeping it in memory. */
  void verify(int range) throws IOException {
    if (isVerified(range)) {
      return;
    }
    synchronized (hashing.computeIfAbsent(range, one -> new Object())) {
      requireSound();
      if (!isVerified(range)) {
        boolean held = !shared.memory.fits(ranges.length(range));
        boolean copied = held && shared.holding.directory() != null;
        if (held && !copied) {
          unchanging = true;
          requireUnchanged(handle());
        }
        byte[] digest = hash(range, copied ? copy() : null);
        if (held && !copied) {
          requireUnchanged(handle());
        }
        conclude(range, digest);
      }
    }
    hashing.remove(range);
  }

  private byte[] hash(int range, @Nullable FileHandle copyTo) throws IOException {
    FileHandle source = handle();
    HashType.Running hash = ranges.type().start();
    long end = ranges.end(range);
    byte[] buffer = new byte[(int) Math.min(FileHandle.MAX_AT_ONCE, ranges.length(range))];
    for (long at = ranges.start(range); at < end; ) {
      requireOpen();
      int count = (int) Math.min(buffer.length, end - at);
      fill(source, ByteBuffer.wrap(buffer, 0, count), at);
      hash.update(buffer, 0, count);
      if (copyTo != null) {
        copyTo.write(ByteBuffer.wrap(buffer, 0, count), at);
      }
      at += count;
    }
    return hash.digest();
  }

  private void fill(FileHandle source, ByteBuffer window, long position) throws IOException {
    int from = window.position();
    while (window.hasRemaining()) {
      long at = position + window.position() - from;
      if (source.read(window, at) < 0) {
        throw refuse("ended at " + at + " while it was read, it had " + size() + " bytes");
      }
    }
  }

  private void conclude(int range, byte[] calculated) {
    shared.hashed.add(ranges.length(range));
    if (!ranges.matches(range, calculated)) {
      String word = ranges.type().word();
      throw refuse(
          "is not the signed one: of bytes "
              + ranges.start(range)
              + " to "
              + ranges.end(range)
              + " expected "
              + word
              + ":"
              + ranges.hex(range)
              + ", calculated "
              + word
              + ":"
              + HexFormat.of().formatHex(calculated));
    }
    synchronized (verified) {
      verified.set(range);
    }
  }

  private FileHandle handle() throws IOException {
    FileHandle open = handle;
    return open != null ? open : openHandle();
  }

  private synchronized FileHandle openHandle() throws IOException {
    requireOpen();
    FileHandle open = handle;
    if (open != null) {
      return open;
    }
    requireListed();
    open = FileHandle.read(file.path());
    boolean same = false;
    try {
      requireListed();
      requireSize(open);
      same = true;
    } finally {
      if (!same) {
        open.close();
      }
    }
    handle = open;
    return open;
  }

  private FileHandle copy() throws IOException {
    FileHandle open = copy;
    return open != null ? open : openCopy();
  }

  private synchronized FileHandle openCopy() throws IOException {
    requireOpen();
    FileHandle open = copy;
    if (open == null) {
      open = FileHandle.own(Objects.requireNonNull(shared.holding.directory()));
      copy = open;
    }
    return open;
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  /** Before and after the file is opened: what was opened is what was listed. */
  private void requireListed() throws IOException {
    FileState now = FileState.of(file.path());
    if (!now.regular() || !Objects.equals(now.key(), listed.key())) {
      throw refuse("was swapped for another after it was listed");
    }
  }

  private void requireSize(FileHandle open) throws IOException {
    if (open.size() != size()) {
      throw refuse("has " + open.size() + " bytes, it had " + size());
    }
  }

  /**
   * Catches accidents: the length is that of the open file; the times are the path's, as far as it
   * still leads to that file.
   */
  private void requireUnchanged(FileHandle open) throws IOException {
    requireSize(open);
    FileState now;
    try {
      now = FileState.of(file.path());
    } catch (IOException e) {
      return; // the path leads nowhere now, which is nothing to the open file
    }
    if (Objects.equals(now.key(), listed.key()) && !now.equals(listed)) {
      throw refuse("was written to, or otherwise changed, after it was listed");
    }
  }

  /** Closes the file; what it throws says that something of what was read may have been changed. */
  void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true; // nothing is opened from here on
    }
    FileHandle open = handle;
    FileHandle own = copy;
    try (own;
        open) {
      if (unchanging && refusal == null && open != null) {
        requireUnchanged(open);
      }
    }
  }

  /** Refuses this and all further reading. */
  private ArtifactRejected refuse(String fault) {
    String reason = reason(fault);
    synchronized (this) {
      if (refusal == null) {
        refusal = reason;
      }
    }
    return new ArtifactRejected(reason);
  }

  private String reason(String fault) {
    return "file " + ResourceNames.quote(file.name()) + " " + fault;
  }
}
