package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.PolicyInvalid;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReadersTest {

  @Test
  @Rule("F8")
  void what_is_not_json_is_refused_by_every_reader() {
    for (String text : List.of("", "[1,]", "{\"a\":}", "\"", "nul", "[1", "{} {}", "1]", "'a'")) {
      assertThrows(InvalidData.class, () -> JsonReaders.refuse(text.getBytes(UTF_8)), text);
    }
  }

  /** A document and a value that a reader does take: the runner must say so. */
  @Test
  @Rule("F8")
  void a_reader_that_accepts_is_found() {
    String rules =
        "{\"name\":\"p\",\"rules\":[{\"id\":\"r\",\"kind\":\"finite\",\"fields\":[\"a\"]}]}";
    String schema =
        "{\"name\":\"m\",\"version\":\"1\",\"inputs\":[],\"outputs\":"
            + "[{\"name\":\"s\",\"type\":\"number\"}]}";
    String prediction = "{\"outputs\":[\"a\",0.5]}";
    assertEquals("rules: must be refused, was accepted", mismatch(rules));
    assertEquals("schema: must be refused, was accepted", mismatch(schema));
    assertEquals("prediction: must be refused, was accepted", mismatch(prediction));
    assertTrue(mismatch("true").startsWith("rules: must be refused, was accepted within "));
  }

  @Test
  @Rule("F8")
  void a_valid_value_is_read_where_any_may_stand() {
    for (String text : List.of("null", "[]", " {\"a\":[1e3,\"\\u0000\"]} ", "-0.5", "\"\"")) {
      assertDoesNotThrow(() -> JsonReaders.accept(text.getBytes(UTF_8)), text);
    }
    assertThrows(InvalidData.class, () -> JsonReaders.accept("[1,]".getBytes(UTF_8)));
    assertThrows(PolicyInvalid.class, () -> JsonReaders.accept("[1e400]".getBytes(UTF_8)));
  }

  @Test
  void a_text_that_could_become_valid_in_a_place_is_not_put_there() {
    for (String text : List.of("1,\"a\":2", "1}", "{}}", "[1],", "]", ",")) {
      assertFalse(JsonReaders.staysInPlace(text.getBytes(UTF_8)), text);
    }
    for (String text :
        List.of("", "[1,]", "\"a,}\"", "\"\\\"],\"", "[[[", "{\"a\":1", "\"", "1 2")) {
      assertTrue(JsonReaders.staysInPlace(text.getBytes(UTF_8)), text);
    }
  }

  @Test
  void a_case_that_a_reader_takes_is_a_failure_of_the_suite(@TempDir Path dir) throws IOException {
    Path cases = Files.createDirectory(dir.resolve("test_parsing"));
    Files.writeString(cases.resolve("n_not_so.json"), "{\"outputs\":[\"a\",0.5]}");
    Files.writeString(cases.resolve("n_so.json"), "{\"outputs\":[\"a\",0.5}");
    Files.writeString(cases.resolve("y_too_large.json"), "[1e400]");
    SuiteReport report = Conformance.run("json", dir);
    assertEquals(1, report.passed());
    assertEquals(
        List.of("test_parsing/n_not_so.json", "test_parsing/y_too_large.json"),
        report.failures().stream().map(SuiteReport.Failure::caseName).toList());
  }

  private static String mismatch(String text) {
    return String.valueOf(
        assertThrows(Mismatch.class, () -> JsonReaders.refuse(text.getBytes(UTF_8)), text)
            .getMessage());
  }
}
