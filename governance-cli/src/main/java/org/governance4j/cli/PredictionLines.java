package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.json.PredictionCodec;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads predictions, JSON lines. A line that is none does not end the reading: it is handed over
 * with the reason.
 *
 * <p>One thread.
 */
final class PredictionLines {
  /** The longest line, in bytes: predictions are short, and a line without an end is no line. */
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final ModelSchema schema;
  private final PredictionCodec codec;
  private final Lines lines;

  /**
   * Takes a stream, which the caller closes.
   *
   * @param beforeWait runs before every read, which may wait for whoever writes the stream
   */
  PredictionLines(InputStream in, ModelSchema schema, Runnable beforeWait) {
    this.schema = schema;
    this.codec = new PredictionCodec(schema);
    this.lines = new Lines(in, MAX_LINE_BYTES, beforeWait);
  }

  /**
   * A line that is not blank.
   *
   * @param number from 1, blank lines counted
   * @param id the request's, if that much could be read
   * @param prediction null if it is none
   * @param reason why it is none, empty if it is one
   */
  record Item(long number, @Nullable String id, @Nullable Prediction prediction, String reason) {}

  /** The next line that is not blank, or null after the last. */
  @Nullable Item next() throws IOException {
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        return read(line);
      }
    }
    return null;
  }

  private Item read(Lines.Line line) {
    try {
      Prediction prediction = codec.read(line.bytes());
      return new Item(line.number(), prediction.id(), prediction, "");
    } catch (InvalidData e) {
      return new Item(line.number(), id(line), null, reason(e, line));
    }
  }

  /** The reason in terms of a field where the reader of JSON saw only a place in the text. */
  private String reason(InvalidData failure, Lines.Line line) {
    String better = null;
    if (failure.getMessage() != null && failure.getMessage().startsWith("invalid JSON")) {
      better = NotANumber.find(new String(line.bytes(), StandardCharsets.UTF_8), schema);
    }
    return better == null ? Words.ofLine(failure) : better;
  }

  /** The id of a line that is no prediction, if that much can be read. */
  private static @Nullable String id(Lines.Line line) {
    try {
      String text = NotANumber.withNulls(new String(line.bytes(), StandardCharsets.UTF_8));
      return StrictJson.parse(text) instanceof JsonValue.Obj object
              && object.get("id") instanceof JsonValue.Str id
          ? id.value()
          : null;
    } catch (InvalidData e) {
      return null;
    }
  }
}
