package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Writes the parts of CBOR (RFC 8949) that receipts need, in the deterministic encoding of section
 * 4.2.1: definite lengths, shortest numbers. The caller writes the labels of a map in the order of
 * their bytes.
 */
final class CborWriter {
  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int NULL = 0xf6;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  CborWriter integer(long value) {
    return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
  }

  CborWriter bytes(byte[] value) {
    head(BYTES, value.length);
    out.writeBytes(value);
    return this;
  }

  CborWriter text(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    head(TEXT, utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  /** The head of an array of so many items, which follow. */
  CborWriter array(int items) {
    return head(ARRAY, items);
  }

  /** The head of a map of so many pairs, which follow. */
  CborWriter map(int pairs) {
    return head(MAP, pairs);
  }

  CborWriter tag(int number) {
    return head(TAG, number);
  }

  CborWriter nothing() {
    out.write(NULL);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private CborWriter head(int major, long argument) {
    int more = argument < 24 ? 0 : argument <= 0xff ? 1 : argument <= 0xffff ? 2 : 4;
    more = argument > 0xffff_ffffL ? 8 : more;
    int info = more == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(more);
    out.write(major << 5 | info);
    for (int shift = 8 * (more - 1); shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift));
    }
    return this;
  }
}
