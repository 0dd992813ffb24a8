package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Writes files that readers see whole or not at all, and that survive a crash: into a temporary
 * file, forced, renamed, the directory synced. Directories are made on the way.
 *
 * <p>The names are durable only after {@link #sync}, so that many files share the syncs of their
 * directories. One thread.
 */
final class AtomicFiles {
  /** The one temporary file. */
  static final String TEMPORARY = ".state/tmp";

  private final Disk disk;
  private final Set<String> known = new HashSet<>();
  private final Set<String> unsynced = new LinkedHashSet<>();

  AtomicFiles(Disk disk) {
    this.disk = disk;
    known.add("");
  }

  /**
   * Removes what a crash has left of the temporary file. It may be a second name of a file that was
   * renamed, and must not be written to.
   */
  void clean() throws IOException {
    disk.delete(TEMPORARY);
  }

  void write(String name, byte[] content, Disk.Access access) throws IOException {
    String directory = parent(name);
    makeDirectory(directory, access);
    try (Disk.Output file = disk.create(TEMPORARY, access)) {
      file.write(ByteBuffer.wrap(content));
      file.force();
    }
    disk.rename(TEMPORARY, name);
    unsynced.add(directory);
  }

  /** Makes a directory and those above it. */
  void makeDirectory(String name, Disk.Access access) throws IOException {
    if (!known.contains(name)) {
      makeDirectory(parent(name), access);
      disk.createDirectory(name, access);
      // Even if it was there already: a crash may have come before the sync that made it durable.
      unsynced.add(parent(name));
      known.add(name);
    }
  }

  /**
   * Removes a directory with the files in it. What a crash brings back is garbage, not an error.
   */
  void deleteDirectory(String name) throws IOException {
    if (disk.exists(name)) {
      for (String file : disk.list(name)) {
        disk.delete(name + "/" + file);
      }
      disk.delete(name);
    }
    known.remove(name);
    unsynced.remove(name);
  }

  /** Makes the names of everything written durable. */
  void sync() throws IOException {
    for (String directory : unsynced) {
      disk.syncDirectory(directory);
    }
    unsynced.clear();
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }
}
