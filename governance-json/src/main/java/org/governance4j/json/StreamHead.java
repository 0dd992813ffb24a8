package org.governance4j.json;

import java.util.Objects;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.MerkleTree;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands: what its next entry is stamped with.
 *
 * <p>Immutable; safe for any number of threads. Who advances a stream keeps its latest head.
 *
 * @param name the stream's name, by the rules of {@link StreamStamp}
 * @param next the position of the next entry, from 0
 * @param last the leaf hash of the entry before it; null exactly if there is none
 */
public record StreamHead(String name, long next, @Nullable Digest last) {

  /** Refuses a malformed name, and a last entry where there is none or none where there is one. */
  public StreamHead {
    new StreamStamp(name, next, last);
    if ((next == 0) != (last == null)) {
      throw new IllegalArgumentException(
          "a stream at " + next + (last == null ? " needs" : " has no") + " last entry");
    }
  }

  /** The head of a stream without entries. */
  public static StreamHead start(String name) {
    return new StreamHead(name, 0, null);
  }

  /**
   * An entry in its place in a stream.
   *
   * @param entry the entry with its stamp
   * @param encoded its bytes and disclosures
   * @param leafHash the leaf hash of the bytes
   * @param next the head of the stream once the entry is in the ledger
   */
  public record Stamped(
      Entry entry, EntryCodec.Encoded encoded, Digest leafHash, StreamHead next) {}

  /**
   * Stamps an entry and encodes it. This head stays as it is: if the entry does not get into the
   * ledger, the next one is stamped by it again.
   *
   * @param entry an entry with a time
   * @throws IllegalArgumentException if it has a {@code stream}, {@code seq} or {@code prev}
   *     already, or cannot be encoded, see {@link EntryCodec#encode}
   */
  public Stamped stamp(Entry entry, EntryCodec codec) {
    Objects.requireNonNull(codec, "codec");
    if (StreamStamp.anyIn(entry)) {
      throw new IllegalArgumentException(
          entry + " has \"stream\", \"seq\" or \"prev\" already; a stream sets them itself");
    }
    Entry stamped = new StreamStamp(name, next, last).writeTo(entry.toBuilder()).build();
    EntryCodec.Encoded encoded = codec.encode(stamped);
    Digest hash = MerkleTree.leafHash(encoded.bytes());
    return new Stamped(stamped, encoded, hash, new StreamHead(name, next + 1, hash));
  }
}
