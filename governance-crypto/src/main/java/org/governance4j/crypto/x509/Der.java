package org.governance4j.crypto.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the elements of a DER structure (X.690), without copies and without recursion.
 *
 * <p>Lengths must be definite and in their shortest form, as must integers and object identifiers;
 * booleans are 0 or 255; a tag has one byte, which all formats here keep to. Whoever is done calls
 * {@link #end}, so that nothing is left unread. For one thread.
 */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OID = 0x06;
  static final int UTF8_STRING = 0x0c;
  static final int IA5_STRING = 0x16;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int MAX_OID_BYTES = 128;

  private final byte[] bytes;
  private final int end;
  private int at;

  private Der(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Reads bytes that nobody changes meanwhile. */
  static Der of(byte[] bytes) {
    return new Der(bytes, 0, bytes.length);
  }

  /** The tag of a context-specific element: constructed if it holds others. */
  static int context(int number, boolean constructed) {
    return (constructed ? 0xa0 : 0x80) | number;
  }

  /** An element with this content. */
  static byte[] write(int tag, byte[] content) {
    int length = content.length;
    int count = length < 0x80 ? 0 : (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    byte[] element = new byte[2 + count + length];
    element[0] = (byte) tag;
    element[1] = (byte) (count == 0 ? length : 0x80 | count);
    for (int i = 0; i < count; i++) {
      element[2 + i] = (byte) (length >> 8 * (count - 1 - i));
    }
    System.arraycopy(content, 0, element, 2 + count, length);
    return element;
  }

  boolean more() {
    return at < end;
  }

  /** Whether the next element has this tag. */
  boolean next(int tag) {
    return at < end && (bytes[at] & 0xff) == tag;
  }

  /** The tag of the next element. */
  int tag() throws BadDer {
    if (at >= end) {
      throw new BadDer("it ends before it is complete");
    }
    return bytes[at] & 0xff;
  }

  /** Refuses anything after what was read. */
  void end() throws BadDer {
    if (at != end) {
      throw new BadDer("it has " + (end - at) + " bytes after its end");
    }
  }

  /** Steps over the next element, which has this tag, and into it. */
  Der enter(int tag) throws BadDer {
    int start = content(tag);
    int stop = at;
    return new Der(bytes, start, stop);
  }

  Der sequence() throws BadDer {
    return enter(SEQUENCE);
  }

  /** The content of the next element, copied. */
  byte[] octets(int tag) throws BadDer {
    int start = content(tag);
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** The next element whole, copied. */
  byte[] element(int tag) throws BadDer {
    int start = at;
    content(tag);
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** What is left to read, copied. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  /** Steps over the next element, whatever it is. */
  void skip() throws BadDer {
    content(tag());
  }

  /** The place of the cursor in the bytes that {@link #of} was given. */
  int position() {
    return at;
  }

  boolean bool() throws BadDer {
    int start = content(BOOLEAN);
    if (at - start != 1 || (bytes[start] != 0 && bytes[start] != (byte) 0xff)) {
      throw new BadDer("a BOOLEAN is not one byte of 0 or 255");
    }
    return bytes[start] != 0;
  }

  BigInteger integer() throws BadDer {
    int start = content(INTEGER);
    int length = at - start;
    if (length == 0
        || (length > 1
            && ((bytes[start] == 0 && bytes[start + 1] >= 0)
                || (bytes[start] == -1 && bytes[start + 1] < 0)))) {
      throw new BadDer("an INTEGER is not in its shortest form");
    }
    return new BigInteger(bytes, start, length);
  }

  /** An INTEGER from 0 to a limit. */
  int integer(int max) throws BadDer {
    BigInteger value = integer();
    if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new BadDer("an INTEGER is not from 0 to " + max);
    }
    return value.intValue();
  }

  /** The bytes of a BIT STRING whose bits fill them. */
  byte[] wholeBits() throws BadDer {
    int start = content(BIT_STRING);
    if (at == start || bytes[start] != 0) {
      throw new BadDer("a BIT STRING does not fill its bytes");
    }
    return Arrays.copyOfRange(bytes, start + 1, at);
  }

  /** A BIT STRING of at most 31 named bits, bit 0 lowest; trailing zero bits are not DER. */
  int namedBits() throws BadDer {
    int start = content(BIT_STRING);
    int length = at - start - 1;
    if (length < 0 || length > 3) {
      throw new BadDer("a BIT STRING of named bits has not 1 to 4 bytes");
    }
    int unused = bytes[start];
    boolean empty = length == 0 && unused == 0;
    if (!empty && (length == 0 || unused < 0 || unused > 7)) {
      throw new BadDer("a BIT STRING miscounts its unused bits");
    }
    // The last bit that is used must be set: this is the shortest form.
    if (!empty && ((bytes[at - 1] & 0xff) >> unused & 1) == 0) {
      throw new BadDer("a BIT STRING of named bits is not in its shortest form");
    }
    if (!empty && (bytes[at - 1] & (1 << unused) - 1) != 0) {
      throw new BadDer("a BIT STRING has unused bits that are set");
    }
    int bits = 0;
    for (int i = 0; i < length * 8; i++) {
      if ((bytes[start + 1 + i / 8] & 0x80 >> i % 8) != 0) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /** An object identifier in dotted notation. */
  String oid() throws BadDer {
    int start = content(OID);
    return dotted(start, at);
  }

  /** The same in place of another tag, as GeneralName does. */
  String oid(int tag) throws BadDer {
    int start = content(tag);
    return dotted(start, at);
  }

  private String dotted(int start, int stop) throws BadDer {
    if (start == stop || stop - start > MAX_OID_BYTES || bytes[stop - 1] < 0) {
      throw new BadDer("an OBJECT IDENTIFIER is malformed");
    }
    StringBuilder dotted = new StringBuilder();
    long arc = 0;
    boolean first = true;
    for (int i = start; i < stop; i++) {
      int b = bytes[i] & 0xff;
      if ((arc == 0 && b == 0x80) || arc > Long.MAX_VALUE >> 8) {
        throw new BadDer("an OBJECT IDENTIFIER is malformed");
      }
      arc = arc << 7 | b & 0x7f;
      if (b < 0x80) {
        if (first) {
          long root = Math.min(arc / 40, 2);
          dotted.append(root).append('.').append(arc - 40 * root);
          first = false;
        } else {
          dotted.append('.').append(arc);
        }
        arc = 0;
      }
    }
    return dotted.toString();
  }

  /** Text in ASCII, whatever the tag. */
  String ascii(int tag) throws BadDer {
    int start = content(tag);
    for (int i = start; i < at; i++) {
      if (bytes[i] < 0) {
        throw new BadDer("a text is not ASCII");
      }
    }
    return new String(bytes, start, at - start, US_ASCII);
  }

  /** Text in UTF-8, whatever the tag. */
  String utf8(int tag) throws BadDer {
    int start = content(tag);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, at - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadDer("a text is not UTF-8");
    }
  }

  /** Steps over the next element, which has this tag; returns where its content starts. */
  private int content(int tag) throws BadDer {
    if (tag() != tag || (tag & 0x1f) == 0x1f) {
      throw new BadDer(String.format("it has tag 0x%02x where tag 0x%02x is expected", tag(), tag));
    }
    if (at + 1 >= end) {
      throw new BadDer("it ends before it is complete");
    }
    int from = at + 2;
    long length = bytes[at + 1] & 0xff;
    if (length >= 0x80) {
      int count = (int) length & 0x7f;
      if (count == 0 || count > 4 || count > end - from) {
        throw new BadDer("a length is malformed");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | bytes[from + i] & 0xff;
      }
      if (length < 0x80 || length >> 8 * (count - 1) == 0) {
        throw new BadDer("a length is not in its shortest form");
      }
      from += count;
    }
    if (length > end - from) {
      throw new BadDer("an element ends after what holds it");
    }
    at = from + (int) length;
    return from;
  }
}
