package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes files that readers see whole or not at all, and that survive a crash: into a temporary
 * file, forced, renamed, the directory synced. Directories are made on the way.
 *
 * <p>The names are durable only after {@link #sync}, so that many files share the syncs of their
 * directories. One thread.
 */
final class AtomicFiles {
  /** The temporary file, and the beginning of the names of several. */
  static final String TEMPORARY = ".state/tmp";

  /** How many files are open at once. */
  private static final int TOGETHER = 64;

  private final Disk disk;
  private final Set<String> known = new HashSet<>();
  private final Set<String> unsynced = new LinkedHashSet<>();

  AtomicFiles(Disk disk) {
    this.disk = disk;
    known.add("");
  }

  /** A file to be written. */
  record Content(String name, byte[] bytes) {}

  /**
   * Removes what a crash has left of the temporary files. They may be second names of files that
   * were renamed, and must not be written to.
   */
  void clean() throws IOException {
    for (String file : disk.list(WriteAheadLog.DIRECTORY)) {
      if (isTemporary(file)) {
        disk.delete(WriteAheadLog.DIRECTORY + "/" + file);
      }
    }
  }

  /** Whether a file of {@code .state} is a temporary one. */
  static boolean isTemporary(String file) {
    return file.matches("tmp(-[0-9]{1,2})?");
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

  /** Writes files for everybody to read; the disk may force them at the same time. */
  void writeAll(List<Content> contents) throws IOException {
    for (int from = 0; from < contents.size(); from += TOGETHER) {
      writeTogether(contents.subList(from, Math.min(from + TOGETHER, contents.size())));
    }
  }

  private void writeTogether(List<Content> contents) throws IOException {
    List<Disk.Output> open = new ArrayList<>();
    try {
      for (Content content : contents) {
        makeDirectory(parent(content.name), Disk.Access.PUBLIC);
        Disk.Output file = disk.create(TEMPORARY + "-" + open.size(), Disk.Access.PUBLIC);
        open.add(file);
        file.write(ByteBuffer.wrap(content.bytes));
      }
      disk.forceAll(open);
    } catch (IOException | RuntimeException e) {
      open.forEach(file -> LedgerLog.closeAfter(e, file));
      throw e;
    }
    for (int i = 0; i < contents.size(); i++) {
      open.get(i).close();
      disk.rename(TEMPORARY + "-" + i, contents.get(i).name);
      unsynced.add(parent(contents.get(i).name));
    }
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
