package org.governance4j.benchmarks;

import java.time.Instant;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.json.EntryCodec;

/** Decisions of a credit model, as a service records them; 200 bytes of canonical JSON each. */
final class LedgerEntries {
  /** How long each of them is. */
  static final int BYTES = 200;

  /** How many there are; a power of two. */
  static final int COUNT = 1024;

  private LedgerEntries() {}

  /** With their time, encoded. */
  static byte[][] encoded() {
    EntryCodec codec = new EntryCodec();
    byte[][] encoded = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      encoded[i] = codec.encode(timed(i, "")).bytes();
      encoded[i] = codec.encode(timed(i, "x".repeat(BYTES - encoded[i].length))).bytes();
      if (encoded[i].length != BYTES) {
        throw new IllegalStateException("an entry has " + encoded[i].length + " bytes");
      }
    }
    return encoded;
  }

  /** As objects without a time, which the ledger fills in. */
  static Entry[] typed() {
    Entry[] typed = new Entry[COUNT];
    for (int i = 0; i < COUNT; i++) {
      typed[i] = entry(i, "xxxxxxx").build();
    }
    return typed;
  }

  private static Entry timed(int i, String reason) {
    return entry(i, reason).time(Instant.ofEpochSecond(1_790_000_000L + i, 123_000_000)).build();
  }

  private static Entry.Builder entry(int i, String reason) {
    return Entry.builder(Entry.Types.PREDICTION, "guard:credit-risk", "prediction:req-" + i)
        .decision("allow")
        .attribute("score", JsonValue.of(i / 1024.0))
        .reason("p" + reason);
  }
}
