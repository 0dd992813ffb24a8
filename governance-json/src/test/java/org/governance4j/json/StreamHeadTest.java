package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamHeadTest {

  private static final EntryCodec CODEC = new EntryCodec();

  private static Entry entry(int i) {
    return Entry.builder("approval", "user:alice", "model:m" + i).time(Instant.EPOCH).build();
  }

  @Test
  // @Rule("J13")
  void entries_count_from_0_and_carry_the_leaf_hash_of_the_one_before() throws Exception {
    StreamHead head = StreamHead.start("eu-1");
    byte[] before = null;
    for (int i = 0; i < 5; i++) {
      StreamHead.Stamped stamped = head.stamp(entry(i), CODEC);
      String json = new String(stamped.encoded().bytes(), StandardCharsets.UTF_8);
      String prev = "";
      if (before != null) {
        // RFC 6962 section 2.1: SHA-256(0x00 || entry)
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 0);
        prev = "\"prev\":\"sha256:" + HexFormat.of().formatHex(sha256.digest(before)) + "\",";
      }
      assertEquals(
          "{\"actor\":\"user:alice\","
              + prev
              + "\"seq\":"
              + i
              + ",\"stream\":\"eu-1\","
              + "\"subject\":\"model:m"
              + i
              + "\",\"ts\":\"1970-01-01T00:00:00.000Z\","
              + "\"type\":\"approval\",\"v\":1}",
          json);
      StreamStamp read = StreamStamp.from(EntryCodec.decode(stamped.encoded().bytes()));
      assertEquals(new StreamStamp("eu-1", i, head.last()), read);
      before = stamped.encoded().bytes();
      head = stamped.next();
      assertEquals(new StreamHead("eu-1", i + 1, stamped.leafHash()), head);
    }
  }

  @Test
  // @Rule("J13")
  void a_head_that_is_not_advanced_stamps_the_same_place_again() {
    StreamHead head = StreamHead.start("s").stamp(entry(0), CODEC).next();
    assertEquals(
        StreamStamp.from(head.stamp(entry(1), CODEC).entry()),
        StreamStamp.from(head.stamp(entry(2), CODEC).entry()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "seq", "prev"})
  // @Rule("J13")
  void an_entry_that_brings_its_own_stamp_is_refused(String name) {
    Entry own = entry(0).toBuilder().attribute(name, JsonValue.of("x")).build();
    assertThrows(IllegalArgumentException.class, () -> StreamHead.start("s").stamp(own, CODEC));
  }

  @Test
  // @Rule("J13")
  void what_is_no_stamp_is_read_as_none() {
    Entry.Builder good =
        new StreamStamp("s", 1, Digest.sha256(new byte[0])).writeTo(entry(0).toBuilder());
    assertEquals(1, StreamStamp.from(good.build()).seq());
    assertNull(StreamStamp.from(entry(0)));
    for (JsonValue seq :
        new JsonValue[] {
          JsonValue.of(-1),
          JsonValue.of(0.5),
          JsonValue.of(1L << 53),
          JsonValue.of("1"),
          StrictJson.parse("1e999")
        }) {
      Entry bad = good.build().toBuilder().attribute("seq", seq).build();
      assertNull(StreamStamp.from(bad), seq.toString());
    }
    for (String name : new String[] {"", "a b", "a\"", "\u00e4", "x".repeat(129)}) {
      assertFalse(StreamStamp.isName(name), name);
      Entry bad = good.build().toBuilder().attribute("stream", JsonValue.of(name)).build();
      assertNull(StreamStamp.from(bad), name);
      assertThrows(IllegalArgumentException.class, () -> StreamHead.start(name));
    }
    assertTrue(StreamStamp.isName("x".repeat(128)));
    Entry bad = good.build().toBuilder().attribute("prev", JsonValue.of("sha256:00")).build();
    assertNull(StreamStamp.from(bad));
  }

  @Test
  // @Rule("J13")
  void a_head_has_a_last_entry_exactly_if_there_is_one() {
    assertThrows(IllegalArgumentException.class, () -> new StreamHead("s", 1, null));
    assertThrows(
        IllegalArgumentException.class, () -> new StreamHead("s", 0, Digest.sha256(new byte[0])));
  }
}
