package org.governance4j.drift;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.governance4j.InvalidData;

/** Reads what a {@link StateWriter} wrote; whatever does not fit is refused. One thread. */
final class StateReader {

  private final ByteBuffer bytes;

  StateReader(byte[] array, int from, int length) {
    bytes = ByteBuffer.wrap(array, from, length);
  }

  boolean flag(String what) {
    return number(what, 1, 0, 1) == 1;
  }

  int integer(String what, int min, int max) {
    return (int) number(what, Integer.BYTES, min, max);
  }

  long integer64(String what, long min, long max) {
    return number(what, Long.BYTES, min, max);
  }

  /** A finite number. */
  double finite(String what) {
    double value = any(what);
    if (!Double.isFinite(value)) {
      throw new InvalidData("detector state: " + what + " must be finite: " + value);
    }
    return value;
  }

  /** Any number, NaN and infinities included. */
  double any(String what) {
    return Double.longBitsToDouble(number(what, Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /** Fills the first places of an array with finite numbers. */
  void finite(String what, double[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = finite(what);
    }
  }

  /** Bytes with their number before them. */
  byte[] bytes(String what) {
    byte[] array = new byte[integer("length of " + what, 0, bytes.remaining())];
    bytes.get(array);
    return array;
  }

  /** UTF-16 with the number of bytes before it, so that lone surrogates survive. */
  String text(String what) {
    byte[] chars = bytes(what);
    if (chars.length % 2 != 0) {
      throw new InvalidData("detector state: " + what + " has half a character");
    }
    char[] text = new char[chars.length / 2];
    ByteBuffer.wrap(chars).asCharBuffer().get(text);
    return new String(text);
  }

  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw new InvalidData("detector state: " + bytes.remaining() + " bytes too many");
    }
  }

  private long number(String what, int size, long min, long max) {
    long value;
    try {
      value = size == 1 ? bytes.get() : size == Integer.BYTES ? bytes.getInt() : bytes.getLong();
    } catch (BufferUnderflowException e) {
      throw new InvalidData("detector state ends before " + what, e);
    }
    if (value < min || value > max) {
      throw new InvalidData(
          "detector state: " + what + " must be from " + min + " to " + max + ": " + value);
    }
    return value;
  }
}
