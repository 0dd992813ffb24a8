package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One ledger directory, and the only way in which a ledger touches it.
 *
 * <p>Everything that can fail or be lost in a crash passes through here, so a test can fail the
 * n-th call, cut a write short, or enumerate what a disk may hold after a crash. The promises are
 * those of POSIX and no more:
 *
 * <ul>
 *   <li>written bytes are durable once {@link Output#force} has returned
 *   <li>a new, renamed or deleted name is durable once {@link #syncDirectory} of its directory has
 *       returned
 *   <li>{@link #rename} replaces its target at once: a reader sees the old file or the new one
 *   <li>after a failed write or force the content of the file is unknown, except that a write that
 *       fails with {@link DiskFull} has changed nothing but the bytes it was to write
 * </ul>
 *
 * <p>Names are relative to the directory, with {@code /} between their parts; {@code ""} is the
 * directory itself. Safe for any number of threads, as long as they write to different files; an
 * {@link Output} belongs to one thread.
 */
interface Disk {

  /** Whether there is a file or directory of this name. */
  boolean exists(String name) throws IOException;

  /** The names in a directory, without their path, sorted; none if it does not exist. */
  List<String> list(String directory) throws IOException;

  /**
   * A part of a file, or null if there is no such file.
   *
   * @param from the first byte
   * @param length how many bytes; fewer are returned only at the end of the file
   */
  byte @Nullable [] read(String name, long from, int length) throws IOException;

  /** Makes a directory whose parent exists; no error if it exists itself. */
  void createDirectory(String name, Access access) throws IOException;

  /** Makes the names in a directory durable. */
  void syncDirectory(String name) throws IOException;

  /** Makes a file, or empties it if it exists. */
  Output create(String name, Access access) throws IOException;

  /** Opens a file to write at its end; makes it if it does not exist. */
  Output append(String name, Access access) throws IOException;

  /** A way to make many files, maybe at the same time. */
  default NewFiles newFiles() {
    return new NewFilesInTurn(this);
  }

  /** Gives a file another name, in place of the file that may have had it. */
  void rename(String from, String to) throws IOException;

  /** Removes a file or an empty directory; no error if it does not exist. */
  void delete(String name) throws IOException;

  /** Who may read what is made. */
  enum Access {
    /** Whoever the process's file creation mask lets. */
    PUBLIC,
    /** The owner alone: 0600 for files, 0700 for directories, where the file system knows modes. */
    PRIVATE
  }

  /** A file that is being written, by one thread. */
  interface Output extends Closeable {
    /** Writes the whole of the buffer behind what the file has. */
    void write(ByteBuffer bytes) throws IOException;

    /** Writes the buffer over what the file has at an offset, and behind its end what is more. */
    void overwrite(long at, ByteBuffer bytes) throws IOException;

    /** Returns when everything written is durable. */
    void force() throws IOException;

    /** Cuts the file to this length, which is not more than it has. */
    void truncate(long length) throws IOException;

    /** The length of the file in bytes. */
    long size() throws IOException;
  }
}
