package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {

  private static JsonMembers members(String json) {
    return JsonMembers.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String expected, Executable reading) {
    assertEquals(expected, assertThrows(InvalidData.class, reading).getMessage());
  }

  @Test
  void members_are_read_by_name_and_type() {
    JsonMembers all =
        members(
            "{'s':'x','n':1.5,'i':7,'b':true,'o':{'p':'q'},'a':[1],'w':['u','v'],"
                + "'l':[{'k':1},{'k':2}],'z':null,'c':'deny'}");
    assertEquals("x", all.string("s"));
    assertEquals("x", all.text("s"));
    assertEquals(1.5, all.number("n"));
    assertEquals(1.5, all.number("n", 1.5, 1.5));
    assertEquals(7, all.integer("i"));
    assertEquals(7, all.integer("i", 7, 7));
    assertTrue(all.bool("b"));
    assertTrue(all.bool("b", false));
    assertEquals("q", all.object("o").string("p"));
    assertEquals(JsonValue.array(JsonValue.of(1)), all.array("a"));
    assertEquals(List.of("u", "v"), all.strings("w"));
    assertEquals(
        List.of(1L, 2L), all.objects("l").stream().map(item -> item.integer("k")).toList());
    assertEquals(JsonValue.NULL, all.value("z"));
    assertEquals("deny", all.word("c", List.of("allow", "deny")));
    assertTrue(all.has("z"));
    assertEquals("$", all.path());
    assertEquals(10, all.names().size());
    assertEquals(10, all.object().members().size());
    all.noOthers();
  }

  @Test
  void optional_members_may_be_left_out() {
    JsonMembers none = members("{}");
    assertNull(none.optionalString("x"));
    assertNull(none.optionalNumber("x"));
    assertNull(none.optionalInteger("x"));
    assertNull(none.optionalBool("x"));
    assertNull(none.optionalObject("x"));
    assertNull(none.optionalArray("x"));
    assertNull(none.optionalValue("x"));
    assertNull(none.optionalWord("x", List.of("a")));
    assertTrue(none.bool("x", true));
    assertFalse(none.has("x"));
    none.noOthers();
  }

  @Test
  void missing_members_are_named_with_what_was_expected() {
    JsonMembers none = JsonMembers.of(JsonValue.object(), "$.rules[2]");
    refused("$.rules[2].x: missing, expected a string", () -> none.string("x"));
    refused("$.rules[2].x: missing, expected a number", () -> none.number("x"));
    refused("$.rules[2].x: missing, expected a whole number", () -> none.integer("x"));
    refused("$.rules[2].x: missing, expected a boolean", () -> none.bool("x"));
    refused("$.rules[2].x: missing, expected an object", () -> none.object("x"));
    refused("$.rules[2].x: missing, expected an array", () -> none.array("x"));
    refused("$.rules[2].x: missing, expected a value", () -> none.value("x"));
    refused(
        "$.rules[2].x: missing, expected one of [a, b]", () -> none.word("x", List.of("a", "b")));
  }

  @Test
  void other_types_are_named_with_the_value_and_null_is_no_way_to_leave_out() {
    JsonMembers all = members("{'s':'0.5','n':1.5,'z':null,'a':[{},7],'o':{}}");
    refused("$.s: expected a number, found the string \"0.5\"", () -> all.number("s"));
    refused("$.n: expected a string, found the number 1.5", () -> all.optionalString("n"));
    refused("$.z: expected a string, found null", () -> all.optionalString("z"));
    refused("$.z: expected an object, found null", () -> all.optionalObject("z"));
    refused("$.s: expected a boolean, found the string \"0.5\"", () -> all.bool("s", true));
    refused("$.o: expected an array, found an object", () -> all.strings("o"));
    refused("$.a: expected an object, found an array", () -> all.object("a"));
    refused("$.a[1]: expected an object, found the number 7", () -> all.objects("a"));
    refused("$.a[0]: expected a string, found an object", () -> all.strings("a"));
  }

  @Test
  void paths_lead_through_objects_arrays_and_odd_names() {
    JsonMembers document = members("{'rules':[{},{'when':{'a b':1}}]}");
    JsonMembers when = document.objects("rules").get(1).object("when");
    assertEquals("$.rules[1].when", when.path());
    refused(
        "$.rules[1].when[\"a b\"]: expected a string, found the number 1",
        () -> when.string("a b"));
    refused("$.rules[1].when[\"\"]: missing, expected a string", () -> when.string(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "9223372036854775808", "-9223372036854775809", "1e400", "1e-1"})
  void numbers_that_are_no_long_are_refused(String number) {
    JsonMembers all = members("{'i':" + number + "}");
    var refusal = assertThrows(InvalidData.class, () -> all.integer("i"));
    assertTrue(
        refusal.getMessage().startsWith("$.i: expected a whole number"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "1e3, 1000",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void whole_numbers_are_read_however_they_are_written(String number, long expected) {
    assertEquals(expected, members("{'i':" + number + "}").integer("i"));
  }

  @Test
  void numbers_outside_their_range_are_refused_with_it() {
    JsonMembers all = members("{'n':1.5,'i':11,'huge':1e309}");
    refused("$.n: must be 0 to 1, found 1.5", () -> all.number("n", 0, 1));
    refused("$.i: must be 1 to 10, found 11", () -> all.integer("i", 1, 10));
    var refusal = assertThrows(InvalidData.class, () -> all.number("huge"));
    assertTrue(refusal.getMessage().contains("1E+309 is beyond"), refusal.getMessage());
  }

  @Test
  void blank_texts_are_refused() {
    refused("$.t: must not be blank", () -> members("{'t':' '}").text("t"));
  }

  @Test
  void words_outside_their_set_are_refused_with_a_suggestion() {
    refused(
        "$.c: expected one of [allow, deny], found \"dney\", did you mean \"deny\"?",
        () -> members("{'c':'dney'}").word("c", List.of("allow", "deny")));
    refused(
        "$.c: expected one of [allow, deny], found \"maybe\"",
        () -> members("{'c':'maybe'}").word("c", List.of("allow", "deny")));
  }

  @Test
  void unknown_members_are_refused_with_those_that_were_asked_for() {
    JsonMembers rule = members("{'field':'x','Limt':1}");
    assertEquals("x", rule.string("field"));
    assertNull(rule.optionalNumber("limit"));
    refused(
        "$.Limt: unknown member, did you mean \"limit\"?; known are [field, limit]",
        rule::noOthers);
  }

  @Test
  void a_refusal_of_the_callers_own_begins_with_the_path() {
    assertEquals("$.x: why", members("{}").invalid("x", "why").getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "limit, limit, 0",
    "LIMIT, limit, 0",
    "limt, limit, 1",
    "limti, limit, 1",
    "limits, limit, 1",
    "lemit, limit, 1",
    "kitten, sitting, 3",
    "'', abc, 3"
  })
  void distances_count_edits_and_swaps_of_neighbours(String from, String to, int distance) {
    assertEquals(distance, Suggestion.distance(from, to));
    assertEquals(distance, Suggestion.distance(to, from));
  }

  @Test
  void names_far_from_all_known_ones_get_no_suggestion() {
    assertEquals("", Suggestion.of("threshold", List.of("limit", "field")));
    assertEquals("", Suggestion.of("x".repeat(10_000), List.of("x".repeat(9_999))));
    assertEquals("", Suggestion.of("", List.of("a")));
  }
}
