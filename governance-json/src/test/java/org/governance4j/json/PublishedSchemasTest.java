package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schemas in the jar say what the codecs do. */
class PublishedSchemasTest {

  private static final ModelSchema MODEL = SchemaCodecTest.CREDIT;

  @ParameterizedTest
  @ValueSource(strings = {"schema", "prediction", "entry"})
  void the_schemas_are_schemas(String name) {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));
    assertEquals(Set.of(), meta.validate(text(name), InputFormat.JSON));
  }

  @Test
  void a_written_schema_is_valid() {
    assertEquals(Set.of(), errors("schema", SchemaCodec.write(MODEL)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'name':'m','version':'1','inputs':[],'outputs':[]}",
        "{'name':' ','version':'1','inputs':[],'outputs':[{'name':'y','type':'text'}]}",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'numeric'}]}",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y'}]}",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'','type':'text'}]}",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'text','x':1}]}",
        "{'name':'m','version':'1','inputs':[],'outputs':[{'name':'y','type':'text'}],'x':1}",
        "{'name':'m','version':'1','outputs':[{'name':'y','type':'text'}]}"
      })
  void what_the_schema_codec_refuses_is_invalid(String json) {
    byte[] bytes = json(json);
    assertThrows(InvalidData.class, () -> SchemaCodec.read(bytes));
    assertFalse(errors("schema", bytes).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  void written_predictions_are_valid(long seed) {
    Random random = new Random(seed);
    Prediction prediction =
        MODEL
            .prediction()
            .wrap(
                random.nextBoolean() ? "r" : null,
                new double[] {Seeds.anyDouble(random), 1},
                new double[] {2},
                Seeds.text(random),
                null,
                "x");
    assertEquals(Set.of(), errors("prediction", new PredictionCodec(MODEL).write(prediction)));
  }

  @Test
  void the_array_form_of_a_prediction_is_valid() {
    byte[] line = json("{'id':'r','inputs':[1,null,2,'x'],'outputs':['UP',0.5]}");
    assertEquals("r", new PredictionCodec(MODEL).read(line).id());
    assertEquals(Set.of(), errors("prediction", line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'outputs':7}",
        "{'outputs':['UP',true]}",
        "{'outputs':{'label':{}}}",
        "{'outputs':['UP',1],'id':1}",
        "{'outputs':['UP',1],'more':1}"
      })
  void what_the_prediction_codec_refuses_for_its_shape_is_invalid(String json) {
    byte[] bytes = json(json);
    assertThrows(InvalidData.class, () -> new PredictionCodec(MODEL).read(bytes));
    assertFalse(errors("prediction", bytes).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  void encoded_entries_are_valid(long seed) {
    Random random = new Random(seed);
    Entry.Builder entry =
        Entry.builder("approval", "user:alice", "model:m")
            .time(Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L)))
            .model(new ModelRef("m", "1", Digest.sha256(new byte[] {1})))
            .request("r")
            .policy("p")
            .decision("approved")
            .reason("why")
            .sensitive("a", JsonValue.of(1))
            .sensitive("b", JsonValue.of(1));
    Seeds.object(random, 2).members().forEach((name, value) -> entry.attribute("x" + name, value));
    assertEquals(Set.of(), errors("entry", new EntryCodec().encode(entry.build()).bytes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'t','ts':'2026-01-02T03:04:05Z','actor':'a','subject':'s'}",
        "{'v':2,'type':'t','ts':'2026-01-02T03:04:05Z','actor':'a','subject':'s'}",
        "{'v':1,'type':' ','ts':'2026-01-02T03:04:05Z','actor':'a','subject':'s'}",
        "{'v':1,'type':'t','ts':'2026-01-02','actor':'a','subject':'s'}",
        "{'v':1,'type':'t','ts':'2026-01-02T03:04:05Z','subject':'s'}",
        "{'v':1,'type':'t','ts':'2026-01-02T03:04:05Z','actor':'a','subject':7}",
        "{'v':1,'type':'t','ts':'2026-01-02T03:04:05Z','actor':'a','subject':'s','_sd':[]}",
        "{'v':1,'type':'t','ts':'2026-01-02T03:04:05Z','actor':'a','subject':'s',"
            + "'_sd':['X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC1']}"
      })
  void what_the_entry_codec_refuses_is_invalid(String json) {
    byte[] bytes = json(json);
    assertThrows(InvalidData.class, () -> EntryCodec.decode(bytes));
    assertFalse(errors("entry", bytes).isEmpty());
  }

  private static Set<ValidationMessage> errors(String schema, byte[] json) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(text(schema))
        .validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON);
  }

  private static String text(String name) {
    String resource = name + ".schema.json";
    try (InputStream in = EntryCodec.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
