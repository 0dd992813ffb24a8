package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything here is measured against {@link EntryCodec#decode}. */
class EntryCheckTest {
  private static final String DIGEST = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
  private static final String REST =
      "\"subject\":\"s\",\"ts\":\"2026-01-02T03:04:05.678Z\",\"type\":\"t\",\"v\":1}";

  /** What went wrong in decoding, or null. */
  private static @Nullable String decoded(byte[] bytes) {
    try {
      EntryCodec.decode(bytes);
      return null;
    } catch (InvalidData e) {
      return e.getMessage();
    }
  }

  private static @Nullable String checked(byte[] bytes) {
    byte[] inside = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, inside, 3, bytes.length);
    try {
      EntryCheck.require(inside, 3, bytes.length);
      return null;
    } catch (InvalidData e) {
      return e.getMessage();
    }
  }

  /** Returns whether the bytes were recognised without the codec. */
  private static boolean agrees(byte[] bytes, String what) {
    String expected = decoded(bytes);
    assertEquals(expected, checked(bytes), what);
    boolean plain = EntryCheck.isPlain(bytes, 0, bytes.length);
    assertFalse(plain && expected != null, () -> what + " is no entry: " + expected);
    return plain;
  }

  private static byte[] entry(Random random) {
    long time = random.nextLong() % 60_000_000_000_000L;
    Entry.Builder entry =
        Entry.builder("t" + Seeds.text(random), "a" + Seeds.text(random), "s")
            .time(Instant.ofEpochMilli(time));
    if (random.nextBoolean()) {
      entry
          .model(new ModelRef("m", "1", Digest.sha256(new byte[] {(byte) random.nextInt()})))
          .request(Seeds.text(random))
          .reason(Seeds.text(random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      entry.attribute("x" + i, Seeds.value(random, 3));
    }
    Seeds.object(random, 1).members().forEach((name, v) -> entry.sensitive("y" + name, v));
    return new EntryCodec().encode(entry.build()).bytes();
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  // @Rule("L80")
  void entries_and_what_is_left_of_them_after_edits_are_judged_as_the_codec_does(long seed) {
    Random random = new Random(seed);
    int plain = 0;
    int refused = 0;
    for (int round = 0; round < 50; round++) {
      byte[] good = entry(random);
      agrees(good, "seed " + seed);
      for (int edit = 0; edit < 20; edit++) {
        byte[] bad = edited(good, random);
        if (agrees(bad, "seed " + seed + ": " + new String(bad, StandardCharsets.ISO_8859_1))) {
          plain++;
        } else if (decoded(bad) != null) {
          refused++;
        }
      }
    }
    assertTrue(plain > 50 && refused > 300, plain + " plain, " + refused + " refused");
  }

  private static byte[] edited(byte[] good, Random random) {
    String alphabet = "{}[]\",:\\u0019dD-+.eEtrufalsn \n\u0000\u007f\u00c3\u00a9\u00ed\u00f4";
    byte[] edited = good.clone();
    int at = random.nextInt(good.length);
    int other = random.nextInt(good.length);
    switch (random.nextInt(6)) {
      case 0 -> edited[at] = (byte) random.nextInt();
      case 1 -> edited[at] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      case 2 -> edited[at] = good[other];
      case 3 -> edited[at] ^= (byte) (1 << random.nextInt(8));
      case 4 -> {
        edited = new byte[good.length - 1];
        System.arraycopy(good, 0, edited, 0, at);
        System.arraycopy(good, at + 1, edited, at, edited.length - at);
      }
      default -> {
        edited = new byte[good.length + 1];
        System.arraycopy(good, 0, edited, 0, at);
        edited[at] = good[other];
        System.arraycopy(good, at, edited, at + 1, good.length - at);
      }
    }
    return edited;
  }

  @Test
  void what_this_library_writes_needs_no_codec() {
    Random random = new Random(20_261_121);
    int plain = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] entry = entry(random);
      // Members of nested objects have names of any kind here, which is left to the codec.
      plain += agrees(entry, "entry " + i) ? 1 : 0;
    }
    assertTrue(plain > 500, plain + " of 1000");
    Entry.Builder usual =
        Entry.builder("approval", "user:zoë", "model:credit-risk")
            .time(Instant.parse("2024-02-29T23:59:59.999Z"))
            .decision("approved")
            .reason("„geprüft“ \u2028 \uD83D\uDE00\n")
            .attribute("limit", JsonValue.of(1.5e-7))
            .attribute("nested", JsonValue.array(JsonValue.object().with("a", JsonValue.NULL)))
            .sensitive("income", JsonValue.of(1))
            .sensitive("name", JsonValue.of("x"));
    byte[] bytes = new EntryCodec().encode(usual.build()).bytes();
    assertTrue(EntryCheck.isPlain(bytes, 0, bytes.length), "an entry with everything");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"actor\":\"a\",",
        "{\"actor\":\"\"," + REST,
        "{\"actor\":\" \"," + REST,
        "{\"actor\":\"\u3000\"," + REST,
        "{\"actor\":\"\u3000a\"," + REST,
        "{\"actor\":\"\\n\"," + REST,
        "{\"actor\":1," + REST,
        "{\"actor\":\"a\",\"actor\":\"a\"," + REST,
        "{\"actor\":\"a\",\"b\":{\"c\":1,\"c\":2}," + REST,
        "{\"actor\":\"a\",\"b\":{\"c\":1,\"a\":2}," + REST,
        "{\"actor\":\"a\",\"b\":\"\\ud800\"," + REST,
        "{\"actor\":\"a\",\"b\":\"\\ud83d\\ude00\"," + REST,
        "{\"actor\":\"a\",\"b\":\"\\u00\"," + REST,
        "{\"actor\":\"a\",\"b\":01," + REST,
        "{\"actor\":\"a\",\"b\":-," + REST,
        "{\"actor\":\"a\",\"b\":-0.0e-0," + REST,
        "{\"actor\":\"a\",\"b\":1.," + REST,
        "{\"actor\":\"a\",\"b\":1e," + REST,
        "{\"actor\":\"a\",\"b\":1e999," + REST,
        "{\"actor\":\"a\",\"b\":1e9999," + REST,
        "{\"actor\":\"a\",\"b\":1e10000," + REST,
        "{\"actor\":\"a\",\"b\":NaN," + REST,
        "{\"actor\":\"a\",\"b\":nul," + REST,
        "{\"actor\":\"a\",\"b\":false,\"c\":true,\"d\":null," + REST,
        "{\"actor\":\"a\",\"b\":[1,]," + REST,
        "{\"actor\":\"a\",\"b\":[]," + REST,
        "{\"actor\":\"a\",\"b\":{}," + REST,
        "{\"actor\":\"a\" ," + REST,
        "{\"actor\":\"a\"," + REST + " ",
        "{\"actor\":\"a\"," + REST + "}",
        "{\"actor\":\"a\",\"model\":7,\"policy\":[],\"reason\":null," + REST,
        "{\"_sd\":[],\"actor\":\"a\"," + REST,
        "{\"_sd\":[\"" + DIGEST + "\"],\"actor\":\"a\"," + REST,
        "{\"_sd\":[\"" + DIGEST + "\",\"" + DIGEST + "\"],\"actor\":\"a\"," + REST,
        "{\"_sd\":[\"57DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\",\""
            + DIGEST
            + "\"],\"actor\":\"a\","
            + REST,
        "{\"_sd\":[\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV\"],\"actor\":\"a\"," + REST,
        "{\"_sd\":\"x\",\"actor\":\"a\"," + REST,
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-02-29T03:04:05.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"1900-02-29T03:04:05.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2000-02-29T03:04:05.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-04-31T03:04:05.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-00-01T03:04:05.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-01-01T24:04:05.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-01-01T03:04:60.678Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-01-01T03:04:05Z\",\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":1,\"type\":\"t\",\"v\":1}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-01-01T03:04:05.678Z\",\"type\":\"t\",\"v\":2}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-01-01T03:04:05.678Z\",\"type\":\"t\",\"v\":1.0}",
        "{\"actor\":\"a\",\"subject\":\"s\",\"ts\":\"2026-01-01T03:04:05.678Z\",\"type\":\"t\"}",
      })
  // @Rule("L80")
  void odd_texts_are_judged_as_the_codec_does(String text) {
    agrees(text.getBytes(StandardCharsets.UTF_8), text);
    agrees(text.getBytes(StandardCharsets.ISO_8859_1), text);
  }

  @Test
  void every_sequence_of_two_bytes_and_every_lead_of_three_and_four_is_judged_as_the_codec_does() {
    byte[] frame = ("{\"actor\":\"a\",\"b\":\"....\"," + REST).getBytes(StandardCharsets.UTF_8);
    int hole = new String(frame, StandardCharsets.UTF_8).indexOf("....");
    List<byte[]> fills = new ArrayList<>();
    for (int i = 0; i < 1 << 16; i++) {
      fills.add(new byte[] {(byte) (i >> 8), (byte) i, 'x', 'y'});
    }
    for (int lead = 0xe0; lead < 0x100; lead++) {
      for (int second = 0x70; second < 0xd0; second++) {
        fills.add(new byte[] {(byte) lead, (byte) second, (byte) 0x80, 'x'});
        fills.add(new byte[] {(byte) lead, (byte) second, (byte) 0x80, (byte) 0xbf});
        fills.add(new byte[] {(byte) lead, (byte) second, (byte) 0x80, (byte) 0xc0});
      }
    }
    int plain = 0;
    for (byte[] fill : fills) {
      byte[] bytes = frame.clone();
      System.arraycopy(fill, 0, bytes, hole, 4);
      plain += agrees(bytes, java.util.Arrays.toString(fill)) ? 1 : 0;
    }
    // 30 leads × 64 of two bytes, and 93 × 93 pairs of ASCII, among others.
    assertTrue(plain > 1_920 + 93 * 93, "only " + plain);
  }

  @Test
  void nesting_and_length_beyond_the_limits_are_judged_as_the_codec_does() {
    for (int depth : new int[] {60, 63, 64, 65, 255, 256, 300}) {
      String nested = "[".repeat(depth) + "]".repeat(depth);
      String text = "{\"actor\":\"a\",\"b\":" + nested + "," + REST;
      agrees(text.getBytes(StandardCharsets.UTF_8), "depth " + depth);
    }
    for (int length : new int[] {Entry.MAX_BYTES - 1, Entry.MAX_BYTES, Entry.MAX_BYTES + 1}) {
      String frame = "{\"actor\":\"a\",\"b\":\"\"," + REST;
      String text = frame.replace("\"\"", "\"" + "x".repeat(length - frame.length()) + "\"");
      boolean plain = agrees(text.getBytes(StandardCharsets.UTF_8), length + " bytes");
      assertEquals(length <= Entry.MAX_BYTES, plain, length + " bytes");
    }
    byte[] few = new byte[4];
    assertThrows(IndexOutOfBoundsException.class, () -> EntryCheck.require(few, 2, 3));
  }
}
