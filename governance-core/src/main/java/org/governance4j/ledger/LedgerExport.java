package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InclusionProof;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * A row of entries in one file, with what proves them: for somebody who has the log's key and
 * neither the ledger nor a network.
 *
 * <p>The file is JSON lines. The first is {@code {"checkpoint":…,"count":…,"first":[…],
 * "format":"governance4j-export/1","from":…,"last":[…]}}: a signed checkpoint as it stands in the
 * ledger, the index of the first entry, the number of entries, and the inclusion proofs (RFC 6962,
 * section 2.1.1; base64) of the first and of the last of them. Then a line for each entry: {@code
 * {"entry":…,"index":…,"leafHash":…}}, or with {@code "bytes"} in base64 in place of {@code
 * "entry"} if its bytes are not canonical JSON (RFC 8785). The leaf hash, in base64, is that of the
 * canonical bytes.
 *
 * <p>So little suffices because the entries are neighbours. The left siblings in the first proof
 * are all that is to the left of them, the right siblings in the last proof all that is to the
 * right; folded together with the leaf hashes between, they must give the signed root. That proves
 * every entry, its place, and that none between them is left out.
 *
 * <p>Stateless; safe for any number of threads. O(log n) memory beside one page of entries.
 */
public final class LedgerExport {
  private static final String FORMAT = "governance4j-export/1";
  private static final Set<String> HEADER =
      Set.of("checkpoint", "count", "first", "format", "from", "last");
  private static final int PAGE = 256;

  /** An entry stands one level deeper in its line. */
  private static final int LINE_DEPTH = StrictJson.MAX_DEPTH + 1;

  private LedgerExport() {}

  /** Gives the lines of an export, one by one. */
  @FunctionalInterface
  public interface Lines {
    /** The next line without its end, or null after the last. */
    byte @Nullable [] next() throws IOException;
  }

  /**
   * What a verified export has.
   *
   * @param origin the log's name
   * @param size the size of the tree that the checkpoint is about
   * @param root its root
   * @param from the index of the first entry
   * @param count how many entries there are
   */
  public record Verified(String origin, long size, Digest root, long from, long count) {}

  /**
   * Writes published entries.
   *
   * @param from the index of the first, 0 to the published size; equal to it only if that is 0
   * @param limit the most entries, at least 1
   * @param line takes each line, without an end
   * @return how many entries were written
   * @throws IllegalArgumentException if {@code from} or {@code limit} is out of range
   * @throws org.governance4j.LedgerUnavailable if the ledger cannot be read
   * @throws LedgerCorrupted if the stored tree is malformed
   */
  public static long write(LedgerReader reader, long from, long limit, Consumer<String> line) {
    // One checkpoint for all: the ledger may publish the next one meanwhile.
    SignedNote note = reader.checkpoint();
    long size = Checkpoint.parse(note.text()).size();
    if (from < 0 || (from >= size && size > 0) || (size == 0 && from > 0)) {
      throw new IllegalArgumentException(
          "from must be below the published size " + size + ": " + from);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1: " + limit);
    }
    long count = Math.min(limit, size - from);
    long to = from + count;
    line.accept(
        CanonicalJson.writeString(
            JsonValue.object()
                .with("format", JsonValue.of(FORMAT))
                .with("checkpoint", JsonValue.of(note.toString()))
                .with("from", JsonValue.of(from))
                .with("count", JsonValue.of(count))
                .with("first", path(reader, from, count, size))
                .with("last", path(reader, to - 1, count, size))));
    for (long next = from; next < to; ) {
      List<LedgerRecord> records = reader.read(next, (int) Math.min(PAGE, to - next));
      for (LedgerRecord entry : records) {
        line.accept(line(entry));
      }
      next += records.size();
    }
    return count;
  }

  private static JsonValue path(LedgerReader reader, long index, long count, long size) {
    List<Digest> path = count == 0 ? List.of() : reader.inclusionProof(index, size).path();
    return new JsonValue.Arr(path.stream().map(hash -> JsonValue.of(hash.base64())).toList());
  }

