package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.ModelSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCodecTest {

  static final ModelSchema CREDIT =
      ModelSchema.of(
          "credit-risk",
          "2026.1",
          List.of(
              Field.number("amount"),
              Field.text("iban").asSensitive(),
              Field.number("income").asSensitive(),
              Field.category("country")),
          List.of(Field.category("label"), Field.number("confidence")));

  @Test
  void a_schema_is_written_canonically_and_read_back() {
    byte[] written = SchemaCodec.write(CREDIT);
    assertEquals(
        "{\"inputs\":[{\"name\":\"amount\",\"type\":\"number\"},"
            + "{\"name\":\"iban\",\"sensitive\":true,\"type\":\"text\"},"
            + "{\"name\":\"income\",\"sensitive\":true,\"type\":\"number\"},"
            + "{\"name\":\"country\",\"type\":\"category\"}],"
            + "\"name\":\"credit-risk\","
            + "\"outputs\":[{\"name\":\"label\",\"type\":\"category\"},"
            + "{\"name\":\"confidence\",\"type\":\"number\"}],"
            + "\"version\":\"2026.1\"}",
        new String(written, StandardCharsets.UTF_8));
    assertEquals(CREDIT, SchemaCodec.read(written));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | $.name: missing, expected a string",
        "{'name':'m'} | $.version: missing",
        "{'name':'m','version':1} | $.version: expected a string, found the number 1",
        "{'name':'m','version':'1','inputs':[]} | $.outputs: missing, expected an array",
        "{'name':'m','version':'1','inputs':[],'outputs':[]} | $: schema m declares no output",
        "{'name':' ','version':'1','inputs':[],'outputs':[{'name':'y','type':'text'}]} |"
            + " $: model name must not be blank",
        "{'name':'m','version':'1','inputs':[7],'outputs':[]} |"
            + " $.inputs[0]: expected an object, found the number 7",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y'}]} |"
            + " $.outputs[0].type: missing, expected one of [number, category, text]",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'numeric'}]} |"
            + " $.outputs[0].type: expected one of [number, category, text], found \"numeric\"",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'','type':'text'}]} |"
            + " $.outputs[0].name: field name must have 1 to 256 characters",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'text',"
            + "'sensitve':true}]} | $.outputs[0].sensitve: unknown member, did you mean"
            + " \"sensitive\"?; known are [name, type, sensitive]",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'text',"
            + "'sensitive':1}]} | $.outputs[0].sensitive: expected a boolean, found the number 1",
        "{'name':'m','version':'1','inputs':[{'name':'y','type':'text'}],"
            + "'outputs':[{'name':'y','type':'text'}]} | $: schema m declares the field \"y\" twice",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'text'}],'x':1} |"
            + " $.x: unknown member; known are [name, version, inputs, outputs]"
      })
  void a_schema_that_is_not_one_is_refused_by_place(String json, String expected) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var refusal = assertThrows(InvalidData.class, () -> SchemaCodec.read(bytes));
    assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
  }
}
