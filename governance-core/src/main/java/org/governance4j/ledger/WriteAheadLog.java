package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Makes entries durable before they are acknowledged: one write and one force per commit, whatever
 * the number of entries.
 *
 * <p>A segment {@code .state/wal-<index of its first entry>.log} is a row of frames:
 *
 * <pre>
 * 0xA7 | u32 length | u64 index | u32 crc32c | entry      the first frame of a commit
 * 0xA8 | u32 length | u64 index | u32 crc32c | entry      a further frame of the same commit
 * </pre>
 *
 * <p>The CRC covers everything else in the frame. The two markers are what makes a torn commit
 * different from a damaged one: a crash may leave any part of the last commit on the disk, in any
 * order, but the first frame of a commit can only be there after the force of the commit before it
 * has returned. So a bad frame with a good {@code 0xA7} frame behind it was once good.
 *
 * <p>There is one segment. {@link #restart} puts a new one in its place which begins with the
 * entries behind the last full bundle; all others must lie in durable bundles by then. A segment is
 * also restarted whenever a ledger is opened, and its content thereby written again: after a failed
 * force the kernel may show bytes that never reached the disk, and forcing them once more proves
 * nothing.
 *
 * <p>One thread, the one that is never interrupted: an interrupt closes a channel.
 */
final class WriteAheadLog implements Closeable {
  static final byte COMMIT = (byte) 0xA7;
  static final byte MORE = (byte) 0xA8;

  /** Marker, length, index, CRC. */
  static final int HEADER = 1 + 4 + 8 + 4;

  static final String DIRECTORY = ".state";
  private static final String PREFIX = "wal-";
  private static final String SUFFIX = ".log";

  /** The most that a segment may grow before it is restarted; recovery reads no more and a bit. */
  static final int GROWTH = 16 << 20;

  private final Disk disk;
  private final AtomicFiles files;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
  private String name;
  private Disk.Output segment;
  private long written;

  private WriteAheadLog(Disk disk, AtomicFiles files, String name, Disk.Output segment) {
    this.disk = disk;
    this.files = files;
    this.name = name;
    this.segment = segment;
  }

  /** Begins a log with a segment that has these entries, in place of all segments there are. */
  static WriteAheadLog start(Disk disk, AtomicFiles files, long first, List<byte[]> entries)
      throws IOException {
    String name = write(disk, files, first, entries);
    return new WriteAheadLog(disk, files, name, disk.append(name, Disk.Access.PRIVATE));
  }

  /** Appends entries as one commit; durable on return. After an exception the log is unusable. */
  void append(long first, List<byte[]> entries) throws IOException {
    int length = 0;
    for (byte[] entry : entries) {
      length += HEADER + entry.length;
    }
    if (buffer.capacity() < length) {
      buffer = ByteBuffer.allocateDirect(length);
    }
    buffer.clear();
    long index = first;
    for (byte[] entry : entries) {
      frame(crc, buffer, index == first ? COMMIT : MORE, index, entry);
      index++;
    }
    segment.write(buffer.flip());
    segment.force();
    written += length;
  }

  /** By how many bytes the segment has grown since it was begun. */
  long growth() {
    return written;
  }

  /** Goes on in a new segment that begins with these entries; the ones before are in bundles. */
  void restart(long first, List<byte[]> entries) throws IOException {
    segment.close();
    name = write(disk, files, first, entries);
    segment = disk.append(name, Disk.Access.PRIVATE);
    written = 0;
  }

  /** The file that is being written. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() throws IOException {
    segment.close();
  }

  private static String write(Disk disk, AtomicFiles files, long first, List<byte[]> entries)
      throws IOException {
    int length = 0;
    for (byte[] entry : entries) {
      length += HEADER + entry.length;
    }
    ByteBuffer content = ByteBuffer.allocate(length);
    CRC32C crc = new CRC32C();
    long index = first;
    for (byte[] entry : entries) {
      // This file appears whole or not at all, so each of its frames is proof for those before it.
      frame(crc, content, COMMIT, index++, entry);
    }
    String name = name(first);
    files.write(name, content.array(), Disk.Access.PRIVATE);
    files.sync();
    for (String other : disk.list(DIRECTORY)) {
      if (isSegment(other) && !name.endsWith("/" + other)) {
        disk.delete(DIRECTORY + "/" + other);
      }
    }
    return name;
  }

  private static void frame(CRC32C crc, ByteBuffer to, byte marker, long index, byte[] entry) {
    int start = to.position();
    to.put(marker).putInt(entry.length).putLong(index);
    crc.reset();
    crc.update(to.duplicate().flip().position(start));
    crc.update(entry, 0, entry.length);
    to.putInt((int) crc.getValue()).put(entry);
  }

  /** The file of a segment: zero-padded, so that names sort like numbers. */
  static String name(long first) {
    return DIRECTORY + "/" + PREFIX + String.format(Locale.ROOT, "%019d", first) + SUFFIX;
  }

  static boolean isSegment(String file) {
    return file.matches("wal-\\d{19}\\.log");
  }

  /** The first index in the name of a segment. */
  static long first(String file) {
    return Long.parseLong(file.substring(PREFIX.length(), file.length() - SUFFIX.length()));
  }
}
