package org.governance4j.json;

import java.util.List;
import java.util.Objects;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;

/**
 * Commits to a search index over the ledger: {@code index-commitment}. With it, an answer "these
 * are all" can be proven.
 *
 * @param fields the members that are indexed, in the order of the index; at least one
 * @param size how many entries of the ledger are indexed, from the first
 * @param leaves how many leaves the index has
 * @param root the RFC 6962 root over the sorted leaves
 */
public record IndexCommitment(List<String> fields, long size, long leaves, Digest root)
    implements EntryBody {

  /** The type of these entries. */
  public static final String TYPE = "index-commitment";

  /** Copies the list; refuses null, no or blank fields, and negative numbers. */
  public IndexCommitment {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("\"fields\" must not be empty");
    }
    fields.forEach(field -> BodyMembers.text("fields", field));
    BodyMembers.count("size", size);
    BodyMembers.count("leaves", leaves);
    Objects.requireNonNull(root, "root");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "fields", fields, JsonValue::of);
    BodyMembers.put(entry, "size", size);
    BodyMembers.put(entry, "leaves", leaves);
    BodyMembers.put(entry, "root", root);
    return entry;
  }

  static IndexCommitment read(BodyMembers members) {
    JsonMembers attributes = members.attributes();
    return new IndexCommitment(
        attributes.strings("fields"),
        attributes.integer("size"),
        attributes.integer("leaves"),
        members.digest("root"));
  }
}
