package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamStamp;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryKeysTest {
  private static Entry.Builder entry() {
    return Entry.builder("approval", "user:alice", "model:m").time(Instant.EPOCH);
  }

  private static EntryKeys ofBytes(Entry entry) {
    return EntryKeys.of(new EntryCodec().encode(entry).bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "\"quoted\\\"", "\u00e4\u20ac\ud83d\ude00", "\n"})
  @Rule("L63")
  void a_key_is_read_from_the_entry_and_from_its_bytes(String key) {
    Entry entry = entry().attribute("idempotency", JsonValue.of(key)).build();
    EntryKeys.require(entry);
    assertEquals(new EntryKeys(key, null), EntryKeys.of(entry));
    assertEquals(new EntryKeys(key, null), ofBytes(entry));
  }

  @Test
  @Rule("L63")
  void a_key_has_1_to_256_characters() {
    for (int length : new int[] {1, 256}) {
      Entry entry = entry().attribute("idempotency", JsonValue.of("x".repeat(length))).build();
      EntryKeys.require(entry);
      assertEquals("x".repeat(length), ofBytes(entry).idempotency());
    }
    for (int length : new int[] {0, 257}) {
      Entry entry = entry().attribute("idempotency", JsonValue.of("x".repeat(length))).build();
      assertThrows(IllegalArgumentException.class, () -> EntryKeys.require(entry));
      assertNull(EntryKeys.of(entry));
      assertNull(ofBytes(entry));
    }
  }

  @Test
  @Rule("L63")
  void what_is_no_string_or_stands_deeper_or_in_a_text_is_no_key() {
    JsonValue.Obj inner = JsonValue.object().with("idempotency", JsonValue.of("k"));
    for (Entry entry :
        new Entry[] {
          entry().build(),
          entry().attribute("idempotency", JsonValue.of(7)).build(),
          entry().attribute("idempotency", inner).build(),
          entry().attribute("a", inner).build(),
          entry().attribute("a", JsonValue.of("\"idempotency\":\"k\"")).build(),
          entry().attribute("stream", JsonValue.of("s")).build(),
        }) {
      EntryKeys.require(entry);
      assertNull(EntryKeys.of(entry));
      assertNull(ofBytes(entry));
    }
  }

  @Test
  @Rule("L63")
  void a_place_in_a_stream_is_read_too() {
    StreamStamp stamp = new StreamStamp("s", 7, Digest.sha256(new byte[0]));
    Entry entry = stamp.writeTo(entry()).build();
    assertEquals(new EntryKeys(null, stamp), ofBytes(entry));
    Entry both = entry.toBuilder().attribute("idempotency", JsonValue.of("k")).build();
    assertEquals(new EntryKeys("k", stamp), ofBytes(both));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"",
        "\"stream\":",
        "\"idempotency\":\"k\"",
        "{\"idempotency\":\"k\"}",
        "{\"idempotency\":\"k\",\"idempotency\":\"l\"}",
        "{\"actor\":\"\",\"idempotency\":\"k\",\"subject\":\"s\",\"ts\":\"1970-01-01T00:00:00.000Z\","
            + "\"type\":\"t\",\"v\":1}",
        "x\"idempotenc",
      })
  @Rule("L63")
  void bytes_that_are_no_entry_have_no_keys(String text) {
    assertNull(EntryKeys.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
