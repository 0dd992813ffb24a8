package org.governance4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "1.0",
          List.of(Field.category("country"), Field.number("amount"), Field.number("age")),
          List.of(Field.category("label"), Field.number("confidence"), Field.text("answer")));

  @Test
  void indices_run_over_numeric_inputs_numeric_outputs_string_inputs_string_outputs() {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < SCHEMA.size(); i++) {
      order.add(SCHEMA.field(i).name());
    }

    assertEquals(List.of("amount", "age", "confidence", "country", "label", "answer"), order);
    assertEquals(2, SCHEMA.inputNumbers());
    assertEquals(1, SCHEMA.outputNumbers());
    assertEquals(3, SCHEMA.numbers());
    assertEquals(3, SCHEMA.texts());
    assertEquals(1, SCHEMA.inputTexts());
    for (int i = 0; i < SCHEMA.size(); i++) {
      assertEquals(i, SCHEMA.index(SCHEMA.field(i).name()));
      assertEquals(SCHEMA.outputs().contains(SCHEMA.field(i)), SCHEMA.isOutput(i));
    }
  }

  @Test
  void doubles_floats_and_buffers_read_the_same() {
    double[] in = {0.5, 41};
    double[] out = {0.75};
    String[] texts = {"DE", "approve", "text"};
    float[] floatIn = {0.5f, 41f};
    float[] floatOut = {0.75f};
    FloatBuffer bufferIn = FloatBuffer.wrap(new float[] {9, 9, 0.5f, 41f, 9}, 2, 2);
    FloatBuffer bufferOut = FloatBuffer.allocate(3).put(0, 9).put(1, 0.75f);
    bufferOut.position(1).limit(2);

    Prediction view = SCHEMA.prediction();
    for (Prediction p :
        List.of(
            SCHEMA.prediction().wrap("a", in, out, texts),
            SCHEMA.prediction().wrap("a", floatIn, floatOut, texts),
            SCHEMA.prediction().wrap("a", bufferIn, bufferOut, texts),
            view.wrap("x", floatIn, floatOut, "1", "2", "3").wrap("a", in, out, texts),
            SCHEMA
                .prediction()
                .wrap("x", in, out, "1", "2", "3")
                .wrap("a", bufferIn, bufferOut, texts),
            SCHEMA
                .prediction()
                .wrap("x", bufferIn, bufferOut, "1", "2", "3")
                .wrap("a", floatIn, floatOut, texts))) {
      assertEquals(0.5, p.number(0));
      assertEquals(41, p.number(1));
      assertEquals(0.75, p.number(2));
      assertEquals("DE", p.text(3));
      assertEquals("approve", p.text(4));
      assertEquals("text", p.text(5));
      assertEquals("a", p.id());
      for (int i = 0; i < SCHEMA.size(); i++) {
        assertTrue(p.has(i));
      }
    }
    assertEquals(2, bufferIn.position());
    assertEquals(1, bufferOut.position());
  }

  @Test
  void a_view_shows_what_the_callers_arrays_hold_now() {
    double[] in = {1, 2};
    Prediction p = SCHEMA.prediction().wrap(null, in, new double[1], "a", "b", "c");

    in[0] = 7;

    assertEquals(7, p.number(0));
    assertNull(p.id());
  }

  @Test
  void missing_is_a_presence_bit_and_not_a_value() {
    Prediction p =
        SCHEMA
            .prediction()
            .wrap("a", new double[] {Double.NaN, 1}, new double[] {2}, null, "b", "c");
    p.missing(1).missing(4);

    assertTrue(p.has(0), "NaN is a value");
    assertFalse(p.has(1));
    assertTrue(Double.isNaN(p.number(1)));
    assertTrue(p.has(2));
    assertFalse(p.has(3), "a null string is missing");
    assertNull(p.text(3));
    assertFalse(p.has(4));
    assertNull(p.text(4));
    assertEquals("c", p.text(5));
  }

  @Test
  void wrapping_again_forgets_what_was_missing() {
    Prediction p = SCHEMA.prediction().wrap("a", new double[2], new double[1], "a", "b", "c");
    p.missing(0);

    p.wrap("b", new double[2], new double[1], "a", "b", "c");

    assertTrue(p.has(0));
  }

  @Test
  void before_it_is_wrapped_everything_is_missing() {
    Prediction p = SCHEMA.prediction();

    for (int i = 0; i < SCHEMA.size(); i++) {
      assertFalse(p.has(i));
    }
    assertTrue(Double.isNaN(p.number(0)));
    assertNull(p.text(5));
    assertSame(SCHEMA, p.schema());
  }

  @Test
  void a_wrong_arity_is_refused_with_the_counts_and_leaves_the_view_empty() {
    Prediction p = SCHEMA.prediction().wrap("a", new double[2], new double[1], "a", "b", "c");

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> p.wrap("b", new double[3], new double[1], "a", "b", "c"));
    assertEquals("a prediction of credit 1.0 has 2 numeric inputs, got 3", e.getMessage());
    assertFalse(p.has(0), "an old prediction must not be judged in place of the refused one");
    assertNull(p.id());
    assertThrows(
        IllegalArgumentException.class,
        () -> p.wrap("b", new float[2], new float[2], "a", "b", "c"));
    assertThrows(
        IllegalArgumentException.class, () -> p.wrap("b", new double[2], new double[1], "a"));
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake under test
  void a_null_array_leaves_nothing_of_the_prediction_before() {
    Prediction p = SCHEMA.prediction().wrap("a", new double[2], new double[1], "a", "b", "c");

    assertThrows(
        NullPointerException.class,
        () -> p.wrap("b", (double[]) null, new double[1], "a", "b", "c"));

    for (int i = 0; i < SCHEMA.size(); i++) {
      assertFalse(p.has(i));
    }
    assertNull(p.id());
  }

  @Test
  void presence_bits_work_beyond_64_fields() {
    List<Field> many = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      many.add(Field.number("x" + i));
    }
    ModelSchema wide = ModelSchema.of("wide", "1", many, List.of(Field.number("y")));
    Prediction p = wide.prediction().wrap("a", new double[130], new double[1]);

    p.missing(64).missing(129).missing(130);

    for (int i = 0; i < wide.size(); i++) {
      assertEquals(i != 64 && i != 129 && i != 130, p.has(i), "field " + i);
    }
  }

  @Test
  void a_schema_refuses_duplicates_blanks_and_no_output() {
    Field x = Field.number("x");
    assertThrows(
        IllegalArgumentException.class, () -> ModelSchema.of("m", "1", List.of(x), List.of(x)));
    assertThrows(
        IllegalArgumentException.class, () -> ModelSchema.of("m", "1", List.of(x), List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> ModelSchema.of(" ", "1", List.of(), List.of(x)));
    assertThrows(IllegalArgumentException.class, () -> Field.number(" "));
    assertThrows(IllegalArgumentException.class, () -> Field.number("x".repeat(257)));
    assertThrows(IllegalArgumentException.class, () -> Field.number("a\nb"));
  }

  @Test
  void an_unknown_field_is_refused_with_the_known_ones() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SCHEMA.index("confidnce"));
    assertTrue(e.getMessage().contains("confidnce"), e.getMessage());
    assertTrue(e.getMessage().contains("confidence"), e.getMessage());
    assertEquals(-1, SCHEMA.find("confidnce"));
  }

  @Test
  void schemas_are_values() {
    ModelSchema twin = ModelSchema.of("credit", "1.0", SCHEMA.inputs(), SCHEMA.outputs());
    ModelSchema other = ModelSchema.of("credit", "1.1", SCHEMA.inputs(), SCHEMA.outputs());

    assertEquals(SCHEMA, twin);
    assertEquals(SCHEMA.hashCode(), twin.hashCode());
    assertFalse(SCHEMA.equals(other));
  }
}
