package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.governance4j.json.JsonMembers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published JSON Schema of test files and their reader know the same. */
class PolicyTestsSchemaTest {
  private static final ModelSchema MODEL =
      ModelSchema.of("m", "1", List.of(), List.of(Field.number("a")));
  private static final Pattern KNOWN = Pattern.compile("known are \\[(.*)]");

  private static JsonMembers schema() throws IOException {
    try (InputStream in = PolicyCase.class.getResourceAsStream("policy-tests.schema.json")) {
      return JsonMembers.parse(Objects.requireNonNull(in).readAllBytes());
    }
  }

  private static JsonMembers at(String path) throws IOException {
    JsonMembers at = schema();
    for (String name : path.split("/")) {
      at = at.object(name);
    }
    return at;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "properties|{'tests':[],'zz':0}",
        "properties/tests/items/properties"
            + "|{'tests':[{'name':'n','prediction':{'outputs':[1]},'expect':{'action':'deny'},'zz':0}]}",
        "$defs/expect/properties"
            + "|{'tests':[{'name':'n','prediction':{'outputs':[1]},'expect':{'action':'deny','zz':0}}]}",
        "$defs/obligation/properties"
            + "|{'tests':[{'name':'n','prediction':{'outputs':[1]},'expect':{'action':'allow_with',"
            + "'obligations':[{'operation':'mask','field':'a','zz':0}]}}]}",
      })
  // @Rule("X15")
  void both_know_the_same_members(String path, String json) throws IOException {
    InvalidData refusal =
        assertThrows(
            InvalidData.class,
            () -> PolicyCase.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), MODEL));
    Matcher known = KNOWN.matcher(String.valueOf(refusal.getMessage()));
    assertTrue(known.find(), refusal::toString);
    assertEquals(
        new TreeSet<>(Arrays.asList(known.group(1).split(", "))), new TreeSet<>(at(path).names()));
  }

  @Test
  void both_know_the_same_words() throws IOException {
    JsonMembers expect = at("$defs/expect/properties");
    assertEquals(
        Arrays.stream(Verdict.Action.values()).map(Verdict.Action::word).toList(),
        expect.object("action").strings("enum"));
    assertEquals(
        Arrays.stream(Verdict.Cause.values()).map(Verdict.Cause::word).toList(),
        expect.object("cause").strings("enum"));
    assertEquals(
        Arrays.stream(Obligation.Operation.values()).map(Obligation.Operation::word).toList(),
        at("$defs/obligation/properties/operation").strings("enum"));
  }
}
