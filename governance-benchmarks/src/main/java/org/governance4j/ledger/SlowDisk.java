package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The real disk, but every force of a file and every sync of a directory takes this much longer. A
 * force that others make meanwhile is not slowed down by it, as it would be on a disk with one
 * head.
 */
final class SlowDisk implements Disk {
  private final Disk disk;
  private final long nanos;

  SlowDisk(Disk disk, long nanos) {
    this.disk = disk;
    this.nanos = nanos;
  }

  /** Waits, to the accuracy of the system's timers, and not less. */
  static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) throws IOException {
    return disk.read(name, from, length);
  }

  @Override
  public void createDirectory(String name, Access access) throws IOException {
    disk.createDirectory(name, access);
  }

  @Override
  public void syncDirectory(String name) throws IOException {
    disk.syncDirectory(name);
    pause(nanos);
  }

  @Override
  public Output create(String name, Access access) throws IOException {
    return new Slow(disk.create(name, access), nanos);
  }

  @Override
  public Output append(String name, Access access) throws IOException {
    return new Slow(disk.append(name, access), nanos);
  }

  @Override
  public NewFiles newFiles() {
    return new NewFilesAtOnce(this);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public String toString() {
    return disk.toString();
  }

  private record Slow(Output file, long nanos) implements Output {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      file.write(bytes);
    }

    @Override
    public void overwrite(long at, ByteBuffer bytes) throws IOException {
      file.overwrite(at, bytes);
    }

    @Override
    public void force() throws IOException {
      file.force();
      pause(nanos);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
