package org.governance4j.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.EntryCheck;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamStamp;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * By what an entry is found again: its idempotency key and its place in a stream.
 *
 * <p>The key is the attribute {@code idempotency}, a string of 1 to {@value #MAX_KEY} UTF-16 units.
 * Of the entries of a ledger that carry the same key only the first is ever logged.
 *
 * @param idempotency the key, or null
 * @param stamp the place in a stream, or null; not both are
 */
record EntryKeys(@Nullable String idempotency, @Nullable StreamStamp stamp) {
  static final String IDEMPOTENCY = "idempotency";
  static final int MAX_KEY = 256;

  // As canonical JSON writes the names of members; a string's own quotes are escaped there.
  private static final byte[] IDEMPOTENCY_MEMBER = member(IDEMPOTENCY);
  private static final byte[] STREAM_MEMBER = member("stream");

  private static byte[] member(String name) {
    return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Refuses an entry whose key could not be honoured; called before it is taken.
   *
   * @throws IllegalArgumentException if {@code idempotency} is a string that is empty or too long
   */
  static void require(Entry entry) {
    if (entry.attributes().get(IDEMPOTENCY) instanceof JsonValue.Str key && !isKey(key.value())) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to " + MAX_KEY + " characters, found " + key.value().length());
    }
  }

  private static boolean isKey(String text) {
    return !text.isEmpty() && text.length() <= MAX_KEY;
  }

  /** What an entry is found by, or null if it is by nothing. */
  static @Nullable EntryKeys of(Entry entry) {
    JsonValue value = entry.attributes().get(IDEMPOTENCY);
    String key = value instanceof JsonValue.Str text && isKey(text.value()) ? text.value() : null;
    StreamStamp stamp = StreamStamp.from(entry);
    return key == null && stamp == null ? null : new EntryKeys(key, stamp);
  }

  /**
   * What the bytes of an entry are found by, or null if it is by nothing. Bytes that are no entry,
   * or name their members otherwise than canonical JSON does, have no keys.
   */
  static @Nullable EntryKeys of(byte[] entry) {
    if (!mayBeIn(entry, 0, entry.length)) {
      return null;
    }
    if (EntryCheck.isPlain(entry, 0, entry.length)) {
      KeyScan.Found found = KeyScan.of(entry);
      if (found.sure()) {
        return found.keys();
      }
    }
    try {
      Entry read = read(entry);
      return read == null ? null : of(read);
    } catch (InvalidData | IllegalArgumentException | CharacterCodingException e) {
      return null; // no entry of this library: a log may hold anything
    }
  }

  /**
   * What {@link EntryCodec#decode} reads, with no third-party code: a producer's thread may run.
   */
  private static @Nullable Entry read(byte[] entry) throws CharacterCodingException {
    if (entry.length > Entry.MAX_BYTES) {
      return null;
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry)).toString();
    return StrictJson.parseWithheld(text, Entry.MAX_BYTES) instanceof JsonValue.Obj members
            && members.get("v") != null
            && members.get("ts") != null
        ? EntryCodec.fromJson(members)
        : null;
  }

  /** Whether the bytes of an entry may have keys; if not, they surely have none. */
  static boolean mayBeIn(byte[] bytes, int from, int length) {
    int end = from + length;
    for (int i = from; i + STREAM_MEMBER.length <= end; i++) {
      if (bytes[i] == '"'
          && ((bytes[i + 1] == 's' && isAt(bytes, i, end, STREAM_MEMBER))
              || (bytes[i + 1] == 'i' && isAt(bytes, i, end, IDEMPOTENCY_MEMBER)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(byte[] bytes, int at, int end, byte[] name) {
    return at + name.length <= end
        && Arrays.equals(bytes, at, at + name.length, name, 0, name.length);
  }
}
