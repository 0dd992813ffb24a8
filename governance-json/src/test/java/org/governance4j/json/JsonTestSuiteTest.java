package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.governance4j.InvalidData;
import org.junit.jupiter.api.Test;

/** JSONTestSuite (github.com/nst/JSONTestSuite, commit 1ef36fa), read from the conformance data. */
class JsonTestSuiteTest {

  /** A name that occurs twice is a choice of this reader: I-JSON forbids it, RFC 8259 warns. */
  private static final Set<String> REFUSED_BY_CHOICE =
      Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

  /** The cases RFC 8259 leaves open, as this reader decides them; all others are refused. */
  private static final Set<String> OPEN_AND_ACCEPTED =
      Set.of(
          "i_number_double_huge_neg_exp.json",
          "i_number_neg_int_huge_exp.json",
          "i_number_pos_double_huge_exp.json",
          "i_number_too_big_neg_int.json",
          "i_number_too_big_pos_int.json",
          "i_number_very_big_negative_int.json");

  @Test
  // @Rule("J1")
  void what_must_be_refused_is_refused() {
    List<String> accepted = new ArrayList<>();
    List<Path> cases = cases("test_parsing", "n_");
    cases.stream().filter(JsonTestSuiteTest::accepts).forEach(c -> accepted.add(name(c)));
    assertFalse(cases.isEmpty());
    assertEquals(List.of(), accepted);
  }

  @Test
  void what_must_be_accepted_is_accepted_but_for_doubled_names() {
    Set<String> refused = new TreeSet<>();
    List<Path> cases = cases("test_parsing", "y_");
    cases.stream().filter(c -> !accepts(c)).forEach(c -> refused.add(name(c)));
    assertFalse(cases.isEmpty());
    assertEquals(new TreeSet<>(REFUSED_BY_CHOICE), refused);
  }

  @Test
  void what_is_left_open_is_decided_once_and_for_all() {
    Set<String> accepted = new TreeSet<>();
    cases("test_parsing", "i_").stream()
        .filter(JsonTestSuiteTest::accepts)
        .forEach(c -> accepted.add(name(c)));
    assertEquals(new TreeSet<>(OPEN_AND_ACCEPTED), accepted);
  }

  @Test
  void five_hundred_levels_are_read_when_the_caller_allows_them() throws IOException {
    Path file = folder("test_parsing").resolve("i_structure_500_nested_arrays.json");
    assumeTrue(Files.exists(file), () -> "skipped: no " + file);
    byte[] bytes = Files.readAllBytes(file);
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(bytes));
    assertTrue(refusal.getMessage().contains("limit of 256 levels"), refusal.getMessage());
    StrictJson.parse(bytes, 1_000, 500);
  }

  @Test
  void what_parsers_read_differently_has_one_canonical_form_or_none() {
    Map<String, String> expected = new TreeMap<>();
    // Beyond the range of exact integers, but a double: by its shortest digits.
    expected.put("number_-9223372036854775808.json", "[-9223372036854776000]");
    expected.put("number_9223372036854775808.json", "[9223372036854776000]");
    expected.put("number_-9223372036854775809.json", "not written");
    expected.put("number_9223372036854775807.json", "not written");
    expected.put("number_10000000000000000999.json", "not written");
    expected.put("number_1.0.json", "[1]");
    expected.put("number_1.000000000000000005.json", "[1]");
    expected.put("number_1000000000000000.json", "[1000000000000000]");
    expected.put("number_1e-999.json", "[0]");
    expected.put("number_1e6.json", "[1000000]");
    // No Unicode normalisation; e sorts below é.
    expected.put("object_key_nfc_nfd.json", "{\"e\u0301\":\"NFD\",\"\u00e9\":\"NFC\"}");
    expected.put("object_key_nfd_nfc.json", "{\"e\u0301\":\"NFD\",\"\u00e9\":\"NFC\"}");
    expected.put("object_same_key_different_values.json", "not read");
    expected.put("object_same_key_same_value.json", "not read");
    expected.put("object_same_key_unclear_values.json", "not read");
    expected.put("string_1_escaped_invalid_codepoint.json", "not read");
    expected.put("string_1_invalid_codepoint.json", "not read");
    expected.put("string_2_escaped_invalid_codepoints.json", "not read");
    expected.put("string_2_invalid_codepoints.json", "not read");
    expected.put("string_3_escaped_invalid_codepoints.json", "not read");
    expected.put("string_3_invalid_codepoints.json", "not read");
    expected.put("string_with_escaped_NULL.json", "[\"A\\u0000B\"]");

    Map<String, String> found = new TreeMap<>();
    cases("test_transform", "").forEach(c -> found.put(name(c), canonical(c)));
    assertEquals(expected, found);
  }

  private static String canonical(Path file) {
    try {
      return CanonicalJson.writeString(StrictJson.parse(bytes(file)));
    } catch (InvalidData e) {
      return "not read";
    } catch (IllegalArgumentException e) {
      return "not written";
    }
  }

  private static boolean accepts(Path file) {
    try {
      StrictJson.parse(bytes(file));
      return true;
    } catch (InvalidData e) {
      return false;
    }
  }

  private static List<Path> cases(String folder, String prefix) {
    Path path = folder(folder);
    assumeTrue(Files.isDirectory(path), () -> "skipped: no conformance data at " + path);
    List<Path> cases = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, prefix + "*.json")) {
      files.forEach(cases::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static Path folder(String folder) {
    return Path.of(System.getProperty("governance.conformance", "absent"), "json", folder);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
