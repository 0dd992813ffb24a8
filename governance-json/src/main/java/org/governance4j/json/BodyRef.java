package org.governance4j.json;

import java.util.Objects;
import java.util.Set;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an entry for a member too large for it: {@code {"length":n,"sha256":"…"}}, the
 * number of bytes and the SHA-256 in lower-case hex of the member's canonical JSON. It is the
 * notation of disclosures that are too long, see {@link EntryCodec}.
 *
 * <p>The entry binds the body; the ledger does not keep it. Who makes the entry stores the body
 * <em>before</em> appending it, under its digest, where it lives as long as it is needed; who reads
 * the entry fetches it from there and verifies it ({@link #verify}). The digest has no salt: of a
 * body that could be guessed it tells whether the guess is right, so personal data belongs to
 * {@link Entry#sensitive()}.
 *
 * @param length the number of bytes
 * @param sha256 their SHA-256
 */
public record BodyRef(long length, Digest sha256) {

  private static final Set<String> MEMBERS = Set.of("length", "sha256");

  /** Refuses null and a length out of range. */
  public BodyRef {
    BodyMembers.count("length", length);
    Objects.requireNonNull(sha256, "sha256");
  }

  /** The reference to a body. */
  public static BodyRef to(byte[] body) {
    return new BodyRef(body.length, Digest.sha256(body));
  }

  /** The reference that a value is, or null if it is another value. */
  public static @Nullable BodyRef from(@Nullable JsonValue value) {
    if (!(value instanceof JsonValue.Obj object)
        || !object.members().keySet().equals(MEMBERS)
        || !(object.get("length") instanceof JsonValue.Num length)
        || !BodyMembers.isCount(length)
        || !(object.get("sha256") instanceof JsonValue.Str hex)
        || !Disclosures.SHA256.matcher("sha256:" + hex.value()).matches()) {
      return null;
    }
    return new BodyRef(length.value().longValueExact(), Digest.parseHex(hex.value()));
  }

  /** The value that stands in the entry. */
  public JsonValue.Obj toJson() {
    return JsonValue.object()
        .with("length", JsonValue.of(length))
        .with("sha256", JsonValue.of(sha256.hex()));
  }

  /**
   * Checks that bytes are the body.
   *
   * @throws InvalidData if they are not; the message tells lengths and digests, never the bytes
   */
  public void verify(byte[] body) {
    if (body.length != length) {
      throw new InvalidData("the body has " + body.length + " bytes, expected " + length);
    }
    Digest actual = Digest.sha256(body);
    if (!actual.equals(sha256)) {
      throw new InvalidData("the body has the digest " + actual + ", expected " + sha256);
    }
  }

  /**
   * Checks that bytes are the body an entry refers to.
   *
   * @param member the attribute of the entry that is the reference
   * @throws InvalidData if it is none, or the bytes are another body
   */
  public static void verify(Entry entry, String member, byte[] body) {
    BodyRef reference = from(entry.attributes().get(member));
    if (reference == null) {
      throw new InvalidData(
          entry
              + " has no reference to a body in \""
              + member
              + "\", an object of length and"
              + " sha256");
    }
    reference.verify(body);
  }

  /**
   * An entry that fits into the ledger.
   *
   * @param entry the entry, with a reference in place of its large member if it was too large
   * @param body the canonical JSON of that member, to be stored under {@link Digest#hex} of its
   *     digest before the entry is appended; null if the entry fits as it is
   * @param reference to the body; null if there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // a hand-over: nobody compares or keeps it
  public record Fitted(Entry entry, byte @Nullable [] body, @Nullable BodyRef reference) {}

  /**
   * Makes an entry fit into {@link Entry#MAX_BYTES}: unchanged if its canonical JSON is no longer
   * than that, otherwise with a reference in place of one member.
   *
   * @param entry an entry with a time
   * @param member the name of the attribute that may be large
   * @throws IllegalArgumentException if the entry has no time, has a value without canonical form,
   *     has no such attribute though it is too long, or is too long without it
   */
  public static Fitted fit(Entry entry, String member) {
    if (EntryCodec.length(entry) <= Entry.MAX_BYTES) {
      return new Fitted(entry, null, null);
    }
    JsonValue large = entry.attributes().get(member);
    if (large == null) {
      throw new IllegalArgumentException(
          entry + " is longer than " + Entry.MAX_BYTES + " bytes and has no \"" + member + "\"");
    }
    byte[] body = CanonicalJson.write(large);
    BodyRef reference = to(body);
    Entry small = entry.toBuilder().attribute(member, reference.toJson()).build();
    int length = EntryCodec.length(small);
    if (length > Entry.MAX_BYTES) {
      throw new IllegalArgumentException(
          entry
              + " takes "
              + length
              + " bytes of JSON even without \""
              + member
              + "\", the limit is "
              + Entry.MAX_BYTES);
    }
    return new Fitted(small, body, reference);
  }
}
