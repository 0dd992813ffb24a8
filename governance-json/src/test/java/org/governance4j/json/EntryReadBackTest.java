package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is encoded can be read again: an entry that could not would condemn its ledger. */
class EntryReadBackTest {
  private final EntryCodec codec = new EntryCodec();

  private static Entry.Builder entry() {
    return Entry.builder("t", "a", "s").time(Instant.parse("2026-01-02T03:04:05.678Z"));
  }

  private static JsonValue nested(int levels) {
    JsonValue value = JsonValue.of(1);
    for (int i = 0; i < levels; i++) {
      value = JsonValue.array(value);
    }
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 62, 63, 64, 65, 254, 255})
  void an_entry_nested_as_deeply_as_is_read_is_written(int levels) {
    byte[] bytes = codec.encode(entry().attribute("deep", nested(levels)).build()).bytes();
    EntryCheck.require(bytes, 0, bytes.length);
    assertArrayEquals(bytes, codec.encode(EntryCodec.decode(bytes)).bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 300, 511, 512})
  // @Rule("J9")
  void an_entry_nested_deeper_than_is_read_is_refused_when_it_is_written(int levels) {
    Entry deep = entry().attribute("deep", nested(levels)).build();
    var refusal = assertThrows(IllegalArgumentException.class, () -> codec.encode(deep));
    assertTrue(refusal.getMessage().contains("deeper than 256"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 511})
  // @Rule("J10")
  void every_disclosure_that_is_made_can_be_opened(int levels) {
    Entry hidden = entry().sensitive("deep", nested(levels)).build();
    EntryCodec.Disclosure disclosure = codec.encode(hidden).disclosures().get(0);
    assertEquals(nested(levels), EntryCodec.open(disclosure));
  }

  @Test
  // @Rule("J9")
  void commitments_that_could_not_be_read_are_not_written() {
    String digest = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0";
    assertEquals(
        List.of(digest),
        EntryCodec.decode(codec.encode(entry().commitments(List.of(digest)).build()).bytes())
            .commitments());
    for (List<String> wrong : List.of(List.of("no digest"), List.of(digest, digest))) {
      Entry entry = entry().commitments(wrong).build();
      var refusal = assertThrows(IllegalArgumentException.class, () -> codec.encode(entry));
      assertTrue(refusal.getMessage().startsWith("commitment "), refusal.getMessage());
    }
  }
}
