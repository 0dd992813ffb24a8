package org.governance4j.json;

import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The place of an entry in a stream: the attributes {@code stream}, {@code seq} and {@code prev}.
 * Streams are numbered chains inside a ledger, one per producer or tenant, so that whoever knows a
 * stream sees what is missing from it.
 *
 * <p>A stamp may be wrong: only {@link StreamHead} makes right ones, and whoever reads a ledger
 * holds one stamp against the one before it.
 *
 * @param stream the name of the stream: 1 to {@value #MAX_NAME} printable ASCII characters without
 *     space, quote and backslash
 * @param seq the position in the stream, from 0, at most 2⁵³ − 1
 * @param prev the leaf hash of the stream's previous entry; null in the first, which has none
 */
public record StreamStamp(String stream, long seq, @Nullable Digest prev) {

  /** The longest name of a stream in characters. */
  public static final int MAX_NAME = 128;

  static final String STREAM = "stream";
  static final String SEQ = "seq";
  static final String PREV = "prev";

  /** Refuses a malformed name and a position out of range. */
  public StreamStamp {
    if (!isName(stream)) {
      throw new IllegalArgumentException(
          "the name of a stream has 1 to "
              + MAX_NAME
              + " printable ASCII characters without space, quote and backslash, found "
              + Describe.quote(stream));
    }
    BodyMembers.count(SEQ, seq);
  }

  /** Whether a text can name a stream. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }

  /** Whether an entry has a member of a stamp already. */
  static boolean anyIn(Entry entry) {
    JsonValue.Obj attributes = entry.attributes();
    return attributes.get(STREAM) != null
        || attributes.get(SEQ) != null
        || attributes.get(PREV) != null;
  }

  /**
   * The stamp of an entry, or null if it has none: if {@code stream} is no name, {@code seq} no
   * whole number in range, or {@code prev} there but no digest.
   */
  public static @Nullable StreamStamp from(Entry entry) {
    JsonValue.Obj attributes = entry.attributes();
    JsonValue prev = attributes.get(PREV);
    if (!(attributes.get(STREAM) instanceof JsonValue.Str stream)
        || !isName(stream.value())
        || !(attributes.get(SEQ) instanceof JsonValue.Num seq)
        || !BodyMembers.isCount(seq)
        || (prev != null && !BodyMembers.isDigest(prev))) {
      return null;
    }
    return new StreamStamp(
        stream.value(),
        seq.value().longValueExact(),
        prev instanceof JsonValue.Str text ? Digest.parse(text.value()) : null);
  }

  /** Sets the members of this stamp. */
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, STREAM, stream);
    BodyMembers.put(entry, SEQ, seq);
    BodyMembers.put(entry, PREV, prev);
    return entry;
  }
}
