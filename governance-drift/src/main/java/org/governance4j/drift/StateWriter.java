package org.governance4j.drift;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the state of a detector, big-endian. One thread. */
final class StateWriter {

  private ByteBuffer bytes = ByteBuffer.allocate(256);

  void put(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
  }

  void put(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void put(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Bit for bit, but every NaN as the one canonical NaN. */
  void put(double value) {
    room(Double.BYTES).putLong(Double.doubleToLongBits(value));
  }

  /** The first values of an array, without their number. */
  void put(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      put(values[i]);
    }
  }

  void put(byte[] value) {
    room(value.length).put(value);
  }

  /** UTF-16 with the number of bytes before it, so that lone surrogates survive. */
  void put(String text) {
    put(2 * text.length());
    ByteBuffer into = room(2 * text.length());
    for (int i = 0; i < text.length(); i++) {
      into.putChar(text.charAt(i));
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      ByteBuffer larger = ByteBuffer.allocate(2 * bytes.capacity() + more);
      larger.put(bytes.flip());
      bytes = larger;
    }
    return bytes;
  }
}
