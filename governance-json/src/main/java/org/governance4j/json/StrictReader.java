package org.governance4j.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/** Builds one value from Jackson's tokens; one text, one owner. */
final class StrictReader {

  // Names of members are data from outside: neither a symbol table shared by all parsers nor the
  // JVM's string table may grow with them. The limits are checked here, with messages of our own.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(StrictJson.DEPTH_CEILING + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .errorReportConfiguration(
              ErrorReportConfiguration.builder().maxErrorTokenLength(40).build())
          .build();

  private static final Pattern ADVICE =
      Pattern.compile(
          "( \\((start marker at|not recognized as one since)|: enable `).*", Pattern.DOTALL);

  private final JsonParser parser;
  private final int maxDepth;
  private final boolean withhold;

  private StrictReader(JsonParser parser, int maxDepth, boolean withhold) {
    this.parser = parser;
    this.maxDepth = maxDepth;
    this.withhold = withhold;
  }

  /**
   * Reads the one value of a text.
   *
   * @param withhold whether messages must not repeat any part of the text
   */
  static JsonValue read(char[] text, int length, int maxDepth, boolean withhold) {
    checkEscapes(CharBuffer.wrap(text, 0, length));
    try (JsonParser parser = JSON.createParser(text, 0, length)) {
      StrictReader reader = new StrictReader(parser, maxDepth, withhold);
      try {
        return reader.document();
      } catch (JacksonException e) {
        throw reader.malformed(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a parser over an array failed to read", e);
    }
  }

  /**
   * Refuses digits of Unicode escapes from beyond Latin-1, of which the parser looks at the low
   * byte only: it would take U+0130 for the digit 0x30.
   */
  private static void checkEscapes(CharSequence text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '\\' && text.charAt(++i) == 'u') {
        int end = Math.min(text.length(), i + 5);
        for (int digit = i + 1; digit < end; digit++) {
          if (text.charAt(digit) > 0xFF) {
            throw new InvalidData(
                "invalid JSON at "
                    + Describe.place(text, digit)
                    + ": expected a hexadecimal digit of an escape");
          }
        }
      }
    }
  }

  private JsonValue document() throws IOException {
    JsonValue value = value();
    if (parser.nextToken() != null) {
      throw invalid("expected the end of the text after the value");
    }
    return value;
  }

  /** Reads a value with a stack of its own: nesting from outside must not reach the thread's. */
  private JsonValue value() throws IOException {
    ArrayDeque<Container> open = new ArrayDeque<>();
    while (true) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw invalid("expected a value, found the end of the text");
      }
      JsonValue value;
      switch (token) {
        case START_OBJECT -> {
          open(open, new Members());
          continue;
        }
        case START_ARRAY -> {
          open(open, new Items());
          continue;
        }
        case FIELD_NAME -> {
          name((Members) open.element());
          continue;
        }
        case END_OBJECT, END_ARRAY -> value = open.pop().value();
        case VALUE_STRING -> value = JsonValue.of(text("string"));
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value = number();
        case VALUE_TRUE -> value = JsonValue.of(true);
        case VALUE_FALSE -> value = JsonValue.of(false);
        case VALUE_NULL -> value = JsonValue.NULL;
        default -> throw invalid("expected a value");
      }
      if (open.isEmpty()) {
        return value;
      }
      open.element().add(value);
    }
  }

  private void open(ArrayDeque<Container> open, Container container) {
    if (open.size() == maxDepth) {
      throw invalid("nested deeper than the limit of " + maxDepth + " levels");
    }
    open.push(container);
  }

  private void name(Members object) throws IOException {
    String name = text("name");
    if (object.members.containsKey(name)) {
      throw invalid("the name" + quoted(name) + " occurs twice in one object");
    }
    object.name = name;
  }

  /** An array or object whose end is still to come. */
  private interface Container {
    void add(JsonValue value);

    JsonValue value();
  }

  private static final class Members implements Container {
    private final Map<String, JsonValue> members = new LinkedHashMap<>();
    private String name = "";

    @Override
    public void add(JsonValue value) {
      members.put(name, value);
    }

    @Override
    public JsonValue value() {
      return new JsonValue.Obj(members);
    }
  }

  private static final class Items implements Container {
    private final List<JsonValue> items = new ArrayList<>();

    @Override
    public void add(JsonValue value) {
      items.add(value);
    }

    @Override
    public JsonValue value() {
      return new JsonValue.Arr(items);
    }
  }

  private String text(String what) throws IOException {
    String text = parser.getText();
    int lone = Describe.loneSurrogate(text);
    if (lone >= 0) {
      throw invalid(
          String.format(
              "lone surrogate U+%04X in the %s%s", (int) text.charAt(lone), what, quoted(text)));
    }
    return text;
  }

  private JsonValue number() throws IOException {
    if (parser.getTextLength() > StrictJson.MAX_NUMBER_LENGTH) {
      throw invalid(
          "a number of "
              + parser.getTextLength()
              + " characters, the limit is "
              + StrictJson.MAX_NUMBER_LENGTH);
    }
    String text = parser.getText();
    BigDecimal value;
    try {
      // Some releases of Java take any exponent of a zero; what is JSON must not depend on that.
      int letter = Math.max(text.indexOf('e'), text.indexOf('E'));
      if (letter >= 0) {
        Integer.parseInt(text, letter + 1, text.length(), 10);
      }
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      // The grammar was checked by the parser: only the exponent is left, beyond an int.
      throw farExponent(text, e);
    }
    long exponent = (long) value.precision() - value.scale() - 1;
    if (value.signum() != 0 && Math.abs(exponent) > StrictJson.MAX_EXPONENT) {
      throw farExponent(text, null);
    }
    return new JsonValue.Num(value);
  }

  private InvalidData farExponent(String text, @Nullable NumberFormatException cause) {
    String message =
        "the number"
            + quoted(text)
            + " has an exponent beyond the limit of ±"
            + StrictJson.MAX_EXPONENT;
    return new InvalidData(at(parser.currentTokenLocation()) + message, withhold ? null : cause);
  }

  private String quoted(String text) {
    return withhold ? "" : " " + Describe.quote(text);
  }

  private InvalidData invalid(String message) {
    return new InvalidData(at(parser.currentTokenLocation()) + message);
  }

  private InvalidData malformed(JacksonException e) {
    JsonLocation location = e.getLocation();
    String where = at(location == null ? parser.currentLocation() : location);
    return withhold
        ? new InvalidData(where + "malformed")
        : new InvalidData(where + Describe.line(reason(e)), e);
  }

  /** The parser's reason without its advice to its own users. */
  private static String reason(JacksonException e) {
    return ADVICE.matcher(String.valueOf(e.getOriginalMessage())).replaceFirst("");
  }

  private static String at(JsonLocation location) {
    return "invalid JSON at line "
        + location.getLineNr()
        + ", column "
        // Before the first token the parser is in column 0.
        + Math.max(1, location.getColumnNr())
        + ": ";
  }
}
