package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamHead;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyScanTest {
  private static final List<String> KEYS =
      List.of("order-7", "", "x".repeat(257), "é", "a\"b", "a\\b", "a b", ",", "}{", "\u007f");

  private static @Nullable EntryKeys built(byte[] bytes) {
    if (!EntryKeys.mayBeIn(bytes, 0, bytes.length)) {
      return null;
    }
    try {
      return EntryKeys.of(EntryCodec.decode(bytes));
    } catch (InvalidData | IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] random(Random random) {
    Entry.Builder entry =
        Entry.builder("approval", "user:a", "model:m").time(Instant.EPOCH).reason("r,\"{}[]\\");
    if (random.nextBoolean()) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      entry.attribute("idempotency", JsonValue.of(key));
    }
    if (random.nextInt(3) > 0) {
      StreamHead head =
          random.nextBoolean()
              ? StreamHead.start("s")
              : new StreamHead("eu-1", 1 + random.nextInt(9), Digest.sha256(new byte[] {1}));
      return head.stamp(entry.build(), new EntryCodec()).encoded().bytes();
    }
    if (random.nextInt(4) == 0) {
      entry.attribute("stream", JsonValue.of(random.nextBoolean() ? "s" : "a b"));
      entry.attribute("seq", random.nextBoolean() ? JsonValue.of(1.5) : JsonValue.of(7));
      entry.attribute("prev", JsonValue.of("sha256:00"));
    }
    entry.attribute("nested", JsonValue.object().with("idempotency", JsonValue.of("inner")));
    return new EntryCodec().encode(entry.build()).bytes();
  }

  @Test
  @Rule("L57")
  void the_keys_in_the_bytes_are_those_of_the_entry_that_is_built_from_them() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    String changes = "\\\"{}[]:, \n0123456789aestr-é";
    int keyed = 0;
    int scanned = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = random(random);
      if (i % 3 > 0) {
        byte[] change = changes.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length);
        bytes[at] = change[random.nextInt(change.length)];
      }
      if (i % 3 == 2) {
        // Space between the members is legal in what a ledger may hold.
        String text = new String(bytes, StandardCharsets.UTF_8);
        bytes = text.replace(",\"", ", \"").getBytes(StandardCharsets.UTF_8);
      }
      EntryKeys expected = built(bytes);
      String what =
          "seed " + seed + ", case " + i + ": " + new String(bytes, StandardCharsets.UTF_8);
      assertEquals(expected, EntryKeys.of(bytes), what);
      if (expected != null) {
        keyed++;
        scanned += KeyScan.of(bytes).sure() ? 1 : 0;
      }
    }
    assertTrue(keyed > 20_000, "only " + keyed + " with keys");
    assertTrue(scanned > 10_000, "only " + scanned + " read without being built");
  }

  @Test
  void names_inside_of_values_are_no_keys() {
    byte[] bytes =
        ("{\"actor\":\"a\",\"n\":{\"idempotency\":\"x\",\"stream\":\"s\"},\"subject\":\"s\","
                + "\"ts\":\"2026-01-02T03:04:05.678Z\",\"type\":\"approval\",\"v\":1}")
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(new KeyScan.Found(true, null), KeyScan.of(bytes));
    assertEquals(null, EntryKeys.of(bytes));
  }
}
