package org.governance4j.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.PredictionCodec;
import org.governance4j.json.StrictJson;

/**
 * One test of a policy: a prediction and what is expected of its verdict. The form of the files is
 * described by {@code policy-tests.schema.json} beside this class.
 *
 * @param name unique within its file
 */
record PolicyCase(String name, Prediction prediction, Expectation expected) {
  private static final int MAX_NAME_LENGTH = 200;
  private static final int MAX_CASES = 100_000;
  private static final Pattern PLACE = Pattern.compile("^(invalid JSON at line \\d+, column \\d+)");

  /**
   * Reads a file.
   *
   * @throws InvalidData if it is not of the form, or a prediction is none of the schema's; the
   *     message names the test and withholds values of sensitive fields
   */
  static List<PolicyCase> read(byte[] json, ModelSchema schema) {
    JsonMembers file = JsonMembers.of(parse(json, schema), "$");
    List<JsonMembers> tests = file.objects("tests");
    file.noOthers();
    if (tests.isEmpty() || tests.size() > MAX_CASES) {
      throw file.invalid("tests", "must have 1 to " + MAX_CASES + " tests, found " + tests.size());
    }
    PredictionCodec codec = new PredictionCodec(schema);
    Set<String> names = new HashSet<>();
    List<PolicyCase> cases = new ArrayList<>();
    for (JsonMembers test : tests) {
      cases.add(read(test, codec, names));
    }
    return List.copyOf(cases);
  }

  private static JsonValue.Obj parse(byte[] json, ModelSchema schema) {
    try {
      return StrictJson.parseObject(json);
    } catch (InvalidData e) {
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      if (!place.find() || !isAnySensitive(schema)) {
        throw e;
      }
      throw new InvalidData(place.group(1) + ": (withheld)", e);
    }
  }

  private static boolean isAnySensitive(ModelSchema schema) {
    return schema.inputs().stream().anyMatch(Field::sensitive)
        || schema.outputs().stream().anyMatch(Field::sensitive);
  }

  private static PolicyCase read(JsonMembers test, PredictionCodec codec, Set<String> names) {
    String name = test.text("name");
    if (name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
      throw test.invalid("name", "must be one line of at most " + MAX_NAME_LENGTH + " characters");
    }
    if (!names.add(name)) {
      throw test.invalid("name", RuleWords.quote(name) + " is used twice");
    }
    Prediction prediction = prediction(test, codec);
    Expectation expected = Expectation.read(test.object("expect"));
    test.noOthers();
    return new PolicyCase(name, prediction, expected);
  }

  private static Prediction prediction(JsonMembers test, PredictionCodec codec) {
    if (!(test.value("prediction") instanceof JsonValue.Obj object)) {
      throw test.invalid("prediction", "expected an object");
    }
    byte[] line;
    try {
      line = CanonicalJson.write(object);
    } catch (IllegalArgumentException e) { // its message would repeat the value
      throw test.invalid(
          "prediction", "has a number beyond the range of a double or a lone surrogate");
    }
    try {
      return codec.read(line);
    } catch (InvalidData e) {
      throw test.invalid("prediction", String.valueOf(e.getMessage()).replaceFirst("^\\$\\.?", ""));
    }
  }
}
