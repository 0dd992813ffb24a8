package org.governance4j.tck;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;

/** Entries to append and what a ledger made of them. */
final class Entries {
  private Entries() {}

  /** An entry that differs from every other one of its kind and number. */
  static Entry numbered(String kind, int number) {
    return Entry.builder(Entry.Types.OVERRIDE, "user:" + kind, "model:credit-risk")
        .reason(reason(kind, number))
        .build();
  }

  static String reason(String kind, int number) {
    return "reason " + kind + "-" + number + ".";
  }

  /** An entry whose canonical JSON is longer than a ledger may take. */
  static Entry tooLarge() {
    return Entry.builder(Entry.Types.OVERRIDE, "user:alice", "model:credit-risk")
        .reason("x".repeat(Entry.MAX_BYTES))
        .build();
  }

  /** An entry of a fixed time with one sensitive value. */
  static Entry sensitive(String value) {
    return Entry.builder(Entry.Types.PREDICTION, "guard:credit-risk", "prediction:r1")
        .time(Instant.ofEpochSecond(1_767_225_600))
        .request("r1")
        .sensitive("inputs.name", JsonValue.of(value))
        .build();
  }

  /** Everything that is published, read page by page. */
  static List<LedgerRecord> all(LedgerReader reader, int limit) {
    List<LedgerRecord> records = new ArrayList<>();
    long size = reader.size();
    while (records.size() < size) {
      List<LedgerRecord> page = reader.read(records.size(), limit);
      if (page.isEmpty() || page.size() > limit) {
        throw new AssertionError(
            "read(" + records.size() + ", " + limit + ") gave " + page.size() + " of " + size);
      }
      records.addAll(page);
    }
    return records;
  }

  static List<Digest> leaves(List<LedgerRecord> records) {
    return records.stream().map(LedgerRecord::leafHash).toList();
  }

  /** The root of the tree over the first leaves. */
  static Digest root(List<Digest> leaves, long size) {
    return MerkleTree.root(leaves.subList(0, Math.toIntExact(size)));
  }

  /** Whether the text, which is ASCII, stands anywhere in the bytes. */
  static boolean contains(LedgerRecord record, String ascii) {
    return new String(record.bytes(), StandardCharsets.ISO_8859_1).contains(ascii);
  }
}
