package org.governance4j.ledger;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints this log has signed, one line each: {@code size root — name signature}, the last
 * three as they stand in the note and as often as it has signatures: one of Ed25519, another of the
 * next key while keys are rotated, perhaps one of ML-DSA-44.
 *
 * <p>It is the memory that keeps a log from signing a fork. A checkpoint is durable here before
 * anybody can see it, and a ledger that does not contain every line any more must not sign again:
 * two signed trees of which neither extends the other convict the log of lying, though it was only
 * restored from an old backup.
 *
 * <p>A long log begins anew with its last line. Nothing is forgotten by that: a tree that has the
 * root of the last line has exactly its entries, as nobody finds two lists of entries with one
 * root; and those entries have the roots of all lines before it, because each was held against them
 * when the log was opened, or was signed over them since. So to hold the last line against a tree
 * is to hold all of them against it.
 *
 * <p>One thread.
 */
final class SignedLog implements Closeable {
  static final String NAME = ".state/signed.log";

  private static final int CHUNK = 1 << 20;

  /** No line is longer: two signatures of the largest kind and two names. */
  private static final int MAX_LINE = 16_384;

  private final Disk disk;
  private Disk.Output file;
  private long length;

  /**
   * The good lines of the log.
   *
   * @param length how many bytes they have
   * @param last how many of those the last line has
   */
  record Extent(long length, int last) {}

  /**
   * Opens the log to append.
   *
   * @param extent how much of it is good; what follows is torn and goes
   */
  SignedLog(Disk disk, Extent extent) throws IOException {
    this.disk = disk;
    this.length = extent.length;
    this.file = disk.append(NAME, Disk.Access.PRIVATE);
    long start = extent.length - extent.last;
    byte[] last = disk.read(NAME, start, extent.last);
    if (file.size() != extent.length) {
      file.truncate(extent.length);
    }
    // The last line may be one that was never forced, or not with success: it can be read, but not
    // relied on before it has been written once more. Same bytes, same place: a crash takes
    // nothing.
    if (last != null && last.length > 0) {
      file.overwrite(start, ByteBuffer.wrap(last));
    }
    file.force();
  }

  /**
   * Remembers a checkpoint; durable on return. It may be tried again after a {@link DiskFull}, and
   * takes the place of what that has left.
   */
  void append(Checkpoint checkpoint, SignedNote note) throws IOException {
    byte[] line = line(checkpoint, note);
    file.overwrite(length, ByteBuffer.wrap(line));
    file.force();
    length += line.length;
  }

  /** How many bytes the log has. */
  long length() {
    return length;
  }

  /**
   * Begins anew with its last line, which is published: until this is durable, the log is the long
   * one.
   *
   * @param checkpoint what was appended last
   */
  void restart(AtomicFiles files, Checkpoint checkpoint, SignedNote note) throws IOException {
    byte[] line = line(checkpoint, note);
    file.close();
    files.write(NAME, line, Disk.Access.PRIVATE);
    files.sync();
    file = disk.append(NAME, Disk.Access.PRIVATE);
    length = line.length;
  }

  private static byte[] line(Checkpoint checkpoint, SignedNote note) {
    StringBuilder line = new StringBuilder();
    line.append(checkpoint.size()).append(' ').append(checkpoint.root().base64());
    note.signatures().forEach(signature -> line.append(' ').append(signature));
    line.append('\n');
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Takes the lines in order. */
  interface Visitor {
    /** Takes a line. */
    void signed(long size, Digest root) throws IOException;
  }

  /**
   * Reads the whole log. A malformed last line is what a crash left of an append: its checkpoint
   * was never published, so it does not count.
   *
   * @throws LedgerCorrupted if another line is malformed, or smaller than the one before it, or one
   *     is longer than any line could be
   */
  static Extent scan(Disk disk, Visitor visitor) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    Scan scan = new Scan(disk, visitor);
    for (long at = 0; ; at += CHUNK) {
      byte[] chunk = disk.read(NAME, at, CHUNK);
      if (chunk == null) {
        throw new LedgerCorrupted(disk + "/" + NAME + " is missing");
      }
      for (byte b : chunk) {
        if (b == '\n') {
          scan.line(line.toByteArray());
          line.reset();
        } else if (line.size() == MAX_LINE) {
          throw new LedgerCorrupted(
              disk + "/" + NAME + " has a line of more than " + MAX_LINE + " bytes");
        } else {
          line.write(b);
        }
      }
      if (chunk.length < CHUNK) {
        return new Extent(scan.good, scan.last);
      }
    }
  }

  private static final class Scan {
    private final Disk disk;
    private final Visitor visitor;
    private @Nullable String bad;
    private long number;
    private long good;
    private int last;
    private long size;

    Scan(Disk disk, Visitor visitor) {
      this.disk = disk;
      this.visitor = visitor;
    }

    void line(byte[] bytes) throws IOException {
      if (bad != null) {
        throw new LedgerCorrupted(disk + "/" + NAME + ": " + bad);
      }
      number++;
      String line = new String(bytes, StandardCharsets.UTF_8);
      int first = line.indexOf(' ');
      int second = line.indexOf(' ', first + 1);
      try {
        if (second < 0) {
          throw new InvalidData("too few fields");
        }
        long next = decimal(line.substring(0, first));
        Digest root = Digest.parseBase64(line.substring(first + 1, second));
        signatures(line.substring(second + 1));
        if (next < size) {
          throw new InvalidData("size " + next + " after size " + size);
        }
        visitor.signed(next, root);
        size = next;
        last = bytes.length + 1;
        good += last;
      } catch (InvalidData | NoteRejected e) {
        bad = "line " + number + " is malformed: " + e.getMessage();
      }
    }

    /** Three fields each, at least one. */
    private static void signatures(String text) {
      String[] fields = text.split(" ", -1);
      if (fields.length % 3 != 0) {
        throw new InvalidData("signatures with " + fields.length + " fields, three belong to each");
      }
      for (int i = 0; i < fields.length; i += 3) {
        NoteSignature.parse(fields[i] + " " + fields[i + 1] + " " + fields[i + 2]);
      }
    }

    private static long decimal(String text) {
      if (!text.matches("0|[1-9][0-9]{0,18}")) {
        throw new InvalidData("not a size: " + text);
      }
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new InvalidData("not a size below 2^63: " + text, e);
      }
    }
  }
}
