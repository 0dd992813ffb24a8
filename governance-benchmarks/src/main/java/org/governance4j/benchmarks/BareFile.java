package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.governance4j.ledger.BenchLedger;

/**
 * A file, and an fdatasync for each entry: the least that a log can do which does not let its
 * writers share one. No hash, no length, no checksum.
 */
final class BareFile implements Appender {
  /** How much is written before it begins anew in place. */
  private static final int LENGTH = 64 << 20;

  private final FileChannel file;
  private final Duration delay;
  private final boolean inPlace;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LedgerEntries.BYTES);
  private long written;

  private BareFile(Path path, Duration delay, boolean inPlace) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.delay = delay;
    this.inPlace = inPlace;
  }

  /** The file becomes longer with each entry, so each fdatasync writes its new length too. */
  static BareFile growing(Path path, Duration delay) throws IOException {
    return new BareFile(path, delay, false);
  }

  /** The file is as long as it will be from the start on, and its blocks have been written. */
  static BareFile inPlace(Path path, Duration delay) throws IOException {
    BareFile made = new BareFile(path, delay, true);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < LENGTH; at += zeros.capacity()) {
      made.file.write(zeros.clear(), at);
    }
    made.file.force(true);
    return made;
  }

  @Override
  public synchronized void append(byte[] entry) throws IOException {
    long at = written * LedgerEntries.BYTES;
    buffer.clear().put(entry).flip();
    file.write(buffer, inPlace ? at % (LENGTH - LedgerEntries.BYTES) : at);
    file.force(false);
    written++;
    BenchLedger.pause(delay);
  }

  @Override
  public synchronized void require(long entries) throws IOException {
    long size = inPlace ? LENGTH : entries * LedgerEntries.BYTES;
    if (written != entries || file.size() != size) {
      throw new IllegalStateException(written + " entries and " + file.size() + " bytes");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
