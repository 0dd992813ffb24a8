package org.governance4j.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.governance4j.Digest;
import org.governance4j.json.StreamStamp;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys out of the bytes of an entry without building it: one pass over the members of the
 * object. Whoever calls it knows that the bytes are an entry.
 *
 * <p>It reads what this library writes. Of whatever is written otherwise it says that it is not
 * sure, and the entry has to be built.
 */
final class KeyScan {
  private static final byte[] IDEMPOTENCY = ascii(EntryKeys.IDEMPOTENCY);
  private static final byte[] STREAM = ascii("stream");
  private static final byte[] SEQ = ascii("seq");
  private static final byte[] PREV = ascii("prev");
  private static final String SHA256 = "sha256:";

  private final byte[] bytes;
  private boolean sure = true;
  private @Nullable String idempotency;
  private @Nullable String stream;
  private @Nullable String prev;
  private long seq = -1;

  private KeyScan(byte[] bytes) {
    this.bytes = bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What was found.
   *
   * @param sure whether it is what building the entry would have found
   */
  record Found(boolean sure, @Nullable EntryKeys keys) {}

  /** Scans an entry. */
  static Found of(byte[] entry) {
    KeyScan scan = new KeyScan(entry);
    scan.run();
    return scan.sure ? scan.found() : new Found(false, null);
  }

  private void run() {
    int at = 1;
    while (sure && at < bytes.length && bytes[at] == '"') {
      int name = at + 1;
      int nameEnd = quote(name);
      sure = bytes[nameEnd + 1] == ':' && !isEscaped(name, nameEnd);
      int value = nameEnd + 2;
      int end = value(value);
      member(name, nameEnd, value, end);
      at = end + 1;
    }
    sure &= at == bytes.length;
  }

  private boolean isEscaped(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private void member(int name, int nameEnd, int value, int end) {
    if (is(name, nameEnd, IDEMPOTENCY)) {
      idempotency = text(value, end);
    } else if (is(name, nameEnd, STREAM)) {
      stream = text(value, end);
    } else if (is(name, nameEnd, PREV)) {
      prev = text(value, end);
    } else if (is(name, nameEnd, SEQ)) {
      seq = number(value, end);
    }
  }

  private boolean is(int from, int to, byte[] name) {
    return to - from == name.length && Arrays.equals(bytes, from, to, name, 0, name.length);
  }

  /** A string of plain ASCII; of any other value one is not sure. */
  private @Nullable String text(int from, int to) {
    boolean plain = bytes[from] == '"';
    for (int i = from; i < to && plain; i++) {
      plain = bytes[i] >= ' ' && bytes[i] != '\\';
    }
    sure &= plain;
    return plain ? new String(bytes, from + 1, to - from - 2, StandardCharsets.US_ASCII) : null;
  }

  /** A whole number without sign and exponent that is surely in range. */
  private long number(int from, int to) {
    long number = 0;
    boolean plain = to - from <= 15;
    for (int i = from; i < to && plain; i++) {
      plain = bytes[i] >= '0' && bytes[i] <= '9';
      number = 10 * number + bytes[i] - '0';
    }
    sure &= plain;
    return number;
  }

  /** Where the string that begins here ends. */
  private int quote(int from) {
    int at = from;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  /** Where the value that begins here ends: at the comma or brace behind it. */
  private int value(int from) {
    int depth = 0;
    for (int at = from; ; at++) {
      switch (bytes[at]) {
        case '"' -> at = quote(at + 1);
        case '{', '[' -> depth++;
        case ',' -> {
          if (depth == 0) {
            return at;
          }
        }
        case '}', ']' -> {
          if (depth-- == 0) {
            return at;
          }
        }
        case ' ', '\t', '\n', '\r' -> sure = false;
        default -> {}
      }
    }
  }

  private Found found() {
    StreamStamp stamp = null;
    if (stream != null && seq >= 0 && StreamStamp.isName(stream)) {
      Digest before = prev == null ? null : digest(prev);
      if (prev != null && before == null) {
        return new Found(false, null);
      }
      stamp = new StreamStamp(stream, seq, before);
    }
    String key =
        idempotency == null || idempotency.isEmpty() || idempotency.length() > EntryKeys.MAX_KEY
            ? null
            : idempotency;
    return new Found(true, key == null && stamp == null ? null : new EntryKeys(key, stamp));
  }

  private static @Nullable Digest digest(String text) {
    boolean plain = text.length() == SHA256.length() + 64 && text.startsWith(SHA256);
    for (int i = SHA256.length(); i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return plain ? Digest.parse(text) : null;
  }
}