  private static String line(LedgerRecord entry) {
    JsonValue.Obj line =
        JsonValue.object()
            .with("index", JsonValue.of(entry.index()))
            .with("leafHash", JsonValue.of(entry.leafHash().base64()));
    byte[] bytes = entry.bytes();
    JsonValue parsed = canonical(bytes);
    return CanonicalJson.writeString(
        parsed == null
            ? line.with("bytes", JsonValue.of(Base64.getEncoder().encodeToString(bytes)))
            : line.with("entry", parsed));
  }

  /** The value whose canonical form these bytes are, or null. */
  private static @Nullable JsonValue canonical(byte[] bytes) {
    try {
      JsonValue parsed = StrictJson.parse(bytes);
      return Arrays.equals(CanonicalJson.write(parsed), bytes) ? parsed : null;
    } catch (InvalidData | IllegalArgumentException e) {
      return null; // somebody else's entry, or a value without canonical form
    }
  }

  /**
   * Verifies an export.
   *
   * @param log the pinned key; the origin is expected to be its name
   * @param entry takes every entry as it is read; only once this method has returned is it known to
   *     be true
   * @throws org.governance4j.NoteRejected if the checkpoint is not one that this log has signed
   * @throws LedgerCorrupted if a line is malformed or the entries do not lead to the signed root;
   *     the message names the line if one is to blame
   * @throws org.governance4j.ProofRejected if the proof of the first or last entry does not hold
   * @throws IOException if the lines throw it
   */
  public static Verified verify(Lines lines, NoteVerifier log, Consumer<LedgerRecord> entry)
      throws IOException {
    return new Reading(lines, log, entry).run();
  }

  private static final class Reading {
    private final Lines lines;
    private final NoteVerifier log;
    private final Consumer<LedgerRecord> taker;
    private final Deque<Digest> left = new ArrayDeque<>();
    private final Deque<Digest> right = new ArrayDeque<>();
    private long from;
    private long to;
    private long next;
    private @Nullable Digest firstLeaf;
    private @Nullable Digest lastLeaf;

    Reading(Lines lines, NoteVerifier log, Consumer<LedgerRecord> taker) {
      this.lines = lines;
      this.log = log;
      this.taker = taker;
    }

    Verified run() throws IOException {
      JsonValue.Obj header = object(1, lines.next());
      if (!header.members().keySet().equals(HEADER)
          || !JsonValue.of(FORMAT).equals(header.get("format"))) {
        throw malformed(1, "expected the head of a file of the format " + FORMAT);
      }
      String note = text(1, header, "checkpoint");
      Checkpoint checkpoint = Checkpoint.open(SignedNote.parse(note), log);
      long size = checkpoint.size();
      from = number(1, header, "from");
      long count = number(1, header, "count");
      if (from > size || count > size - from || (count == 0 && size > 0)) {
        throw malformed(1, "a tree of " + size + " entries has no " + count + " from " + from);
      }
      to = from + count;
      next = from;
      List<Digest> first = hashes(header, "first");
      List<Digest> last = hashes(header, "last");
      if (count > 0) {
        InclusionProof firstProof = new InclusionProof(from, size, first);
        InclusionProof lastProof = new InclusionProof(to - 1, size, last);
        siblings(from, 0, size, first, first.size() - 1);
        siblings(to - 1, 0, size, last, last.size() - 1);
        Digest root = fold(0, size);
        if (!root.equals(checkpoint.root())) {
          throw new LedgerCorrupted(
              "the entries "
                  + from
                  + " to "
                  + (to - 1)
                  + " lead to the root "
                  + root.hex()
                  + ", the signed checkpoint says "
                  + checkpoint.root().hex());
        }
        firstProof.verify(leaf(firstLeaf), root);
        lastProof.verify(leaf(lastLeaf), root);
      }
      if (lines.next() != null) {
        throw malformed(2 + count, "nothing may follow the last entry");
      }
      return new Verified(checkpoint.origin(), size, checkpoint.root(), from, count);
    }

    private static Digest leaf(@Nullable Digest hash) {
      if (hash == null) {
        throw new IllegalStateException("an export with entries has a first and a last leaf");
      }
      return hash;
    }

