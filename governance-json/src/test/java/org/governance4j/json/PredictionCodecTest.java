package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionCodecTest {

  private static final ModelSchema SCHEMA = SchemaCodecTest.CREDIT;
  private static final PredictionCodec CODEC = new PredictionCodec(SCHEMA);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'r1','inputs':{'amount':1.5,'iban':'DE02','income':-2e3,'country':'DE'},"
            + "'outputs':{'label':'UP','confidence':0.9}}",
        "{'outputs':['UP',0.9],'inputs':[1.5,'DE02',-2000,'DE'],'id':'r1'}"
      })
  void both_forms_are_read_to_the_same_prediction(String line) {
    Prediction read = CODEC.read(json(line));
    assertEquals("r1", read.id());
    assertEquals(1.5, read.number(SCHEMA.index("amount")));
    assertEquals(-2000, read.number(SCHEMA.index("income")));
    assertEquals(0.9, read.number(SCHEMA.index("confidence")));
    assertEquals("DE02", read.text(SCHEMA.index("iban")));
    assertEquals("DE", read.text(SCHEMA.index("country")));
    assertEquals("UP", read.text(SCHEMA.index("label")));
    for (int i = 0; i < SCHEMA.size(); i++) {
      assertTrue(read.has(i));
    }
    assertEquals(
        "{\"id\":\"r1\",\"inputs\":{\"amount\":1.5,\"country\":\"DE\",\"iban\":\"DE02\","
            + "\"income\":-2000},\"outputs\":{\"confidence\":0.9,\"label\":\"UP\"}}",
        new String(CODEC.write(read), StandardCharsets.UTF_8));
  }

  @Test
  void an_id_of_256_characters_is_read_and_written_and_no_longer_one() {
    for (String character : new String[] {"r", "\ud83d\ude00"}) {
      String longest = character.repeat(PredictionCodec.MAX_ID_LENGTH);
      Prediction read = CODEC.read(json("{'id':'" + longest + "','outputs':['UP',0.9]}"));
      assertEquals(longest, read.id());
      assertEquals(longest, CODEC.read(CODEC.write(read)).id());
      InvalidData refusal =
          assertThrows(
              InvalidData.class,
              () -> CODEC.read(json("{'id':'" + longest + "x','outputs':['UP',0.9]}")));
      assertEquals("$.id: has 257 characters, the limit is 256", refusal.getMessage());
    }
  }

  @Test
  void an_id_that_cannot_be_read_back_is_not_written() {
    for (String id : new String[] {"x".repeat(257), "a\ud800"}) {
      Prediction prediction =
          SCHEMA
              .prediction()
              .wrap(id, new double[2], new double[1], new String[] {"DE02", "DE", "UP"});
      assertThrows(IllegalArgumentException.class, () -> CODEC.write(prediction));
      assertThrows(
          InvalidData.class,
          () ->
              CODEC.read(
                  json("{'id':'" + id.replace("\ud800", "\\ud800") + "','outputs':['UP',1]}")));
    }
  }

  @Test
  void a_byte_that_is_not_utf_8_is_not_repeated_when_a_field_is_sensitive() {
    byte[] line = json("{'inputs':{'iban':'_'},'outputs':['UP',0.9]}");
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] == '_' ? (byte) 0xE4 : line[i];
    }
    String withheld = assertThrows(InvalidData.class, () -> CODEC.read(line)).getMessage();
    assertTrue(withheld.contains("well-formed UTF-8"), withheld);
    assertFalse(withheld.contains("E4"), withheld);
    String open = assertThrows(InvalidData.class, () -> StrictJson.parse(line)).getMessage();
    assertTrue(open.contains("byte 0xE4"), open);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inputs':{'amount':null,'iban':'x'},'outputs':{'confidence':0}}",
        "{'inputs':[null,'x',null,null],'outputs':[null,0]}"
      })
  void what_is_null_or_left_out_is_missing(String line) {
    Prediction read = CODEC.read(json(line));
    assertNull(read.id());
    for (Field field : List.of(SCHEMA.inputs().get(0), SCHEMA.inputs().get(3))) {
      assertFalse(read.has(SCHEMA.index(field.name())), field.name());
    }
    assertFalse(read.has(SCHEMA.index("label")));
    assertTrue(read.has(SCHEMA.index("iban")));
    assertTrue(read.has(SCHEMA.index("confidence")));
    assertEquals(0, read.number(SCHEMA.index("confidence")));
  }

  @Test
  void inputs_left_out_are_all_missing() {
    Prediction read = CODEC.read(json("{'outputs':['UP',1]}"));
    for (Field field : SCHEMA.inputs()) {
      assertFalse(read.has(SCHEMA.index(field.name())), field.name());
    }
  }

  @Test
  void every_prediction_owns_its_arrays() {
    Prediction first = CODEC.read(json("{'outputs':['UP',1]}"));
    Prediction second = CODEC.read(json("{'outputs':['DOWN',0]}"));
    assertNotSame(first, second);
    assertEquals("UP", first.text(SCHEMA.index("label")));
    assertEquals(1, first.number(SCHEMA.index("confidence")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'inputs':[]} | $.outputs: missing",
        "{'outputs':['UP',1],'out':1} | $.out: unknown member; known are [id, inputs, outputs]",
        "{'id':7,'outputs':['UP',1]} | $.id: expected a string, found the number 7",
        "{'outputs':7} | outputs: expected an object or an array, found a number",
        "{'outputs':null} | outputs: expected an object or an array, found null",
        "{'inputs':[1,'a'],'outputs':['UP',1]} | inputs: expected 4 values"
            + " [amount, iban, income, country], found 2",
        "{'outputs':['UP',1,2]} | outputs: expected 2 values [label, confidence], found 3",
        "{'outputs':{'confidnce':1}} | outputs: unknown field \"confidnce\", did you mean"
            + " \"confidence\"?; known are [label, confidence]",
        "{'outputs':{'amount':1}} | outputs: unknown field \"amount\"; known are",
        "{'outputs':{'confidence':'NaN'}} | field \"confidence\": expected a number, found the"
            + " string \"NaN\"",
        "{'outputs':{'confidence':true}} | field \"confidence\": expected a number, found the"
            + " boolean true",
        "{'outputs':{'confidence':1e309}} | field \"confidence\": expected a number within"
            + " ±1.7976931348623157E308, found the number 1E+309",
        "{'outputs':{'label':1}} | field \"label\": expected a string, found the number 1",
        "{'outputs':['UP',{}]} | field \"confidence\": expected a number, found an object",
        "[1] | expected an object, found an array",
        "{'outputs':['UP',1],'outputs':[]} | invalid JSON at line 1, column 21: the name occurs"
      })
  void a_line_that_does_not_fit_is_refused_by_name(String line, String expected) {
    byte[] bytes = json(line);
    var refusal = assertThrows(InvalidData.class, () -> CODEC.read(bytes));
    assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inputs':{'income':'77123'},'outputs':['UP',1]}",
        "{'inputs':{'income':77123e400},'outputs':['UP',1]}",
        "{'inputs':{'iban':77123},'outputs':['UP',1]}",
        "{'inputs':{'iban':'77123'x},'outputs':['UP',1]}",
        "{'inputs':{'iban':Q77123},'outputs':['UP',1]}"
      })
  void values_of_sensitive_fields_are_withheld_from_messages(String line) {
    byte[] bytes = json(line);
    var refusal = assertThrows(InvalidData.class, () -> CODEC.read(bytes));
    for (Throwable e = refusal; e != null; e = e.getCause()) {
      assertFalse(String.valueOf(e.getMessage()).contains("77123"), e.toString());
    }
  }

  @Test
  void a_schema_without_sensitive_fields_shows_what_was_malformed() {
    ModelSchema open = ModelSchema.of("m", "1", List.of(), List.of(Field.number("y")));
    var refusal =
        assertThrows(
            InvalidData.class, () -> new PredictionCodec(open).read(json("{'outputs':[oops]}")));
    assertTrue(refusal.getMessage().contains("oops"), refusal.getMessage());
  }

  @Test
  void numbers_that_json_cannot_carry_are_refused_when_writing() {
    Prediction nan =
        SCHEMA.prediction().wrap(null, new double[2], new double[] {Double.NaN}, "a", "b", "c");
    var refusal = assertThrows(IllegalArgumentException.class, () -> CODEC.write(nan));
    assertEquals("field \"confidence\": JSON cannot carry the number NaN", refusal.getMessage());
  }

  @Test
  void a_prediction_of_another_schema_is_refused_when_writing() {
    ModelSchema other = ModelSchema.of("m", "1", List.of(), List.of(Field.number("y")));
    Prediction prediction = other.prediction().wrap(null, new double[0], new double[1]);
    var refusal = assertThrows(IllegalArgumentException.class, () -> CODEC.write(prediction));
    assertTrue(refusal.getMessage().contains("ModelSchema[m 1"), refusal.getMessage());
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  void what_was_written_is_read_back(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      double[] inputs = {Seeds.anyDouble(random), -Seeds.anyDouble(random)};
      Prediction prediction =
          SCHEMA
              .prediction()
              .wrap(
                  random.nextBoolean() ? Seeds.text(random) : null,
                  inputs,
                  new double[] {random.nextDouble()},
                  Seeds.text(random),
                  random.nextBoolean() ? Seeds.text(random) : null,
                  Seeds.text(random));
      if (random.nextBoolean()) {
        prediction.missing(random.nextInt(SCHEMA.size()));
      }
      byte[] written = CODEC.write(prediction);
      Prediction read = CODEC.read(written);
      assertEquals(prediction.id(), read.id());
      for (int f = 0; f < SCHEMA.size(); f++) {
        assertEquals(prediction.has(f), read.has(f));
        if (f < SCHEMA.numbers()) {
          assertEquals(prediction.number(f), read.number(f));
        } else {
          assertEquals(prediction.text(f), read.text(f));
        }
      }
      assertArrayEquals(written, CODEC.write(read));
    }
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
