package org.governance4j.json;

import java.util.List;
import java.util.Objects;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;

/**
 * Sensitive values of a subject were erased: {@code erasure}; its offline proof is the receipt of
 * the deletion. {@code decision} is {@code erased}. The entry stays for ever, so it must not name a
 * person in the clear: the subject of whom values were erased stands in it as a digest.
 *
 * @param erased the SHA-256 of the UTF-8 of the subject whose values were erased
 * @param legalBasis why, for example {@code GDPR Art. 17(1)(b)}
 * @param entries the indexes of entries that have lost disclosures, in ascending order; at most
 *     {@value #MAX_LISTED}, more take further erasure entries
 * @param digests the digests of these disclosures as they stand in {@code _sd}; at most {@value
 *     #MAX_LISTED}
 */
public record Erasure(Digest erased, String legalBasis, List<Long> entries, List<String> digests)
    implements EntryBody {

  /** The type of these entries. */
  public static final String TYPE = "erasure";

  /** The most indexes, and the most digests, of one entry. */
  public static final int MAX_LISTED = 800;

  private static final String ERASED = "erased";

  /** Copies the lists; refuses what is malformed, too long, or not in order. */
  public Erasure {
    Objects.requireNonNull(erased, "erased");
    BodyMembers.text("legalBasis", legalBasis);
    entries = List.copyOf(entries);
    digests = List.copyOf(digests);
    if (entries.size() > MAX_LISTED || digests.size() > MAX_LISTED) {
      throw new IllegalArgumentException(
          "an erasure lists at most "
              + MAX_LISTED
              + " entries and digests, found "
              + entries.size()
              + " and "
              + digests.size());
    }
    long last = -1;
    for (long index : entries) {
      if (BodyMembers.count("entries", index) <= last) {
        throw new IllegalArgumentException(
            "\"entries\" must ascend, found " + index + " after " + last);
      }
      last = index;
    }
    for (String digest : digests) {
      if (!Disclosures.isDigest(digest)) {
        throw new IllegalArgumentException(
            "\"digests\" must be SHA-256 values in base64url, found " + Describe.quote(digest));
      }
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "erased", erased);
    BodyMembers.put(entry, "legalBasis", legalBasis);
    BodyMembers.put(entry, "entries", entries, JsonValue::of);
    BodyMembers.put(entry, "digests", digests, JsonValue::of);
    return entry.decision(ERASED);
  }

  static Erasure read(BodyMembers members) {
    if (!members.decision().equals(ERASED)) {
      throw members.attributes().invalid("decision", "expected \"" + ERASED + "\"");
    }
    JsonMembers attributes = members.attributes();
    return new Erasure(
        members.digest("erased"),
        attributes.text("legalBasis"),
        members.counts("entries"),
        attributes.strings("digests"));
  }
}
