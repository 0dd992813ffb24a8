package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is only looked at: nothing is changed through this, and what is no regular file,
 * or is reached by a symbolic link, counts as missing, so that nobody waits for a pipe or is led
 * elsewhere.
 */
final class ReadOnlyDisk implements Disk {
  private final Path root;
  private final OsDisk disk;

  ReadOnlyDisk(Path root) {
    this.root = root;
    this.disk = new OsDisk(root);
  }

  @Override
  public boolean exists(String name) {
    return disk.exists(name);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return disk.link(directory) == null ? disk.list(directory) : List.of();
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) throws IOException {
    return Files.isRegularFile(root.resolve(name)) && disk.link(name) == null
        ? disk.read(name, from, length)
        : null;
  }

  @Override
  public void createDirectory(String name, Access access) throws IOException {
    throw refused(name);
  }

  @Override
  public void syncDirectory(String name) throws IOException {
    throw refused(name);
  }

  @Override
  public Output create(String name, Access access) throws IOException {
    throw refused(name);
  }

  @Override
  public Output append(String name, Access access) throws IOException {
    throw refused(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    throw refused(from);
  }

  @Override
  public void delete(String name) throws IOException {
    throw refused(name);
  }

  private IOException refused(String name) {
    return new IOException(disk + "/" + name + " is only to be read");
  }

  /** The directory. */
  @Override
  public String toString() {
    return disk.toString();
  }
}
