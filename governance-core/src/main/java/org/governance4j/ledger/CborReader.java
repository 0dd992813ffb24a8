package org.governance4j.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.governance4j.ProofRejected;

/**
 * Reads CBOR (RFC 8949) strictly: definite lengths, every number in as few bytes as it needs, no
 * label of a map twice, text in UTF-8, nothing left over. Labels may come in any order, because the
 * published examples of receipts do not sort theirs.
 *
 * <p>A length is held against what is left before anything is allocated, so nothing read takes more
 * memory than the input has bytes, times a constant.
 *
 * <p>One thread.
 */
final class CborReader {
  private static final int INDEFINITE = 31;

  private final byte[] input;
  private int at;

  CborReader(byte[] input) {
    this.input = input;
  }

  /** Reads a pair of a map. */
  interface Pair {
    /** Reads the value; the label is a number. */
    void read(long label);
  }

  /** An integer from -2^63 to 2^63 - 1. */
  long integer() {
    int major = major();
    if (major != CborWriter.UNSIGNED && major != CborWriter.NEGATIVE) {
      throw malformed("expected an integer");
    }
    long argument = argument();
    return major == CborWriter.UNSIGNED ? argument : -1 - argument;
  }

  /** An integer from 0. */
  long unsigned() {
    expect(CborWriter.UNSIGNED, "an integer from 0");
    return argument();
  }

  byte[] bytes() {
    expect(CborWriter.BYTES, "a byte string");
    int length = length(1);
    at += length;
    return Arrays.copyOfRange(input, at - length, at);
  }

  String text() {
    expect(CborWriter.TEXT, "a text");
    int length = length(1);
    ByteBuffer utf8 = ByteBuffer.wrap(input, at, length);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw malformed("a text is UTF-8");
    }
  }

  /** The number of items of an array, which follow. */
  int array() {
    expect(CborWriter.ARRAY, "an array");
    return length(1);
  }

  void tag(int number) {
    expect(CborWriter.TAG, "a tag");
    if (argument() != number) {
      throw malformed("expected the tag " + number);
    }
  }

  boolean isNull() {
    return at < input.length && input[at] == (byte) CborWriter.NULL;
  }

  /**
   * Reads a map: pairs with a text as label are skipped, the others given to the reader of pairs,
   * which reads the value and nothing else.
   *
   * @return the labels as they stand, to compare with those of another map
   */
  Set<ByteBuffer> map(int depth, Pair pair) {
    expect(CborWriter.MAP, "a map");
    int pairs = length(2);
    Set<ByteBuffer> labels = new HashSet<>();
    for (int i = 0; i < pairs; i++) {
      int start = at;
      boolean number = major() <= CborWriter.NEGATIVE;
      long label = 0;
      if (number) {
        label = integer();
      } else {
        text();
      }
      if (!labels.add(ByteBuffer.wrap(input, start, at - start).slice())) {
        throw malformed("a label stands twice in a map");
      }
      if (number) {
        pair.read(label);
      } else {
        skip(depth);
      }
    }
    return labels;
  }

  /** Skips one item, nested at most so deep. */
  void skip(int depth) {
    if (depth == 0) {
      throw malformed("nested too deeply");
    }
    switch (major()) {
      case CborWriter.UNSIGNED, CborWriter.NEGATIVE -> integer();
      case CborWriter.BYTES -> bytes();
      case CborWriter.TEXT -> text();
      case CborWriter.ARRAY -> {
        for (int left = array(); left > 0; left--) {
          skip(depth - 1);
        }
      }
      case CborWriter.MAP -> map(depth - 1, label -> skip(depth - 1));
      case CborWriter.TAG -> {
        argument();
        skip(depth - 1);
      }
      default -> skipSimple();
    }
  }

  /** False, true, null, undefined, and numbers with a point. */
  private void skipSimple() {
    int info = input[at] & 0x1f;
    int more =
        switch (info) {
          case 20, 21, 22, 23 -> 0;
          case 25, 26, 27 -> 1 << (info - 24);
          default -> throw malformed("expected a value of CBOR");
        };
    if (more > input.length - at - 1) {
      throw malformed("ends too soon");
    }
    at += 1 + more;
  }

  /** Refuses what is left over. */
  void end() {
    if (at != input.length) {
      throw malformed((input.length - at) + " bytes are left over");
    }
  }

  ProofRejected malformed(String what) {
    return new ProofRejected("Malformed receipt at byte " + at + ": " + what + ".");
  }

  private int major() {
    if (at >= input.length) {
      throw malformed("ends too soon");
    }
    return (input[at] & 0xff) >> 5;
  }

  private void expect(int major, String what) {
    if (major() != major) {
      throw malformed("expected " + what);
    }
  }

  /** The length of what has at least so many bytes per item. */
  private int length(int itemBytes) {
    long length = argument();
    if (length > (input.length - at) / itemBytes) {
      throw malformed("a length of " + length + ", but " + (input.length - at) + " bytes follow");
    }
    return (int) length;
  }

  /** The argument of the head here, below 2^63. */
  private long argument() {
    int info = input[at] & 0x1f;
    if (info < 24) {
      at++;
      return info;
    }
    if (info == INDEFINITE) {
      throw malformed("an indefinite length");
    }
    if (info > 27) {
      throw malformed("expected a value of CBOR");
    }
    int more = 1 << (info - 24);
    if (more > input.length - at - 1) {
      throw malformed("ends too soon");
    }
    long argument = 0;
    for (int i = 1; i <= more; i++) {
      argument = argument << 8 | (input[at + i] & 0xff);
    }
    long least = more == 1 ? 24 : 1L << (4 * more);
    if (argument < 0) {
      throw malformed("numbers reach to 2^63 - 1");
    }
    if (argument < least) {
      throw malformed("a number in more bytes than it needs");
    }
    at += 1 + more;
    return argument;
  }
}
