package org.governance4j.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/** Reads the verified bytes of one file from a position of its own. */
final class VerifiedChannel implements SeekableByteChannel {

  private final HeldFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private long position; // guarded by the lock
  private volatile boolean closed;

  VerifiedChannel(HeldFile file) {
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer is read-only");
    }
    lock.lock();
    try {
      requireOpen();
      int count = file.read(position, target);
      position += Math.max(count, 0);
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    requireOpen();
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    lock.lock();
    try {
      requireOpen();
      return position;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position cannot be negative: " + newPosition);
    }
    lock.lock();
    try {
      requireOpen();
      position = newPosition;
      return this;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return file.size();
  }

  @Override
  public boolean isOpen() {
    return !closed && file.isOpen();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
