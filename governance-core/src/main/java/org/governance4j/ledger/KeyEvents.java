package org.governance4j.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a stored log that tell of its own keys. Whether they are true is another question.
 *
 * <p>One bundle in memory. One thread.
 */
final class KeyEvents {
  private static final byte[] TYPE =
      ("\"" + KeyEvent.TYPE + "\"").getBytes(StandardCharsets.US_ASCII);

  private final TileFiles files;
  private final long size;
  private final String subject;

  KeyEvents(Disk disk, long size, String origin) {
    this.files = new TileFiles(disk, size);
    this.size = size;
    this.subject = KeyRotation.subject(origin);
  }

  /** An entry and what it says. */
  record Found(long index, byte[] entry, KeyEvent event) {}

  /** Takes what is found. */
  interface Visitor {
    /** Takes an entry. */
    void found(Found found) throws IOException;
  }

  /** How many entries are looked at. */
  long size() {
    return size;
  }

  /** Goes through all of them, from the first to the last. */
  void forEach(Visitor visitor) throws IOException {
    for (long bundle = 0; bundle * TilePath.FULL < size; bundle++) {
      List<byte[]> entries = files.entries(bundle);
      for (int i = 0; i < entries.size(); i++) {
        Found found = find(bundle * TilePath.FULL + i, entries.get(i));
        if (found != null) {
          visitor.found(found);
        }
      }
    }
  }

  /** The last one before an index that is wanted, or null. */
  @Nullable Found last(long end, Predicate<KeyEvent> wanted) throws IOException {
    for (long bundle = (end + TilePath.FULL - 1) / TilePath.FULL - 1; bundle >= 0; bundle--) {
      long first = bundle * TilePath.FULL;
      List<byte[]> entries = files.entries(bundle);
      for (int i = (int) Math.min(entries.size(), end - first) - 1; i >= 0; i--) {
        Found found = find(first + i, entries.get(i));
        if (found != null && wanted.test(found.event)) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable Found find(long index, byte[] bytes) {
    if (!contains(bytes)) {
      return null; // nearly all of them, and parsing costs
    }
    try {
      Entry entry = EntryCodec.decode(bytes);
      return entry.subject().equals(subject)
              && EntryBody.from(entry).orElse(null) instanceof KeyEvent event
          ? new Found(index, bytes, event)
          : null;
    } catch (InvalidData e) {
      return null; // an entry of something else, which is for the verification to judge
    }
  }

  private static boolean contains(byte[] bytes) {
    for (int i = 0; i + TYPE.length <= bytes.length; i++) {
      int length = 0;
      while (length < TYPE.length && bytes[i + length] == TYPE[length]) {
        length++;
      }
      if (length == TYPE.length) {
        return true;
      }
    }
    return false;
  }
}
