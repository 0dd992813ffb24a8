package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRefTest {

  private static final EntryCodec CODEC = new EntryCodec();

  private static Entry.Builder builder() {
    return Entry.builder("report", "user:alice", "model:m").time(Instant.EPOCH);
  }

  /** An entry of exactly so many bytes. */
  private static Entry entry(int length) {
    int rest = CODEC.encode(builder().attribute("text", JsonValue.of("")).build()).bytes().length;
    return builder().attribute("text", JsonValue.of("x".repeat(length - rest))).build();
  }

  @Test
  // @Rule("J15")
  void an_entry_at_the_limit_stays_as_it_is() {
    Entry entry = entry(65_535);
    assertEquals(65_535, CODEC.encode(entry).bytes().length);

    BodyRef.Fitted fitted = BodyRef.fit(entry, "text");

    assertSame(entry, fitted.entry());
    assertNull(fitted.body());
    assertNull(fitted.reference());
  }

  @ParameterizedTest
  @ValueSource(ints = {65_536, 1_000_000})
  // @Rule("J15")
  void a_longer_one_refers_to_its_large_member_by_length_and_digest(int length) throws Exception {
    Entry entry = entry(length);
    assertThrows(IllegalArgumentException.class, () -> CODEC.encode(entry));

    BodyRef.Fitted fitted = BodyRef.fit(entry, "text");

    String text = ((JsonValue.Str) entry.attributes().get("text")).value();
    byte[] json = ("\"" + text + "\"").getBytes(StandardCharsets.US_ASCII);
    assertArrayEquals(json, fitted.body());
    String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    String expected =
        "{\"actor\":\"user:alice\",\"subject\":\"model:m\",\"text\":{\"length\":"
            + json.length
            + ",\"sha256\":\""
            + hex
            + "\"},\"ts\":\"1970-01-01T00:00:00.000Z\","
            + "\"type\":\"report\",\"v\":1}";
    byte[] bytes = CODEC.encode(fitted.entry()).bytes();
    assertEquals(expected, new String(bytes, StandardCharsets.UTF_8));
    BodyRef.verify(EntryCodec.decode(bytes), "text", json);
    assertEquals(fitted.reference(), BodyRef.from(fitted.entry().attributes().get("text")));
  }

  @Test
  // @Rule("J15")
  void another_body_is_refused() {
    BodyRef.Fitted fitted = BodyRef.fit(entry(70_000), "text");
    byte[] body = fitted.body();
    byte[] changed = body.clone();
    changed[7] ^= 1;
    byte[] shorter = java.util.Arrays.copyOf(body, body.length - 1);
    for (byte[] other : new byte[][] {changed, shorter, {}}) {
      assertThrows(InvalidData.class, () -> BodyRef.verify(fitted.entry(), "text", other));
    }
    assertThrows(InvalidData.class, () -> BodyRef.verify(fitted.entry(), "other", body));
    assertThrows(InvalidData.class, () -> BodyRef.verify(entry(100_000), "text", body));
  }

  @Test
  // @Rule("J15")
  void commitments_that_are_still_to_come_are_counted() {
    Entry entry = entry(65_535 - 50).toBuilder().sensitive("a", JsonValue.of("x")).build();
    // "_sd":["<43>"], is 54 bytes
    BodyRef.Fitted fitted = BodyRef.fit(entry, "text");

    assertTrue(fitted.reference() != null);
    CODEC.encode(fitted.entry());
    Entry fits = entry(65_535 - 54).toBuilder().sensitive("a", JsonValue.of("x")).build();
    assertEquals(65_535, CODEC.encode(fits).bytes().length);
    assertSame(fits, BodyRef.fit(fits, "text").entry());
  }

  @Test
  // @Rule("J15")
  void an_entry_that_is_too_long_for_another_reason_is_refused() {
    Entry large = entry(65_536);
    assertThrows(IllegalArgumentException.class, () -> BodyRef.fit(large, "other"));
    Entry other = large.toBuilder().attribute("other", JsonValue.of("small")).build();
    String why =
        assertThrows(IllegalArgumentException.class, () -> BodyRef.fit(other, "other"))
            .getMessage();
    assertTrue(why.contains("65535"), why);
  }

  @Test
  // @Rule("J15")
  void what_is_no_reference_is_read_as_none() {
    JsonValue.Obj good = BodyRef.to(new byte[3]).toJson();
    assertEquals(3, BodyRef.from(good).length());
    assertNull(BodyRef.from(null));
    assertNull(BodyRef.from(JsonValue.of("x")));
    assertNull(BodyRef.from(good.with("more", JsonValue.NULL)));
    assertNull(BodyRef.from(good.with("length", JsonValue.of(-1))));
    assertNull(BodyRef.from(good.with("length", JsonValue.of(0.5))));
    assertNull(BodyRef.from(good.with("sha256", JsonValue.of("A".repeat(64)))));
  }
}