    /** Sorts the siblings of a proof, from the root down: those outside the row are kept. */
    private void siblings(long index, long low, long high, List<Digest> path, int at) {
      if (high - low == 1) {
        return;
      }
      long middle = low + Long.highestOneBit(high - low - 1);
      if (index < middle) {
        if (middle >= to) {
          right.addFirst(path.get(at));
        }
        siblings(index, low, middle, path, at - 1);
      } else {
        if (middle <= from) {
          left.addLast(path.get(at));
        }
        siblings(index, middle, high, path, at - 1);
      }
    }

    private Digest fold(long low, long high) throws IOException {
      if (high <= from) {
        return left.removeFirst();
      }
      if (low >= to) {
        return right.removeFirst();
      }
      if (high - low == 1) {
        return leaf();
      }
      long middle = low + Long.highestOneBit(high - low - 1);
      Digest below = fold(low, middle);
      return MerkleTree.nodeHash(below, fold(middle, high));
    }

    private Digest leaf() throws IOException {
      long number = 2 + next - from;
      JsonValue.Obj line = object(number, lines.next());
      boolean canonical = line.get("entry") != null;
      if (!line.members()
              .keySet()
              .equals(Set.of(canonical ? "entry" : "bytes", "index", "leafHash"))
          || number(number, line, "index") != next) {
        throw malformed(number, "expected entry " + next);
      }
      byte[] bytes = canonical ? bytes(number, line) : base64(number, line);
      LedgerRecord record = new LedgerRecord(next, bytes);
      Digest hash = record.leafHash();
      if (!hash.base64().equals(text(number, line, "leafHash"))) {
        throw malformed(number, "the leaf hash is not that of entry " + next);
      }
      taker.accept(record);
      firstLeaf = next == from ? hash : firstLeaf;
      lastLeaf = hash;
      next++;
      return hash;
    }

    private static byte[] bytes(long number, JsonValue.Obj line) {
      JsonValue entry = line.get("entry");
      try {
        byte[] bytes = CanonicalJson.write(entry == null ? JsonValue.NULL : entry);
        if (bytes.length <= Entry.MAX_BYTES) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        throw malformed(number, "the entry has no canonical form");
      }
      throw malformed(number, "the entry is longer than " + Entry.MAX_BYTES + " bytes");
    }

    private static byte[] base64(long number, JsonValue.Obj line) {
      String text = text(number, line, "bytes");
      try {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        throw malformed(number, "bytes is no base64");
      }
      throw malformed(number, "bytes is not written as base64 is");
    }

    private static List<Digest> hashes(JsonValue.Obj header, String name) {
      List<Digest> hashes = new ArrayList<>();
      if (!(header.get(name) instanceof JsonValue.Arr items) || items.items().size() > 64) {
        throw malformed(1, name + " is no list of hashes");
      }
      for (JsonValue item : items.items()) {
        try {
          hashes.add(Digest.parseBase64(item instanceof JsonValue.Str text ? text.value() : ""));
        } catch (InvalidData e) {
          throw malformed(1, name + " is no list of hashes");
        }
      }
      return hashes;
    }

    private static JsonValue.Obj object(long number, byte @Nullable [] line) {
      if (line == null) {
        throw new LedgerCorrupted("the export ends before line " + number);
      }
      try {
        if (StrictJson.parse(line, StrictJson.MAX_BYTES, LINE_DEPTH)
            instanceof JsonValue.Obj object) {
          return object;
        }
      } catch (InvalidData e) {
        throw malformed(number, String.valueOf(e.getMessage()));
      }
      throw malformed(number, "expected an object");
    }

    private static String text(long number, JsonValue.Obj line, String name) {
      if (line.get(name) instanceof JsonValue.Str text) {
        return text.value();
      }
      throw malformed(number, name + " is no string");
    }

    private static long number(long number, JsonValue.Obj line, String name) {
      try {
        if (line.get(name) instanceof JsonValue.Num value && value.value().signum() >= 0) {
          return value.value().longValueExact();
        }
      } catch (ArithmeticException e) {
        throw malformed(number, name + " is no count below 2^63");
      }
      throw malformed(number, name + " is no count below 2^63");
    }

    private static LedgerCorrupted malformed(long line, String why) {
      return new LedgerCorrupted("line " + line + " of the export: " + why);
    }
  }
}
