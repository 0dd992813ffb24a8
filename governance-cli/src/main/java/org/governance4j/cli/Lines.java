package org.governance4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.governance4j.InvalidData;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into lines, ended by LF or CR LF; bytes after the last end are a line too.
 *
 * <p>One thread.
 */
final class Lines {
  private final InputStream in;
  private final int maxBytes;
  private final Runnable beforeWait;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long number;

  /**
   * Takes a stream, which the caller closes.
   *
   * @param maxBytes the longest line
   * @param beforeWait runs before every read, which may wait for whoever writes the stream
   */
  Lines(InputStream in, int maxBytes, Runnable beforeWait) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.beforeWait = beforeWait;
  }

  /** A line and its number, from 1. */
  static final class Line {
    private final long number;
    private final byte[] kept;
    private final long length;

    private Line(long number, byte[] kept, long length) {
      this.number = number;
      this.kept = kept;
      this.length = length;
    }

    long number() {
      return number;
    }

    /** Whether there is nothing but white space. */
    boolean isBlank() {
      for (byte b : kept) {
        if (b != ' ' && b != '\t') {
          return false;
        }
      }
      return true;
    }

    /**
     * The line without its end.
     *
     * @throws InvalidData if it is too long
     */
    byte[] bytes() {
      if (length > kept.length) {
        throw new InvalidData("the line has " + length + " bytes, the limit is " + kept.length);
      }
      return kept;
    }
  }

  /** The next line, or null after the last. */
  @Nullable Line next() throws IOException {
    if (at == end && !fill()) {
      return null;
    }
    number++;
    ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    long length = 0;
    boolean ended = false;
    while (!ended && (at < end || fill())) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      length += at - from;
      kept.write(buffer, from, Math.min(at - from, maxBytes - kept.size()));
      if (at < end) {
        at++;
        ended = true;
      }
    }
    byte[] bytes = kept.toByteArray();
    if (length == bytes.length && length > 0 && bytes[bytes.length - 1] == '\r') {
      length--;
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    }
    return new Line(number, bytes, length);
  }

  private boolean fill() throws IOException {
    beforeWait.run();
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }
}
