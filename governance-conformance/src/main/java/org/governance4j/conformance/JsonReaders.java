package org.governance4j.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.ModelSchema;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.PredictionCodec;
import org.governance4j.json.SchemaCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.policy.RulePolicy;

/**
 * The readers of the library's own documents, and how they take a text that stands alone or in the
 * place of a value in a document that is otherwise valid.
 */
final class JsonReaders {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "model",
          "1",
          List.of(Field.number("amount")),
          List.of(Field.category("label"), Field.number("score")));

  /** The one place in these documents that takes any value: a constant of a JSON rule's schema. */
  private static final Place ANY_VALUE =
      Place.of(
          "{\"name\":\"p\",\"rules\":[{\"id\":\"r\",\"kind\":\"json\",\"field\":\"label\","
              + "\"schema\":{\"const\":@}}]}");

  private static final List<Reader> READERS =
      List.of(
          new Reader(
              "rules",
              PolicyInvalid.class,
              RulePolicy::parse,
              List.of(
                  ANY_VALUE,
                  Place.of("{\"rules\":[{\"id\":\"r\",\"kind\":\"finite\",\"fields\":@}]}"),
                  Place.of(
                      "{\"name\":\"p\",\"rules\":[{\"id\":\"r\",\"kind\":\"at_least\",\"field\":"
                          + "\"score\",\"limit\":@}]}"),
                  Place.of("{\"name\":\"p\",\"rules\":@}"))),
          new Reader(
              "schema",
              InvalidData.class,
              SchemaCodec::read,
              List.of(
                  Place.of("{\"name\":\"m\",\"version\":\"1\",\"inputs\":[],\"outputs\":@}"),
                  Place.of(
                      "{\"name\":\"m\",\"version\":\"1\",\"inputs\":[],\"outputs\":[{\"name\":"
                          + "\"score\",\"type\":@}]}"))),
          new Reader(
              "prediction",
              InvalidData.class,
              new PredictionCodec(SCHEMA)::read,
              List.of(
                  Place.of("{\"id\":\"1\",\"inputs\":{\"amount\":1},\"outputs\":@}"),
                  Place.of("{\"inputs\":[1],\"outputs\":{\"score\":0.5,\"label\":@}}"),
                  Place.of("{\"inputs\":[1],\"outputs\":{\"label\":\"a\",\"score\":@}}"))));

  private JsonReaders() {}

  /** Reads a document, or refuses it. */
  @FunctionalInterface
  private interface Parser {
    Object read(byte[] utf8);
  }

  /** A reader, the exception it is documented to refuse with, and places for a value. */
  private record Reader(
      String name,
      Class<? extends GovernanceException> refusal,
      Parser parser,
      List<Place> places) {

    /**
     * Reads a document.
     *
     * @return whether it was read
     * @throws Mismatch if it was refused with another exception than documented
     */
    boolean reads(String how, byte[] document) {
      try {
        parser.read(document);
        return true;
      } catch (GovernanceException e) {
        if (e.getClass() != refusal) {
          throw new Mismatch(
              name + how + ": refused with " + e.getClass().getName() + ": " + e.getMessage());
        }
        return false;
      }
    }
  }

  /**
   * A document around a value. What follows the value is brackets that close and nothing else, so
   * that no text can make the document well-formed that opens less than it closes, or the reverse.
   */
  private record Place(String before, String after) {

    static Place of(String document) {
      int at = document.indexOf('@');
      return new Place(document.substring(0, at), document.substring(at + 1));
    }

    byte[] around(byte[] value) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      out.writeBytes(value);
      out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
      return out.toByteArray();
    }
  }

  /**
   * What is not JSON must be refused by every reader, alone and in every place.
   *
   * @throws InvalidData the strict parser's refusal, if all agree
   * @throws Mismatch if a reader takes the text or refuses it with another exception
   */
  static void refuse(byte[] text) {
    for (Reader reader : READERS) {
      if (reader.reads("", text)) {
        throw new Mismatch(reader.name + ": must be refused, was accepted");
      }
    }
    for (Reader reader : READERS) {
      for (Place place : staysInPlace(text) ? reader.places : List.<Place>of()) {
        if (reader.reads(" within " + place.before, place.around(text))) {
          throw new Mismatch(
              reader.name + ": must be refused, was accepted within " + place.before);
        }
      }
    }
    StrictJson.parse(text);
  }

  /**
   * A text whose outcome is not known: every reader takes it or refuses it as documented.
   *
   * @throws Mismatch if one refuses with another exception
   */
  static void readOrRefuse(byte[] text) {
    for (Reader reader : READERS) {
      reader.reads("", text);
      for (Place place : reader.places) {
        reader.reads(" within " + place.before, place.around(text));
      }
    }
  }

  /** What is JSON must be read where any value may stand. */
  static void accept(byte[] text) throws IOException {
    StrictJson.parse(text);
    RulePolicy.parse(ANY_VALUE.around(text));
  }

  /**
   * Whether a malformed text is malformed in a place too: it neither closes a bracket that it did
   * not open, nor ends the value with a comma, after which other members could follow.
   */
  static boolean staysInPlace(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.ISO_8859_1);
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
      if (depth < 0 || (depth == 0 && c == ',' && !inString)) {
        return false;
      }
    }
    return true;
  }
}
