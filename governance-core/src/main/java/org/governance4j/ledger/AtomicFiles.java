package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(AtomicFiles.class);

  private final Disk disk;
  private final Set<String> known = new HashSet<>();
  private final Set<String> unsynced = new LinkedHashSet<>();
  private @Nullable NewFiles begun;

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

  /** Writes files for everybody to read; the disk may write them at the same time. */
  void writeAll(List<Content> contents) throws IOException {
    begin(contents);
    finish();
  }

  /**
   * Begins to write files for everybody to read; that is over when the next {@link #writeAll} or
   * {@link #sync} returns, which fails if it does.
   */
  void begin(List<Content> contents) throws IOException {
    NewFiles files = begun == null ? disk.newFiles() : begun;
    begun = files;
    for (Content content : contents) {
      String directory = parent(content.name);
      makeDirectory(directory, Disk.Access.PUBLIC);
      unsynced.add(directory);
      files.add(content.name, content.bytes);
    }
  }

  private void finish() throws IOException {
    if (begun != null) {
      begun.finish();
    }
  }

  /**
   * Waits for what was begun, and does not mind if there was no room for it.
   *
   * @throws IOException if it has failed of anything else
   */
  void abandon() throws IOException {
    try {
      finish();
    } catch (DiskFull e) {
      LOG.debug("{}: given up: {}", disk, e.getMessage());
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
    finish();
    for (String directory : unsynced) {
      disk.syncDirectory(directory);
    }
    unsynced.clear();
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }
}
