package org.governance4j.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * What an obligation is to be done with, read from its {@link Obligation#value() value} and
 * checked. {@link Obligations} describes the forms.
 */
sealed interface Operand {
  /** The most decimals a number is rounded to: more are not in a double. */
  int MAX_DECIMALS = 15;

  /** The whole field. */
  record Whole() implements Operand {}

  /** Parts of a string, in UTF-16 code units; ascending and without overlap. */
  record Spans(List<Span> spans) implements Operand {}

  /** The code points a string may have. */
  record Length(long codePoints) implements Operand {}

  /** The decimals a number may have. */
  record Decimals(int decimals) implements Operand {}

  /** The bounds a number is moved into; at least one. */
  record Bounds(@Nullable BigDecimal min, @Nullable BigDecimal max) implements Operand {}

  /**
   * Reads the operand.
   *
   * @param path how messages name the obligation
   * @throws InvalidData if it is not one of that operation
   */
  static Operand of(Obligation obligation, String path) {
    JsonValue.Obj holder = JsonValue.object();
    if (obligation.value() != null) {
      holder = holder.with("value", obligation.value());
    }
    JsonMembers members = JsonMembers.of(holder, path);
    return switch (obligation.operation()) {
      case MASK, REMOVE, HASH ->
          obligation.value() == null ? new Whole() : spans(members.object("value"));
      case TRUNCATE -> new Length(members.integer("value", 0, Integer.MAX_VALUE));
      case ROUND -> new Decimals((int) members.integer("value", 0, MAX_DECIMALS));
      case CLAMP -> bounds(members.object("value"));
    };
  }

  /** The value that stands for these spans. */
  static JsonValue write(List<Span> spans) {
    return JsonValue.object()
        .with(
            "spans",
            JsonValue.array(
                spans.stream()
                    .map(
                        span ->
                            JsonValue.array(
                                JsonValue.of((long) span.start()), JsonValue.of((long) span.end())))
                    .toArray(JsonValue[]::new)));
  }

  private static Operand spans(JsonMembers members) {
    List<Span> spans = new ArrayList<>();
    int end = 0;
    if (!(members.value("spans") instanceof JsonValue.Arr list) || list.items().isEmpty()) {
      throw members.invalid("spans", "expected an array of at least one [start, end]");
    }
    for (JsonValue item : list.items()) {
      Span span = span(item);
      if (span == null || span.start() < end) {
        throw members.invalid(
            "spans",
            "element "
                + spans.size()
                + " must be [start, end] in UTF-16 code units, start below end and not below the"
                + " end before it");
      }
      spans.add(span);
      end = span.end();
    }
    members.noOthers();
    return new Spans(List.copyOf(spans));
  }

  private static @Nullable Span span(JsonValue item) {
    if (item instanceof JsonValue.Arr pair
        && pair.items().size() == 2
        && pair.items().get(0) instanceof JsonValue.Num start
        && pair.items().get(1) instanceof JsonValue.Num end) {
      double from = start.asDouble();
      double to = end.asDouble();
      if (from == (int) from && to == (int) to && from >= 0 && from < to) {
        return new Span((int) from, (int) to);
      }
    }
    return null;
  }

  private static Operand bounds(JsonMembers members) {
    Double min = members.optionalNumber("min");
    Double max = members.optionalNumber("max");
    members.noOthers();
    if (min == null && max == null) {
      throw new InvalidData(members.path() + ": expected min, max or both");
    }
    if (min != null && max != null && min > max) {
      throw members.invalid(
          "min", "must be at most max " + Wording.number(max) + ", found " + Wording.number(min));
    }
    return new Bounds(decimal(members, "min"), decimal(members, "max"));
  }

  private static @Nullable BigDecimal decimal(JsonMembers members, String name) {
    return members.optionalValue(name) instanceof JsonValue.Num number ? number.value() : null;
  }

  /**
   * A part of a string.
   *
   * @param start the index of its first UTF-16 code unit
   * @param end the index after its last
   */
  record Span(int start, int end) {}
}
