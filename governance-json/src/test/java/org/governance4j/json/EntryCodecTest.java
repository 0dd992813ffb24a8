package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ModelRef MODEL =
      new ModelRef("credit-risk", "2026.1", Digest.sha256(new byte[0]));

  private static Entry.Builder entry() {
    return Entry.builder("approval", "user:alice", "model:credit-risk").time(TIME);
  }

  @Test
  // @Rule("J9")
  void an_entry_becomes_canonical_json() {
    Entry entry =
        entry()
            .request("r-17")
            .model(MODEL)
            .policy("p7")
            .decision("approved")
            .reason("checked")
            .attribute("limit", JsonValue.of(0.7))
            .attribute("Z", JsonValue.array(JsonValue.NULL))
            .build();
    // the SHA-256 of no bytes, FIPS 180-4
    String expected =
        "{\"Z\":[null],\"actor\":\"user:alice\",\"decision\":\"approved\",\"limit\":0.7,"
            + "\"model\":{\"digest\":\"sha256:"
            + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\","
            + "\"name\":\"credit-risk\",\"version\":\"2026.1\"},\"policy\":\"p7\","
            + "\"reason\":\"checked\",\"request\":\"r-17\",\"subject\":\"model:credit-risk\","
            + "\"ts\":\"2026-01-02T03:04:05.678Z\",\"type\":\"approval\",\"v\":1}";
    EntryCodec.Encoded encoded = new EntryCodec().encode(entry);
    assertEquals(expected, text(encoded.bytes()));
    assertEquals(List.of(), encoded.disclosures());
    assertEquals(entry, EntryCodec.decode(encoded.bytes()));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05.000Z",
    "2026-01-02T03:04:05.6789Z, 2026-01-02T03:04:05.678Z",
    "2026-01-02T03:04:05.067Z, 2026-01-02T03:04:05.067Z",
    "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
    "2026-01-02t03:04:05.6z, 2026-01-02T03:04:05.600Z",
    "2026-01-02T03:04:05.678+05:30, 2026-01-01T21:34:05.678Z",
    "2026-01-02T03:04:05-00:00, 2026-01-02T03:04:05.000Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.9999999999999Z, 9999-12-31T23:59:59.999Z",
    "1969-12-31T23:59:59.9995Z, 1969-12-31T23:59:59.999Z"
  })
  void any_rfc_3339_time_is_read_and_written_in_utc_to_the_millisecond(
      String read, String written) {
    Entry entry = EntryCodec.decode(stored("\"ts\":\"" + read + "\""));
    assertTrue(text(new EntryCodec().encode(entry).bytes()).contains("\"ts\":\"" + written + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02",
        "2026-01-02T03:04Z",
        "2026-01-02 03:04:05Z",
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05.Z",
        "2026-02-30T03:04:05Z",
        "2026-02-30T03:04:05.000Z",
        "2026-13-01T03:04:05.000Z",
        "2026-01-02T24:00:00.000Z",
        "2026-01-02T03:04:60.000Z",
        "2026-01-02T03:04:0\u0665.000Z",
        "2026-01-02T24:00:00Z",
        "2026-01-02T03:04:05+0530",
        "2026-01-02T03:04:05+05:30:15",
        "12026-01-02T03:04:05Z",
        "-026-01-02T03:04:05Z",
        "\u0662026-01-02T03:04:05Z",
        ""
      })
  void other_times_are_refused_by_name(String time) {
    byte[] bytes = stored("\"ts\":\"" + time + "\"");
    var refusal = assertThrows(InvalidData.class, () -> EntryCodec.decode(bytes));
    assertTrue(refusal.getMessage().startsWith("$.ts: expected an RFC 3339"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(time), refusal.getMessage());
  }

  @Test
  void a_year_that_rfc_3339_cannot_write_is_refused() {
    Entry entry = entry().time(Instant.parse("+10000-01-01T00:00:00Z")).build();
    assertThrows(IllegalArgumentException.class, () -> new EntryCodec().encode(entry));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"t\",\"ts\":\"T\",\"actor\":\"a\",\"subject\":\"s\"} | $.v: missing",
        "{\"v\":1,\"type\":\"t\",\"actor\":\"a\",\"subject\":\"s\"} | $.ts: missing",
        "{\"v\":1,\"ts\":\"T\",\"actor\":\"a\",\"subject\":\"s\"} | $.type: missing",
        "{\"v\":1,\"type\":\"t\",\"ts\":\"T\",\"subject\":\"s\"} | $.actor: missing",
        "{\"v\":1,\"type\":\"t\",\"ts\":\"T\",\"actor\":\"a\"} | $.subject: missing",
        "{\"v\":2,\"type\":\"t\",\"ts\":\"T\",\"actor\":\"a\",\"subject\":\"s\"} |"
            + " $.v: expected the version 1, found the number 2",
        "{\"v\":\"1\",\"type\":\"t\",\"ts\":\"T\",\"actor\":\"a\",\"subject\":\"s\"} |"
            + " $.v: expected the version 1, found the string \"1\"",
        "{\"v\":1,\"type\":7,\"ts\":\"T\",\"actor\":\"a\",\"subject\":\"s\"} |"
            + " $.type: expected a string, found the number 7",
        "{\"v\":1,\"type\":\"t\",\"ts\":\"T\",\"actor\":\" \",\"subject\":\"s\"} |"
            + " $.actor: must not be blank",
        "{\"v\":1,\"type\":\"t\",\"ts\":5,\"actor\":\"a\",\"subject\":\"s\"} |"
            + " $.ts: expected a string, found the number 5",
        "[] | expected an object, found an array"
      })
  void a_stored_entry_without_its_members_is_refused_by_name(String json, String expected) {
    byte[] bytes = json.replace("\"T\"", "\"" + TIME + "\"").getBytes(StandardCharsets.UTF_8);
    var refusal = assertThrows(InvalidData.class, () -> EntryCodec.decode(bytes));
    assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
  }

  @Test
  void an_entry_to_be_appended_may_leave_out_version_and_time() {
    JsonValue.Obj object =
        JsonValue.object()
            .with("type", JsonValue.of("t"))
            .with("actor", JsonValue.of("a"))
            .with("subject", JsonValue.of("s"));
    Entry entry = EntryCodec.fromJson(object);
    assertNull(entry.time());
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new EntryCodec().encode(entry));
    assertTrue(refusal.getMessage().contains("needs a time"), refusal.getMessage());
    assertEquals(
        List.of("actor", "subject", "type", "v"),
        List.copyOf(EntryCodec.toJson(entry).members().keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"request\":7",
        "\"policy\":null",
        "\"decision\":{}",
        "\"reason\":[]",
        "\"model\":\"credit-risk\"",
        "\"model\":{\"name\":\"m\",\"version\":\"1\"}",
        "\"model\":{\"name\":\"m\",\"version\":\"1\",\"digest\":\"sha1:00\"}",
        "\"model\":{\"name\":\"\",\"version\":\"1\",\"digest\":\"D\"}",
        "\"model\":{\"name\":\"m\",\"version\":1,\"digest\":\"D\"}",
        "\"model\":{\"name\":\"m\",\"version\":\"1\",\"digest\":\"D\",\"more\":1}",
        "\"anything\":{\"nested\":[1.5,true,null]}",
        "\"seq\":4711,\"prev\":\"x\",\"sig\":[]"
      })
  void members_without_their_shape_are_kept_as_attributes(String member) {
    String given = member.replace("\"D\"", "\"" + MODEL.digest() + "\"");
    byte[] canonical =
        CanonicalJson.write(StrictJson.parse(stored("\"ts\":\"" + TIME + "\"," + given)));
    Entry entry = EntryCodec.decode(canonical);
    assertFalse(entry.attributes().members().isEmpty());
    assertArrayEquals(canonical, new EntryCodec().encode(entry).bytes());
  }

  @ParameterizedTest
  // @Rule("J9")
  @MethodSource("org.governance4j.json.Seeds#some")
  void canonical_entries_survive_decoding_and_encoding(long seed) {
    Random random = new Random(seed);
    EntryCodec codec = new EntryCodec();
    for (int i = 0; i < 50; i++) {
      Entry.Builder builder =
          Entry.builder("t" + Seeds.text(random), "a" + Seeds.text(random), "s")
              .time(Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L)));
      if (random.nextBoolean()) {
        builder.model(MODEL).request(Seeds.text(random)).reason(Seeds.text(random));
      }
      Seeds.object(random, 3).members().forEach((name, v) -> builder.attribute("x" + name, v));
      Seeds.object(random, 2).members().forEach((name, v) -> builder.sensitive("y" + name, v));
      Entry entry = builder.build();
      EntryCodec.Encoded encoded = codec.encode(entry);
      Entry decoded = EntryCodec.decode(encoded.bytes());
      assertArrayEquals(encoded.bytes(), codec.encode(decoded).bytes());
      assertEquals(entry.attributes(), decoded.attributes());
      assertEquals(entry.model(), decoded.model());
      assertEquals(entry.sensitive().members().size(), decoded.commitments().size());
      for (EntryCodec.Disclosure disclosure : encoded.disclosures()) {
        assertTrue(decoded.commitments().contains(disclosure.digest()));
        assertEquals(entry.sensitive().get(disclosure.name()), EntryCodec.open(disclosure));
      }
    }
  }

  @Test
  void an_entry_takes_65535_bytes_and_not_one_more() {
    EntryCodec codec = new EntryCodec();
    int rest = Entry.MAX_BYTES - codec.encode(entry().reason("").build()).bytes().length;
    Entry largest = entry().reason("x".repeat(rest)).build();
    byte[] bytes = codec.encode(largest).bytes();
    assertEquals(Entry.MAX_BYTES, bytes.length);
    assertEquals(largest, EntryCodec.decode(bytes));

    Entry larger = entry().reason("x".repeat(rest + 1)).build();
    var refusal = assertThrows(IllegalArgumentException.class, () -> codec.encode(larger));
    assertTrue(refusal.getMessage().contains("65536 bytes"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("limit is 65535"), refusal.getMessage());
  }

  @Test
  void the_bytes_of_an_encoded_entry_cannot_be_changed() {
    EntryCodec.Encoded encoded = new EntryCodec().encode(entry().build());
    encoded.bytes()[0] = 0;
    assertEquals('{', encoded.bytes()[0]);
  }

  // ---- commitments -------------------------------------------------------------------------

  /** RFC 9901, section 4.2.1 and 4.2.3, and section 5.1, claim given_name. */
  @ParameterizedTest
  // @Rule("J10")
  @CsvSource({
    "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0,"
        + " X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0, family_name, Möbius",
    "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd,"
        + " jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4, given_name, John"
  })
  void the_disclosures_of_rfc_9901_open(String encoded, String digest, String name, String value) {
    assertEquals(JsonValue.of(value), EntryCodec.open(encoded, digest));
    EntryCodec.Disclosure disclosure = EntryCodec.disclosure(encoded);
    assertEquals(new EntryCodec.Disclosure(name, encoded, digest), disclosure);
    assertEquals(JsonValue.of(value), EntryCodec.open(disclosure));
  }

  @Test
  // @Rule("J9")
  void a_sensitive_value_leaves_only_its_digest_in_the_bytes() {
    EntryCodec codec = new EntryCodec(() -> new byte[16]);
    Entry entry = entry().sensitive("iban", JsonValue.of("DE02120300000000202051")).build();
    EntryCodec.Encoded encoded = codec.encode(entry);
    EntryCodec.Disclosure disclosure = encoded.disclosures().get(0);

    assertEquals("iban", disclosure.name());
    assertEquals(
        "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"iban\",\"DE02120300000000202051\"]",
        text(Base64.getUrlDecoder().decode(disclosure.encoded())));
    String bytes = text(encoded.bytes());
    assertTrue(bytes.contains("\"_sd\":[\"" + disclosure.digest() + "\"]"), bytes);
    assertFalse(bytes.contains("iban"), bytes);
    assertFalse(bytes.contains("DE02"), bytes);
    assertFalse(bytes.contains(disclosure.encoded()), bytes);
    String words = encoded + " " + disclosure + " " + entry;
    assertFalse(words.contains("DE02") || words.contains(disclosure.encoded()), words);
    assertEquals(EntryCodec.toJson(entry), EntryCodec.toJson(entry().build()));
  }

  @ParameterizedTest
  @MethodSource
  // @Rule("J9")
  void a_sensitive_value_without_canonical_form_is_refused_without_repeating_it(
      JsonValue value, String secret) {
    Entry entry = entry().sensitive("iban", value).build();
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new EntryCodec().encode(entry));
    assertFalse(refusal.getMessage().contains(secret), refusal.getMessage());
  }

  static List<Arguments>
      a_sensitive_value_without_canonical_form_is_refused_without_repeating_it() {
    return List.of(
        Arguments.of(JsonValue.of("DE02120300000000202051\uD800"), "DE02"),
        Arguments.of(JsonValue.object().with("DE02\uDC00", JsonValue.of(1)), "DE02"),
        Arguments.of(new JsonValue.Num(new BigDecimal("12030000000020205101")), "1203"),
        Arguments.of(new JsonValue.Num(new BigDecimal("1203E+400")), "1203"));
  }

  /** [22 characters of salt, "t", a text of n]: n + 33 bytes, of which 49,152 make 65,536. */
  @Test
  // @Rule("J10")
  void a_value_too_long_to_be_kept_is_disclosed_by_its_digest() throws Exception {
    String longest = "x".repeat(49_152 - 33);
    EntryCodec.Disclosure whole = disclosed("t", JsonValue.of(longest));
    assertEquals(EntryCodec.MAX_DISCLOSURE, whole.encoded().length());
    assertEquals(JsonValue.of(longest), EntryCodec.open(whole));

    String longer = longest + "\u00e9";
    byte[] json = ('"' + longer + '"').getBytes(StandardCharsets.UTF_8);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(json);
    EntryCodec.Disclosure summary = disclosed("t", JsonValue.of(longer));
    assertEquals(
        JsonValue.object()
            .with("length", JsonValue.of(json.length))
            .with("sha256", JsonValue.of(HexFormat.of().formatHex(sha256))),
        EntryCodec.open(summary));
    assertTrue(summary.encoded().length() < 200, "no part of the value is kept");
  }

  private static EntryCodec.Disclosure disclosed(String name, JsonValue value) {
    Entry entry = entry().sensitive(name, value).build();
    return new EntryCodec().encode(entry).disclosures().get(0);
  }

  @Test
  // @Rule("J9")
  void the_same_value_twice_gets_different_digests() {
    EntryCodec codec = new EntryCodec();
    Entry entry =
        entry().sensitive("a", JsonValue.of("same")).sensitive("b", JsonValue.of("same")).build();
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      codec.encode(entry).disclosures().forEach(d -> digests.add(d.digest()));
    }
    assertEquals(4, digests.stream().distinct().count());
  }

  @Test
  void digests_are_sorted_and_join_those_the_entry_has() {
    EntryCodec codec = new EntryCodec();
    Entry.Builder builder = entry();
    for (int i = 0; i < 20; i++) {
      builder.sensitive("field" + i, JsonValue.of(i));
    }
    Entry first = EntryCodec.decode(codec.encode(builder.build()).bytes());
    assertEquals(first.commitments().stream().sorted().toList(), first.commitments());

    Entry second = first.toBuilder().sensitive("more", JsonValue.of(1)).build();
    Entry both = EntryCodec.decode(codec.encode(second).bytes());
    assertEquals(21, both.commitments().size());
    assertTrue(both.commitments().containsAll(first.commitments()));
    assertEquals(both.commitments().stream().sorted().toList(), both.commitments());
  }

  @Test
  // @Rule("J10")
  void a_flipped_disclosure_is_refused_at_every_character() {
    EntryCodec.Disclosure disclosure =
        new EntryCodec()
            .encode(entry().sensitive("iban", JsonValue.of("DE02")).build())
            .disclosures()
            .get(0);
    String encoded = disclosure.encoded();
    for (int i = 0; i < encoded.length(); i++) {
      char other = encoded.charAt(i) == 'A' ? 'B' : 'A';
      String flipped = encoded.substring(0, i) + other + encoded.substring(i + 1);
      assertThrows(InvalidData.class, () -> EntryCodec.open(flipped, disclosure.digest()), flipped);
    }
    for (String bad :
        List.of(encoded + "=", encoded + "A", " " + encoded, "", "\u0100" + encoded)) {
      assertThrows(InvalidData.class, () -> EntryCodec.open(bad, disclosure.digest()), bad);
    }
  }

  @Test
  // @Rule("J10")
  void a_disclosure_under_another_name_or_digest_is_refused() {
    EntryCodec.Disclosure made =
        new EntryCodec()
            .encode(entry().sensitive("iban", JsonValue.of("DE02")).build())
            .disclosures()
            .get(0);
    var renamed = new EntryCodec.Disclosure("name", made.encoded(), made.digest());
    var refusal = assertThrows(InvalidData.class, () -> EntryCodec.open(renamed));
    assertEquals("the disclosure is of \"iban\", not of \"name\"", refusal.getMessage());
    String other = "A".repeat(43);
    assertThrows(InvalidData.class, () -> EntryCodec.open(made.encoded(), other));
    assertThrows(InvalidData.class, () -> EntryCodec.open(made.encoded(), made.digest() + "="));
    assertThrows(InvalidData.class, () -> EntryCodec.open(made.encoded(), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"iban\":1}",
        "[\"salt\",\"iban\"]",
        "[\"salt\",\"iban\",1,2]",
        "[1,\"iban\",1]",
        "[\"salt\",2,1]",
        "[\"salt\",\"iban\",iban]"
      })
  void other_json_than_a_disclosure_is_refused_without_repeating_it(String json) {
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    var refusal = assertThrows(InvalidData.class, () -> EntryCodec.disclosure(encoded));
    assertFalse(refusal.getMessage().contains("iban"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void salts_of_another_length_are_refused(int length) {
    EntryCodec codec = new EntryCodec(() -> new byte[length]);
    Entry entry = entry().sensitive("iban", JsonValue.of(1)).build();
    var refusal = assertThrows(IllegalArgumentException.class, () -> codec.encode(entry));
    assertEquals("a salt has 16 bytes, found " + length, refusal.getMessage());
  }

  @Test
  void a_name_in_the_clear_and_sensitive_is_refused() {
    Entry entry = entry().reason("why").sensitive("reason", JsonValue.of("secret")).build();
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new EntryCodec().encode(entry));
    assertTrue(refusal.getMessage().contains("\"reason\" twice"), refusal.getMessage());
  }

  @Test
  void the_name_rfc_9901_keeps_for_itself_is_refused() {
    Entry entry = entry().sensitive("...", JsonValue.of(1)).build();
    assertThrows(IllegalArgumentException.class, () -> new EntryCodec().encode(entry));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | $._sd: expected at least one digest",
        "[\"abc\"] | $._sd[0]: expected a SHA-256 in base64url",
        "[\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC1\"] | $._sd[0]: expected a SHA-256",
        "[\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\","
            + "\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\"] | $._sd[1]: the digest",
        "[1] | $._sd[0]: expected a string",
        "{} | $._sd: expected an array"
      })
  void malformed_commitments_are_refused_by_place(String commitments, String expected) {
    byte[] bytes = stored("\"ts\":\"" + TIME + "\",\"_sd\":" + commitments);
    var refusal = assertThrows(InvalidData.class, () -> EntryCodec.decode(bytes));
    assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
  }

  @Test
  void an_unwritable_attribute_is_refused_with_its_size() {
    Entry entry = entry().attribute("big", JsonValue.of(Long.MAX_VALUE)).build();
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new EntryCodec().encode(entry));
    assertTrue(refusal.getMessage().contains("19 digits"), refusal.getMessage());
  }

  private static byte[] stored(String members) {
    String json = "{\"v\":1,\"type\":\"t\",\"actor\":\"a\",\"subject\":\"s\"," + members + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
