package org.governance4j.ledger;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk that can be read but for one file, which fails with whatever it is told to. */
final class FailingDisk extends UnwritableDisk {
  private final Disk disk;
  private final String name;
  private final Throwable failure;

  FailingDisk(Disk disk, String name, Throwable failure) {
    this.disk = disk;
    this.name = name;
    this.failure = failure;
  }

  @Override
  public boolean exists(String file) throws IOException {
    return disk.exists(file);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public byte @Nullable [] read(String file, long from, int length) throws IOException {
    if (file.equals(name)) {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof IOException unreadable) {
        throw unreadable;
      }
      throw (RuntimeException) failure;
    }
    return disk.read(file, from, length);
  }

  @Override
  public String toString() {
    return disk.toString();
  }
}
